"""Lines of a Markdown text that are nothing but tags and expressions. This module is no check.

Such lines are blocks of their own in MDX, they end a paragraph without a blank line, and one tag or expression may go
on over many lines, blank ones too (micromark-extension-mdx-jsx and -mdx-expression, "flow").
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from generator.audit.mdx_js import braces
from generator.audit.mdx_tags import Refused, Tag, tag

LONGEST = 200_000


class Line(NamedTuple):
    """A line or the rest of one, and its offset in the whole text."""

    offset: int
    text: str

    @property
    def indent(self) -> int:
        """How far the line is indented, a tab to the next stop of four."""
        white = self.text[: len(self.text) - len(self.text.lstrip(" \t"))]
        return len(white.expandtabs(4))

    def after(self, count: int) -> Line:
        """Return the line without its first *count* characters."""
        return Line(self.offset + count, self.text[count:])

    def stripped(self) -> Line:
        """Return the line without white space around it."""
        return self.started()._trimmed()

    def started(self) -> Line:
        """Return the line without white space before it."""
        return self.after(len(self.text) - len(self.text.lstrip(" \t")))

    def dedented(self, columns: int) -> Line:
        """Return the line without up to *columns* of indentation."""
        width = count = 0
        for sign in self.text:
            if width >= columns or sign not in " \t":
                break
            width += 1 if sign == " " else 4 - width % 4
            count += 1
        return self.after(count)

    def _trimmed(self) -> Line:
        return Line(self.offset, self.text.rstrip(" \t"))


class Expression(NamedTuple):
    """An expression in braces from *start* to *end*."""

    start: int
    end: int
    is_empty: bool
    text: str


class Fault(NamedTuple):
    """What the compiler refuses at an offset of the whole text: a `tag`, `braces`, or one that is never `open`."""

    offset: int
    kind: str
    why: str


class Unfinished(NamedTuple):
    """A tag or an expression in which the text ends."""

    start: int
    is_tag: bool

    def fault(self, where: str) -> Fault:
        """Return what is wrong with it if it cannot go on beyond *where*."""
        if self.is_tag:
            return Fault(self.start, "tag", f"it does not end in this {where}")
        return Fault(self.start, "braces", f"the brace is not closed in this {where}")


Item = Tag | Expression | Fault


class Flow(NamedTuple):
    """A block of tags and expressions, with the offsets of the whole text, and how many lines it takes."""

    items: tuple[Item, ...]
    lines: int


def read_flow(first: Line, following: Iterator[Line]) -> tuple[Flow | Fault | None, int]:
    """Read the block that begins with *first*; None where the line has text as well. Also say what it cost.

    A tag or an expression that cannot be read is a fault, whatever else the line is: the compiler looks for a block
    before it knows that the line is in a code span that began above it.
    """
    lines, cost, more = [first], 0, 1
    while True:
        text = "\n".join(line.text for line in lines)
        cost += len(text)
        found = _read(text)
        if isinstance(found, list):
            return _placed(found, lines, text), cost
        if isinstance(found, Fault):
            return found._replace(offset=_place(lines, found.offset)), cost
        if found is None or cost > LONGEST:
            return None, cost
        added = list(islice(following, more))
        if not added:
            fault = found.fault("block")
            return fault._replace(offset=_place(lines, fault.offset)), cost
        lines += added
        more *= 2


def _read(text: str) -> list[Tag | Expression] | Fault | Unfinished | None:
    """Return the items of the first line of *text* and of those it goes on over; None where there is text as well."""
    items: list[Tag | Expression] = []
    position = 0
    while position < len(text) and text[position] != "\n":
        sign = text[position]
        if sign in " \t":
            position += 1
            continue
        if sign not in "<{" or (sign == "{" and items and isinstance(items[-1], Expression)):
            return None
        found = read_tag(text, position) if sign == "<" else read_braces(text, position)
        if not isinstance(found, Tag | Expression):
            return found
        items.append(found)
        position = found.end
    return items


def read_tag(text: str, start: int) -> Tag | Fault | Unfinished | None:
    """Read the tag at *start*; None where its `<` is text."""
    found = tag(text, start)
    if not isinstance(found, Refused):
        return found
    if text.startswith("<!--", start):
        return Fault(start, "comment", "")
    return Unfinished(start, True) if found.unfinished else Fault(start, "tag", found.why)


def read_braces(text: str, start: int) -> Expression | Fault | Unfinished:
    """Read the expression at *start*."""
    found = braces(text, start)
    if found is None:
        return Unfinished(start, False)
    if not found.is_valid:
        return Fault(start, "braces", "no JavaScript is in the braces")
    return Expression(start, found.end, found.is_empty, text[start : found.end][:80])


def _placed(items: list[Tag | Expression], lines: list[Line], text: str) -> Flow:
    """Return the items with the offsets of the whole text."""
    placed = (item._replace(start=_place(lines, item.start), end=_place(lines, item.end)) for item in items)
    return Flow(tuple(placed), text.count("\n", 0, items[-1].end if items else 0) + 1)


def _place(lines: list[Line], offset: int) -> int:
    """Return the offset in the whole text of an *offset* in the text of *lines*."""
    for line in lines:
        if offset <= len(line.text):
            return line.offset + offset
        offset -= len(line.text) + 1
    return lines[-1].offset + len(lines[-1].text)
