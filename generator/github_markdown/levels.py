"""The headings of a README below the headings of the page that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.prose import Block, Bullets, Heading, Passage, Quote

_LOWEST = 6


def shifted(passage: Passage, top: int, drop_title: str = "") -> Passage:
    """Return *passage* with its highest heading after the title at level *top*, the others below it as before.

    The title is a heading of level 1 that comes before every other heading. It is left out where it only repeats
    *drop_title*. No heading is below level 6 or above *top*.
    """
    blocks = list(passage.blocks)
    first = next((n for n, block in enumerate(blocks) if isinstance(block, Heading)), None)
    title = blocks[first] if first is not None else None
    if not isinstance(title, Heading) or title.level != 1:
        title = None
    levels = [heading.level for heading in _headings(blocks) if heading is not title]
    by = top - min(levels, default=1)
    name = _folded(drop_title)
    if title is not None and name and _folded(title.phrase.plain) == name:
        blocks = [block for block in blocks if block is not title]
    return Passage(tuple(_lowered(block, top, by) for block in blocks))


def _headings(blocks: Iterable[Block]) -> Iterator[Heading]:
    for block in blocks:
        match block:
            case Heading():
                yield block
            case Quote(_, inner):
                yield from _headings(inner)
            case Bullets(items):
                for item in items:
                    yield from _headings(item)


def _lowered(block: Block, top: int, by: int) -> Block:
    match block:
        case Heading(level, phrase):
            return Heading(min(max(level + by, top), _LOWEST), phrase)
        case Quote(kind, inner):
            return Quote(kind, tuple(_lowered(b, top, by) for b in inner))
        case Bullets(items):
            return replace(block, items=tuple(tuple(_lowered(b, top, by) for b in item) for item in items))
        case _:
            return block


def _folded(text: str) -> str:
    """Return *text* as two titles are compared: letters and digits alone."""
    return "".join(char for char in text.casefold() if char.isalnum())
