"""mkdocs-material's own blocks: `!!!` admonitions and `===` tabs, whose bodies are indented by four columns."""

from __future__ import annotations

import re

from generator.readback.blocks import read_blocks
from generator.readback.dialect import KINDS, Dialect
from generator.readback.facts import Lines, Place, trimmed
from generator.readback.inline import read_words

_ADMONITION = re.compile(r'(?:!!!|\?\?\?\+?)[ ]?([\w-]+)((?:[ ]+[\w-]+)*)(?:[ ]+"(.*)")?[ ]*$')
_TAB = re.compile(r'===[!+]*[ ]+"(.*)"[ ]*$')
_INDENT = 4


def read_admonition(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    """Read `!!! warning "Title"` and its body."""
    found = _ADMONITION.match(lines[start].text)
    if found is None:
        return start
    kind = KINDS.get(found[1].lower(), found[1].lower())
    title = read_words(found[3] or "", dialect)
    place.add("admonition", kind, title.text, lines[start])
    place.add_all(title.extras, lines[start])
    if found[2].strip():
        place.add("attributes", "", found[2].strip(), lines[start])
    if not found[0].startswith("!"):
        place.add("attributes", "collapsible", found[0].partition(" ")[0], lines[start])
    if found[3] == "":
        place.add("attributes", "title", "none", lines[start])
    return _body(lines, start, place.inside(kind), dialect)


def read_tab(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    """Read `=== "label"` and its body."""
    found = _TAB.match(lines[start].text)
    if found is None:
        return start
    label = read_words(found[1], dialect)
    place.add("tab", "", label.text, lines[start])
    place.add_all(label.extras, lines[start])
    marks = found[0][3:].partition(" ")[0]
    if marks:
        place.add("attributes", "tab", marks, lines[start])
    return _body(lines, start, place.inside(f"tab {label.text}"), dialect)


def _body(lines: Lines, start: int, within: Place, dialect: Dialect) -> int:
    end = start + 1
    while end < len(lines) and (lines[end].blank or lines[end].indent >= _INDENT):
        end += 1
    body = trimmed(lines[start + 1 : end])
    read_blocks([line.without(_INDENT) for line in body], within, dialect)
    return start + 1 + len(body)
