"""Version range that covers no version

`versions` of a record names none of the pack's versions, so the record is shown nowhere.

    versions: [{version: "1.4.0", series: 1.4.x, …}]
    limitations: {scale: {text: …, strength: hard, versions: 1.3.x}}

Correct the range, or remove the record. What held for versions that are no longer listed can go.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack
from generator.checks.walk import held
from generator.diagnostics import Diagnostic
from generator.model.versioning import VersionRange
from generator.settings import Settings

CODE = "PS212"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield an error for each range without a version."""
    known = [v.version for v in loaded.pack.versions]
    way_out = f"the versions of this pack: {', '.join(known[:12])}{', …' * (len(known) > 12)}"
    for route, versions in held(loaded.pack, "versions"):
        if isinstance(versions, VersionRange) and not any(v in versions for v in known):
            message = f"`{versions}` covers no version of this pack"
            yield loaded.problem(CODE, message, route, way_out)
