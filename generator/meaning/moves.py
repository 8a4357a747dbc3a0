"""Blocks of values that stand elsewhere with equal content: one move each, however many values they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.meaning.change import Leaves
from generator.meaning.leaves import Block, Kind, Tree, around, told
from generator.values import Path

#: Values that say too little to recognise a single key by.
_COMMON = {"true", "false", "null", '""', "{}", "[]", "0", "1"}


class Move(NamedTuple):
    """A block at *old* that is now at *new*, and the leaves in it."""

    old: Path
    new: Path
    size: int


class Moves:
    """Finds the moves among the leaves *removed* from one tree and *added* to another; keeps those that are left."""

    def __init__(self, old: Tree, new: Tree, removed: Iterable[Path], added: Iterable[Path]) -> None:
        self._old, self._new = old, new
        self._gone, self._come = dict.fromkeys(removed), dict.fromkeys(added)
        self._changed: dict[tuple[Path, Path], Leaves] = {}
        self._found = self._joined(list(self._equal()))

    @property
    def removed(self) -> list[Path]:
        """The leaves that were removed and have moved nowhere."""
        return list(self._gone)

    @property
    def added(self) -> list[Path]:
        """The leaves that were added and came from nowhere."""
        return list(self._come)

    def blocks(self) -> list[Block]:
        """Return the moves."""
        moved = [Block(Kind.MOVED, m.old, m.new, Leaves(added=m.size, removed=m.size)) for m in self._found]
        return [*moved, *(Block(Kind.CHANGED, *paths, leaves) for paths, leaves in self._changed.items())]

    def _equal(self) -> Iterator[Move]:
        """Yield equal blocks, the largest first, then single keys that are surely the same; no leaf twice."""
        gone, come = _subtrees(self._old, self._gone), _subtrees(self._new, self._come)
        both = [content for content in gone if content in come]  # a set has another order in each process
        for content in sorted(both, key=lambda content: -gone[content][0][1]):
            size = gone[content][0][1]
            for old, _ in gone[content]:
                rest = [new for new, _ in come[content] if self._free(new, self._new, self._come)]
                if not rest or not self._free(old, self._old, self._gone):
                    continue
                new = max(rest, key=lambda path: _common_tail(old, path))
                if size > 1 or self._surely(content, old, new, (len(gone[content]), len(come[content]))):
                    self._take(old, new)
                    yield Move(old, new, size)

    def _free(self, path: Path, tree: Tree, left: dict[Path, None]) -> bool:
        return all(leaf in left for leaf in _below(path, tree))

    def _take(self, old: Path, new: Path) -> None:
        for leaf in _below(old, self._old):
            del self._gone[leaf]
        for leaf in _below(new, self._new):
            del self._come[leaf]

    @staticmethod
    def _surely(content: str, old: Path, new: Path, rivals: tuple[int, int]) -> bool:
        """Tell whether a single value at another path is the same one: no other could be meant."""
        if rivals != (1, 1):
            return False
        return old[-1:] == new[-1:] or (old[:-1] == new[:-1] and content not in _COMMON)

    def _joined(self, moves: list[Move]) -> list[Move]:
        """Join moves between the same two blocks: of a renamed block with a change in it, one is told."""
        groups: dict[tuple[Path, Path], list[Move]] = defaultdict(list)
        for move in moves:
            tail = _common_tail(move.old, move.new)
            groups[move.old[: len(move.old) - tail], move.new[: len(move.new) - tail]].append(move)
        joined = []
        for (old, new), group in groups.items():
            if len(group) == 1:
                joined.append(group[0])
            else:
                joined.append(Move(old, new, sum(move.size for move in group)))
                self._follow(old, new)
        return joined

    def _follow(self, old: Path, new: Path) -> None:
        """Find what went with a block from *old* to *new* and has another value there; a list counts as one."""
        for leaf in [leaf for leaf in self._gone if leaf[: len(old)] == old]:
            tail = leaf[len(old) :]
            cut = next((n for n, step in enumerate(tail) if isinstance(step, int)), len(tail))
            at = (*new, *tail[:cut])
            if (*new, *tail) in self._come:
                del self._gone[leaf], self._come[(*new, *tail)]
                here = (*old, *tail[:cut]), at
                self._changed[here] = self._changed.get(here, Leaves()) + Leaves(added=1, removed=1)


def _common_tail(old: Path, new: Path) -> int:
    number = 0
    while number < min(len(old), len(new)) and old[-1 - number] == new[-1 - number]:
        number += 1
    return number


def _below(path: Path, tree: Tree) -> list[Path]:
    """Return the leaves at and below *path*."""
    if path in tree.leaves:
        return [path]
    value = tree.nodes[path]
    steps = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [leaf for step in steps for leaf in _below((*path, step if isinstance(step, int) else str(step)), tree)]


def _subtrees(tree: Tree, leaves: dict[Path, None]) -> dict[str, list[tuple[Path, int]]]:
    """Return the blocks of which every leaf is one of *leaves*, by content, each with its path and size."""
    found: dict[str, list[tuple[Path, int]]] = defaultdict(list)
    for path, size in around(leaves).items():
        if path and size == tree.sizes[path]:
            found[told(tree.nodes[path])].append((path, size))
    return found
