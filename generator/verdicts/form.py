"""A verdict as JSON, and back. What was generated is not in it: it lies on the disk, as the key proves."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.archive import MTIME, Entry, Unpackable
from generator.diagnostics import Diagnostic, Location, Severity
from generator.packing import Artifact, Packing
from generator.verdicts import Verdict


def written(verdict: Verdict, root: Path) -> dict[str, Any]:
    """Return *verdict* as JSON has it, with the digests of its archives, so that to compare them with a registry needs
    no reading. Raises `ValueError` where a file of an archive lies outside of *root*, or cannot be packed.
    """
    return {
        "name": verdict.name,
        "source": problems(verdict.source),
        "drift": problems(verdict.drift),
        "facts": problems(verdict.facts),
        "audited": problems(verdict.audited),
        "found": problems(verdict.packing.found),
        "further": {version: dict(files) for version, files in verdict.further.items()},
        "artifacts": [_artifact(each, root.resolve()) for each in verdict.packing.artifacts],
    }


def read(data: Any, root: Path) -> Verdict:
    """Return the verdict that is written as *data*, on the pack below *root*. Raises what wrong data raises."""
    home = str(root.resolve())
    artifacts = tuple(_read_artifact(data["name"], each, home) for each in data["artifacts"])
    found = {part: tuple(read_problems(data[part])) for part in ("source", "drift", "facts", "audited")}
    packing = Packing(artifacts, tuple(read_problems(data["found"])))
    return Verdict(data["name"], **found, packing=packing, further=data["further"])


def problems(found: Iterable[Diagnostic]) -> list[list[Any]]:
    """Return what was *found* as JSON has it."""
    places = ((d, d.location) for d in found)
    return [[d.code, d.message, p.path, p.line, p.column, d.help, d.severity.value, d.pack] for d, p in places]


def read_problems(data: list[Any]) -> list[Diagnostic]:
    """Return what `problems` wrote."""
    return [
        Diagnostic(code, message, Location(path, line, column), help, Severity(severity), pack)
        for code, message, path, line, column, help, severity, pack in data
    ]


def _artifact(artifact: Artifact, root: Path) -> dict[str, Any]:
    place = artifact.place
    home = f"packs/{artifact.name}/{artifact.version}"
    entries = [[entry.path, _file(entry, home, root), entry.size] for entry in artifact.entries]
    try:
        artifact.tar(MTIME)
    except Unpackable as why:
        raise ValueError(why.path) from why
    return {
        "version": artifact.version,
        "place": [place.path, place.line, place.column],
        "entries": entries,
        "tars": {str(time): tar for time, tar in artifact.tars.items()},
    }


def _file(entry: Entry, home: str, root: Path) -> str:
    """Return where the content of *entry* lies: a generated file lies in the folder of its version."""
    return (
        f"{home}/{entry.path}" if isinstance(entry.content, bytes) else Path(entry.content).relative_to(root).as_posix()
    )


def _read_artifact(name: str, data: Any, root: str) -> Artifact:
    entries = tuple(Entry(path, f"{root}/{file}", size) for path, file, size in data["entries"])
    tars = {int(time): tar for time, tar in data["tars"].items()}
    return Artifact(name, data["version"], Location(*data["place"]), entries, tars)
