"""Lists: the first paragraph of each item, and what is nested in it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from generator.readback.blocks import read_blocks
from generator.readback.code import fence_end
from generator.readback.dialect import Dialect
from generator.readback.facts import Fact, Line, Lines, Place, trimmed

_MARKER = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+|$)")
_RULE = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,})$")


class _Marker(NamedTuple):
    """The mark of an item: its column, the column of its content, and its kind (`-`, `*`, `+`, `.` or `)`)."""

    column: int
    content: int
    kind: str
    number: str


def read_list(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    """Read the list at *start*; return the position after it, *start* if there is none."""
    marker = _marker(lines[start], dialect)
    if marker is None:
        return start
    position, number = start, 0
    while marker is not None:
        number += 1
        end = _item_end(lines, position, marker, dialect)
        _item(lines[position:end], marker, number, place, dialect)
        position = following = end
        while following < len(lines) and lines[following].blank:
            following += 1
        after = _marker(lines[following], dialect) if following < len(lines) else None
        same = after is not None and after.kind == marker.kind and after.column < marker.content
        marker = after if same else None
        if same:
            position = following
    return position


def _marker(line: Line, dialect: Dialect) -> _Marker | None:
    found = _MARKER.match(line.text)
    if found is None or _RULE.match(line.text) or (not dialect.is_mdx and line.indent > 3):
        return None
    if dialect.is_material and (found[2].endswith(")") or not found[3]):
        return None
    width = len(found[3].expandtabs(4))
    after = line.indent + len(found[2])
    content = dialect.nest or after + (width if 0 < width <= 4 and line.text[found.end() :].strip() else 1)
    return _Marker(line.indent, content, found[2][-1], found[2][:-1])


def _item_end(lines: Lines, start: int, marker: _Marker, dialect: Dialect) -> int:
    """Return the position after the item at *start*; a paragraph may go on without indentation."""
    end = start + 1
    fenced_until = _fenced(lines, start, end, marker, dialect)
    lazy = fenced_until == end
    while end < len(lines):
        line = lines[end]
        if line.blank:
            lazy = False
            end += 1
            continue
        if line.indent >= marker.content:
            until = _fenced(lines, end, end + 1, marker, dialect)
            lazy = until == end + 1
            end = until
            continue
        if not lazy or _marker(line, dialect) or dialect.interrupts.match(line.text):
            break
        end += 1
    return start + len(trimmed(lines[start:end]))


def _fenced(lines: Lines, start: int, after: int, marker: _Marker, dialect: Dialect) -> int:
    """Return where the fence at *start* ends, within the item; *after* if none opens there."""
    first = lines[start].indent < marker.content
    inner = [_opened(lines[start], marker) if first else lines[start].without(marker.content)]
    if not inner[0].text.startswith(("```", "~~~")):
        return after
    for line in lines[start + 1 :]:
        if not line.blank and line.indent < marker.content:
            break
        inner.append(line.without(marker.content))
    return max(after, start + fence_end(inner, 0, dialect))


def _opened(line: Line, marker: _Marker) -> Line:
    """Return the first line of an item without its mark."""
    found = _MARKER.match(line.text)
    assert found is not None  # the mark was read from it
    return Line(line.number, line.text[found.end(2) :]).without(max(1, marker.content - found.end(2)))


def _item(lines: Lines, marker: _Marker, number: int, place: Place, dialect: Dialect) -> None:
    """Read an item; a paragraph that it begins with is the item's own text."""
    inner = [_opened(lines[0], marker), *(line.without(marker.content) for line in lines[1:])]
    word, key = ("step", marker.number) if marker.kind in ".)" else ("item", "")
    within = place.inside(f"{word} {number}", in_item=True)
    before, scope = len(place.facts), within.scope
    read_blocks(inner, within, dialect)
    first = place.facts[before] if before < len(place.facts) else None
    own = first and first.kind == "paragraph" and first.line == lines[0].number and first.scope == scope
    if first and own:
        place.facts[before] = replace(first, scope=place.scope, kind=word, key=key)
    else:
        place.facts.insert(before, Fact(place.scope, word, key, "", lines[0].number, lines[0].number))
