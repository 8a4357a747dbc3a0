"""Reference to a version that does not exist

`valuesOf` names a version that the pack does not have; that is an error. The `lifecycle` of a parameter names one that
lies between the pack's versions, in a series that is documented, and is none of them; that is a warning, since it is
mostly a slip. Versions before the first and after the last are plausible: a pack need not list all its history.

    versions: [{version: "1.5.0", series: 1.5.x, valuesOf: "1.4.1"}, {version: "1.4.0", …}]

Correct the version.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack
from generator.checks.walk import every, suggest
from generator.diagnostics import Diagnostic, Severity
from generator.model.pack import Pack
from generator.model.parameters import ParameterLifecycle
from generator.model.versioning import in_series, version_key
from generator.settings import Settings

# An unknown version in `valuesOf` has this code too; it is found when the values are loaded (generator/catalog.py).
CODE = "PS206"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each version in a lifecycle that should be listed and is not."""
    known = [v.version for v in loaded.pack.versions]
    for route, life in every(loaded.pack, ParameterLifecycle):
        for name in ("since", "deprecated", "removed"):
            version = getattr(life, name)
            if version is not None and _missing(loaded.pack, version):
                way_out = suggest(version, known, "add the version")
                message = f"the pack has versions before and after `{version}`, and not this one"
                yield loaded.problem(CODE, message, (*route, name), way_out, severity=Severity.WARNING)


def _missing(pack: Pack, version: str) -> bool:
    key, keys = version_key(version), [version_key(v.version) for v in pack.versions]
    documented = any(in_series(version, v.series) for v in pack.versions)
    return key not in keys and min(keys) < key < max(keys) and documented
