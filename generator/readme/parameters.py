"""The parameter tables of a README: which tables are such, and what each of their columns says.

Fifteen layouts occur in 220 community packs (`Parameter | Description | Default`, `Name | Type | Default |
description`, `Key | Type | Default`, `Name | Description | Value`, …); a column is known by the words of its header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from generator.readme.cells import LONGEST, plain, spans
from generator.readme.paths import Written, written
from generator.readme.tables import Cell, Row, Table, tables
from generator.readme.text import Heading, ReadmeText


class Column(StrEnum):
    """What a column of a parameter table says."""

    PATH = "path"
    DESCRIPTION = "description"
    TYPE = "type"
    DEFAULT = "default"
    REQUIRED = "required"
    OTHER = "other"


class Parameter(NamedTuple):
    """A row. *paths* are mostly one; the cells are None where the table has no such column.

    *whole*: no cell is lost beyond the last column, so each stands in its own.
    """

    name: Cell
    paths: tuple[Written, ...]
    description: Cell | None
    type: Cell | None
    default: Cell | None
    required: Cell | None
    line: int
    whole: bool


class ParameterTable(NamedTuple):
    """A table of parameters. *lead* is the paragraph above it, *named* whether its header says "parameter"."""

    table: Table
    columns: tuple[Column, ...]
    rows: tuple[Parameter, ...]
    headings: tuple[Heading, ...]
    lead: str
    named: bool


_PATHS = frozenset(
    ("parameter", "parameters", "param", "params", "key", "keys", "name", "names", "option", "options", "field")
    + ("fields", "setting", "settings", "property", "properties", "variable", "variables", "attribute", "argument")
    + ("path", "value", "configuration", "config", "values", "flag", "yaml path", "values path", "values key")
)
_PATH_FIRST, _PATH_LAST = ("parameter", "key", "option", "setting", "helm"), ("name", "path", "key", "value")
_DESCRIPTIONS = frozenset(
    ("description", "descriptions", "desc", "purpose", "meaning", "explanation", "details", "notes", "note", "effect")
    + ("comment", "comments", "info", "information", "usage", "use", "what it does", "function", "summary", "remarks")
)
_TYPES = {"type", "types", "datatype", "data type", "kind", "value type", "format"}
_REQUIRED = {"required", "mandatory", "optional", "is required", "must set", "requirement"}
_DEFAULTS = {"value", "values", "initial value", "preset value", "pack value", "standard"}
_ELSEWHERE = re.compile(r"\b(?:chart|upstream|helm|application|app|kubernetes|example|sample|recommended)\b")
_OF_THE_PACK = re.compile(r"\b(?:pack|palette|spectro)")
_ABOUT_DEFAULTS = re.compile(r"param|config|default|setting|values|options", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^a-z]+")


def parameter_tables(readme: ReadmeText, known: Sequence[Table] | None = None) -> tuple[ParameterTable, ...]:
    """Return the tables of *readme* that describe parameters, in their order; *known* are all of its tables."""
    found = (_parameter_table(readme, table) for table in (tables(readme) if known is None else known))
    return tuple(table for table in found if table)


def _parameter_table(readme: ReadmeText, table: Table) -> ParameterTable | None:
    names = [_NOT_WORD.sub(" ", plain(cell.text).lower()).strip() for cell in table.header.cells[:50]]
    above, lead = readme.above(table.header.line), readme.lead(table.header.line)
    about = " ".join((lead, *(heading.title for heading in above)))[:LONGEST]
    columns = _columns(names, values_are_defaults=_ABOUT_DEFAULTS.search(about) is not None)
    if not columns:
        return None
    rows = tuple(_row(row, columns) for row in table.rows if row.pipes or table.width == 1)
    rows = tuple(row for row in rows if row.name.text)
    if 2 * sum(bool(row.paths) for row in rows) < len(rows):
        return None  # a table of something else: endpoints, releases, people
    named = "param" in names[columns.index(Column.PATH)] or Column.DEFAULT in columns
    return ParameterTable(table, columns, rows, above, lead, named)


def _columns(names: Sequence[str], *, values_are_defaults: bool) -> tuple[Column, ...]:
    """Return what each column says; nothing where the table has no column of paths, or says nothing of them.

    A column `Value` has the defaults of parameters, but in a section that is not about them, values to be set.
    """
    found = [_column(name) for name in names]
    paths = [number for number, name in enumerate(names) if _is_path(name)]
    if Column.DEFAULT not in found and len(paths) > 1 and names[paths[-1]] in _DEFAULTS:
        last = paths.pop()
        found[last] = Column.DEFAULT if values_are_defaults else Column.OTHER
        names = [*names[:last], "", *names[last + 1 :]]
    paths = [number for number in paths if found[number] is Column.OTHER]
    if not paths or paths[0] > 1:  # a number may stand before it
        return ()
    found[paths[0]] = Column.PATH
    for column in (Column.DESCRIPTION, Column.TYPE, Column.DEFAULT, Column.REQUIRED):
        same = [number for number, kind in enumerate(found) if kind is column]
        kept = next((number for number in same if _OF_THE_PACK.search(names[number])), same[0] if same else 0)
        for number in same:
            found[number] = column if number == kept else Column.OTHER
    known = {Column.DESCRIPTION, Column.TYPE, Column.DEFAULT, Column.REQUIRED}
    return tuple(found) if known & set(found) else ()


def _is_path(name: str) -> bool:
    first, _blank, last = name.rpartition(" ")
    if name in _PATHS or last in ("parameter", "parameters", "key", "option", "setting"):
        return True
    return last in _PATH_LAST and first.partition(" ")[0] in _PATH_FIRST


def _column(name: str) -> Column:
    first = name.partition(" ")[0]
    if "default" in name and not _ELSEWHERE.search(name):
        return Column.DEFAULT
    if name in _TYPES or name.endswith(" type"):
        return Column.TYPE
    if name in _REQUIRED or first in ("required", "mandatory", "optional"):
        return Column.REQUIRED
    if name in _DESCRIPTIONS or first == "description":
        return Column.DESCRIPTION
    return Column.OTHER


def _row(row: Row, columns: Sequence[Column]) -> Parameter:
    cells: dict[Column, Cell] = {column: row.cell(number) for number, column in enumerate(columns)}
    return Parameter(
        cells[Column.PATH],
        written(cells[Column.PATH].text),
        description=cells.get(Column.DESCRIPTION),
        type=cells.get(Column.TYPE),
        default=cells.get(Column.DEFAULT),
        required=cells.get(Column.REQUIRED),
        line=row.line,
        whole=len(row.cells) <= len(columns),
    )


def stated(table: ParameterTable) -> Iterator[str]:
    """Yield what headings and the sentence above *table* may name as the place of its parameters, nearest first."""
    texts = [table.lead, *(heading.title for heading in reversed(table.headings))]
    for number, text in enumerate(texts):
        yield from (span.rstrip(".*:") for span in spans(text))
        if number and (bare := plain(text).removesuffix(":")) and len(bare.split()) <= 2:
            yield bare.split()[0]
