"""The capability matrix as a table: rows by engine by operating system, states computed from retirements."""

from __future__ import annotations

import datetime

from generator.model.knowledge import Cell, CellState, MatrixRow
from generator.model.pack import Pack
from generator.prose import parse_phrase, phrase
from generator.view.lifecycle import retirement_state
from generator.view.said import Grid, Said, day, plain

_WORDS = {
    CellState.SUPPORTED: "Supported",
    CellState.PREVIEW: "Preview",
    CellState.PARTIAL: "Partly",
    CellState.UNSUPPORTED: "Not supported",
    CellState.UNKNOWN: "Not known",
}


def columns(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return the (engine, operating system) pairs that the matrix has columns for."""
    return tuple((e, s) for e, engine in pack.engines.items() for s in engine.systems)


def cell_of(row: MatrixRow, engine: str, system: str) -> tuple[Cell | None, tuple[str, str]]:
    """Return the cell of *row* for an engine on a system, and the keys it is written under."""
    cells = row.cells.get(engine, {})
    key = system if system in cells else "all"
    return cells.get(key), (engine, key)


def cell_state(pack: Pack, cell: Cell, as_of: datetime.date) -> str:
    """Return the state of *cell* on the day *as_of*: its own, or `ended` once its retirement has taken place."""
    ending = pack.retirements.get(cell.retirement or "")
    if ending and retirement_state(ending.date, as_of) == "ended":
        return "ended"
    return cell.state.value


def matrix_grid(pack: Pack, as_of: datetime.date) -> Grid | None:
    """Return the matrix of *pack* as a table, one column for each engine and operating system it runs on."""
    if pack.matrix is None:
        return None
    pairs = columns(pack)
    head = [phrase("Capability")]
    for engine, system in pairs:
        known = pack.engines[engine]
        name = pack.systems[system].name if system in pack.systems else system
        head.append(phrase(f"{known.short or known.name} on {name}"))
    return Grid(tuple(head), tuple(_row(pack, index, pairs, as_of) for index in range(len(pack.matrix.rows))))


def _row(pack: Pack, index: int, pairs: tuple[tuple[str, str], ...], as_of: datetime.date) -> tuple[Said, ...]:
    assert pack.matrix is not None
    row = pack.matrix.rows[index]
    at = ("matrix", "rows", index)
    cells = [plain(row.title, *at, "title")]
    for engine, system in pairs:
        cell, keys = cell_of(row, engine, system)
        cells.append(_words(pack, cell, (*at, "cells", *keys), as_of))
    return tuple(cells)


def _words(pack: Pack, cell: Cell | None, at: tuple[str | int, ...], as_of: datetime.date) -> Said:
    if cell is None:
        return plain("Not stated", *at)
    state = _WORDS[cell.state]
    ending = pack.retirements.get(cell.retirement or "")
    if ending:
        ended = cell_state(pack, cell, as_of) == "ended"
        never = cell.state in (CellState.UNSUPPORTED, CellState.UNKNOWN)
        if ended:
            state = (
                f"{state}; ended {day(ending.date)}" if never else f"Ended {day(ending.date)} ({state.lower()} before)"
            )
        elif not never:
            state = f"{state} until {day(ending.date)}"
    doubt = f" ({cell.confidence.value})" if cell.confidence else ""
    if cell.note is None:
        return plain(f"{state}{doubt}", *at)
    return Said(phrase(f"{state}{doubt}: ", parse_phrase(cell.note)), at)
