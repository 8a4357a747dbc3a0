"""How much room words take in a picture, without the font that will show them."""

from __future__ import annotations

import unicodedata

_NARROW = frozenset("ijl.,:;|!'`()[]{}/ \u00a0")
_BROAD = frozenset("MWmw@%&")


def width(text: str, size: float) -> float:
    """Return about how many pixels *text* takes at a font size of *size* pixels; rather too many than too few."""
    return size * sum(_of(char) for char in text)


def shortened(text: str, size: float, room: float) -> str:
    """Return *text*, or as much of its beginning as fits into *room* with an ellipsis behind it."""
    if width(text, size) <= room:
        return text
    left, kept = room / size - _of("…"), 0
    for char in text:
        left -= _of(char)
        if left < 0:
            break
        kept += 1
    return f"{text[:kept].rstrip()}…"


def wrapped(text: str, size: float, room: float, lines: int) -> list[str]:
    """Return *text* in at most so many *lines* of the width *room*; the last one is shortened."""
    words = text.split(" ")
    found: list[str] = []
    while words and len(found) < lines - 1:
        taken = 1
        while taken < len(words) and width(" ".join(words[: taken + 1]), size) <= room:
            taken += 1
        if width(" ".join(words[:taken]), size) > room:
            break  # one long word is shortened, and what follows it with it
        found.append(" ".join(words[:taken]))
        words = words[taken:]
    return [*found, shortened(" ".join(words), size, room)] if words else found


def _of(char: str) -> float:
    if unicodedata.combining(char) or char == "\u200d":
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.1
    if char in _NARROW:
        return 0.38
    return 1 if char in _BROAD else 0.76 if char.isupper() else 0.63
