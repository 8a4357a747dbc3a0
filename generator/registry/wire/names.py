"""Names that the OCI distribution specification 1.1 allows. Registries answer 404 to others, which says nothing."""

from __future__ import annotations

import hashlib

from generator.registry import RegistryError
from generator.registry.names import is_repository, is_tag
from generator.registry.wire.shown import clean

NO_NAME = "PS631"

_LENGTHS = {"sha256": 64, "sha512": 128}


def is_digest(text: str) -> bool:
    """Tell whether *text* is a digest whose algorithm is known here."""
    algorithm, _, encoded = text.partition(":")
    return len(encoded) == _LENGTHS.get(algorithm) and not set(encoded) - set("0123456789abcdef")


def digest_of(data: bytes, like: str = "sha256:") -> str:
    """Return the digest of *data*, by the algorithm of the digest *like*."""
    algorithm = like.partition(":")[0]
    return f"{algorithm}:{hashlib.new(algorithm, data).hexdigest()}"


def require(repository: str, reference: str = "") -> None:
    """Raise where no registry could have *repository*, or *reference* in it, a tag or a digest ("" for none)."""
    if not is_repository(repository):
        help = "use small letters and digits, with `.`, `_`, `-` between them and `/` between the parts, 255 in all"
        raise _wrong(f"`{clean(repository, 80)}` cannot be the name of a repository", help)
    if ":" in reference:
        if not is_digest(reference):
            raise _wrong(f"`{clean(reference, 80)}` is no digest", "write it as `sha256:` and 64 hexadecimal digits")
    elif reference and not is_tag(reference):
        help = "a tag has letters, digits, `_`, `.` and `-`, at most 128; a version with `+` cannot be one"
        raise _wrong(f"`{clean(reference, 80)}` cannot be a tag", help)


def _wrong(message: str, help: str) -> RegistryError:
    return RegistryError(NO_NAME, message, help, world=False)
