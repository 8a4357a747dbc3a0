"""Unpacked chart that is not the packed one

Beside the archive lies the same chart unpacked, and the two differ: in the version, in the version of the app, or in
the default values. Palette deploys the archive; whoever reads or edits the folder is misled.

    charts/monitoring-1.4.0.tgz           replicaCount: 2
    charts/monitoring/values.yaml         replicaCount: 1

Delete the folder, or pack the archive from it with `helm package`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.audit.charts import Chart, chart_folders, unpacked
from generator.audit.folder import PackFolder
from generator.audit.schema_paths import leaves
from generator.audit.wording import short
from generator.diagnostics import Diagnostic
from generator.values import format_path

CODE = "PS290"
MOST_FOLDERS = 20


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each unpacked chart that differs from its archive."""
    packed = [chart for chart in folder.charts if chart.archive in folder.files and chart.folder is None and chart.name]
    if not packed:
        return
    beside = [unpacked(folder.store, path, "") for path in list(chart_folders(folder.store))[:MOST_FOLDERS]]
    for chart in beside:
        twins = [other for other in packed if other.name == chart.name]
        if len(twins) == 1 and not twins[0].problems and (difference := _difference(twins[0], chart)):
            message = f"the unpacked chart `{short(chart.name)}` is not that of `{short(str(twins[0].archive), 80)}`"
            help = "delete the folder, or pack it with `helm package`; Palette deploys the archive"
            yield folder.problem(CODE, f"{message}: {difference}", f"{chart.folder}/Chart.yaml", help)


def _difference(packed: Chart, beside: Chart) -> str:
    if packed.version != beside.version:
        return f"version {short(beside.version)}, not {short(packed.version)}"
    if packed.app_version != beside.app_version:
        return f"appVersion {short(beside.app_version)}, not {short(packed.app_version)}"
    if packed.values == beside.values or not beside.values_text:
        return ""
    return f"values.yaml differs{_first_difference(packed.values, beside.values)}"


def _first_difference(packed: Mapping[str, object], beside: Mapping[str, object]) -> str:
    theirs = {path: repr(value) for path, value in leaves(packed)}
    for path, value in leaves(beside):
        if theirs.get(path) != repr(value):
            return f" at `{short(format_path(path), 100)}`"
    return ""
