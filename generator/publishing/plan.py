"""What publishing would do: each version is new at a registry, there already, or there with other content."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from generator.packing import Artifact
from generator.published import Entry
from generator.publishing.image import repository_of, tar_of
from generator.registry import Descriptor, OnDisk, Registry, RegistryError

CONFLICT = "PS608"


class State(StrEnum):
    """What is, or becomes, of a version."""

    NEW = "new"
    UNCHANGED = "unchanged"
    UNSIGNED = "unsigned"
    """Unchanged, and not signed by the key that is given."""
    DAMAGED = "damaged"
    """The same, as far as can be told, and not whole where it lies."""
    CONFLICTING = "conflicting"
    PUBLISHED = "published"
    REPLACED = "replaced"
    MENDED = "mended"
    """Unchanged, and what was damaged of it is written again."""
    SIGNED = "signed"
    """Unchanged, and signed now."""
    REFUSED = "refused"
    FAILED = "failed"
    LEFT = "left"
    """Not attempted: the registry failed before, or the command was stopped."""


class Planned(NamedTuple):
    """A version, the digest of its *tar*, and what its tag leads to *there*: a digest of an image manifest, ""."""

    artifact: Artifact
    tar: str
    state: State
    there: str = ""
    there_tar: str = ""


def plan(registry: Registry, artifact: Artifact, tar: str, known: Entry | None, *, mend: bool = False) -> Planned:
    """Compare a version with what *registry* has under its tag: one HEAD, and a GET where that does not tell.

    *known* is what was recorded when it was published. Equal tars are the same pack: only the gzip around them may be
    another. To *mend* what is damaged in a folder, all of it is read. Raises `RegistryError`.
    """
    repository = repository_of(artifact.name)
    if mend and isinstance(registry, OnDisk):
        listed = registry.listed(repository, artifact.version)
        if listed is not None and not registry.is_whole(repository, listed):
            there, same = _left(registry, repository, listed, tar, known)
            return Planned(artifact, tar, State.DAMAGED if same else State.CONFLICTING, listed.digest, there)
    head = registry.head(repository, artifact.version)
    if head is None:
        return Planned(artifact, tar, State.NEW)
    if known is not None and (known.tar, known.manifest) == (tar, head.digest):
        return Planned(artifact, tar, State.UNCHANGED, head.digest, tar)
    found = registry.manifest(repository, artifact.version)
    if found is None:
        return Planned(artifact, tar, State.NEW)
    there = tar_of(found)
    state = State.UNCHANGED if there == tar else State.CONFLICTING
    return Planned(artifact, tar, state, found.digest, there)


def _left(registry: Registry, repository: str, listed: Descriptor, tar: str, known: Entry | None) -> tuple[str, bool]:
    """Return the digest of the tar in a damaged version, "" where nothing says it, and whether it may be *tar*."""
    try:
        found = registry.manifest(repository, listed.digest)
    except RegistryError as error:
        if error.world:
            raise
        found = None
    if found is not None:
        return (there := tar_of(found)), there == tar
    recorded = known.tar if known is not None and known.manifest == listed.digest else ""
    return recorded, recorded in ("", tar)
