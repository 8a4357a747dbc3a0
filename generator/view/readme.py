"""The README of an imported pack: its own words, with tables of parameters between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.model.pack import Pack
from generator.model.versions import Version
from generator.prose import Block, Paragraph, Passage, Phrase, Table, Text
from generator.view.parameters import ParameterView, parameter_grid
from generator.view.said import Grid, Route, Told

_MARK = "packscribe-table-mark-{}"
_REQUIRED = "Required"
_TOP = 3  # on a page the README stands in the tab of its series, below a heading of level two


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a README as it was written, and its route."""

    text: str
    route: Route


def readme_pieces(pack: Pack, version: Version, parameters: Sequence[ParameterView]) -> tuple[Words | Grid, ...]:
    """Return the README of *version* from top to bottom; nothing where it is compiled from the facts."""
    return tuple(_pieces(pack, version, parameters))


def _pieces(pack: Pack, version: Version, parameters: Sequence[ParameterView]) -> Iterator[Words | Grid]:
    for index, part in enumerate(pack.readme):
        if version.version not in part.versions:
            continue
        if isinstance(part.text, str):
            yield Words(part.text, ("readme", index, "text"))
        elif part.table is not None:
            listed = tuple(p for p in parameters if p.table == part.table)
            if listed:
                yield _as_far_as_said(parameter_grid(listed))


def _as_far_as_said(grid: Grid) -> Grid:
    """Leave the last column out where nothing is required: the table that was taken over need not have had it."""
    if grid.head[-1].plain != _REQUIRED or any(row[-1].what.plain == "Yes" for row in grid.rows):
        return grid
    return Grid(grid.head[:-1], tuple(row[:-1] for row in grid.rows))


def as_passage(pieces: Sequence[Words | Grid], name: str) -> Told | None:
    """Return the README of the pack called *name* as the blocks of a page, which has the name as its title.

    The words are read as one text, because links may be explained far below, with a mark where each table goes.
    Where a mark would be a part of something else, such as HTML around it, they are read in pieces.
    """
    if not pieces:
        return None
    texts = [piece.text if isinstance(piece, Words) else "" for piece in pieces]
    grids = {_MARK.format(n): _table(piece) for n, piece in enumerate(pieces) if isinstance(piece, Grid)}
    marked = "".join(text or f"\n\n{_MARK.format(n)}\n\n" for n, text in enumerate(texts))
    blocks = tuple(_with_tables(_read(marked), grids))
    if sum(block in grids.values() for block in blocks) < len(grids):
        several = (_read(text) if text else (grids[_MARK.format(n)],) for n, text in enumerate(texts))
        blocks = tuple(block for one in several for block in one)
    first = next((piece.route for piece in pieces if isinstance(piece, Words)), ())
    return Told(_shifted(Passage(blocks), name), first)


@lru_cache(maxsize=512)
def _read(text: str) -> tuple[Block, ...]:
    """Parse a README once for every page that shows it."""
    from generator.github_markdown import parse_github  # 40 ms: only for packs that were taken over

    return parse_github(text).blocks


def _shifted(passage: Passage, name: str) -> Passage:
    from generator.github_markdown import shifted

    return shifted(passage, _TOP, drop_title=name)


def _table(grid: Grid) -> Table:
    return Table(grid.head, tuple(tuple(cell.what for cell in row) for row in grid.rows))


def _with_tables(blocks: Sequence[Block], tables: Mapping[str, Table]) -> Iterator[Block]:
    for block in blocks:
        yield tables.get(_only_text(block.phrase), block) if isinstance(block, Paragraph) else block


def _only_text(phrase: Phrase) -> str:
    return phrase.inlines[0].text if len(phrase.inlines) == 1 and isinstance(phrase.inlines[0], Text) else ""
