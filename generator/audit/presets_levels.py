"""Preset that adds where nothing looks

A preset adds values that reach nothing: a key on the first level that Palette does not know, or below `charts:` a name
that is no chart of the pack. Choosing the preset changes nothing.

    add: |
      charts:
        exporter:               a part of the chart monitoring: belongs to charts.monitoring.exporter
          enabled: true

Move what it adds to where the chart reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.audit.chart_names import PALETTE, Reach, deeper, macros, owner, reach
from generator.audit.folder import PackFolder
from generator.audit.presets_file import Preset, place, presets
from generator.audit.wording import short, suggest
from generator.diagnostics import Diagnostic

CODE = "PS291"
MOST = 100


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each key of a preset that reaches nothing."""
    if folder.pack_json and folder.facts and folder.once(presets):
        yield from islice(_misplaced(folder, folder.once(reach)), MOST)


def _misplaced(folder: PackFolder, known: Reach) -> Iterator[Diagnostic]:
    for preset in folder.once(presets):
        added = preset.added if isinstance(preset.added, dict) else {}
        for key, value in islice(added.items(), MOST):
            if key not in PALETTE and isinstance(value, dict) and not _is_meant(folder, key):
                home = f"charts.{key}" if key in known.charts else folder.once(deeper).get(key, "")
                chart = owner(folder, key)
                yield _finding(folder, preset, key, home or (f"charts.{chart}.{key}" if chart else ""))
        charts = added.get("charts")
        for key in islice(charts, MOST) if isinstance(charts, dict) and known.complete and known.charts else ():
            if key not in known.charts and not _is_meant(folder, "charts", key):
                yield _finding(folder, preset, f"charts.{key}", folder.once(deeper).get(key, ""))


def _is_meant(folder: PackFolder, *route: str) -> bool:
    """Tell whether values.yaml has the same key there, which is reported there, or a macro reads it."""
    node = folder.values.data if folder.values else None
    for step in route:
        node = node.get(step) if isinstance(node, dict) else None
    return node is not None or (*route, "")[:2] in folder.once(macros)


def _finding(folder: PackFolder, preset: Preset, path: str, home: str) -> Diagnostic:
    message = f"the preset `{short(preset.called)}` adds `{short(path)}`, which is read by nothing"
    names = [f"charts.{name}" for name in folder.once(reach).charts]
    help = f"move it to `{short(home, 120)}`" if home else suggest(path, names, "add it below the chart it is for")
    return folder.problem(CODE, message, place(folder, preset.route("add")), help)
