"""A row of a parameter table as a record of pack.yaml, or the reason why it stays words.

A row becomes a record only where everything that it says has a place in one: words, code and links of the description,
the type, whether it is required. The default is the one thing that is replaced: values.yaml has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from generator.importer.small_markdown import small
from generator.readme.agreement import Agreement, agreement
from generator.readme.cells import plain
from generator.readme.defaults import Says, read_default
from generator.readme.parameters import Column, Parameter, ParameterTable
from generator.readme.resolve import Kind
from generator.readme.rows import ResolvedRow
from generator.values import Path, ValuesText, format_path
from generator.values.kinds import json_type

Record = dict[str, Any]

_KNOWN = {Kind.LIVE, Kind.COMMENTED, Kind.PRESET, Kind.CHART}
_YES = {"yes", "true", "required", "y", "✓", "✔", "✅", "mandatory", "x"}
_NO = {"no", "false", "", "optional", "n", "-", "❌", "✗", "not required"}
_TYPES = {
    **dict.fromkeys(("string", "str", "text"), "string"),
    **dict.fromkeys(("int", "integer"), "integer"),
    **dict.fromkeys(("number", "float", "double"), "number"),
    **dict.fromkeys(("bool", "boolean"), "boolean"),
    **dict.fromkeys(("list", "array"), "array"),
    **dict.fromkeys(("object", "map", "dict", "dictionary", "mapping"), "object"),
}
_NOT_WORDS = re.compile(r"\W+")


@dataclass(frozen=True)
class Changed:
    """A row that says another default than values.yaml: the record has the one of values.yaml."""

    path: str
    documented: str
    line: int


@dataclass(frozen=True)
class Row:
    """A row: its *line*, and the *record* it becomes, or the *reason* why it stays.

    *changed* is a default that was wrong; *described* is the cell of the description as it was written.
    """

    line: int
    record: Record | None = None
    reason: str = ""
    changed: Changed | None = None
    described: str = ""


class _Stays(Exception):
    """The row stays words, for the reason that is said."""


def read_row(row: ResolvedRow, values: ValuesText, taken: set[str]) -> Row:
    """Take a row whose paths are resolved and the *values* of its pack; return what becomes of it.

    *taken* are the paths that have a record already.
    """
    try:
        return _read(row, values, taken)
    except _Stays as why:
        return Row(row.parameter.line, reason=str(why))


def _read(row: ResolvedRow, values: ValuesText, taken: set[str]) -> Row:
    parameter = row.parameter
    steps, kind = _only_path(row)
    path = format_path(steps)
    if path in taken:
        raise _Stays("its path has another row")
    cells = next((each.cells for each in row.table.table.rows if each.line == parameter.line), ())
    if len(cells) != len(row.table.table.header.cells):
        raise _Stays("a pipe breaks it")
    if parameter.description is None or not parameter.description.text:
        raise _Stays("it has no description")
    description = small(parameter.description.text)
    if not description:
        raise _Stays("it has an image, a link by a path, or tags")
    value = _value(values, steps, kind)
    record: Record = {"path": path, "type": _type(parameter, value), "description": description}
    default, changed = _default(parameter, steps, kind, values)
    record |= {"defaultText": default} if default else {}
    record |= {"required": True} if _required(parameter, row.table) else {}
    return Row(parameter.line, record, changed=changed, described=parameter.description.text)


def _only_path(row: ResolvedRow) -> tuple[Path, Kind]:
    """Return the one path that the row is about, and what it is."""
    if len(row.resolutions) != 1 or row.resolutions[0].kind not in _KNOWN or len(row.resolutions[0].paths) != 1:
        raise _Stays("its path leads to no one key of the pack")
    name, resolution = row.parameter.name.text, row.resolutions[0]
    rest = plain(name).replace(resolution.written.text, "", 1)
    if "](" in name or "<" in name or _NOT_WORDS.sub("", rest):
        raise _Stays("its path stands among other words")
    return resolution.paths[0], resolution.kind


def _value(values: ValuesText, steps: Path, kind: Kind) -> object:
    try:
        if kind is Kind.LIVE:
            return values.value(steps)
        return values.commented_value(steps) if kind is Kind.COMMENTED else None
    except (KeyError, ValueError):
        return None


def _type(parameter: Parameter, value: object) -> str:
    """Return the type that is documented, where that is one and the value is of it; without one, that of the value."""
    own = "" if value is None else json_type(value)
    if parameter.type is None or not parameter.type.text.strip():
        if not own:
            raise _Stays("nothing says its type")
        return own
    said = _TYPES.get(plain(parameter.type.text).strip().lower(), "")
    if not said:
        raise _Stays("its type is said in other words")
    if own and own != said and (own, said) != ("integer", "number"):
        raise _Stays("its value is of another type")
    return said


def _default(parameter: Parameter, steps: Path, kind: Kind, values: ValuesText) -> tuple[str, Changed | None]:
    """Return what the record must say of the default in words, "" for nothing, and the default that was wrong."""
    cell = parameter.default.text if parameter.default else ""
    said = read_default(cell)
    alone = _NOT_WORDS.sub("", plain(cell)) == _NOT_WORDS.sub("", said.text) and "](" not in cell
    if kind is Kind.LIVE:
        agreed = agreement(said, values.value(steps))
        if said.says is Says.NOTHING or (agreed is Agreement.SAME and alone):
            return "", None
        if agreed is Agreement.DIFFERENT and alone:
            return "", Changed(format_path(steps), cell, parameter.line)
        if agreed is Agreement.DIFFERENT:
            raise _Stays("its default is another one, with words beside it")
    words = small(cell)
    if words is None:
        raise _Stays("its default has an image, a link by a path, or tags")
    return words, None


def _required(parameter: Parameter, table: ParameterTable) -> bool:
    if parameter.required is None:
        return False
    words = plain(parameter.required.text).lower().strip()
    header = table.table.header.cells[table.columns.index(Column.REQUIRED)].text.lower()
    if "optional" in header or words not in _YES | _NO:
        raise _Stays("whether it is required is said in other words")
    return words in _YES
