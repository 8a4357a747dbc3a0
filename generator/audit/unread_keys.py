"""Top-level key that nothing reads

Palette reads `pack`, `charts`, `manifests` and `readinessCheck` of values.yaml. Another key is read only if a macro
refers to it (`{{ .spectro.pack.<pack>.<key> }}`), and none does.

    pack:
      namespace: monitoring
    replicas: 2                    belongs to charts.monitoring.replicas

Move it below `charts.<chart>`, or delete it. Packs of the layers os, k8s and kernel have keys of their own and are
left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.chart_names import PALETTE, anchored, macros, owner, reach
from generator.audit.charts import base_name
from generator.audit.folder import PackFolder
from generator.audit.wording import closest, short
from generator.diagnostics import Diagnostic

CODE = "PS247"

_OPEN_LAYERS = ("os", "k8s", "kernel")


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each top-level key that neither Palette nor a macro reads."""
    data = folder.values.data if folder.values else None
    if not folder.values or not isinstance(data, dict) or folder.facts.get("layer") in _OPEN_LAYERS:
        return
    if not folder.listed("charts") and not folder.listed("kubeManifests"):
        return  # then Palette itself may read the keys, as it does for some network packs
    manifests = {base_name(path).rpartition(".")[0] for path in (*folder.manifests, *folder.listed("kubeManifests"))}
    elsewhere = {*folder.once(reach).charts, *manifests}  # `wrong_level` says where these belong
    for key in data:
        if key in PALETTE or key in elsewhere or (key, "") in folder.once(macros) or anchored(folder, (key,)):
            continue
        message = f"nothing reads the top-level key `{short(key)}`"
        yield folder.problem(CODE, message, folder.values.where_key((key,)), _way_out(folder, key))


def _way_out(folder: PackFolder, key: str) -> str:
    chart = owner(folder, key)
    if chart:
        return f"it is a value of the chart `{chart}`: move it to `charts.{chart}.{short(key)}`"
    close = closest(key, PALETTE)
    below = "charts.<chart>" if folder.charts else "manifests.<manifest>"
    return f"did you mean `{close}`?" if close else f"move it below `{below}`, or delete it"
