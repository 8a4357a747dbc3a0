"""Entry of schema.yaml for a value that only a preset adds

The path of an entry is in what a preset adds, and not in values.yaml: the entry holds only while that preset is
chosen. That is often meant so, and worth knowing where the entry says `required`.

    charts.monitoring.storage.key:     only with the preset Storage:bucket
      schema: '{{ format "${password}" | hints "Key of the bucket" }}'

Nothing is to be done where it is meant; else add the value to values.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.audit.folder import PackFolder
from generator.audit.schema_file import place
from generator.audit.schema_keys import absent, adding
from generator.audit.wording import listing, short
from generator.diagnostics import Diagnostic, Severity

CODE = "PS277"
MOST = 100


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a note for each entry whose value only presets add."""
    if folder.values is None or folder.values.document is None:
        return
    for entry in islice(folder.once(absent), MOST):
        if found := adding(folder, entry.path):
            named = listing((short(preset.called) for preset in found), 3)
            message = f"`{short(entry.path, 120)}` is only there with a preset: {named}"
            help = "add the value to values.yaml if the entry should always hold"
            yield folder.problem(CODE, message, place(folder, entry.path), help, severity=Severity.NOTE)
