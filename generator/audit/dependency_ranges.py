"""Dependency that no version can meet

`minVersion` of a dependency is above its `maxVersion`, so that no version lies between them.

    {"packName": "kubernetes", "layer": "k8s", "minVersion": "1.29", "maxVersion": "1.21.10", "type": "required"}

Correct one of the two; an empty one sets no limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.diagnostics import Diagnostic

CODE = "PS243"

_NUMBERS = re.compile(r"[vV]?(\d+(?:\.\d+)*)(?:[-+.].*)?\Z")


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each dependency whose limits exclude each other."""
    constraints = folder.facts.get("constraints")
    listed = constraints.get("dependencies") if isinstance(constraints, dict) else None
    for index, entry in enumerate(listed if isinstance(listed, list) else []):
        if not folder.pack_json or not isinstance(entry, dict):
            continue
        low, high = _numbers(entry.get("minVersion")), _numbers(entry.get("maxVersion"))
        if low and high and low[: len(high)] > high:
            message = f"no version is at least {entry['minVersion']} and at most {entry['maxVersion']}"
            place = folder.pack_json.where_key(("constraints", "dependencies", index, "minVersion"))
            yield folder.problem(CODE, message, place, "correct one of the two; an empty one sets no limit")


def _numbers(version: object) -> tuple[int, ...]:
    """Return the numbers of a version; none of what cannot be compared."""
    found = _NUMBERS.match(version) if isinstance(version, str) and len(version) < 100 else None
    return tuple(int(part) for part in found[1].split(".")) if found else ()
