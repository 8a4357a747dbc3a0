"""Value that its chart never reads

A value below `charts.<chart>` is in none of the chart's defaults, its schema does not know it, and no template reads
it or anything around it: it was misspelt, or the chart has dropped it. Setting it changes nothing.

    charts:
      monitoring:
        replicas: 3            the templates read .Values.replicaCount

Correct the name, or delete the value. Open maps (`{}` by default, or passed on as a whole) are no faults, and a chart
whose templates are not here, or which takes its values as a whole, is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.audit.chart_names import anchored, macros, reach
from generator.audit.folder import PackFolder
from generator.audit.template_reads import Reads
from generator.audit.wording import closest, short
from generator.diagnostics import Diagnostic
from generator.values import Path, format_path

CODE = "PS248"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each value that reaches a chart and is read by nothing in it."""
    data = folder.values.data if folder.values else None
    charts = data.get("charts") if isinstance(data, dict) else None
    if not folder.values or not isinstance(charts, dict):
        return
    for key, values in charts.items():
        chart = folder.once(reach).charts.get(key)
        if chart is None or not isinstance(values, dict) or not (reads := Reads(chart)).certain:
            continue
        for path in _inert(values, (), reads):
            route = ("charts", key, *path)
            if anchored(folder, tuple(map(str, route))) or ("charts", key) in folder.once(macros):
                continue
            message = f"`{short(format_path(route), 100)}` is read by nothing in the chart `{chart.name}`"
            yield folder.problem(CODE, message, folder.values.where_key(route), _way_out(path, reads))


def _inert(values: Mapping[str, object], path: Path, reads: Reads) -> Iterator[Path]:
    """Yield the shortest paths at and below *path* that nothing knows. Empty values change nothing anyway."""
    for key, value in values.items():
        here = (*path, key)
        if value is None or value in ("", [], {}):
            continue
        inner = isinstance(value, dict) and reads.holds_condition(here)
        if not reads.knows(here) and not inner:
            yield here
        elif isinstance(value, dict) and not reads.is_open(here):
            yield from _inert(value, here, reads)


def _way_out(path: Path, reads: Reads) -> str:
    if alias := reads.aliased.get(str(path[0])):
        return f"the chart knows `{short(str(path[0]))}` as `{short(alias)}`: Helm reads only what stands under that"
    siblings: object = reads.chart.values
    for step in path[:-1]:
        siblings = siblings.get(str(step)) if isinstance(siblings, dict) else None
    close = closest(str(path[-1]), siblings if isinstance(siblings, dict) else ())
    return f"did you mean `{close}`?" if close else "correct the name, or delete the value"
