"""A pack made again from its source, to be held against what a registry has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.archive import Unpackable
from generator.diagnostics import Diagnostic, has_errors
from generator.packing import Artifact
from generator.publishing.gather import Gathered, gather_compiled
from generator.trust.contents import of_entries
from generator.trust.verify import Rebuilt

_ERRORS = "the source here cannot be packed: `packscribe check` says why"


def rebuilder(root: Path, name: str, found: list[Diagnostic]) -> Callable[[str, int], Rebuilt | str]:
    """Return what makes a version of the pack *name* below *root* again, or says why not.

    Nothing is written. The errors of the source are added to *found*.
    """

    def rebuild(version: str, time: int) -> Rebuilt | str:
        gathered = gather_compiled(root, name)
        wrong = [each for each in gathered.found if has_errors([each])]
        found.extend(wrong)
        artifact = next((each for each in gathered.artifacts.get(name, ()) if each.version == version), None)
        if artifact is None:
            return _ERRORS if wrong else f"the source here has no version {version}"
        try:
            return _rebuilt(artifact, time, gathered)
        except Unpackable as why:
            found.append(artifact.unpackable(why))
            return _ERRORS

    return rebuild


def _rebuilt(artifact: Artifact, time: int, gathered: Gathered) -> Rebuilt:
    sources = gathered.sources.get(artifact.name, {})
    return Rebuilt(artifact.tar(time), of_entries(artifact.entries).digests, sources)


def has_source(root: Path, name: str) -> bool:
    """Tell whether the pack *name* has a source below *root*, and packscribe.toml says how to compile it."""
    return (root / "packs" / name / "pack.yaml").is_file() and (root / "packscribe.toml").is_file()
