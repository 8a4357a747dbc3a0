"""What edited values text is read as, told from the entries that the edits lie in: long texts are not read again."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from generator.source import VALUES
from generator.source.entries import reaches_far, read_entries
from generator.source.outline import Path
from generator.values.laid import Laid
from generator.values.paths import value_at
from generator.values.plain_data import placed
from generator.values.splice import Edit, applied


class _Entries(NamedTuple):
    """Entries that follow each other in the block mapping at *path*; they are the lines from *start* to *end*."""

    path: Path
    keys: frozenset[str | int]
    column: int
    start: int
    end: int


def data_nearby(laid: Laid, edits: Sequence[Edit]) -> object | None:
    """Return what the text *laid*, which can be read, is read as with *edits* done; None where only all of it tells."""
    found = _entries(laid, edits)
    if found is None or laid.reaches_far:
        return None
    new = applied(laid.text, edits, found.start, found.end)
    length = len(laid.text) - (found.end - found.start) + len(new)
    if reaches_far(new) or length > VALUES.max_nodes:  # without aliases, a text has more characters than nodes
        return None
    read = read_entries(new, found.column, len(found.path), last=found.end == len(laid.text))
    here = value_at(laid.values.data, found.path)
    assert isinstance(here, dict)
    kept = {key: value for key, value in here.items() if key not in found.keys}
    if read is None or not kept.keys().isdisjoint(read):
        return None
    return placed(laid.values.data, found.path, kept | read)


def _entries(laid: Laid, edits: Sequence[Edit]) -> _Entries | None:
    """Return the entries that all *edits* lie in, of the innermost mapping that has such ones; None where none has.

    The first of them begins before the edits, so that what stands before it is read as it was.
    """
    first, last = min(edit.start for edit in edits), max(edit.end for edit in edits)
    found: _Entries | None = None
    path: Path = ()
    end = len(laid.text)
    while starts := _starts(laid, path):
        here = bisect_left(starts, first) - 1
        there = max(here, bisect_left(starts, last) - 1)
        if here < 0:
            break
        children = laid.children(path)[here : there + 1]
        end = starts[there + 1] if there + 1 < len(starts) else end
        keys = frozenset(child[-1] for child in children)
        found = _Entries(path, keys, laid.column(children[0]), starts[here], end)
        if here < there:
            break
        path = children[0]
    return found


def _starts(laid: Laid, path: Path) -> list[int]:
    """Return where the lines of the entries at *path* start; none where that is no block mapping of plain entries."""
    data, children = value_at(laid.values.data, path), laid.children(path)
    plain = (
        isinstance(data, dict) and [*data] == [child[-1] for child in children] and all(map(laid.is_first, children))
    )
    return [laid.start_of(laid.line(laid.spot(child).key)) for child in children] if plain else []
