"""Version listed twice

Two entries of `versions` have one version. They would be generated into one folder.

    versions: [{version: "1.4.0", …}, {version: "1.4.0", …}]

Remove or rename one of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack
from generator.diagnostics import Diagnostic
from generator.settings import Settings

CODE = "PS210"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each version that an entry above has already."""
    first: dict[str, int] = {}
    for index, version in enumerate(loaded.pack.versions):
        if version.version in first:
            line = loaded.where(("versions", first[version.version], "version")).line
            message = f"version {version.version} is listed twice"
            way_out = f"the first stands in line {line}; remove or rename one"
            yield loaded.problem(CODE, message, ("versions", index, "version"), way_out)
        first.setdefault(version.version, index)
