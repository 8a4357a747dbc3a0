"""What ends, as people look at it: versions of a pack that share a day are one; and what a timeline shows of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.view.ends import End
from generator.view.said import day

NOTHING = "Nothing is known to end."
_NAMED = 3  # of versions that share a day, so many are named
PICTURED = 150  # the picture shows so many at most
_YEARS_BEFORE, _YEARS_AFTER = 4, 14  # what is further away stands at the edge
_YEARS_NAMED = 10


@dataclass(frozen=True, slots=True)
class Ending:
    """One line of the table and of the timeline: what ends together, at least one."""

    ends: tuple[End, ...]

    @property
    def first(self) -> End:
        """What stands for all: they share day and fate."""
        return self.ends[0]

    @property
    def subject(self) -> str:
        """What ends, as plain words."""
        if len(self.ends) == 1:
            return self.first.subject
        names = [end.version.version for end in self.ends if end.version]
        shown = names if len(names) <= _NAMED else [*names[: _NAMED - 1], f"{len(names) - _NAMED + 1} more"]
        return f"versions {', '.join(shown[:-1])} and {shown[-1]} {self.first.what}"

    @property
    def title(self) -> str:
        """The pack and what ends, as plain words."""
        return " ".join(f"{self.first.pack.display_name}: {self.subject}".split())

    @property
    def kind(self) -> str:
        """Whether it is `past`, `soon` or `later`."""
        return {"announced": "later", "within 180 days": "soon"}.get(self.first.state, "past")

    @property
    def when(self) -> str:
        """The state and the day, in words."""
        words = {"ended": "ended", "in effect": "since", "within 180 days": "within 180 days:"}
        return f"{words.get(self.first.state, 'announced for')} {day(self.first.date)}"


def endings(ending: Iterable[End]) -> list[Ending]:
    """Return *ending*, which is sorted by date, with versions of a pack that share day and fate put together."""
    found: list[Ending] = []
    for _, same_day in groupby(ending, key=lambda end: end.date):
        together: dict[tuple[str, str], list[End]] = {}
        for end in same_day:
            together.setdefault((end.pack.name, end.what if end.version else end.key), []).append(end)
        found += [Ending(tuple(group)) for group in together.values()]
    return found


def span(shown: Sequence[Ending], as_of: datetime.date) -> tuple[int, int]:
    """Return the years at whose first day a timeline of *shown* starts and ends; no day far away stretches it."""
    years = [as_of.year, *(ending.first.date.year for ending in shown)]
    first, last = max(min(years), as_of.year - _YEARS_BEFORE, 1), min(max(years), as_of.year + _YEARS_AFTER)
    return min(first, datetime.MAXYEAR - 1), min(last + 1, datetime.MAXYEAR)


def years(first: int, last: int) -> range:
    """Return the years that a timeline from *first* to *last* names."""
    step = next(n for n in (1, 2, 4, 5) if (last - first) / n <= _YEARS_NAMED)
    return range(first, last + 1, step)


def pictured(found: Sequence[Ending], as_of: datetime.date) -> list[Ending]:
    """Return those of *found* that the picture shows: all, or those that are nearest to *as_of*."""
    near = sorted(found, key=lambda ending: abs((ending.first.date - as_of).days))[:PICTURED]
    kept = {ending.first.key for ending in near}
    return [ending for ending in found if ending.first.key in kept]


def left_out(found: Sequence[Ending]) -> str:
    """Say how many of *found* the picture does not show; "" where it shows all."""
    more = len(found) - PICTURED
    return (
        f"{more} more, further from this day, {'stands' if more == 1 else 'stand'} in the table only."
        if more > 0
        else ""
    )


def summary(found: Sequence[Ending], as_of: datetime.date) -> str:
    """Say in words what the picture shows."""
    past = sum(ending.kind == "past" for ending in found)
    if not found:
        return f"{NOTHING} As of {day(as_of)}."
    first, last = found[0].first.date.year, found[-1].first.date.year
    when = f"in {first}" if first == last else f"from {first} to {last}"
    lines = f"{len(found)} {'entry' if len(found) == 1 else 'entries'}"
    return f"{lines} {when}. As of {day(as_of)}, {past} of them {'lies' if past == 1 else 'lie'} in the past."
