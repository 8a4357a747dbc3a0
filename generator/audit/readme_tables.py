"""Broken table in the README

A row of a table has more cells than the table has columns, and what is beyond them is not shown. Mostly a `|` in a
value has split its cell: GitHub ends a cell at every pipe, in code too. Or the line below the header has another number
of cells than the header: then the whole table is shown as plain text.

    | Parameter | Default     |
    | --------- | ----------- |
    | `rule`    | `a || b`    |      four cells

Write a pipe in a cell as `\\|`, in code too, and give every line as many cells as the header has.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit import readme_facts
from generator.audit.folder import PackFolder
from generator.audit.wording import short
from generator.diagnostics import Diagnostic, Severity
from generator.readme.tables import Row, Table

CODE = "PS266"
MOST = 100  # of one README; after so many, the rest says nothing new


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each row with cells that are lost, and for each table that is not shown."""
    found = (problem for table in folder.once(readme_facts.tables) for problem in _problems(folder, table))
    yield from (problem for _number, problem in zip(range(MOST), found, strict=False))


def _problems(folder: PackFolder, table: Table) -> Iterator[Diagnostic]:
    assert folder.readme is not None
    if not table.shown:
        message = f"the header has {table.width} cells and the line below it {table.delimiters}: no table is shown"
        help = "give the line below the header as many cells as the header has"
        yield folder.problem(CODE, message, folder.readme.spot(table.header.line + 1), help)
        return
    for row in table.rows:
        if any(cell.text for cell in row.cells[table.width :]):
            message = f"the row has {len(row.cells)} cells, the table {table.width} columns: the rest is not shown"
            place = folder.readme.spot(row.line, row.cells[table.width].column)
            yield folder.problem(CODE, message, place, _way_out(row))
        elif not row.pipes and table.width > 1 and row.cells[0].text:
            message = f"`{short(row.cells[0].text)}` becomes a row of the table above it"
            yield folder.problem(CODE, message, folder.readme.spot(row.line), "put an empty line below the table")
        elif 1 < len(row.cells) < table.width:
            message = f"the row has {len(row.cells)} cells, the table {table.width} columns"
            help = "add the cells that are missing, also empty ones"
            yield folder.problem(CODE, message, folder.readme.spot(row.line), help, severity=Severity.NOTE)


def _way_out(row: Row) -> str:
    split = next((cell for cell in row.cells if cell.text.count("`") % 2), None)
    if split:
        return (
            f"write `\\|` for each `|` that belongs to the text, as in the cell that starts `{short(split.text, 40)}`"
        )
    return "write `\\|` for each `|` that belongs to the text, or take the cells out"
