"""Writing one version to a registry, so that its tag leads to the old pack or to the whole new one at every moment."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from generator import archive
from generator.archive import Unpackable
from generator.packing import Artifact
from generator.publishing import image
from generator.publishing.plan import Planned, State
from generator.registry import Descriptor, Manifest, NoSubjects, OnDisk, Registry, RegistryError
from generator.registry.stored import CORRUPT

MOVED = "PS609"
_UNKNOWN_BLOB = {"PS614", "PS656"}
_REPAIRS = 2
"""How often blobs are stored again that a registry does not know any more (a race in docker-registry 2.8)."""

Blobs = Mapping[Descriptor, Callable[[], BinaryIO]]
Seal = Callable[[Registry, str, Manifest, Artifact], None]
"""What signs: it takes registry, repository, image manifest once that is there, and what is in it; no tag leads to it
yet. Raises `RegistryError`: then the tag stays where it is, but for `NoSubjects`, which no other try would mend."""


class Pushed(NamedTuple):
    """What a tag leads to now: the digest of the image manifest, the size of the archive in bytes, and why it could
    not be signed, where that was asked for and the registry takes nothing that refers to a manifest."""

    manifest: str
    size: int
    unsealed: NoSubjects | None = None


def push(registry: Registry, planned: Planned, scratch: Path, time: int, seal: Seal | None = None) -> Pushed:
    """Store a version and move its tag there, in this order: blobs, image manifest, what *seal* adds, the tag.

    With nothing to add, the image manifest is stored under its tag at once: no reader can tell that from two steps.

    The archive lies in the folder *scratch* meanwhile, and must be the one that was planned. Raises `RegistryError`,
    `Unpackable`, `OSError`.
    """
    artifact, repository = planned.artifact, image.repository_of(planned.artifact.name)
    file = scratch / f"{artifact.name}@{artifact.version}"  # with a dash, two packs could have one name
    try:
        with file.open("wb") as out:
            packed = archive.write(artifact.top, artifact.entries, out, time)
        if packed.tar != planned.tar:
            raise Unpackable(artifact.file, "its files have changed since they were judged", "run the command again")
        manifest = image.manifest(artifact, packed)
        damaged = planned.state is State.DAMAGED
        if damaged and not planned.there_tar and manifest.digest != planned.there:
            raise _lost(registry, repository, planned, manifest)
        blobs: Blobs = {
            image.config(): lambda: io.BytesIO(image.CONFIG),
            image.layer(artifact, packed): lambda: file.open("rb"),
        }
        unsealed = None
        if seal is None:
            _store_blobs(registry, repository, blobs)
        else:
            _store(registry, repository, manifest.digest, manifest, blobs)
            unsealed = _sealed(seal, registry, repository, manifest, artifact)
        if not _is_there(registry, repository, planned, manifest) or damaged:
            _store(registry, repository, artifact.version, manifest, blobs, there=True)
    finally:
        file.unlink(missing_ok=True)
    return Pushed(manifest.digest, packed.size, unsealed)


def sign(registry: Registry, planned: Planned, seal: Seal) -> NoSubjects | None:
    """Add what *seal* adds to a version that is there, unchanged. Neither its image manifest nor its tag is touched.

    Return why it could not be done, as `push` does. Raises `RegistryError`, `Unpackable`.
    """
    repository = image.repository_of(planned.artifact.name)
    manifest = registry.manifest(repository, planned.there)
    if manifest is None:
        raise _moved(registry, repository, planned.artifact.version, "something else, its image manifest is gone")
    return _sealed(seal, registry, repository, manifest, planned.artifact)


def _store(
    registry: Registry, repository: str, reference: str, manifest: Manifest, blobs: Blobs, *, there: bool = False
) -> None:
    """Store *blobs*, unless they are *there*, then *manifest*; both again where the registry does not know a blob."""
    for left in reversed(range(_REPAIRS + 1)):
        if not there:
            _store_blobs(registry, repository, blobs)
        try:
            registry.put_manifest(repository, reference, manifest)
            return
        except RegistryError as error:
            if error.code not in _UNKNOWN_BLOB or not left:
                raise
        there = False


def _store_blobs(registry: Registry, repository: str, blobs: Blobs) -> None:
    for blob, content in blobs.items():
        registry.put_blob(repository, blob, content)


def _sealed(
    seal: Seal, registry: Registry, repository: str, manifest: Manifest, artifact: Artifact
) -> NoSubjects | None:
    try:
        seal(registry, repository, manifest, artifact)
    except NoSubjects as error:
        return error
    return None


def _is_there(registry: Registry, repository: str, planned: Planned, manifest: Manifest) -> bool:
    """Tell whether the tag leads to *manifest* already: somebody else has just published the same.

    Raise where it leads elsewhere than when it was planned. No registry can be asked to check that itself.
    """
    version = planned.artifact.version
    # what is damaged has no head, and is replaced all the same
    look = registry.listed if isinstance(registry, OnDisk) else registry.head
    head = look(repository, version)
    now = head.digest if head else ""
    if now not in (planned.there, manifest.digest):
        raise _moved(registry, repository, version, now or "nothing")
    return now == manifest.digest


def _moved(registry: Registry, repository: str, tag: str, now: str) -> RegistryError:
    message = f"{registry.name}, repository {repository}: somebody else moved the tag {tag}, it leads to {now} now"
    help = "find out who publishes the same version; protect tags in the registry; then run the same command again"
    return RegistryError(MOVED, message, help, world=False)


def _lost(registry: Registry, repository: str, planned: Planned, manifest: Manifest) -> RegistryError:
    message = (
        f"{registry.name}, repository {repository}: the image manifest of {planned.artifact.version}, {planned.there}, "
        f"is lost, and the source here gives another one, {manifest.digest}"
    )
    help = (
        "publish from the revision that was published, with `--force --message`; "
        f"or delete the folder {repository} there and publish again: versions that are gone are lost"
    )
    return RegistryError(CORRUPT, message, help, world=False)
