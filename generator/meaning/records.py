"""Which record of one reading is which of the other: by identity, never by place."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from generator.meaning.change import Route
from generator.model.evidence import Reference
from generator.model.identity import Dependency, Resource
from generator.model.knowledge import MatrixRow
from generator.model.pack import Note, ReadmePart
from generator.model.parameters import Option, Parameter
from generator.model.scalars import Model
from generator.model.versions import Preset, TextFile, Version

_ALIKE = 0.4  # words that share less are other words, not the same ones reworded
_COMPARED = 2000  # characters: comparing longer texts takes long and says no more


class Item(NamedTuple):
    """A record of one side: its key ("" for words, which have none), the steps that lead to it, and what it is."""

    key: str
    steps: Route
    record: Model


class Pair(NamedTuple):
    """The same record on both sides; None where it is on one only. *renamed*: its key is another."""

    before: Item | None
    after: Item | None
    renamed: bool = False


def _key_of(record: Model) -> str:
    match record:
        case Version():
            return record.version
        case Parameter():
            return record.path
        case Option():
            return json.dumps(record.value)
        case Preset():
            return f"{record.group}:{record.name}"
        case Dependency():
            return record.pack_name
        case Resource():
            return record.type
        case Reference():
            return record.url
        case MatrixRow():
            return record.id
    return ""


def items_of(value: object, number: Callable[[Model, int], int]) -> list[Item]:
    """Return the records in the field *value*. *number* tells where in its list of pack.yaml one stands."""
    if isinstance(value, Mapping):
        return [item for key, record in value.items() for item in _of_mapping(str(key), record)]
    records = value if isinstance(value, tuple) else ()
    return [Item(_key_of(record), (number(record, n),), record) for n, record in enumerate(records)]


def _of_mapping(key: str, record: object) -> Iterable[Item]:
    if isinstance(record, Mapping):  # cells: engine to operating system to cell
        return [Item(f"{key}/{system}", (key, str(system)), cell) for system, cell in record.items()]
    return [Item(key, (key,), record)] if isinstance(record, Model) else []


def pairs(before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    """Pair the records of both sides, in the order of *after*, those that were removed last."""
    match = _Matching(list(before), list(after))
    match.take(lambda b, a: b.key == a.key and (b.record is a.record or b.record == a.record))
    match.take(lambda b, a: b.key != "" and b.key == a.key and _range(b) == _range(a))
    match.take(lambda b, a: b.key != "" and b.key == a.key)
    match.take(_renamed, renamed=True)
    match.take(_reworded)
    return match.pairs()


class _Matching:
    def __init__(self, before: list[Item], after: list[Item]) -> None:
        self._before, self._after = before, after
        self._left = dict(enumerate(before))
        self._found: dict[int, Pair] = {}

    def take(self, same: Callable[[Item, Item], bool], *, renamed: bool = False) -> None:
        """Pair each record that is left with the first one that is the *same*."""
        for number, item in enumerate(self._after):
            if number in self._found:
                continue
            partner = next((n for n, other in self._left.items() if same(other, item)), None)
            if partner is not None:
                self._found[number] = Pair(self._left.pop(partner), item, renamed)

    def pairs(self) -> list[Pair]:
        paired = [self._found.get(n) or Pair(None, item) for n, item in enumerate(self._after)]
        return [*paired, *(Pair(item, None) for item in self._left.values())]


def _range(item: Item) -> str:
    return str(getattr(item.record, "versions", ""))


def _renamed(before: Item, after: Item) -> bool:
    """Tell whether two records differ by their key only: a parameter at another path, words under another id."""
    old, new = before.record, after.record
    if isinstance(old, Parameter) and isinstance(new, Parameter):
        return (old.type, old.description, old.options) == (new.type, new.description, new.options)
    if isinstance(old, Reference) and isinstance(new, Reference):
        return old.title == new.title
    by_id = isinstance(before.steps[0], str) and len(before.steps) == 1
    return by_id and type(old) is type(new) and old == new


def _reworded(before: Item, after: Item) -> bool:
    """Tell whether words without a key are probably the same ones in a newer form."""
    old, new = before.record, after.record
    if not isinstance(old, Note | ReadmePart) or type(old) is not type(new):
        return False
    if isinstance(old, ReadmePart) and isinstance(new, ReadmePart) and (old.table or new.table):
        return bool(old.table == new.table)
    return _shared(_text(old), _text(new)) >= _ALIKE


def _shared(old: str, new: str) -> float:
    """Return how much of two texts is the same characters, in any order: the `quick_ratio` of difflib, but quick."""
    longest = len(old) + len(new)
    return 2 * (Counter(old) & Counter(new)).total() / longest if longest else 1.0


def _text(record: Model) -> str:
    text = getattr(record, "text", "")
    return (text.file if isinstance(text, TextFile) else text or "")[:_COMPARED]


def reordered(paired: Sequence[Pair]) -> bool:
    """Tell whether the records that are on both sides stand in another order."""
    places = [pair.before.steps for pair in paired if pair.before and pair.after]
    return all(isinstance(place[0], int) for place in places) and places != sorted(places)
