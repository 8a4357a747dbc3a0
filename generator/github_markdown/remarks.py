"""What of a README a page does not show as GitHub does."""

from __future__ import annotations

from dataclasses import dataclass

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Remark:
    """A place of a README, its *line* counted from 1, and *what* becomes of what stands there."""

    line: int
    what: str


def quoted(text: str) -> str:
    """Return *text* in backticks, cut where it is long."""
    shown = " ".join(text[: _LONGEST + 1].split())
    return f"`{shown[: _LONGEST - 1]}…`" if len(text) > _LONGEST else f"`{shown}`"
