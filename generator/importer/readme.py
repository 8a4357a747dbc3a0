"""A README as words and records: its text stays as it is, rows of its parameter tables become records.

The order of rows stays. Where some rows of a table cannot be records, it becomes several tables, a few at most; where
rows of it stand for groups, the whole table stays words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from generator.audit import readme_facts
from generator.github_markdown import parse_github
from generator.importer.original import Original
from generator.importer.rows import Changed, Record, Row, read_row
from generator.prose import Paragraph
from generator.readme.cells import plain
from generator.readme.parameters import Column, ParameterTable
from generator.readme.rows import ResolvedRow
from generator.readme.text import ReadmeText
from generator.values import ValuesText

_SPLIT_AT = 3  # pieces that versions share start at headings of this level and above
_MOST_PARTS = 7  # tables that one is taken apart into
_NOT_ID = re.compile(r"[^A-Za-z0-9]+")
_MARK = "packscribe-table-mark-{}"


class Table(NamedTuple):
    """Stands in a README for the table of parameters *id*."""

    id: str


Piece = str | Table


@dataclass(frozen=True)
class Taken:
    """A README taken apart: *pieces* from top to bottom, and the *records* of each table.

    *rows* are those that became records, by line, *changed* those with a default that was wrong; *stayed* counts, by
    the reason, the rows of parameter tables that are words still.
    """

    pieces: tuple[Piece, ...] = ()
    records: dict[str, list[Record]] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    changed: tuple[Changed, ...] = ()
    stayed: Counter[str] = field(default_factory=Counter)


def take_apart(original: Original) -> Taken:
    """Return the README of *original* in pieces; nothing where there is none."""
    if original.readme is None:
        return Taken()
    left_alone: set[int] = set()
    while True:
        taken, tables = _Apart(original, left_alone).taken()
        hidden = {tables[name] for name in _hidden(taken.pieces)}
        if not hidden:
            return taken
        left_alone |= hidden


def _in_few_parts(rows: list[Row]) -> list[Row]:
    """Return *rows* in at most so many runs of records and of words: the shortest runs of records stay words."""
    while True:
        runs = [list(run) for _stays, run in groupby(rows, key=lambda row: row.record is None)]
        if len(runs) <= _MOST_PARTS:
            return rows
        shortest = min((run for run in runs if run[0].record), key=len)
        lines = {row.line for row in shortest}
        rows = [Row(row.line, reason="rows around it stay words") if row.line in lines else row for row in rows]


def _hidden(pieces: Sequence[Piece]) -> set[str]:
    """Return the tables that do not stand by themselves: those inside of HTML, which a page shows otherwise."""
    marks = {_MARK.format(piece.id): piece.id for piece in pieces if isinstance(piece, Table)}
    if not marks:
        return set()
    text = "".join(p if isinstance(p, str) else f"\n\n{_MARK.format(p.id)}\n\n" for p in pieces)
    shown = {block.phrase.plain for block in parse_github(text).blocks if isinstance(block, Paragraph)}
    return {name for mark, name in marks.items() if mark not in shown}


class _Apart:
    def __init__(self, original: Original, left_alone: set[int]) -> None:
        """Take the lines, from 1, of the heads of tables that stay words."""
        self._original, self._left_alone = original, left_alone
        self._readme = ReadmeText(original.readme or "")
        self._lines = (original.readme or "").split("\n")
        self._values = original.folder.values_text or ValuesText("")
        self._paths: set[str] = set()
        self._records: dict[str, list[Record]] = {}
        self._tables: dict[str, int] = {}
        self._stayed: Counter[str] = Counter()

    def taken(self) -> tuple[Taken, dict[str, int]]:
        """Return the README in pieces, and the line of the table that each table of records comes from."""
        pieces: list[Piece] = []
        done = 0  # lines that are in pieces already
        found: list[Row] = []
        for several in self._original.folder.once(readme_facts.rows):
            table, rows = several[0].table, self._rows(several)
            parts = self._parts(table, rows)
            if parts:
                start = table.table.header.line - 1
                pieces += [*self._words(done, start), *parts]
                done = start + 2 + len(table.table.rows)
                found += rows
            self._stayed.update(row.reason for row in rows if row.reason)
        pieces += self._words(done, len(self._lines))
        became = {row.line: row for row in found if row.record}
        changed = tuple(row.changed for row in found if row.changed)
        return Taken(tuple(pieces) or ("",), self._records, became, changed, self._stayed), self._tables

    def _rows(self, several: Sequence[ResolvedRow]) -> list[Row]:
        """Return what becomes of the rows of one table: all of them stay where the table has to."""
        if why := self._why_words(several[0].table):
            return [Row(row.parameter.line, reason=why) for row in several]
        taken = set(self._paths)
        found: list[Row] = []
        for row in several:
            one = read_row(row, self._values, taken)
            taken |= {one.record["path"]} if one.record else set()
            found.append(one)
        found = _in_few_parts(found)
        self._paths |= {row.record["path"] for row in found if row.record}
        return found

    def _why_words(self, table: ParameterTable) -> str:
        """Return why a table stays words as a whole, "" if it need not."""
        line = table.table.header.line
        above = self._lines[line - 2] if line > 1 else ""
        lines = range(line, line + 2 + len(table.table.rows))
        if line in self._left_alone or any(self._lines[n - 1][:1] in ("", " ", "\t", ">") for n in lines):
            return "its table stands inside of something else"
        if (above.strip() and not above.startswith("#")) or not table.table.shown:
            return "its table does not stand by itself"
        if Column.OTHER in table.columns:
            return "its table has another column"
        return "its table has rows for groups" if len(table.rows) != len(table.table.rows) else ""

    def _parts(self, table: ParameterTable, rows: Sequence[Row]) -> list[Piece]:
        """Return a table in pieces: runs of rows that are records, and runs that stay; nothing if all stay."""
        parts: list[Piece] = []
        head = "".join(f"{line}\n" for line in self._lines[table.table.header.line - 1 : table.table.header.line + 1])
        for stays, run in groupby(rows, key=lambda row: row.record is None):
            listed = list(run)
            if stays:
                between = "\n" if parts else ""
                parts.append(between + head + "".join(f"{self._lines[row.line - 1]}\n" for row in listed))
            else:
                if parts:
                    parts.append("\n")
                name = self._id(table)
                self._records[name] = [{**row.record, "table": name} for row in listed if row.record]
                parts.append(Table(name))
        return parts if any(isinstance(part, Table) for part in parts) else []

    def _words(self, start: int, end: int) -> Iterator[str]:
        """Yield the lines from *start* to *end* as they stand, cut at headings."""
        heads = [h.line - 1 for h in self._readme.headings if h.level <= _SPLIT_AT and start < h.line - 1 < end]
        bounds = [start, *heads, end]
        for one, other in zip(bounds, bounds[1:], strict=False):
            lines = self._lines[one:other]
            text = "\n".join(lines) + ("\n" if lines and other < len(self._lines) else "")
            if text:
                yield text

    def _id(self, table: ParameterTable) -> str:
        title = next((h.title for h in reversed(table.headings)), "parameters")
        stem = _NOT_ID.sub("-", plain(title).lower()).strip("-")[:40].strip("-") or "parameters"
        name, number = stem, 2
        while name in self._tables:
            name, number = f"{stem}-{number}", number + 1
        self._tables[name] = table.table.header.line
        return name
