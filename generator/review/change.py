"""What a review finds, as data: changes with their places and files, problems, hand edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.diagnostics import Diagnostic, Location, Severity
from generator.meaning import Impact, Leaves, Side, worst

ALL_NEW, NOT_COMPARED, FILES_NOT_COMPARED = "PS184", "PS185", "PS186"
#: What files are called that belong to no pack.
ALL_PACKS = "all packs together"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a *pack*; where that is empty, of all of them together.

    *path* is the dotted path of the fact in the pack.yaml of *side*; *location* its place.
    *files* are the generated files that it reaches. *near* is a place of the later side: of what was removed, the field
    that it was in.
    """

    code: str
    impact: Impact
    pack: str
    version: str
    path: str
    location: Location
    side: Side
    summary: str
    before: object = None
    after: object = None
    files: tuple[str, ...] = ()
    near: Location | None = None


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A version that is new in a pack: what changes for who comes from the version *before* it, values by path."""

    pack: str
    version: str
    before: str
    impact: Impact
    changes: tuple[Change, ...]
    leaves: Leaves


@dataclass(frozen=True, slots=True)
class HandEdit:
    """A generated file that is not what the sources compile to. *ruled* is the place in pack.yaml to change instead."""

    pack: str
    location: Location
    ruled: str
    message: str

    def diagnostic(self, severity: Severity = Severity.ERROR) -> Diagnostic:
        """Return the edit as a problem, with what to change instead."""
        way_out = "make the change in pack.yaml and run `packscribe build`"
        if self.ruled:
            way_out = f"{self.ruled} rules this line: change it there, and run `packscribe build`"
        return Diagnostic("PS382", self.message, self.location, way_out, severity, self.pack)


@dataclass(frozen=True)
class Review:
    """Everything found between *base* and *head*, which are called as a person would."""

    base: str
    head: str
    changes: tuple[Change, ...] = ()
    steps: tuple[StepTaken, ...] = ()
    edits: tuple[HandEdit, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    gate: tuple[Diagnostic, ...] = ()
    #: The generated files that differ: before and after; None where a side does not have it.
    files: Mapping[str, tuple[bytes | None, bytes | None]] = field(default_factory=dict)

    @property
    def impact(self) -> Impact:
        """The impact of the change that asks the most."""
        return worst(change.impact for change in self.changes)

    @property
    def not_compared(self) -> list[str]:
        """The packs of which one side could not be read at all."""
        return sorted({d.pack for d in self.problems if d.code == NOT_COMPARED})

    @property
    def compared_in_part(self) -> list[str]:
        """The packs of which something could not be read or compiled, so that changes may be missing.

        "" stands for all of them: a template or the settings are wrong.
        """
        known = {*self.not_compared, *([""] if any(d.code == ALL_NEW for d in self.problems) else [])}
        wrong = {d.pack for d in self.problems if d.severity is Severity.ERROR or d.code == FILES_NOT_COMPARED}
        return sorted(wrong - known)

    @property
    def packs(self) -> list[str]:
        """The packs that changed, those whose changes ask the most first; "" stands for all of them together."""
        found: dict[str, list[Impact]] = {}
        for change in self.changes:
            found.setdefault(change.pack, []).append(change.impact)
        return sorted(found, key=lambda name: (worst(found[name]).rank, name))


def in_order(changes: list[Change]) -> tuple[Change, ...]:
    """Sort *changes*: packs with the worst change first, then by impact, place and words."""
    by_pack: dict[str, Impact] = {}
    for change in changes:
        by_pack[change.pack] = worst((by_pack.get(change.pack, Impact.NONE), change.impact))
    return tuple(
        sorted(changes, key=lambda c: (by_pack[c.pack].rank, c.pack, c.impact.rank, c.location, c.code, c.summary))
    )
