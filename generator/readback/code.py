"""Code: fences, and blocks indented by four columns where a dialect has them."""

from __future__ import annotations

import re

from generator.readback.dialect import Dialect
from generator.readback.facts import Line, Lines, Place, trimmed
from generator.readback.hcl import read_hcl

_OPEN = re.compile(r"([ \t]*)(`{3,}|~{3,})[ \t]*(.*)$")


def fence_end(lines: Lines, start: int, dialect: Dialect, column: int = 0) -> int:
    """Return the position after the fence that opens at *start*; *start* itself if none does there.

    With *column* the marks of containers stand before it, which are not in the lines after. A fence that is not
    closed takes all that its container still holds; for Python-Markdown it is no fence.
    """
    opened = _OPEN.match(lines[start].text, column)
    if opened is None or (opened[2][0] == "`" and "`" in opened[3]):
        return start
    closing = _closing(opened[2])
    for position in range(start + 1, len(lines)):
        if closing.match(lines[position].text):
            return position + 1
    return start if dialect.is_material else len(lines)


def _closing(mark: str) -> re.Pattern[str]:
    return re.compile(rf"[ \t]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")


def read_fence(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    """Read the fence that opens at *start*; return the position after it, *start* if there is none."""
    end = fence_end(lines, start, dialect)
    opened = _OPEN.match(lines[start].text)
    if end == start or opened is None:
        return start
    closed = end - start > 1 and _closing(opened[2]).match(lines[end - 1].text) is not None
    inner = [line.without(lines[start].indent) for line in lines[start + 1 : end - 1 if closed else end]]
    language = opened[3].strip()
    if language == "hcl" and closed and trimmed(inner):
        read_hcl(inner, place)
    else:
        text = "\n".join(line.text for line in inner)
        place.add("code", language, text, lines[start], lines[end - 1])
    if not closed:
        place.add("unclosed", "", opened[2], lines[start])
    return end


def read_indented(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    """Read the indented code block at *start*; return the position after it, *start* if there is none."""
    if not dialect.indented_code or lines[start].indent < 4:
        return start
    end = start
    while end < len(lines) and (lines[end].blank or lines[end].indent >= 4):
        end += 1
    block: list[Line] = [line.without(4) for line in trimmed(lines[start:end])]
    place.add("code", "", "\n".join(line.text for line in block), lines[start], block[-1])
    return start + len(block)
