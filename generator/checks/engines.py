"""Reference to an engine that is not declared

An option, a cell of the matrix, a scope or a retirement names an engine that `engines` does not hold. The pages could
not say what it is.

    engines: {calico: {name: Calico, systems: [linux]}}
    parameters: [{path: pack.policy, options: [{value: calico, means: …, engine: calcio}], …}]

Correct the name, or declare the engine under `engines`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack, Route
from generator.checks.walk import records, suggest
from generator.diagnostics import Diagnostic
from generator.model.knowledge import MatrixRow, Retirement, Scope
from generator.model.pack import Pack
from generator.model.parameters import Option
from generator.settings import Settings

CODE = "PS201"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each name of an engine that is not declared."""
    known = loaded.pack.engines
    for route, name, key in _named(loaded.pack):
        if name not in known:
            way_out = suggest(name, known, "declare it under `engines`")
            yield loaded.problem(CODE, f"there is no engine `{name}`", route, way_out, key=key)


def _named(pack: Pack) -> Iterator[tuple[Route, str, bool]]:
    for route, record in records(pack):
        if isinstance(record, Option | Scope | Retirement) and record.engine is not None:
            yield (*route, "engine"), record.engine, False
        elif isinstance(record, MatrixRow):
            yield from (((*route, "cells", engine), engine, True) for engine in record.cells)
