"""Version outside its series

`series` is the tab under which a version is documented, and it does not contain the version.

    versions: [{version: "1.4.0", series: 1.5.x, …}]

Correct one of the two. A series without a number, such as `Deprecated`, is a tab for versions of any number.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack
from generator.diagnostics import Diagnostic, Severity
from generator.model.versioning import in_series
from generator.settings import Settings

CODE = "PS220"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a warning for each version that its series does not contain."""
    for index, version in enumerate(loaded.pack.versions):
        series = version.series if version.series.endswith("x") else f"{version.series}.x"
        named = not any(c.isdigit() for c in series)
        if not named and not in_series(version.version, series):
            message = f"version {version.version} is no version of the series `{version.series}`"
            parts = version.version.split(".")
            way_out = f"write `series: {'.'.join(parts[:2])}.x`" if len(parts) > 1 else "correct the series"
            yield loaded.problem(CODE, message, ("versions", index, "series"), way_out, severity=Severity.WARNING)
