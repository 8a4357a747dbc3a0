"""Documented parameter with a wrong prefix

A parameter table of the README states where a parameter stands, and it stands elsewhere: the name of the chart or of
the manifest is left out, is another one, or the value belongs to the other of `charts` and `manifests`. Who copies the
path sets nothing.

    | Parameter         | Default |
    | ----------------- | ------- |
    | `charts.replicas` | `2`     |      it stands at charts.monitoring.replicas

Write the path that the help names.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit import readme_facts
from generator.audit.folder import PackFolder
from generator.audit.wording import listing, short
from generator.diagnostics import Diagnostic
from generator.readme.kinds import Kind
from generator.values import format_path

CODE = "PS261"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each documented path whose end is right and whose beginning is wrong."""
    for row, found in readme_facts.resolved(folder):
        if found.kind is Kind.WRONG_PREFIX and folder.readme:
            paths = [short(format_path(path), 120) for path in found.paths]
            message = f"`{short(found.written.text, 100)}` stands at {listing(paths, 2)}"
            place = folder.readme.spot(row.parameter.line, row.parameter.name.column)
            yield folder.problem(CODE, message, place, f"write {listing(paths, 2)}")
