"""Reference to a retirement that is not declared

A cell, a limitation, a procedure or a rule (`before`, `after`) depends on a retirement that `retirements` does not
hold, so its state could not be computed.

    retirements: {npm-windows: {subject: Azure NPM on Windows, date: 2026-09-30, …}}
    limitations: {scale: {text: …, strength: hard, retirement: npm-window}}

Correct the name, or declare the retirement.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack
from generator.checks.walk import held, suggest
from generator.diagnostics import Diagnostic
from generator.settings import Settings

CODE = "PS208"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each name of a retirement that is not declared."""
    known = loaded.pack.retirements
    for route, name in held(loaded.pack, "retirement", "before", "after"):
        if isinstance(name, str) and name not in known:
            way_out = suggest(name, known, "declare it under `retirements`")
            yield loaded.problem(CODE, f"there is no retirement `{name}`", route, way_out)
