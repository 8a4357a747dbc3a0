"""Edits of a text by position: what is not edited stays as it is, byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
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


def _plain_as(written: str, value: object, in_flow: bool) -> bool:
    """Tell whether *written*, without quotes, is read as *value* by every reader."""
    if len(written) > 500 or any(part in written for part in ("\n", "\r", "{{")):
        return False
    line = f"{{k: {written}}}" if in_flow else f"k: {written}"
    document, found = parse_values("", line)
    data = document.data if document and not found else None
    return isinstance(data, dict) and [*data] == ["k"] and type(data["k"]) is type(value) and data["k"] == value
