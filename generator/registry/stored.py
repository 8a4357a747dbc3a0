"""What backends have in common that keep manifests themselves: reading them, and checking what is stored.

Whatever is there and is not what it should be is no fault of the outside world (`RegistryError.world`): the bytes were
read as they are. The outside world fails where the system refuses to read or write, or somebody else is at it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import BinaryIO

from generator.registry import INDEX, LARGEST_MANIFEST, MANIFEST, Descriptor, Manifest, RegistryError
from generator.registry.names import is_digest, is_repository, is_tag

MISNAMED, CORRUPT, OTHER_CONTENT, WITHOUT_BLOBS = "PS601", "PS610", "PS613", "PS614"
PIECE = 2**20
MENDING = 'publish the same source again with `--force --message "why"`, which writes what is damaged anew'
"""The way out where blobs in a folder are damaged."""


def fields(data: bytes) -> dict[str, object]:
    """Return the fields of a manifest or an index, none where *data* is no JSON object."""
    if len(data) > LARGEST_MANIFEST:
        return {}
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def descriptor(value: object) -> Descriptor | None:
    """Return the descriptor that the JSON *value* is, None where it is none."""
    if not isinstance(value, dict):
        return None
    media_type, digest, size = value.get("mediaType"), value.get("digest"), value.get("size")
    notes, artifact = value.get("annotations") or {}, value.get("artifactType", "")
    if not (isinstance(media_type, str) and isinstance(digest, str) and is_digest(digest)):
        return None
    if type(size) is not int or size < 0 or not isinstance(notes, dict) or not isinstance(artifact, str):
        return None
    if not all(isinstance(key, str) and isinstance(text, str) for key, text in notes.items()):
        return None
    return Descriptor(media_type, digest, size, tuple(sorted(notes.items())), artifact)


def needed(manifest: Manifest) -> list[tuple[Descriptor, bool]]:
    """Return what *manifest* points at and must be there, and whether that is a manifest itself."""
    read = fields(manifest.data)
    listed = read.get("layers")
    blobs = [read.get("config"), *(listed if isinstance(listed, list) else ())]
    listed = read.get("manifests")
    manifests = listed if isinstance(listed, list) else ()
    found = [(descriptor(value), False) for value in blobs] + [(descriptor(value), True) for value in manifests]
    return [(each, is_manifest) for each, is_manifest in found if each is not None]


def subject(data: bytes) -> str:
    """Return the digest of the manifest that the manifest *data* refers to, "" where it refers to none."""
    found = descriptor(fields(data).get("subject"))
    return found.digest if found else ""


def referrer(manifest: Manifest) -> Descriptor:
    """Return the descriptor of a manifest in a list of referrers (distribution specification 1.1)."""
    read = fields(manifest.data)
    config, notes = read.get("config"), read.get("annotations")
    artifact = read.get("artifactType") or (config.get("mediaType") if isinstance(config, dict) else "")
    found = described(manifest)
    if isinstance(notes, dict):
        pairs = ((key, text) for key, text in notes.items() if isinstance(key, str) and isinstance(text, str))
        found = replace(found, annotations=tuple(sorted(pairs)))
    return replace(found, artifact_type=artifact if isinstance(artifact, str) else "")


def described(manifest: Manifest) -> Descriptor:
    """Return what points at *manifest*."""
    return Descriptor(manifest.media_type, manifest.digest, len(manifest.data))


def media_type(data: bytes) -> str:
    """Return the media type that a manifest states, or that its fields show; "" where it is no manifest."""
    read = fields(data)
    stated = read.get("mediaType")
    if isinstance(stated, str):
        return stated
    return INDEX if "manifests" in read else MANIFEST if "layers" in read or "config" in read else ""


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of *data* as OCI writes it."""
    return f"sha256:{sha256(data).hexdigest()}"


def check_names(registry: str, repository: str, reference: str = "") -> None:
    """Raise `RegistryError` where no registry could have such a repository, tag or digest."""
    if not is_repository(repository):
        message = f"{registry}: `{repository[:200]}` is no name of a repository"
        raise RegistryError(MISNAMED, message, "use small letters and digits with `.`, `_` or `-` between", world=False)
    if reference and not is_tag(reference) and not is_digest(reference):
        message = f"{registry}: `{reference[:200]}` is neither a tag nor a digest"
        raise RegistryError(MISNAMED, message, "a tag has letters, digits, `.`, `_` and `-`", world=False)


def check_manifest(place: str, reference: str, manifest: Manifest) -> None:
    """Raise `RegistryError` where the bytes of *manifest* are not those of its digest, or of *reference*."""
    if digest_of(manifest.data) != manifest.digest or (is_digest(reference) and reference != manifest.digest):
        raise other_content(place, "the manifest to store", manifest.digest)
    if len(manifest.data) > LARGEST_MANIFEST:
        message = f"{place}: the manifest has more than {LARGEST_MANIFEST:,} bytes"
        raise RegistryError(CORRUPT, message, "no registry would take it", world=False)


def checked(pieces: Iterable[bytes], place: str, digest: str, size: int) -> Iterator[bytes]:
    """Yield *pieces*, and raise `RegistryError` at the end where they are not the content of *digest* and *size*."""
    total, length = sha256(), 0
    for piece in pieces:
        total.update(piece)
        length += len(piece)
        yield piece
    if length != size or f"sha256:{total.hexdigest()}" != digest:
        raise other_content(place, "a blob", digest)


def in_pieces(file: BinaryIO) -> Iterator[bytes]:
    """Yield the content of *file* in pieces, and close it."""
    with file:
        while piece := file.read(PIECE):
            yield piece


def other_content(place: str, what: str, digest: str) -> RegistryError:
    """Return the error of content that is not what its digest says."""
    way_out = f"it was changed or cut short: {MENDING}; else delete the image layout around it and publish again"
    message = f"{place}: {what} is not the content of {digest}"
    return RegistryError(OTHER_CONTENT, message, way_out, world=False)


def without_blob(place: str, digest: str) -> RegistryError:
    """Return the error of a manifest whose blobs are not there."""
    message = f"{place}: the manifest needs {digest}, which is not there"
    return RegistryError(WITHOUT_BLOBS, message, "publish again: what is missing is stored first", world=False)
