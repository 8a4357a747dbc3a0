"""What a reader finds, the lines it reads, and where in a page it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\r|\n")
_TAB = 4
MOST_NESTED = 40  # deeper containers are read as words: only hostile text nests so


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a file states. *scope* names what encloses it, outermost first; lines count from 1."""

    scope: tuple[str, ...]
    kind: str
    key: str
    value: str
    line: int
    end_line: int


class Line(NamedTuple):
    """A line of a file without its end and without the marks of the containers around it."""

    number: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether there is nothing but white space."""
        return not self.text.strip()

    @property
    def indent(self) -> int:
        """The column of the first character; a tab leads to the next multiple of four."""
        column = 0
        for char in self.text:
            if char == " ":
                column += 1
            elif char == "\t":
                column += _TAB - column % _TAB
            else:
                break
        return column

    def without(self, columns: int) -> Line:
        """Return the line without its first *columns* columns of space (fewer where it has fewer)."""
        column = position = 0
        while column < columns and position < len(self.text) and self.text[position] in " \t":
            column += 1 if self.text[position] == " " else _TAB - column % _TAB
            position += 1
        return Line(self.number, " " * max(0, column - columns) + self.text[position:])


Lines = list[Line]


def lines_of(text: str) -> Lines:
    """Split *text* where editors and Markdown end lines."""
    return [Line(number, line) for number, line in enumerate(_LINE_END.split(text), 1)]


def trimmed(lines: Lines) -> Lines:
    """Return *lines* without the blank ones at the end."""
    end = len(lines)
    while end and lines[end - 1].blank:
        end -= 1
    return lines[:end]


@dataclass
class Place:
    """Where the reader is: the scope of a container, and the headings so far within it."""

    facts: list[Fact]
    base: tuple[str, ...] = ()
    depth: int = 0
    in_item: bool = False
    _trail: list[tuple[int, str]] = field(default_factory=list)

    @property
    def scope(self) -> tuple[str, ...]:
        """The scope of what is read now."""
        return (*self.base, *(f"{'#' * level} {text}" for level, text in self._trail))

    def add(self, kind: str, key: str, value: str, first: Line, last: Line | None = None) -> None:
        """Note a fact that stands from the line *first* to the line *last*."""
        self.facts.append(Fact(self.scope, kind, key, value, first.number, (last or first).number))

    def add_all(self, extras: Iterable[tuple[str, str]], first: Line, last: Line | None = None) -> None:
        """Note what stood between the words of a block: kind and value of each."""
        for kind, value in extras:
            self.add(kind, "", value, first, last)

    def heading(self, level: int, text: str, first: Line, last: Line | None = None) -> None:
        """Note a heading, which closes those of its own or a lower rank."""
        while self._trail and self._trail[-1][0] >= level:
            self._trail.pop()
        self.add("heading", str(level), text, first, last)
        self._trail.append((level, text))

    def inside(self, entry: str = "", *, in_item: bool = False) -> Place:
        """Return the place within a container; its headings do not leak out of it."""
        scope = (*self.scope, entry) if entry else self.scope
        return Place(self.facts, scope, self.depth + 1, in_item)
