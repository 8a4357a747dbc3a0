"""What publishing would do: each version is new at a registry, there already, or there with other content."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from generator.packing import Artifact
from generator.published import Entry
from generator.publishing.image import repository_of, tar_of
from generator.registry import Registry

CONFLICT = "PS608"


class State(StrEnum):
    """What is, or becomes, of a version."""

    NEW = "new"
    UNCHANGED = "unchanged"
    UNSIGNED = "unsigned"
    """Unchanged, and not signed by the key that is given."""
    CONFLICTING = "conflicting"
    PUBLISHED = "published"
    REPLACED = "replaced"
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


def plan(registry: Registry, artifact: Artifact, tar: str, known: Entry | None) -> Planned:
    """Compare a version with what *registry* has under its tag: one HEAD, and a GET where that does not tell.

    *known* is what was recorded when it was published. Equal tars are the same pack: only the gzip around them may be
    another. Raises `RegistryError`.
    """
    repository = repository_of(artifact.name)
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
