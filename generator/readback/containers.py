"""Quotations, and the alerts that GitHub makes of them."""

from __future__ import annotations

import re

from generator.readback.blocks import read_blocks
from generator.readback.dialect import ALERTS, Dialect
from generator.readback.facts import Line, Lines, Place

_QUOTE = re.compile(r"[ \t]*>[ ]?")
_ALERT = re.compile(r"[ \t]*\[!(\w+)\][ \t]*$")


def read_quote(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    """Read the quotation or alert at *start*; return the position after it, *start* if there is none."""
    end = start
    inner: Lines = []
    while end < len(lines) and not lines[end].blank:
        line = lines[end]
        found = _QUOTE.match(line.text)
        lazy = bool(inner) and not inner[-1].blank and not dialect.interrupts.match(line.text)
        if found is None and not lazy:
            break
        inner.append(Line(line.number, line.text[found.end() :]) if found else line)
        end += 1
    if not inner:
        return start
    alert = _ALERT.match(inner[0].text) if dialect.has_alerts else None
    if alert:
        word = alert[1].lower()
        kind = ALERTS.get(word, word)
        place.add("admonition", kind, "", lines[start])
        read_blocks(inner[1:], place.inside(kind), dialect)
    else:
        place.add("quote", "", "", lines[start])
        read_blocks(inner, place.inside("quote"), dialect)
    return end
