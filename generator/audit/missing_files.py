"""Declared file is not there

`charts` or `kubeManifests` of pack.json names a file that the folder does not hold, neither packed nor unpacked: the
pack cannot be deployed.

    "kubeManifests": ["manifests/job.yml"]      the file is manifests/job.yaml

Add the file or correct its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.audit.folder import PackFolder
from generator.audit.wording import short, suggest
from generator.diagnostics import Diagnostic, Severity

CODE = "PS236"
MOST = 100  # of one list; after so many, the rest says nothing new


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield an error for each declared chart or manifest that is not there."""
    if folder.pack_json is None:
        return
    for key in ("charts", "kubeManifests"):
        here = folder.archives if key == "charts" else folder.manifests
        free = set(here) - set(folder.listed(key))
        for index, path in islice(_missing(folder, key), MOST):
            help = suggest(path, free, "add the file, or take it out of the list")
            place = folder.pack_json.where((key, index))
            message = f"`{short(path)}` is declared and not there"
            yield folder.problem(CODE, message, place, help, severity=Severity.ERROR)


def _missing(folder: PackFolder, key: str) -> Iterator[tuple[int, str]]:
    value = folder.facts.get(key)
    for index, path in enumerate(value if isinstance(value, list) else []):
        if isinstance(path, str) and path:
            there = folder.declared_charts.get(path) if key == "charts" else folder.store.has(path) or None
            if there is None and path not in folder.archives:
                yield index, path
