"""Version with a leading v

The version of a pack starts with `v`. Palette sorts and compares versions as numbers, and its own validator refuses
this one.

    "version": "v1.1.0"

Write it without the letter; the folder and the archive of the chart may keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.diagnostics import Diagnostic

CODE = "PS234"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for a version that starts with a `v` before its number."""
    file, version = folder.pack_json, folder.facts.get("version")
    if file and isinstance(version, str) and version[:1] in ("v", "V") and version[1:2].isdigit():
        help = f'write "{version[1:]}"'
        yield folder.problem(CODE, f"the version `{version}` starts with a letter", file.where(("version",)), help)
