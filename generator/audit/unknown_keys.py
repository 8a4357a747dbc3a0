"""Unknown key in pack.json

The pack schema does not know this key, so nothing reads it. Mostly it is misspelt, or belongs into `annotations`.

    "kubeVersion": ">= 1.27",

Correct, move or delete it.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.audit.pack_fields import PACK, unknown
from generator.audit.wording import short
from generator.diagnostics import Diagnostic

CODE = "PS233"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each key that the schema does not know."""
    file = folder.pack_json
    if file is None or file.data is None:
        return
    for route, help in unknown(file.data, PACK):
        yield folder.problem(CODE, f"unknown key `{short(str(route[-1]))}`", file.where_key(route), help)
