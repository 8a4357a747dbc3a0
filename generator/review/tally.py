"""How many changes there are of each impact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from generator.meaning import Impact
from generator.review.change import Change


def tally(changes: Iterable[Change]) -> str:
    """Return how many changes there are of each impact: `1 breaking, 2 docs`."""
    counts = Counter(change.impact for change in changes)
    return ", ".join(f"{counts[impact]} {impact}" for impact in Impact if counts[impact]) or "no changes"
