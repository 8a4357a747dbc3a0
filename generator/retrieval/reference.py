"""How a pack in a registry is called: where, which one, and which version or image manifest of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.registry import RegistryError
from generator.registry.destinations import without_login
from generator.registry.names import is_digest, is_repository, is_tag

NO_REFERENCE = "PS664"
ARCHIVES = "spectro-packs/archive"
_PACK = re.compile(r"(?P<name>[^:@/#]{1,200})(?::(?P<tag>[^:@/#]{1,128}))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?")
_SHAPES = "write `oci://HOST/BASE/NAME:VERSION` or `oci-layout:DIR#NAME:VERSION`; `@sha256:…` names one image manifest"


@dataclass(frozen=True, slots=True)
class Reference:
    """A pack at a *destination*, as `publish --to` takes it: its *name*, and its *version* or a *digest*, or both."""

    destination: str
    name: str
    version: str
    digest: str

    @property
    def repository(self) -> str:
        """The repository of the pack, below the base path of the destination."""
        return f"{ARCHIVES}/{self.name}"

    @property
    def target(self) -> str:
        """What leads to the image manifest: the digest where there is one, or else the tag."""
        return self.digest or self.version


def reference(text: str) -> Reference:
    """Take a reference as it was written. Raises `RegistryError` where it is none.

    Behind an `oci://` destination a `/` stands before the name, behind any other a `#`. The path of the repositories
    of packs, which is the same for all, may be written out or left out.
    """
    whole = text if text.isprintable() else ""
    mark = "#" if "#" in whole or not whole.startswith("oci://") else "/"
    destination, _, pack = whole.rpartition(mark)
    found = _PACK.fullmatch(pack)
    if not found or not destination.rstrip("/").partition(":")[2].strip("/"):
        raise _refused(text, "it names no pack at a destination")
    name, tag, digest = found["name"], found["tag"] or "", found["digest"] or ""
    if not tag and not digest:
        raise _refused(text, "it names no version")
    if not is_repository(name) or (tag and not is_tag(tag)) or (digest and not is_digest(digest)):
        raise _refused(text, "no registry has such a name or version")
    destination = destination.rstrip("/").removesuffix(f"/{ARCHIVES}") if mark == "/" else destination
    return Reference(destination, name, tag, digest)


def _refused(text: str, why: str) -> RegistryError:
    shown = "".join(c if c.isprintable() else "?" for c in without_login(text)[:120])
    return RegistryError(NO_REFERENCE, f"`{shown}` is no reference to a pack: {why}", _SHAPES, world=False)
