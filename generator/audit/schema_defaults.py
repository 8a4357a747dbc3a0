"""Default that its own schema refuses

The value in values.yaml breaks the format that schema.yaml gives it, so the pack cannot be used as it comes: Palette
refuses the values before anything is deployed. Types count: a number or a boolean in quotes is a text.

    charts.monitoring.replicas: '{{ format "${number:[1-5]}" }}'       replicas: "2"

Correct the value or the format. Empty values are legitimate, with `required` above all, and macros are left alone. A
regular expression that could take long here is not tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.audit.folder import PackFolder
from generator.audit.schema_file import entries
from generator.audit.schema_format import fault
from generator.audit.schema_paths import look
from generator.audit.wording import short
from generator.diagnostics import Diagnostic
from generator.values import format_path

CODE = "PS278"
MOST = 100


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each value that its entry in schema.yaml refuses."""
    yield from islice(_refused(folder), MOST)


def _refused(folder: PackFolder) -> Iterator[Diagnostic]:
    values = folder.values
    if values is None or values.document is None:
        return
    for entry in folder.once(entries):
        constraint = entry.constraint
        if constraint is None or not constraint.parts:
            continue
        for route, value in look(values.data, entry.path).found:
            if wrong := fault(constraint, value):
                message = f"`{short(format_path(route), 120)}` is {wrong.message}"
                yield folder.problem(CODE, message, values.where(route), wrong.help)
