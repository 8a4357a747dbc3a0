"""Documented default that differs

The README gives another default for a parameter than values.yaml has. It was probably changed in one of the two only.

    | Parameter      | Default |
    | -------------- | ------- |
    | `replicaCount` | `1`     |      values.yaml: replicaCount: 2

Correct the one that is wrong. Values are compared as such, not as texts: `"8080"` is 8080, `1Gi` is `1024Mi`, null is
as good as an empty text. A default that is described in words is never a fault, nor is one that the chart fills into an
empty map (`{}`). A value that a table gives for an empty one (`""`, null) is a fault even where the chart falls back on
it: who copies the row finds another text in values.yaml. Describe such a fallback in words.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from generator.audit import readme_facts
from generator.audit.folder import PackFolder
from generator.audit.wording import short
from generator.diagnostics import Diagnostic
from generator.readme.agreement import Agreement, agreement, is_empty
from generator.readme.defaults import Documented, Says, read_default
from generator.readme.kinds import Kind, Resolution
from generator.readme.rows import ResolvedRow
from generator.values import Path, format_path

CODE = "PS263"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each documented default that is certainly not the value."""
    found = [(row, agreement(_said(row), _real(folder, row))) for row in _told(folder)]
    right = {_path(row) for row, answer in found if answer is Agreement.SAME}
    for row, answer in found:
        # A parameter in two tables has a default for each case: `HA` and not.
        if answer is Agreement.DIFFERENT and _path(row) not in right and not _left_to_the_chart(folder, row):
            yield _problem(folder, row)


def _told(folder: PackFolder) -> Iterator[ResolvedRow]:
    """Yield the rows of which it is clear that they tell the default of one live value, and which."""
    for rows in folder.once(readme_facts.rows):
        usual = Counter(one.prefix for row in rows for one in row.resolutions)
        for row in rows:
            told = row.parameter.default is not None and row.parameter.whole and len(row.resolutions) == 1
            if told and _is_certain(row.resolutions[0], usual):
                yield row


def _is_certain(found: Resolution, usual: Counter[Path]) -> bool:
    """Tell whether it is clear which value a row is about: one word deep in the values says little by itself."""
    if found.kind is not Kind.LIVE or len(found.paths) != 1:
        return False
    return len(found.written.words) > 1 or len(found.prefix) <= 2 or usual[found.prefix] > 1


def _path(row: ResolvedRow) -> Path:
    return row.resolutions[0].paths[0]


def _said(row: ResolvedRow) -> Documented:
    return read_default(row.parameter.default.text if row.parameter.default else "")


def _real(folder: PackFolder, row: ResolvedRow) -> object:
    return readme_facts.value_of(folder, _path(row))


def _left_to_the_chart(folder: PackFolder, row: ResolvedRow) -> bool:
    """Tell whether the value is an empty mapping, which leaves in force what the chart itself has."""
    chart = readme_facts.chart_default(folder, _path(row)) if _real(folder, row) == {} else None
    return chart is not None and agreement(_said(row), chart) is Agreement.SAME


def _problem(folder: PackFolder, row: ResolvedRow) -> Diagnostic:
    assert folder.readme is not None and folder.values is not None
    path, real, cell = _path(row), _shown(_real(folder, row)), row.parameter.default
    line, name = folder.values.where_key(path).line, short(format_path(path), 100)
    message = f"the default is documented as {_documented(_said(row))}, and `{name}` is {real} (values.yaml:{line})"
    place = folder.readme.spot(row.parameter.line, cell.column if cell else 1)
    return folder.problem(CODE, message, place, f"write {real} here, or correct line {line} of values.yaml")


def _documented(said: Documented) -> str:
    return "empty" if said.says is Says.EMPTY else f"`{short(said.text)}`"


def _shown(real: object) -> str:
    if isinstance(real, str):
        return f"`{short(real.strip())}`" if real.strip() else "empty"
    return "empty" if is_empty(real) else f"`{short(json.dumps(real, ensure_ascii=False, default=str))}`"
