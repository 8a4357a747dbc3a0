"""Reference to an operating system that is not declared

An engine, a cell of the matrix, a scope or a retirement names an operating system that `systems` does not hold. In
cells, `all` stands for every system of the engine.

    systems: {linux: {name: Linux}, windows: {name: Windows Server}}
    engines: {calico: {name: Calico, systems: [linux, window]}}

Correct the name, or declare the system under `systems`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack, Route
from generator.checks.walk import records, suggest
from generator.diagnostics import Diagnostic
from generator.model.knowledge import Engine, MatrixRow, Retirement, Scope
from generator.model.pack import Pack
from generator.settings import Settings

CODE = "PS202"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each name of an operating system that is not declared."""
    known = loaded.pack.systems
    for route, name, key in _named(loaded.pack):
        if name not in known:
            way_out = suggest(name, known, "declare it under `systems`")
            yield loaded.problem(CODE, f"there is no operating system `{name}`", route, way_out, key=key)


def _named(pack: Pack) -> Iterator[tuple[Route, str, bool]]:
    for route, record in records(pack):
        if isinstance(record, Scope | Retirement):
            yield from (((*route, "os", n), name, False) for n, name in enumerate(record.os))
        elif isinstance(record, Engine):
            yield from (((*route, "systems", n), name, False) for n, name in enumerate(record.systems))
            yield from (((*route, "mechanism", name), name, True) for name in record.mechanism)
        elif isinstance(record, MatrixRow):
            for engine, cells in record.cells.items():
                yield from (((*route, "cells", engine, s), s, True) for s in cells if s != "all")
