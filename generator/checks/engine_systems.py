"""An engine is used on an operating system that it does not run on

A cell, a mechanism, a scope or a retirement puts an engine on a system that its `systems` do not list. Either the
list lacks the system or the fact is about something that cannot be. A cell may say that the engine is `unsupported`
there, or that it is `unknown`.

    engines: {cilium: {name: Cilium, systems: [linux]}}
    limitations: {l7: {text: …, strength: hard, scope: {engine: cilium, os: [windows]}}}

Add the system to the engine's `systems`, or take it out of the scope: a limit that says "not on Windows" belongs to
the engine as a whole, or to Windows as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack, Route
from generator.checks.walk import records
from generator.diagnostics import Diagnostic
from generator.model.knowledge import CellState, Engine, MatrixRow, Retirement, Scope
from generator.model.pack import Pack
from generator.settings import Settings

CODE = "PS203"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each pair of engine and system that cannot be."""
    pack = loaded.pack
    for route, engine, system, key in _pairs(pack):
        if engine in pack.engines and system in pack.systems and system not in pack.engines[engine].systems:
            runs = ", ".join(f"`{s}`" for s in pack.engines[engine].systems) or "nothing"
            message = f"the engine `{engine}` does not run on `{system}`"
            way_out = f"it runs on {runs}: add `{system}` to `engines.{engine}.systems`, or leave the system out here"
            yield loaded.problem(CODE, message, route, way_out, key=key)


def _pairs(pack: Pack) -> Iterator[tuple[Route, str, str, bool]]:
    for route, record in records(pack):
        if isinstance(record, Scope | Retirement) and record.engine is not None:
            yield from (((*route, "os", n), record.engine, system, False) for n, system in enumerate(record.os))
        elif isinstance(record, Engine):
            yield from (((*route, "mechanism", s), str(route[-1]), s, True) for s in record.mechanism)
        elif isinstance(record, MatrixRow):
            for engine, cells in record.cells.items():
                for system, cell in cells.items():
                    if cell.state not in (CellState.UNSUPPORTED, CellState.UNKNOWN):
                        yield (*route, "cells", engine, system), engine, system, True
