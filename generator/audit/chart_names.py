"""Which keys of values.yaml reach a chart, and what the chart itself knows of them. This module is no check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.audit.charts import Chart, base_name, unversioned
from generator.audit.folder import PackFolder

PALETTE = frozenset({"pack", "charts", "manifests", "readinessCheck"})
"""The top-level keys of values.yaml that Palette reads in every pack."""

_MACRO = re.compile(r"\.spectro\.pack\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)(?:\.([A-Za-z0-9_-]+))?")
_ANCHOR = re.compile(r"&([^\s,\[\]{}]+)")


class Reach(NamedTuple):
    """The charts of a pack by every name that their values may stand under; *complete*: none could not be read."""

    charts: Mapping[str, Chart]
    complete: bool


def reach(folder: PackFolder) -> Reach:
    """Return by which keys under `charts:` values reach a chart."""
    found: dict[str, Chart] = {}
    for chart in folder.charts:
        for path in (chart.archive, chart.folder):
            if path:
                found.setdefault(base_name(path), chart)
                found.setdefault(unversioned(base_name(path)), chart)
    found |= {chart.name: chart for chart in folder.charts if chart.name}
    unknown = [chart for chart in folder.charts if not chart.name]
    lost = [path for path, chart in folder.declared_charts.items() if chart is None]
    return Reach(found, not unknown and not lost)


def below(chart: Chart) -> dict[str, str]:
    """Return by name and alias the charts that *chart* depends on, each with the route to its values."""
    found: dict[str, str] = {}
    for dependency in chart.dependencies:
        key = dependency.alias or dependency.name
        found.setdefault(dependency.name, key)
        found.setdefault(key, key)
    for child in chart.charts:
        found.setdefault(child.name, child.name)
        for name, route in below(child).items():
            found.setdefault(name, f"{found[child.name]}.{route}")  # an alias replaces the name of a chart
    return found


def deeper(folder: PackFolder) -> Mapping[str, str]:
    """Return by name every chart below a chart of the pack, with the path of its values."""
    return {name: f"charts.{chart.name}.{route}" for chart in folder.charts for name, route in below(chart).items()}


def owner(folder: PackFolder, key: str) -> str:
    """Return the name of the chart whose defaults have *key* on their first level, "" if none or several do."""
    names = [chart.name for chart in folder.charts if key in chart.first_keys]
    return names[0] if len(names) == 1 else ""


def macros(folder: PackFolder) -> frozenset[tuple[str, str]]:
    """Return the first two steps of every path that a macro of the pack's own files reads: (key, key or "")."""
    found: set[tuple[str, str]] = set()
    for text in _texts(folder):
        if ".spectro.pack." in text:
            for pack, first, second in _MACRO.findall(text):
                if pack == folder.facts.get("name", pack):
                    found |= {(first, ""), (first, second)}
    return frozenset(found)


def anchored(folder: PackFolder, route: tuple[str, ...]) -> bool:
    """Tell whether the value at *route* holds an anchor that is used elsewhere: then it is read."""
    document = folder.values.document if folder.values else None
    if document is None or "&" not in document.text or "*" not in document.text:
        return False
    start, end = (place.line for place in document.span(route))
    written = "\n".join(document.text.split("\n")[start - 1 : end])
    return any(f"*{name}" in document.text for name in _ANCHOR.findall(written))


def _texts(folder: PackFolder) -> Iterator[str]:
    yield from (file.text for file in (folder.values, folder.presets) if file)
    for path in folder.manifests:
        if path.endswith((".yaml", ".yml")) and (file := folder.read_text(path)):
            yield file.text
