"""Folder is no pack, or half of one

A pack needs `pack.json` and `values.yaml`; the folder has neither, or only one of them.

    packs/monitoring-1.4.0/
      README.md
      charts/

Add the missing file, or name another folder. A folder that holds pack folders may be named as well; each folder in it
is then taken for a pack, save those whose names begin with a dot.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.folder import NO_PACK, PackFolder
from generator.diagnostics import Diagnostic, Severity

CODE = NO_PACK


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield an error for pack.json or values.yaml where it is missing."""
    for path, file in (("pack.json", folder.pack_json), ("values.yaml", folder.values)):
        if file is None:
            help = f"add `{path}`; Palette refuses a pack without it"
            yield folder.problem(CODE, f"there is no {path}", path, help, severity=Severity.ERROR)
