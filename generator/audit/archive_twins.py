"""One archive under two names

Two packed charts in the folder are the same, byte for byte, as after `helm package` kept a copy. A pack needs one of
them; whoever updates the chart has to think of both.

    charts/monitoring-1.4.0.tgz
    charts/monitoring-1.4.0.orig.tgz      the same 78,522 bytes

Delete the one that pack.json does not name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256

from generator.audit.charts import LARGEST_ARCHIVE, MOST_CHARTS
from generator.audit.disk import Refused
from generator.audit.folder import PackFolder
from generator.audit.wording import short
from generator.diagnostics import Diagnostic

CODE = "PS289"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each archive that is a copy of another."""
    by_size: dict[int, list[str]] = defaultdict(list)
    for path in folder.archives[:MOST_CHARTS]:
        if 0 < folder.files.get(path, 0) <= LARGEST_ARCHIVE:
            by_size[folder.files[path]].append(path)
    declared = folder.listed("charts")
    for paths in by_size.values():
        first: dict[bytes, str] = {}
        for path in sorted(paths, key=lambda p: (p not in declared, len(p), p)) if len(paths) > 1 else ():
            digest = _digest(folder, path)
            if digest and first.setdefault(digest, path) != path:
                message = f"`{short(path, 100)}` is the same file as `{short(first[digest], 100)}`"
                yield folder.problem(CODE, message, path, "delete one of the two, and name the other in pack.json")


def _digest(folder: PackFolder, path: str) -> bytes:
    try:
        return sha256(folder.store.read(path, LARGEST_ARCHIVE)).digest()
    except Refused:
        return b""
