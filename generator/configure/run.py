"""`packscribe configure`: from what is typed to a configuration, or everything that is wrong."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from generator import catalog, settings
from generator.catalog import LoadedPack
from generator.configure.result import Configuration, configuration, known_records
from generator.configure.wanted import Asked, understood
from generator.diagnostics import Diagnostic, Location, has_errors
from generator.values import Unmergeable


@dataclass(frozen=True)
class Outcome:
    """The configuration *made* of the pack *loaded*, or none and why."""

    loaded: LoadedPack | None
    made: Configuration | None
    diagnostics: list[Diagnostic]


def configure(root: Path, name: str, asked: Asked, day: datetime.date | None = None) -> Outcome:
    """Return the configuration of the pack *name* below *root* that is *asked* for, as of *day* (default: pinned)."""
    found = catalog.unknown_names(root, [name])
    if found:
        return Outcome(None, None, found)
    if day is None:
        pinned, found = settings.load(root)
        if pinned is None:
            return Outcome(None, None, found)
        day = pinned.as_of
    loaded, problems = catalog.load_pack(root, name)
    if loaded is None or has_errors(problems):
        return Outcome(loaded, None, problems)
    wanted, wrong = understood(loaded, asked)
    if wanted is None:
        return Outcome(loaded, None, wrong)
    try:
        made = configuration(loaded.pack, known_records(loaded.pack, loaded.values), wanted, day)
    except Unmergeable as why:
        message = f"the values of version {wanted.base.version.version} cannot be changed by position: {why}"
        way_out = "make the change by hand, in values.yaml as shipped"
        return Outcome(loaded, None, [Diagnostic("PS708", message, Location(loaded.document.path), way_out, pack=name)])
    return Outcome(loaded, made, [])
