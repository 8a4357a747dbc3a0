"""Preset that removes what is not there

A path under `remove` of a preset leads to nothing: neither in values.yaml, nor commented out there, nor in what
another preset of the group adds, which it would take back. So the preset removes nothing, and what it was to replace
stays beside what it adds.

    remove:
      - charts.backend             values.yaml has charts.monitoring.backend

Correct the path, or take it out of the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.audit.folder import PackFolder
from generator.audit.presets_file import Preset, place, presets
from generator.audit.schema_keys import MOST_COMMENTED, is_commented
from generator.audit.schema_paths import look, paths_ending_in, split
from generator.audit.wording import closest, short
from generator.diagnostics import Diagnostic
from generator.values import format_path

CODE = "PS280"
MOST = 100
MOST_PATHS = 200  # of one preset; real ones remove up to four
MOST_SIBLINGS = 50


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each path that a preset removes in vain."""
    values = folder.values
    if folder.presets and values and values.document:
        yield from islice(_dead(folder), MOST)


def _dead(folder: PackFolder) -> Iterator[Diagnostic]:
    for preset, index, path, siblings in islice(_not_live(folder), MOST_COMMENTED):
        if not is_commented(folder, path):
            message = f"the preset `{short(preset.called)}` removes `{short(path, 120)}`, which is nowhere"
            help = _way_out(folder, path, siblings)
            yield folder.problem(CODE, message, place(folder, preset.route("remove", index)), help)


def _not_live(folder: PackFolder) -> Iterator[tuple[Preset, int, str, list[Preset]]]:
    """Yield each path that leads to nothing live, with its preset and the presets of that group."""
    groups: dict[str, list[Preset]] = {}
    for preset in folder.once(presets):
        groups.setdefault(preset.group, []).append(preset)
    for preset in folder.once(presets):
        siblings = groups[preset.group][:MOST_SIBLINGS]
        removed = preset.body.get("remove")
        for index, path in enumerate(islice(removed, MOST_PATHS) if isinstance(removed, list) else ()):
            if isinstance(path, str) and path.strip() and not _leads_somewhere(folder, path, siblings):
                yield preset, index, path, siblings


def _leads_somewhere(folder: PackFolder, path: str, siblings: list[Preset]) -> bool:
    for data in (folder.values.data if folder.values else None, *(other.added for other in siblings)):
        at = look(data, path)
        if at.found or at.too_long or (at.is_open and at.reached):
            return True
    return False


def _way_out(folder: PackFolder, path: str, siblings: list[Preset]) -> str:
    """Return the path that was probably meant, in values.yaml or in a sibling."""
    last = split(path)[-1]
    meant: list[str] = []
    for data in (folder.values.data if folder.values else None, *(other.added for other in siblings)):
        meant = meant or [format_path(route) for route in paths_ending_in(data, last)]
    close = meant[0] if len(set(meant)) == 1 else closest(path, meant, 0.6)
    return f"did you mean `{short(close, 120)}`?" if close else "correct the path, or take it out of the list"
