"""schema.yaml, read once for the checks of it: one entry for each dotted path. This module is no check."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from generator.audit.folder import PackFolder
from generator.diagnostics import Location
from generator.palette_schema import Constraint, Fault, parse

MOST_ENTRIES = 5000
"""Real files have up to 30 entries; beyond this, the rest says nothing new."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry of the value at *path*: its *body* as written, and what its template says, None where it has none."""

    path: str
    body: object
    said: Constraint | Fault | None

    @property
    def constraint(self) -> Constraint | None:
        """What the template says, where it can be read."""
        return self.said if isinstance(self.said, Constraint) else None


def entries(folder: PackFolder) -> tuple[Entry, ...]:
    """Return the entries of schema.yaml; none where there is none, or it is no mapping."""
    data = folder.schema.data if folder.schema else None
    items = islice(data.items(), MOST_ENTRIES) if isinstance(data, dict) else ()
    return tuple(Entry(path, body, _said(path, body)) for path, body in items)


def place(folder: PackFolder, path: str) -> Location:
    """Return where the entry of *path* stands."""
    assert folder.schema is not None
    return folder.schema.where_key((path,))


def _said(path: str, body: object) -> Constraint | Fault | None:
    template = body.get("schema") if isinstance(body, dict) else None
    return parse(template, path) if isinstance(template, str) else None
