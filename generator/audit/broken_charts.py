"""Chart that cannot be read

A packed chart is no `.tgz`, is cut off, holds no `<name>/Chart.yaml`, or its Chart.yaml is no YAML. Nothing that is in
it could be checked.

    charts/monitoring-1.4.0.tgz      0 bytes

Fetch it again, or pack it with `helm package`. An archive that git LFS left as a pointer is found here too.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.charts import BROKEN_CHART
from generator.audit.folder import PackFolder
from generator.diagnostics import Diagnostic

CODE = BROKEN_CHART


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a finding for each chart that cannot be read."""
    yield from (found for chart in folder.charts for found in chart.problems if found.code == CODE)
