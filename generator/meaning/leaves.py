"""Two values.yaml as plain data: which leaves differ, and in how few blocks that can be said.

The count is by path: a leaf is a scalar, or an empty collection, at a path of one text and not of the other, or with
another value. What is said is less: what hangs below one key is one block, items of a list are changes of the list,
and what stands elsewhere with equal content has moved (`moves`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from generator.meaning.change import Leaves
from generator.values import Path

_NOWHERE: Path = ("",)


class Kind(StrEnum):
    """What happened to a block."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Block:
    """Leaves that changed together. *old* and *new* are the paths of the block; *leaves* is how many there are."""

    kind: Kind
    old: Path | None
    new: Path | None
    leaves: Leaves


class Tree:
    """Plain data by path: every node, and which of them are leaves."""

    def __init__(self, data: object) -> None:
        self.nodes: dict[Path, object] = {}
        self.leaves: dict[Path, object] = {}
        if data not in (None, {}, []):
            self._add((), data)

    def _add(self, path: Path, value: object) -> None:
        self.nodes[path] = value
        if isinstance(value, dict) and value:
            for key, item in value.items():
                self._add((*path, str(key)), item)
        elif isinstance(value, list) and value:
            for number, item in enumerate(value):
                self._add((*path, number), item)
        else:
            self.leaves[path] = value

    @cached_property
    def sizes(self) -> dict[Path, int]:
        """How many leaves are at and below each node."""
        sizes = {path: int(path in self.leaves) for path in self.nodes}
        for path in reversed(self.nodes):  # every node after all that is below it
            if path:
                sizes[path[:-1]] += sizes[path]
        return sizes

    def top(self, path: Path, other: Tree) -> Path:
        """Return the outermost key around *path* that *other* does not have."""
        return next((path[:n] for n in range(len(path) + 1) if path[:n] not in other.nodes), path)


def told(value: object) -> str:
    """Return a text that two values share only where they are the same, of the same type."""
    return _TELLING.encode(value)


_TELLING = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=lambda odd: f"{type(odd).__name__} {odd}")
_PLAIN = (str, bool, int, type(None))


def _same(old: object, new: object) -> bool:
    """Tell whether two leaves are told alike; of most, their type and value say it as surely, and sooner."""
    if type(old) is type(new) and type(old) in _PLAIN:
        return old == new
    return told(old) == told(new)


def around(paths: Iterable[Path]) -> dict[Path, int]:
    """Return how many of *paths* are at and below each path around them."""
    counts: dict[Path, int] = {}
    for path in paths:
        for length in range(len(path) + 1):
            counts[path[:length]] = counts.get(path[:length], 0) + 1
    return counts


def count(before: object, after: object) -> Leaves:
    """Return how many leaves differ."""
    return _Difference(Tree(before), Tree(after)).leaves


def blocks(before: object, after: object) -> list[Block]:
    """Return how *after* differs from *before*: added, changed and moved blocks in its order, then the removed ones."""
    return _Difference(Tree(before), Tree(after)).blocks()


class _Difference:
    def __init__(self, old: Tree, new: Tree) -> None:
        self.old, self.new = old, new
        self.removed = [path for path in old.leaves if path not in new.leaves]
        self.added = [path for path in new.leaves if path not in old.leaves]
        both = (path for path in new.leaves if path in old.leaves)
        self.changed = [path for path in both if not _same(old.leaves[path], new.leaves[path])]
        self.leaves = Leaves(len(self.added), len(self.removed), len(self.changed))

    def blocks(self) -> list[Block]:
        from generator.meaning.moves import Moves

        inside: dict[Path, Leaves] = {}  # lists, and keys that are a collection on one side only
        rest: tuple[list[Path], list[Path]] = ([], [])
        for paths, one, left in ((self.removed, Leaves(removed=1), rest[0]), (self.added, Leaves(added=1), rest[1])):
            for path in paths:
                around = self._around(path)
                if around == _NOWHERE:
                    left.append(path)
                else:
                    inside[around] = inside.get(around, Leaves()) + one
        for path in self.changed:
            around = self._around(path)
            around = path if around == _NOWHERE else around
            inside[around] = inside.get(around, Leaves()) + Leaves(changed=1)
        moves = Moves(self.old, self.new, *rest)
        found = [Block(Kind.CHANGED, path, path, leaves) for path, leaves in inside.items()]
        found += moves.blocks()
        found += _alone(Kind.ADDED, moves.added, self.new, self.old)
        found += _alone(Kind.REMOVED, moves.removed, self.old, self.new)
        return sorted(found, key=self._order())

    def _around(self, path: Path) -> Path:
        """Return the list, or the key of another kind, in which the leaf at *path* is only a part; or nowhere."""
        for length in range(len(path) + 1):
            here = path[:length]
            if here not in self.old.nodes or here not in self.new.nodes:
                return _NOWHERE
            old, new = self.old.nodes[here], self.new.nodes[here]
            if not (isinstance(old, dict) and old and isinstance(new, dict) and new):
                return here
        return _NOWHERE

    def _order(self) -> Callable[[Block], tuple[int, int]]:
        new = {path: number for number, path in enumerate(self.new.nodes)}
        old = {path: number for number, path in enumerate(self.old.nodes)}

        def order(block: Block) -> tuple[int, int]:
            return (0, new.get(block.new, 0)) if block.new is not None else (1, old.get(block.old or (), 0))

        return order


def _alone(kind: Kind, paths: list[Path], mine: Tree, other: Tree) -> Iterator[Block]:
    """Yield the largest blocks that hold nothing but *paths*, leaves of *mine*."""
    inside = around(paths)
    groups: dict[Path, int] = {}
    for path in paths:
        start = len(mine.top(path, other))
        block = next((path[:n] for n in range(start, len(path) + 1) if inside[path[:n]] == mine.sizes[path[:n]]), path)
        groups[block] = groups.get(block, 0) + 1
    for block, number in groups.items():
        if kind is Kind.ADDED:
            yield Block(kind, None, block, Leaves(added=number))
        else:
            yield Block(kind, block, None, Leaves(removed=number))
