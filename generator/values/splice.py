"""Edits of a text by position: what is not edited stays as it is, byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from generator.source import parse_values
from generator.source.spots import Spot
from generator.yaml_text import scalar

_BEFORE_COMMENT = re.compile(r"[ \t]{2,}(?=#)")


class Edit(NamedTuple):
    """Put *text* in the place of what stands from *start* to *end*."""

    start: int
    end: int
    text: str


class Overlap(Exception):
    """Two edits are to change the same text, or one lies outside of it."""


def applied(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """Return *text* from *start* to *end* with *edits* done. Raises `Overlap`."""
    parts: list[str] = []
    done, end = start, len(text) if end is None else end
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):  # stable: what is put first stands first
        if edit.start < done or edit.end > end:
            raise Overlap(f"two edits meet at offset {edit.start}")
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:end]])


def chained(length: int, steps: Iterable[Sequence[Edit]]) -> list[Edit]:
    """Return the edits of a text of *length* characters that do what *steps* do one after the other.

    Each step's edits, in their order, are those of the text that the step before it makes.
    """
    pieces: list[_Piece] = [(0, length)]
    for edits in steps:
        pieces = _cut(pieces, edits)
    found, done, new = [], 0, ""
    for piece in (*pieces, (length, length)):
        if isinstance(piece, str):
            new += piece
        else:
            if new or piece[0] > done:
                found.append(Edit(done, piece[0], new))
            done, new = piece[1], ""
    return found


_Piece = tuple[int, int] | str
"""What stands from here to there in the first text, or new text."""


def _cut(pieces: list[_Piece], edits: Sequence[Edit]) -> list[_Piece]:
    """Return *pieces* with *edits* of the text that they make."""
    rest, found, position = pieces[::-1], list[_Piece](), 0
    for edit in edits:
        found += [*_taken(rest, edit.start - position), edit.text]
        _taken(rest, edit.end - edit.start)
        position = edit.end
    return [*found, *reversed(rest)]


def _taken(rest: list[_Piece], length: int) -> list[_Piece]:
    """Take *length* characters from *rest*, whose last piece comes first; return them as pieces."""
    found: list[_Piece] = []
    while length:
        piece = rest.pop()
        size = len(piece) if isinstance(piece, str) else piece[1] - piece[0]
        if size > length:
            head, tail = _halves(piece, length)
            rest.append(tail)
            piece, size = head, length
        found.append(piece)
        length -= size
    return found


def _halves(piece: _Piece, at: int) -> tuple[_Piece, _Piece]:
    if isinstance(piece, str):
        return piece[:at], piece[at:]
    return (piece[0], piece[0] + at), (piece[0] + at, piece[1])


def rewritten(text: str, spot: Spot, value: object, source: str = "") -> Edit | None:
    """Return the edit that makes the scalar at *spot* say *value*, in its quotes; none where that is not safe.

    Not safe are scalars over several lines and those with an anchor or a tag. *source* is how a number is written
    elsewhere, such as `0o644`. A comment behind the scalar stays in its column where there is room.
    """
    if spot.kind != "scalar" or spot.shared or spot.style in ("|", ">") or "\n" in text[spot.start : spot.end]:
        return None
    new = _written(spot, value, source)
    if "\n" in new:
        return None
    if spot.start == spot.end:  # `key:` with nothing behind it
        return Edit(spot.start, spot.end, f" {new}") if text[spot.start - 1 : spot.start] == ":" else None
    gap = _BEFORE_COMMENT.match(text, spot.end)
    if gap is None:
        return Edit(spot.start, spot.end, new)
    room = len(gap[0]) + (spot.end - spot.start) - len(new)
    return Edit(spot.start, gap.end(), new + " " * max(1, room))


def _written(spot: Spot, value: object, source: str) -> str:
    if not isinstance(value, str):
        return source if source and _plain_as(source, value, spot.in_flow) else scalar(value)
    if spot.style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if spot.style == '"' and value.isascii():
        return json.dumps(value)
    return value if not spot.style and _plain_as(value, value, spot.in_flow) else scalar(value)


def reads_as(written: str, value: object) -> bool:
    """Tell whether *written*, the text of an edit of one line, is read as *value* by every reader."""
    return _plain_as(written.strip(" "), value, in_flow=False)


@lru_cache(maxsize=1024, typed=True)
def _plain_as(written: str, value: object, in_flow: bool) -> bool:
    """Tell whether *written* is read as *value* by every reader."""
    if len(written) > 500 or any(part in written for part in ("\n", "\r", "{{")):
        return False
    line = f"{{k: {written}}}" if in_flow else f"k: {written}"
    document, found = parse_values("", line)
    data = document.data if document and not found else None
    return isinstance(data, dict) and [*data] == ["k"] and type(data["k"]) is type(value) and data["k"] == value
