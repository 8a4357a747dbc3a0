"""How many changes there are of each impact, and what could not be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from generator.meaning import Impact
from generator.review.change import ALL_PACKS, Change, Review

_NONE = "no changes"
_MOST = 8  # names of packs


def tally(changes: Iterable[Change]) -> str:
    """Return how many changes there are of each impact: `1 breaking, 2 docs`."""
    counts = Counter(change.impact for change in changes)
    return ", ".join(f"{counts[impact]} {impact}" for impact in Impact if counts[impact]) or _NONE


def with_gaps(told: str, review: Review, shown: Callable[[str], str]) -> str:
    """Return *told*, the tally of *review*, and after it what is `missing`."""
    gaps = missing(review, shown)
    return f"{'no changes found' if told == _NONE else told}; {gaps}" if gaps else told


def missing(review: Review, shown: Callable[[str], str]) -> str:
    """Return which packs were not compared, or not all of them, as *shown*; "" where there are none."""
    whole, partly = review.not_compared, review.compared_in_part
    parts = [f"not compared: {_names(whole, shown)}"] if whole else []
    parts += [f"compared in part: {_names(partly, shown)}"] if partly else []
    return "; ".join(parts)


def _names(packs: Sequence[str], shown: Callable[[str], str]) -> str:
    more = f" and {len(packs) - _MOST} more" if len(packs) > _MOST else ""
    return ", ".join(shown(name) if name else ALL_PACKS for name in packs[:_MOST]) + more
