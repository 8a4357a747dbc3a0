"""Folder named otherwise than the pack

A pack's folder is called `<name>-<version>` (or `<name>/<version>`), and this one says something else than its
pack.json. Who looks for the pack in the repository does not find it, and two folders can hold one pack.

    coder-2.23.3/pack.json:  "name": "coder-chart", "version": "2.23.3"

Rename the folder, or correct the field that is named.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.audit.wording import short
from generator.diagnostics import Diagnostic

CODE = "PS235"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning where folder and pack.json disagree, at the field that differs."""
    file, name, version = folder.pack_json, folder.facts.get("name"), folder.facts.get("version")
    if not file or not isinstance(name, str) or not isinstance(version, str) or not name or not version:
        return
    if "/" in name + version:
        return  # no folder can be called so: `unusable_names` says it
    if folder.name == f"{name}-{version}" or (folder.parent, folder.name) == (name, version):
        return
    key = "version" if folder.name.startswith(name) else "name"
    message = f"the folder is `{short(folder.name)}`, the pack `{short(f'{name}-{version}')}`"
    yield folder.problem(CODE, message, file.where_key((key,)), "rename the folder, or correct pack.json")
