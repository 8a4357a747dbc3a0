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

_TABLE = "packscribe-table-{}"
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
                yield parameter_grid(listed)


def as_passage(pieces: Sequence[Words | Grid], name: str) -> Told | None:
    """Return the README of the pack called *name* as the blocks of a page, which has the name as its title."""
    if not pieces:
        return None
    grids: dict[str, Grid] = {}
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, Words):
            texts.append(piece.text)
        else:
            mark = _TABLE.format(len(grids))
            grids[mark] = piece
            texts.append(f"\n\n{mark}\n\n")
    passage = _parsed("".join(texts), name)
    first = next((piece.route for piece in pieces if isinstance(piece, Words)), ())
    return Told(Passage(tuple(_with_grids(passage.blocks, grids))) if grids else passage, first)


@lru_cache(maxsize=256)
def _parsed(text: str, name: str) -> Passage:
    """Parse a README once for every page that shows it."""
    from generator.github_markdown import parse_github, shifted  # 40 ms: only for packs that were taken over

    return shifted(parse_github(text), _TOP, drop_title=name)


def _with_grids(blocks: Sequence[Block], grids: Mapping[str, Grid]) -> Iterator[Block]:
    for block in blocks:
        grid = grids.get(_only_text(block.phrase)) if isinstance(block, Paragraph) else None
        yield block if grid is None else Table(grid.head, tuple(tuple(c.what for c in row) for row in grid.rows))


def _only_text(phrase: Phrase) -> str:
    return phrase.inlines[0].text if len(phrase.inlines) == 1 and isinstance(phrase.inlines[0], Text) else ""
