"""One difference between two readings of a pack, and what it asks of those who run the pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

Route = tuple[str | int, ...]


class Impact(StrEnum):
    """What a change asks of people who run the pack, the most first; versions step as semantic versioning has it."""

    BREAKING = "breaking"
    FEATURE = "feature"
    FIX = "fix"
    DOCS = "docs"
    NONE = "none"

    @property
    def rank(self) -> int:
        """The place among the impacts, 0 for the most."""
        return list(Impact).index(self)


def worst(impacts: Iterable[Impact]) -> Impact:
    """Return the impact that asks the most; none where there is no change."""
    return min(impacts, key=lambda impact: impact.rank, default=Impact.NONE)


class Side(StrEnum):
    """The reading in which the place of a change is: what was removed stands in the base only."""

    BASE = "base"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Leaves:
    """How many values of a values.yaml were added, removed and changed, counted by path."""

    added: int = 0
    removed: int = 0
    changed: int = 0

    def __add__(self, other: Leaves) -> Leaves:
        return Leaves(self.added + other.added, self.removed + other.removed, self.changed + other.changed)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. *route* leads to its place in the pack.yaml of *side*; *other* in that of the other side, if there.

    *before* and *after* are plain data. *leaves* counts the values that a change of values.yaml stands for, *leaf* is
    their path there.
    """

    code: str
    impact: Impact
    version: str
    route: Route
    side: Side
    summary: str
    before: object = None
    after: object = None
    other: Route | None = None
    leaves: Leaves = Leaves()
    leaf: str = ""
