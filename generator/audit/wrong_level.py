"""Values at the wrong level

Values stand where nothing looks for them, although it is plain where they belong: the name of a chart, of a chart it
depends on, or of a manifest is a key at another depth, or the values of a chart lie one level too high or too deep.

    monitoring:                    belongs to charts.monitoring
      replicas: 2
    charts:
      exporter:                    a part of the chart monitoring: belongs to charts.monitoring.exporter

Move the values to the path that the help names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.audit.chart_names import PALETTE, anchored, below, deeper, macros, reach
from generator.audit.charts import Chart, base_name
from generator.audit.folder import PackFolder
from generator.audit.wording import short
from generator.diagnostics import Diagnostic
from generator.values import Path, format_path

CODE = "PS246"


class _Misplaced(NamedTuple):
    route: Path
    belongs: str


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each key that belongs elsewhere."""
    data = folder.values.data if folder.values else None
    if not folder.values or not isinstance(data, dict):
        return
    for route, belongs in _misplaced(folder, data):
        steps = tuple(str(step) for step in route)
        if anchored(folder, steps) or (*steps, "")[:2] in folder.once(macros):
            continue
        message = f"`{short(format_path(route))}` is read by nothing: it belongs to `{belongs}`"
        yield folder.problem(CODE, message, folder.values.where_key(route), f"move it to `{belongs}`")


def _misplaced(folder: PackFolder, data: Mapping[str, object]) -> Iterator[_Misplaced]:
    known = folder.once(reach)
    charts = data.get("charts")
    yield from _at_the_top(folder, data, known.charts)
    yield from _in_pack(data)
    if not isinstance(charts, dict):
        return
    for key, values in charts.items():
        if key not in known.charts:
            if known.complete and (home := folder.once(deeper).get(key)):
                yield _Misplaced(("charts", key), home)
        elif isinstance(values, dict):
            yield from _in_chart(key, values, known.charts[key], known.charts)


def _at_the_top(folder: PackFolder, data: Mapping[str, object], charts: Mapping[str, Chart]) -> Iterator[_Misplaced]:
    """Yield charts and manifests that lack the level `charts:` or `manifests:`."""
    manifests = {base_name(path).rpartition(".")[0] for path in (*folder.manifests, *folder.listed("kubeManifests"))}
    for key, value in data.items():
        if key not in PALETTE and isinstance(value, dict):
            if key in charts:
                yield _Misplaced((key,), f"charts.{charts[key].name or key}")
            elif key in manifests:
                yield _Misplaced((key,), f"manifests.{key}")


def _in_pack(data: Mapping[str, object]) -> Iterator[_Misplaced]:
    pack = data.get("pack")
    for key in ("charts", "manifests"):
        if isinstance(pack, dict) and isinstance(pack.get(key), dict):
            yield _Misplaced(("pack", key), key)
        values = data.get("charts")
        if isinstance(values, dict) and isinstance(values.get(key), dict):
            yield _Misplaced(("charts", key), key)


def _in_chart(
    key: str, values: Mapping[str, object], chart: Chart, charts: Mapping[str, Chart]
) -> Iterator[_Misplaced]:
    """Yield other charts in the values of *chart*, and values that are a level too high or too deep."""
    strange = [name for name in values if name not in chart.first_keys and name != "global"]
    if not strange or chart.templates:  # with templates, `inert_overrides` knows better
        return
    inside, defaults = below(chart), chart.values
    strange = [name for name in strange if name not in inside and name not in defaults]
    for name in strange if defaults else ():
        if name in charts and charts[name] is not chart:
            yield _Misplaced(("charts", key, name), f"charts.{charts[name].name}")
        elif name in (chart.name, key, "values") and _all_in(values[name], defaults):
            yield _Misplaced(("charts", key, name), f"charts.{key}")
    if len(strange) > 1 and len(strange) == len(values):
        homes = [home for home, part in defaults.items() if isinstance(part, dict) and set(strange) <= set(part)]
        if len(homes) == 1:
            yield _Misplaced(("charts", key), f"charts.{key}.{homes[0]}")


def _all_in(value: object, defaults: Mapping[str, object]) -> bool:
    return isinstance(value, dict) and len(value) > 1 and set(value) <= set(defaults)
