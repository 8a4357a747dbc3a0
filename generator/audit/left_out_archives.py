"""Archive of a chart left out

pack.json declares a packed chart, and only its unpacked files (or its name in `CHARTS.txt`) are here. That is how a
sparse checkout looks, and a repository whose `.gitignore` says `*.tgz`. The audit reads what is there; Palette needs
the archive.

    charts/monitoring/Chart.yaml      there
    charts/monitoring-1.4.0.tgz       declared, not there

Fetch the archive, or pack it with `helm package`. It is said once for a pack.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.audit.wording import listing
from generator.diagnostics import Diagnostic

CODE = "PS237"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield one warning for all archives that are only here unpacked."""
    if folder.pack_json is None:
        return
    left_out = [
        path
        for path, chart in folder.declared_charts.items()
        if not folder.store.has(path) and (chart is not None or path in folder.archives)
    ]
    if left_out:
        many = "archives are" if len(left_out) > 1 else "archive is"
        message = f"{len(left_out)} declared {many} not here: {listing(left_out, 3)}"
        help = "fetch it, or pack it with `helm package`; what is unpacked was audited"
        yield folder.problem(CODE, message, folder.pack_json.where_key(("charts",)), help)
