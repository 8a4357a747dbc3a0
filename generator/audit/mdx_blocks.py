"""The blocks of a Markdown text as the MDX compiler sees them. This module is no check.

MDX has no indented code and no HTML blocks (micromark-extension-mdx-md), so four spaces mean nothing, and what is in
`<div>` is Markdown. Here a text is cut into the containers it opens and closes (quotes, list items, footnotes), the
texts of paragraphs, headings and cells, and the lines that are nothing but tags and expressions. Fenced code is left
out. GitHub's tables and footnotes are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.audit.mdx_containers import RULE, Container, matched, opening
from generator.audit.mdx_flow import Fault, Flow, Line, read_flow
from generator.audit.mdx_tables import cells, is_table

LINE_END = re.compile(r"\r\n|\r|\n")

_FENCE = re.compile(r"(`{3,})[^`]*\Z|(~{3,})")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|\Z)")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*\Z")
_CLOSING_HASHES = re.compile(r"(?:^|[ \t])#+[ \t]*\Z")
_ESM = re.compile(r"(?:import|export) ")


class Text(NamedTuple):
    """The text of a paragraph, a heading or a cell: its lines, each with its offset."""

    lines: tuple[Line, ...]


class Esm(NamedTuple):
    """Lines that begin with `import ` or `export ` at the start of a block."""

    lines: tuple[Line, ...]


class Edge(NamedTuple):
    """A container begins or ends."""

    opens: bool


Block = Text | Esm | Edge | Flow | Fault


@dataclass
class _Reader:
    text: str
    lines: list[Line]
    containers: list[Container] = field(default_factory=list)
    paragraph: list[Line] = field(default_factory=list)
    fence: str = ""
    in_table: bool = False
    budget: int = 0

    def blocks(self) -> Iterator[Block]:
        number = 0
        while number < len(self.lines):
            passed = 1
            for block in self._line(number):
                if isinstance(block, int):
                    passed = block
                else:
                    yield block
            number += passed
        yield from self._close(0)

    def _line(self, number: int) -> Iterator[Block | int]:
        """Yield the blocks that end or stand in a line; a number says how many lines were read at once."""
        line = self.lines[number]
        depth, rest = matched(line, self.containers)
        if self.fence and depth == len(self.containers):
            self._in_fence(rest)
            return
        if self.fence:
            yield from self._close(depth)
        interrupts = bool(self.paragraph)
        while found := opening(rest, self.containers, depth, interrupts=interrupts):
            yield from self._close(depth)
            container, rest = found
            self.containers.append(container)
            yield Edge(True)
            depth, interrupts = depth + 1, False
        if not rest.stripped().text:
            yield from self._blank(depth)
        elif depth < len(self.containers) and self.paragraph and not self._interrupts(number, rest):
            self.paragraph.append(rest.started())
        else:
            yield from self._close(depth) if depth < len(self.containers) else ()
            yield from self._leaf(number, rest)

    def _leaf(self, number: int, line: Line) -> Iterator[Block | int]:
        """Yield what a line is in its containers. *line* keeps the white space at its end: after a `<` it counts."""
        rest = line.stripped()
        marked = self._marked(rest)
        flow = self._flow(number, line.started()) if marked is None else None
        if marked is not None:
            yield from marked
        elif isinstance(flow, Flow):
            yield from self._end_paragraph()
            yield flow
            yield flow.lines
        elif not self.paragraph and rest.offset == self.lines[number].offset and _ESM.match(rest.text):
            esm = self._until_blank(number)
            yield Esm(tuple(esm))
            yield len(esm)
        elif self.in_table or self._starts_table(number, rest):
            yield from self._end_paragraph(table=True)
            yield from (Text((cell,)) for cell in cells(rest))
            yield 1 if self.in_table else 2
            self.in_table = True
        else:
            self.paragraph.append(line.started())
        if isinstance(flow, Fault):
            yield flow

    def _marked(self, rest: Line) -> list[Block] | None:
        """Return what a line ends and is that begins with a mark: a fence, a heading, a rule. None for others."""
        text = rest.text
        heading = _HEADING.match(text)
        if fence := _FENCE.match(text):
            ended = list(self._end_paragraph())
            self.fence = fence[1] or fence[2]
            return ended
        if not heading and not RULE.match(text) and not (self.paragraph and _UNDERLINE.match(text)):
            return None
        ended = list(self._end_paragraph())
        if heading:
            content = _CLOSING_HASHES.sub("", text[heading.end() :])
            ended.append(Text((Line(rest.offset + heading.end(), content),)))
        return ended

    def _interrupts(self, number: int, line: Line) -> bool:
        """Tell whether a line that could continue a paragraph lazily begins another block."""
        rest = line.stripped()
        text = rest.text
        if any(pattern.match(text) for pattern in (_FENCE, _HEADING, RULE)):
            return True
        return isinstance(self._flow(number, line.started()), Flow) or self._starts_table(number, rest)

    def _flow(self, number: int, rest: Line) -> Flow | Fault | None:
        """Read a line that begins with a tag or an expression, and the lines that it goes on over."""
        if rest.text[0] not in "<{" or self.budget < 0:
            return None
        flow, cost = read_flow(rest, self._following(number + 1))
        self.budget -= cost
        return flow

    def _following(self, number: int) -> Iterator[Line]:
        """Yield the lines from *number* that are in the same containers."""
        while number < len(self.lines):
            depth, rest = matched(self.lines[number], self.containers, peek=True)
            if depth < len(self.containers):
                return
            yield rest
            number += 1

    def _until_blank(self, number: int) -> list[Line]:
        found: list[Line] = []
        while number < len(self.lines) and self.lines[number].text.strip():
            found.append(self.lines[number])
            number += 1
        return found

    def _starts_table(self, number: int, rest: Line) -> bool:
        if number + 1 >= len(self.lines):
            return False
        depth, below = matched(self.lines[number + 1], self.containers, peek=True)
        return depth == len(self.containers) and is_table(rest.text, below.text)

    def _in_fence(self, rest: Line) -> None:
        text = rest.text.strip(" \t")
        if len(text) >= len(self.fence) and text == self.fence[0] * len(text):
            self.fence = ""

    def _blank(self, depth: int) -> Iterator[Block]:
        yield from self._end_paragraph()
        if any(container.kind == ">" for container in self.containers[depth:]):
            yield from self._close(depth)

    def _end_paragraph(self, *, table: bool = False) -> Iterator[Block]:
        self.in_table = self.in_table and table
        if self.paragraph:
            yield Text(tuple(self.paragraph))
            self.paragraph = []

    def _close(self, depth: int) -> Iterator[Block]:
        """End what is open, and the containers below *depth*."""
        yield from self._end_paragraph()
        self.fence = ""
        while len(self.containers) > depth:
            self.containers.pop()
            yield Edge(False)


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of *text* in their order."""
    lines: list[Line] = []
    start = 0
    for found in LINE_END.finditer(text):
        lines.append(Line(start, text[start : found.start()]))
        start = found.end()
    lines.append(Line(start, text[start:]))
    yield from _Reader(text, lines, budget=50_000 + 4 * len(text)).blocks()
