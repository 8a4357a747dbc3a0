"""The tables of a README, found by line as GitHub finds them (GFM 0.29, "Tables (extension)").

A row ends a cell at each `|` that no backslash stands before, in code spans too: that is how a pipe breaks a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from generator.readme.text import ReadmeText

_PIPE = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?$")
_OTHER_BLOCK = re.compile(
    r"[ \t]*+(?:#{1,6}(?:[ \t]|$)|>|(?:[-*+]|1[.)])[ \t]|(?:-[ \t]*+){3,}+$|(?:\*[ \t]*+){3,}+$|</?[A-Za-z!?][^|]*+$)"
)


MOST_TABLES = 20_000
"""Further tables of a README are not read: no file that people read has so many."""


class Cell(NamedTuple):
    """The text of a cell, escaped pipes shown as pipes, and the column (from 1) at which it starts."""

    text: str
    column: int


class Row(NamedTuple):
    """The cells of a line of a table; *line* counts from 1. *pipes* tells whether the line has any."""

    cells: tuple[Cell, ...]
    line: int
    pipes: bool = True

    def cell(self, number: int) -> Cell:
        """Return the cell of column *number* (from 0); a cell that is missing is empty, as GitHub shows it."""
        return self.cells[number] if number < len(self.cells) else Cell("", 1)


class Table(NamedTuple):
    """A table. *delimiters* is how many cells the line below the header has: if other than it, nothing is shown."""

    header: Row
    rows: tuple[Row, ...]
    delimiters: int

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.header.cells)

    @property
    def shown(self) -> bool:
        """Whether GitHub shows it as a table at all."""
        return self.width == self.delimiters


def tables(readme: ReadmeText) -> tuple[Table, ...]:
    """Return the tables of *readme* in their order, those included whose delimiter line is broken."""
    return tuple(islice(_tables(readme.prose), MOST_TABLES))


def _tables(prose: Sequence[str]) -> Iterator[Table]:
    done = -1  # the last line that belongs to a table
    for number, line in enumerate(prose):
        if number <= done + 1 or "-" not in line or not _is_delimiter(line):
            continue
        above = prose[number - 1]
        header, delimiters = split_row(above, number), len(split_row(line, number + 1).cells)
        if not above.strip() or not ("|" in line or header.pipes):
            continue
        if len(header.cells) == delimiters or (delimiters > 1 and len(header.cells) > 1):
            rows = tuple(_rows(prose, number + 1, quoted=above.lstrip().startswith(">")))
            done = number + len(rows)
            yield Table(header, rows, delimiters)


def _is_delimiter(line: str) -> bool:
    return _DELIMITER.match(line.strip(" \t>")) is not None


def _rows(prose: Sequence[str], start: int, *, quoted: bool) -> Iterator[Row]:
    for number in range(start, len(prose)):
        line = prose[number]
        if not line.strip(" \t>") or (_OTHER_BLOCK.match(line) and not (quoted and line.lstrip().startswith(">"))):
            return
        below = prose[number + 1] if number + 1 < len(prose) else ""
        if "|" in below and "-" in below and _is_delimiter(below):
            return  # this is the header of the next table
        yield split_row(line, number + 1)


def split_row(line: str, number: int) -> Row:
    """Take a line of a table and its number; return its cells."""
    start = len(line) - len(line.lstrip(" \t>"))
    end = len(line.rstrip())
    ends = [found.start() for found in _PIPE.finditer(line, start, end)] if "|" in line else []
    if not ends:
        return Row((_cell(line, start, end),), number, False)
    starts = [start, *(place + 1 for place in ends)]
    spans = list(zip(starts, [*ends, end], strict=True))
    if ends[0] == start:
        del spans[0]
    if ends[-1] == end - 1 and len(spans) > 1:
        del spans[-1]
    return Row(tuple(_cell(line, *span) for span in spans), number)


def _cell(line: str, start: int, end: int) -> Cell:
    text = line[start:end]
    bare = text.lstrip()
    return Cell(bare.rstrip().replace("\\|", "|"), start + len(text) - len(bare) + 1)
