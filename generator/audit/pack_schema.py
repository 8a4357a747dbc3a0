"""pack.json breaks the official schema

A field that every pack needs is missing, or a value is of the wrong kind, or none of those that the pack schema
allows. Palette refuses such a pack, or ignores the field.

    "constraints": {"dependencies": [{"packName": "kubernetes", "layer": "k8s", "minVersion": "1.27"}]}

Here the dependency has no `type`. The message says what is expected.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.audit.pack_fields import PACK, violations
from generator.diagnostics import Diagnostic, Severity

CODE = "PS231"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield an error for each value that the schema does not allow."""
    file = folder.pack_json
    if file is None or file.data is None:
        return
    for found in violations(file.data, PACK):
        place = file.where_key(found.route)
        yield folder.problem(CODE, found.message, place, found.help, severity=Severity.ERROR)
