"""Key under charts that is no chart

Below `charts:` each key is the name of a packed chart, and what stands under it becomes the values of that chart. This
key is no chart of the pack, so nothing reads what stands under it. Mostly a level is missing, or an indentation.

    charts:
      image:               no chart: belongs to charts.monitoring.image
        tag: v1.4.0

Move the values below the chart, or correct the name. The check is silent where a chart of the pack cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.chart_names import anchored, deeper, macros, owner, reach
from generator.audit.folder import PackFolder
from generator.audit.wording import closest, listing, short
from generator.diagnostics import Diagnostic

CODE = "PS245"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each key under `charts:` that names no chart of the pack."""
    data = folder.values.data if folder.values else None
    charts = data.get("charts") if isinstance(data, dict) else None
    known = folder.once(reach)
    if not folder.values or not isinstance(charts, dict) or not known.complete:
        return
    for key in charts:
        if key in known.charts or key in folder.once(deeper) or anchored(folder, ("charts", key)):
            continue  # what is a chart further down, `wrong_level` reports
        if ("charts", key) not in folder.once(macros):
            message = f"`charts.{short(key)}` is no chart of this pack: its values are never read"
            yield folder.problem(CODE, message, folder.values.where_key(("charts", key)), _way_out(folder, key))


def _way_out(folder: PackFolder, key: str) -> str:
    names = [chart.name for chart in folder.charts]
    chart = owner(folder, key)
    if chart:
        return f"it is a value of the chart `{chart}`: move it to `charts.{chart}.{short(key)}`"
    if close := closest(key, names):
        return f"did you mean `{close}`?"
    return f"the charts of this pack are {listing(names)}" if names else "this pack has no chart: delete `charts`"
