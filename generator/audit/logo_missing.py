"""Pack without a logo

There is no `logo.png` in the folder. A logo is optional; where there is none, the list of packs shows a grey square.

    pack.json  values.yaml  README.md

Add a square PNG of some 200 pixels, or leave it: this is a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.audit.logo_file import USUAL, logo, named
from generator.diagnostics import Diagnostic, Severity

CODE = "PS287"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a note for a pack without a logo."""
    there = any(name.lower() == USUAL for name in (*folder.files, *folder.store.refused))
    if folder.pack_json is not None and not there and not named(folder) and folder.once(logo) is None:
        help = "add a square PNG of some 200 pixels as logo.png"
        yield folder.problem(CODE, "the pack has no logo", "pack.json", help, severity=Severity.NOTE)
