"""Documented type that differs

The README gives a parameter a type that its value in values.yaml does not have: a list is documented where a mapping
stands, a text where a number stands.

    | Parameter  | Type   | Default |
    | ---------- | ------ | ------- |
    | `replicas` | String | `2`     |      a number

Correct the type, or put the value in quotes. Texts that hold a number, empty values and macros fit every type.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit import readme_facts
from generator.audit.folder import PackFolder
from generator.audit.wording import short
from generator.diagnostics import Diagnostic
from generator.readme.kinds import Kind
from generator.readme.types import fits, read_type, type_of
from generator.values import format_path

CODE = "PS264"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each documented type that the value cannot have."""
    for row, found in readme_facts.resolved(folder):
        cell = row.parameter.type
        if cell is None or not row.parameter.whole or found.kind is not Kind.LIVE or len(found.paths) != 1:
            continue
        value, types = readme_facts.value_of(folder, found.paths[0]), read_type(cell.text)
        if fits(value, types) or not folder.values or not folder.readme:
            continue
        line, own = folder.values.where_key(found.paths[0]).line, type_of(value)
        name = short(format_path(found.paths[0]), 100)
        message = f"the type is documented as `{short(cell.text)}`, and `{name}` is a {own} (values.yaml:{line})"
        place = folder.readme.spot(row.parameter.line, cell.column)
        yield folder.problem(CODE, message, place, f"write the type as {own}, or correct line {line} of values.yaml")
