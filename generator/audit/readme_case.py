"""Documented parameter in the wrong letter case

A parameter table of the README writes a key with other capital letters than values.yaml. Keys are case-sensitive: who
copies the path sets a key that nothing reads.

    | Parameter      | Default |
    | -------------- | ------- |
    | `replicacount` | `2`     |      the key is replicaCount

Write it as values.yaml has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit import readme_facts
from generator.audit.folder import PackFolder
from generator.audit.wording import short
from generator.diagnostics import Diagnostic
from generator.readme.kinds import Kind
from generator.values import format_path

CODE = "PS262"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each documented path that is right but for its letter case."""
    for row, found in readme_facts.resolved(folder):
        if found.kind is Kind.WRONG_CASE and folder.readme:
            path = short(format_path(found.paths[0]), 120)
            message = f"`{short(found.written.text, 100)}` is written `{path}` in values.yaml"
            place = folder.readme.spot(row.parameter.line, row.parameter.name.column)
            right = short(format_path(found.paths[0][len(found.prefix) :]), 100)
            yield folder.problem(CODE, message, place, f"write `{right}`: keys are case-sensitive")
