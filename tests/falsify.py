"""Plants one falsehood at a time into a generated file. Knows lines and columns, and nothing of templates.

No tests in here. A planted falsehood is the whole changed text, with the first line that differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.readback import Fact

_WORD = re.compile(r"[A-Za-z0-9]+")
_OTHER_KINDS = {
    "warning": "tip",
    "danger": "info",
    "tip": "danger",
    "info": "warning",
    "WARNING": "TIP",
    "CAUTION": "NOTE",
    "TIP": "CAUTION",
    "NOTE": "WARNING",
    "WarningBox": "InfoBox",
    "InfoBox": "WarningBox",
}
_KINDS = re.compile("|".join(sorted(_OTHER_KINDS, key=len, reverse=True)))
_MARKUP_WORDS = {
    "script",
    "import",
    "TabItem",
    "Tabs",
    "TabPane",
    "label",
    "value",
    "tab",
    "key",
    "br",
    "lt",
    "gt",
    "amp",
}


@dataclass(frozen=True)
class Planted:
    """A file with one falsehood: how it was made, its text, and the lines (from 1) among which it stands."""

    how: str
    text: str
    first: int
    last: int


def changed(text: str, fact: Fact) -> Iterator[Planted]:
    """Yield *text* with one word of *fact* changed, at each place where the word may belong to it."""
    lines = text.split("\n")
    if fact.kind == "admonition":
        for found in _KINDS.finditer(lines[fact.line - 1]):
            line = lines[fact.line - 1]
            new = line[: found.start()] + _OTHER_KINDS[found[0]] + line[found.end() :]
            yield Planted("changed", _with(lines, fact.line, [new]), fact.line, fact.line)
    if (fact.kind, fact.key) == ("attributes", "collapsible"):
        opened = lines[fact.line - 1].replace("???", "???+", 1)
        yield Planted("changed", _with(lines, fact.line, [opened]), fact.line, fact.line)
    words = {w for w in _WORD.findall(fact.value) + _WORD.findall(fact.key) if w not in _MARKUP_WORDS}
    for number in range(fact.line, fact.end_line + 1):
        for found in reversed(list(_WORD.finditer(lines[number - 1]))):
            if found[0] in words:
                line = lines[number - 1]
                new = line[: found.start()] + _other(found[0]) + line[found.end() :]
                yield Planted("changed", _with(lines, number, [new]), number, number)

    if fact.kind == "value":  # one without a word, such as a full stop
        line = lines[fact.line - 1]
        end = line.rfind('"')
        if end > 0:
            yield Planted("changed", _with(lines, fact.line, [f"{line[:end]}q{line[end:]}"]), fact.line, fact.line)
    if fact.kind == "value" and fact.value in ("[]", "{}"):
        full = '["q"]' if fact.value == "[]" else '{"q": 1}'
        line = lines[fact.line - 1]
        start = line.rfind(fact.value)
        new = line[:start] + full + line[start + 2 :]
        yield Planted("changed", _with(lines, fact.line, [new]), fact.line, fact.line)


def _other(word: str) -> str:
    if word.isdigit():
        return str(int(word) + 1)
    return {"true": "false", "false": "true"}.get(word, word[:-1] + ("q" if word[-1] != "q" else "z"))


def removed(text: str, fact: Fact, facts: list[Fact]) -> Iterator[Planted]:
    """Yield *text* without *fact*: its cell emptied, or its lines gone; it is missed between its neighbours."""
    lines = text.split("\n")
    if fact.kind == "cell":
        for start, end in _cells(lines[fact.line - 1]):
            line = lines[fact.line - 1]
            if line[start:end].strip():
                new = f"{line[:start]} {line[end:]}"
                yield Planted("removed", _with(lines, fact.line, [new]), fact.line, fact.line)
    before = max((f.line for f in facts if f.end_line < fact.line), default=1)
    after = min((f.end_line for f in facts if f.line > fact.end_line), default=len(lines))
    yield Planted("removed", _with(lines, fact.line, [], fact.end_line), before, after)


def doubled(text: str, fact: Fact) -> Iterator[Planted]:
    """Yield *text* with the lines of *fact* twice."""
    lines = text.split("\n")
    own = lines[fact.line - 1 : fact.end_line]
    size = len(own)
    for between in ([], [""]):
        yield Planted(
            "doubled", _with(lines, fact.end_line, [own[-1], *between, *own]), fact.line, fact.end_line + size + 2
        )


def moved(text: str, fact: Fact, facts: list[Fact]) -> Iterator[Planted]:
    """Yield *text* with *fact* elsewhere: in a neighbouring cell, or under another heading or tab."""
    lines = text.split("\n")
    if fact.kind == "cell":
        yield from _swapped_cells(lines, fact.line)
    own = lines[fact.line - 1 : fact.end_line]
    indent = len(own[0]) - len(own[0].lstrip())
    for other in facts:
        target = lines[other.end_line - 1]
        same_depth = len(target) - len(target.lstrip()) == indent or not indent
        apart = other.end_line < fact.line - 1 or other.line > fact.end_line + 1
        if other.scope != fact.scope and other.kind == fact.kind and same_depth and apart:
            rest = lines[: fact.line - 1] + lines[fact.end_line :]
            at = other.end_line if other.end_line < fact.line else other.end_line - len(own)
            text_ = "\n".join([*rest[:at], "", *own, "", *rest[at:]])
            yield Planted("moved", text_, 1, len(lines) + 9)


def _swapped_cells(lines: list[str], number: int) -> Iterator[Planted]:
    line = lines[number - 1]
    cells = _cells(line)
    for (a, b), (c, d) in zip(cells[1:], cells[2:], strict=False):
        if line[a:b].strip() != line[c:d].strip():
            new = line[:a] + line[c:d] + line[b:c] + line[a:b] + line[d:]
            yield Planted("moved", _with(lines, number, [new]), number, number)


def _cells(line: str) -> list[tuple[int, int]]:
    bars = [m.start() for m in re.finditer(r"(?<!\\)\|", line)]
    return [(a + 1, b) for a, b in zip(bars, bars[1:], strict=False)]


def _with(lines: list[str], number: int, new: list[str], last: int | None = None) -> str:
    return "\n".join([*lines[: number - 1], *new, *lines[last or number :]])
