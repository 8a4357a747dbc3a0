"""Two folders hold one pack

Two pack folders that were audited together have the same name and version in pack.json. A registry keeps one of them,
and nobody can tell which.

    monitoring-1.4.0/pack.json         "name": "monitoring", "version": "1.4.0"
    monitoring-1.4.1/pack.json         "name": "monitoring", "version": "1.4.0"

Correct the copy, or delete it. It is said at the second folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.audit.folder import PackFolder
from generator.diagnostics import Diagnostic, Location, Severity

CODE = "PS256"


class Identity(NamedTuple):
    """Who a folder says it is, and where."""

    name: str
    version: str
    folder: str
    place: Location


def audit(_folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield nothing: one folder has no double."""
    yield from ()


def identity(folder: PackFolder) -> Identity | None:
    """Return who *folder* says it is, None where it does not."""
    name, version = folder.facts.get("name"), folder.facts.get("version")
    if not folder.pack_json or not isinstance(name, str) or not isinstance(version, str) or not name:
        return None
    return Identity(name, version, folder.path, folder.pack_json.where_key(("version",)))


def doubles(identities: Iterable[tuple[str, Identity]]) -> Iterator[Diagnostic]:
    """Take the name of each folder and who it says it is; yield an error for each that another was before."""
    first: dict[tuple[str, str], Identity] = {}
    for folder, who in identities:
        before = first.setdefault((who.name, who.version), who)
        if before is not who and before.folder != who.folder:
            message = f"`{who.name}` {who.version} is also in {before.folder}"
            help = "correct name or version here, or delete the copy"
            yield Diagnostic(CODE, message, who.place, help, Severity.ERROR, folder)
