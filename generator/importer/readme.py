"""A README as words and records: its text stays as it is, rows of its parameter tables become records.

A row becomes a record where its path leads to one key of the pack, and everything it says has a place in a record.
Every other row stays where it was, as a table of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from generator.audit import readme_facts
from generator.importer.original import Original
from generator.importer.small_markdown import small
from generator.readme.agreement import Agreement, agreement
from generator.readme.cells import plain
from generator.readme.defaults import Says, read_default
from generator.readme.parameters import Column, Parameter, ParameterTable
from generator.readme.resolve import Kind
from generator.readme.rows import ResolvedRow
from generator.readme.text import ReadmeText
from generator.readme.types import Type, read_type
from generator.values import Path, ValuesText, format_path

Record = dict[str, Any]

_KNOWN = {Kind.LIVE, Kind.COMMENTED, Kind.PRESET, Kind.CHART}
_YES = {"yes", "true", "required", "y", "✓", "✔", "✅", "mandatory", "x"}
_NO = {"no", "false", "", "optional", "n", "-", "❌", "✗", "not required"}
_TYPES = {
    Type.TEXT: "string",
    Type.NUMBER: "number",
    Type.SWITCH: "boolean",
    Type.LIST: "array",
    Type.MAPPING: "object",
}
_SPLIT_AT = 3  # pieces that versions share start at headings of this level and above
_NOT_ID = re.compile(r"[^A-Za-z0-9]+")


class Table(NamedTuple):
    """Stands in a README for the table of parameters *id*."""

    id: str


Piece = str | Table


@dataclass(frozen=True)
class Changed:
    """A row that says another default than values.yaml: the record has the one of values.yaml."""

    path: str
    documented: str
    line: int


@dataclass(frozen=True)
class Taken:
    """A README taken apart: *pieces* from top to bottom, the *records* of each table, and the rows that changed.

    *rows* are the lines that became records: number of the line and the record.
    """

    pieces: tuple[Piece, ...] = ()
    records: dict[str, list[Record]] = field(default_factory=dict)
    rows: dict[int, Record] = field(default_factory=dict)
    changed: tuple[Changed, ...] = ()


def take_apart(original: Original) -> Taken:
    """Return the README of *original* in pieces; nothing where there is none."""
    if original.readme is None:
        return Taken()
    readme = ReadmeText(original.readme)
    apart = _Apart(original, readme)
    return apart.taken()


class _Apart:
    def __init__(self, original: Original, readme: ReadmeText) -> None:
        self._original, self._readme = original, readme
        self._lines = original.readme.split("\n") if original.readme else []
        self._values = original.folder.values_text or ValuesText("")
        self._paths: set[str] = set()
        self._ids: set[str] = set()
        self._changed: list[Changed] = []
        self._rows: dict[int, Record] = {}
        self._records: dict[str, list[Record]] = {}

    def taken(self) -> Taken:
        pieces: list[Piece] = []
        done = 0  # lines that are in pieces already
        for table, rows in self._tables():
            found = [(row, self._record(row)) for row in rows]
            if not any(record for _row, record in found):
                continue
            start, end = table.table.header.line - 1, table.table.header.line + 1 + len(table.table.rows)
            name = self._id(table)
            self._records[name] = [{**record, "table": name} for _row, record in found if record]
            self._rows |= {row.parameter.line: record for row, record in found if record}
            pieces += [*self._words(done, start), Table(name)]
            left = self._left(table, {row.parameter.line for row, record in found if record})
            done = end
            if left:
                pieces.append("".join(f"{line}\n" for line in left))
        pieces += self._words(done, len(self._lines))
        return Taken(tuple(pieces), self._records, self._rows, tuple(self._changed))

    def _tables(self) -> Iterator[tuple[ParameterTable, list[ResolvedRow]]]:
        """Yield the tables that could become records: at the margin, with a free line above."""
        for rows in self._original.folder.once(readme_facts.rows):
            table = rows[0].table
            line = table.table.header.line
            above = self._lines[line - 2] if line > 1 else ""
            free = not above.strip() or above.startswith("#")
            margin = all(self._lines[n - 1][:1] not in ("", " ", "\t", ">") for n in _lines_of(table))
            if free and margin and table.table.shown and Column.OTHER not in table.columns:
                yield table, list(rows)

    def _words(self, start: int, end: int) -> Iterator[str]:
        """Yield the lines from *start* to *end* as they stand, cut at headings."""
        heads = [h.line - 1 for h in self._readme.headings if h.level <= _SPLIT_AT and start < h.line - 1 < end]
        bounds = [start, *heads, end]
        for one, other in zip(bounds, bounds[1:], strict=False):
            lines = self._lines[one:other]
            text = "\n".join(lines) + ("\n" if lines and other < len(self._lines) else "")
            if text:
                yield text

    def _left(self, table: ParameterTable, taken: set[int]) -> list[str]:
        """Return the rows that stay, as a table of their own below the other."""
        start = table.table.header.line
        rows = [row.line for row in table.table.rows if row.line not in taken]
        return ["", self._lines[start - 1], self._lines[start], *(self._lines[n - 1] for n in rows)] if rows else []

    def _id(self, table: ParameterTable) -> str:
        title = next((h.title for h in reversed(table.headings)), "parameters")
        stem = _NOT_ID.sub("-", plain(title).lower()).strip("-")[:40].strip("-") or "parameters"
        name, number = stem, 2
        while name in self._ids:
            name, number = f"{stem}-{number}", number + 1
        self._ids.add(name)
        return name

    def _record(self, row: ResolvedRow) -> Record | None:
        """Return the record that says what *row* says; none where a record cannot."""
        resolution = row.resolutions[0] if len(row.resolutions) == 1 else None
        if resolution is None or resolution.kind not in _KNOWN or len(resolution.paths) != 1:
            return None
        steps = resolution.paths[0]
        path = format_path(steps)
        parameter = row.parameter
        description = small(parameter.description.text) if parameter.description else None
        kind = self._type(steps, resolution.kind, parameter)
        required = _required(parameter, row.table)
        default = self._default(parameter, steps, resolution.kind)
        if not description or kind is None or required is None or default is None or path in self._paths:
            return None
        if len(row.table.table.header.cells) != len(self._cells(row)):
            return None
        self._paths.add(path)
        self._note(parameter, steps, resolution.kind, path)
        record: Record = {"path": path, "type": kind, "description": description}
        return record | ({"defaultText": default} if default else {}) | ({"required": True} if required else {})

    def _cells(self, row: ResolvedRow) -> Sequence[object]:
        return next((each.cells for each in row.table.table.rows if each.line == row.parameter.line), ())

    def _type(self, steps: Path, kind: Kind, parameter: Parameter) -> str | None:
        value = self._value(steps, kind)
        if value is not None:
            return _type_of(value)
        said = read_type(parameter.type.text) if parameter.type else frozenset()
        return _TYPES[next(iter(said))] if len(said) == 1 else None

    def _value(self, steps: Path, kind: Kind) -> object:
        try:
            if kind is Kind.LIVE:
                return self._values.value(steps)
            return self._values.commented_value(steps) if kind is Kind.COMMENTED else None
        except (KeyError, ValueError):
            return None

    def _default(self, parameter: Parameter, steps: Path, kind: Kind) -> str | None:
        """Return what the record must say of the default in words; "" for nothing, none where it cannot say it."""
        cell = parameter.default.text if parameter.default else ""
        said = read_default(cell)
        if said.says is Says.NOTHING and kind is Kind.LIVE:
            return ""
        if kind is Kind.LIVE and agreement(said, self._values.value(steps)) is not Agreement.UNCLEAR:
            return ""
        return small(cell) if cell.strip() else ""

    def _note(self, parameter: Parameter, steps: Path, kind: Kind, path: str) -> None:
        if kind is not Kind.LIVE or parameter.default is None:
            return
        if agreement(read_default(parameter.default.text), self._values.value(steps)) is Agreement.DIFFERENT:
            self._changed.append(Changed(path, parameter.default.text, parameter.line))


def _lines_of(table: ParameterTable) -> range:
    return range(table.table.header.line, table.table.header.line + 2 + len(table.table.rows))


def _required(parameter: Parameter, table: ParameterTable) -> bool | None:
    """Return whether the row says that the parameter is required; none where it says something else."""
    if parameter.required is None:
        return False
    words = plain(parameter.required.text).lower().strip(" .*")
    header = table.table.header.cells[table.columns.index(Column.REQUIRED)].text.lower()
    if "optional" in header:
        return None
    return True if words in _YES else False if words in _NO else None


def _type_of(value: object) -> str:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case list():
            return "array"
        case dict():
            return "object"
    return "string"
