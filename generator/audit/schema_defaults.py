"""Default that its own schema refuses

The value in values.yaml, or one that a preset adds, breaks the format that schema.yaml gives it, so the pack cannot be
used as it comes, or not with that preset: Palette refuses the values before anything is deployed. Types count: a number
or a boolean in quotes is a text.

    charts.monitoring.replicas: '{{ format "${number:[1-5]}" }}'       replicas: "2"

Correct the value or the format. Empty values are legitimate, with `required` above all, and macros are left alone. A
regular expression that could take long here is not tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from generator.audit.folder import PackFolder
from generator.audit.presets_file import added_place, presets
from generator.audit.schema_file import MOST_ENTRIES, entries
from generator.audit.schema_format import fault
from generator.audit.schema_paths import look
from generator.audit.wording import short
from generator.diagnostics import Diagnostic, Location
from generator.values import Path, format_path

CODE = "PS278"
MOST = 100
MOST_PAIRS = 100_000  # of a preset and an entry: real packs have some hundred


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each value, live or of a preset, that its entry in schema.yaml refuses."""
    values = folder.values
    if values is not None and values.document is not None:
        yield from islice(_refused(folder, values.data, values.where), MOST)
    each = MOST_PAIRS // max(1, len(folder.once(presets)))
    for preset in folder.once(presets):
        if isinstance(preset.added, dict):
            where = added_place(folder, preset)
            whose = f" in the preset `{short(preset.called)}`"
            yield from islice(_refused(folder, preset.added, where, whose, each), MOST)


def _refused(
    folder: PackFolder, data: object, where: Callable[[Path], Location], whose: str = "", most: int = MOST_ENTRIES
) -> Iterator[Diagnostic]:
    """Yield what is refused of *data*; *where* gives the place of a value in it, *whose* says what it belongs to."""
    for entry in islice(folder.once(entries), most):
        constraint = entry.constraint
        if constraint is None or not constraint.parts:
            continue
        for route, value in look(data, entry.path).found:
            if wrong := fault(constraint, value):
                message = f"`{short(format_path(route), 120)}`{whose} is {wrong.message}"
                yield folder.problem(CODE, message, where(route), wrong.help)
