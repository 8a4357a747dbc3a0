"""Listed chart with another version

`pack.content.charts` of values.yaml names a chart with another version than the Chart.yaml that is packed, or a chart
that is not in the pack at all.

    pack: {content: {charts: [{repo: "https://charts.example.com", name: monitoring, version: 5.0.5}]}}
    charts/monitoring-0.57.5.tgz

Write the chart's version: it is often mistaken for that of the pack. A chart that another one depends on may be listed.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.chart_names import deeper, reach
from generator.audit.folder import PackFolder
from generator.audit.wording import short, suggest
from generator.diagnostics import Diagnostic

CODE = "PS254"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each listed chart whose version is not the packed one, or which is not packed."""
    if not folder.values or not folder.charts:
        return
    known = folder.once(reach)
    for index, name, version in _entries(folder.values.data):
        route = ("pack", "content", "charts", index)
        versions = [chart.version for chart in folder.charts if chart.name == name]
        if not versions:
            if known.complete and name not in known.charts and name not in folder.once(deeper):
                message = f"the chart `{short(name)}` is listed and not packed"
                help = suggest(name, (chart.name for chart in folder.charts), "take it out of the list, or pack it")
                yield folder.problem(CODE, message, folder.values.where((*route, "name")), help)
        elif version and not any(_bare(version) == _bare(other) for other in versions):
            message = f"the chart `{short(name)}` is listed as {short(version)}, and its Chart.yaml says {versions[0]}"
            yield folder.problem(CODE, message, folder.values.where((*route, "version")), f"write {versions[0]}")


def _entries(data: object) -> Iterator[tuple[int, str, str]]:
    for step in ("pack", "content", "charts"):
        data = data.get(step) if isinstance(data, dict) else None
    for index, entry in enumerate(data if isinstance(data, list) else []):
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            version = entry.get("version")
            yield index, entry["name"], str(version) if isinstance(version, (str, int, float)) else ""


def _bare(version: str) -> str:
    return version.removeprefix("v")
