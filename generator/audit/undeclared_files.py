"""Chart or manifest that is not declared

A packed chart or a manifest lies in the pack, and pack.json does not name it, so Palette never deploys it. Either it
was forgotten, or it is a copy that only makes the pack larger.

    charts/monitoring-1.4.0.tgz          declared
    charts/monitoring-1.4.0.orig.tgz     the same once more

Add it to `charts` or `kubeManifests`, or delete it.
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import normpath

from generator.audit.folder import PackFolder
from generator.audit.wording import short
from generator.diagnostics import Diagnostic

CODE = "PS238"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each archive and manifest that pack.json does not name."""
    if not folder.facts:
        return
    manifests = [path for path in folder.manifests if path.endswith((".yaml", ".yml"))]
    for key, paths in (("charts", folder.archives), ("kubeManifests", manifests)):
        declared = {normpath(path) for path in folder.listed(key)}
        for path in paths:
            if path not in declared:
                help = f"add it to `{key}` of pack.json, or delete it"
                yield folder.problem(CODE, f"`{short(path)}` is in no list of pack.json", path, help)
