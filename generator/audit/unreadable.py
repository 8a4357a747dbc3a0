"""What in a pack folder could not be read at all, whatever it says. This module is no check: the codes are PS0xx."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.diagnostics import Diagnostic

_UNCLEAR = ("PS023", "PS024")  # `unclear_scalars` reports those of values.yaml, and no others matter
_OF_CHECKS = "PS2"


def unreadable(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield why a file of *folder* cannot be read: broken YAML, no UTF-8, too large, a link out of the folder."""
    seen: set[tuple[str, str]] = set()
    for found in _problems(folder):
        if found.code not in _UNCLEAR and not found.code.startswith(_OF_CHECKS):
            yield found
            seen.add((found.location.path, found.code))
    for path, why in folder.store.refused.items():
        if (folder.shown(path), why.code) not in seen:
            yield Diagnostic(why.code, why.message, folder.at(path), why.help, pack=folder.name)


def _problems(folder: PackFolder) -> Iterator[Diagnostic]:
    assert folder.files is not None  # lists the folder, and notes what is refused
    for file in (folder.pack_json, folder.values, folder.readme, folder.presets, folder.schema):
        yield from file.problems if file else ()
    for chart in folder.charts:
        yield from chart.problems
