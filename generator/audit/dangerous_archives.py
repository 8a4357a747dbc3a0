"""Dangerous chart archive

A packed chart holds what no chart needs and an attacker does: a member with an absolute path or with `..`, a link, a
device, two members of one name, or more data than can be unpacked safely. The audit reads archives as a stream and
writes nothing; other tools may not.

    charts/monitoring-1.4.0.tgz: ../../.ssh/authorized_keys

Do not unpack it. Pack the chart anew from its source with `helm package`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.charts import DANGEROUS_ARCHIVE
from generator.audit.folder import PackFolder
from generator.diagnostics import Diagnostic

CODE = DANGEROUS_ARCHIVE


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield an error for each danger in an archive."""
    yield from (found for chart in folder.charts for found in chart.problems if found.code == CODE)
