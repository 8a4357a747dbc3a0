"""What became of each version, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.diagnostics import Diagnostic
from generator.packing import Artifact
from generator.published import Key
from generator.publishing.image import repository_of
from generator.publishing.plan import Planned, State

FORMAT = 1


class Row(NamedTuple):
    """One version: its *state*, the digest of its *tar*, the image *manifest* its tag leads to, that of its archive's
    *size* in bytes where it was written, and which manifest the tag led to before (*was*)."""

    artifact: Artifact
    state: State
    tar: str = ""
    manifest: str = ""
    size: int = 0
    was: str = ""
    planned: Planned | None = None
    problem: Diagnostic | None = None
    world: bool = False

    @property
    def key(self) -> Key:
        """Name and version."""
        return self.artifact.name, self.artifact.version

    def become(self, state: State, problem: Diagnostic | None = None, *, world: bool = False) -> Row:
        """Return the row in another state, with what went wrong."""
        return self._replace(state=state, problem=problem, world=world)


@dataclass
class Outcome:
    """What a run found and did. *world*: the outside world failed; *stopped*: by an interrupt."""

    destination: str
    message: str = ""
    rows: dict[Key, Row] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    world: bool = False
    stopped: bool = False

    def fail(self, problem: Diagnostic, *, world: bool) -> None:
        """Add a *problem*."""
        self.found.append(problem)
        self.world = self.world or world

    def story(self, *, everything: bool) -> Iterator[str]:
        """Yield a line for each version; those that are unchanged only if *everything* is asked for."""
        for row in self.rows.values():
            if everything or row.state is not State.UNCHANGED:
                was = f"  (was {row.was})" if row.was else ""
                digest = row.manifest or row.tar or "-"
                yield f"{row.state:<11}  {row.artifact.name} {row.artifact.version}  {digest}{was}"

    @property
    def done(self) -> str:
        """What to say at the end."""
        counts = Counter(row.state for row in self.rows.values())
        said = ", ".join(f"{counts[state]} {state}" for state in State if counts[state])
        more = "; stopped: run the same command again, it does only what is missing" if self.stopped else ""
        return f"{self.destination}: {said or 'nothing'}{more}"

    def to_bytes(self) -> bytes:
        """Return the report: JSON, the versions in order, with the same words for the same outcome."""
        packs = [
            {
                "name": row.artifact.name,
                "version": row.artifact.version,
                "repository": repository_of(row.artifact.name),
                "state": row.state.value,
                "tar": row.tar,
                "manifest": row.manifest,
                "size": row.size,
                "was": row.was,
            }
            for row in self.rows.values()
        ]
        problems = [
            {"code": d.code, "severity": d.severity.value, "pack": d.pack, "path": d.location.path}
            | {"line": d.location.line, "column": d.location.column, "message": d.message, "help": d.help}
            for d in self.found
        ]
        report = {"format": FORMAT, "destination": self.destination, "message": self.message}
        report |= {"stopped": self.stopped, "packs": packs, "problems": problems}
        return (json.dumps(report, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
