"""Which heading, tab or box of a file is which of those expected, when its words have changed.

A changed heading changes the scope of all that stands under it. Here the scopes of a file are told in the words
that were expected, so that only the heading itself is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

Scope = tuple[str, ...]

_MOST = 2_000  # pairs of entries that are weighed at one place
_NUMBERED = ("item", "step")


class Said(Protocol):
    """A claim or a fact."""

    @property
    def scope(self) -> Scope: ...
    @property
    def kind(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def value(self) -> str: ...


class _Node:
    """A scope, by its last entry: what it holds, and how much is said within it."""

    def __init__(self) -> None:
        self.inside: dict[str, _Node] = {}
        self.said: Counter[tuple[str, str]] = Counter()


class _Match(NamedTuple):
    weight: float
    same: bool
    expected: str
    actual: str


def renamed(expected: Sequence[Said], actual: Sequence[Said]) -> dict[Scope, Scope]:
    """Return for scopes of *actual* that *expected* knows by another name what that name is."""
    if {e.scope for e in expected} == {a.scope for a in actual} and not _numbered(expected):
        return {}
    names: dict[Scope, Scope] = {}
    pending: list[tuple[Scope, Scope, _Node, _Node]] = [((), (), _tree(expected), _tree(actual))]
    while pending:
        scope, real, wanted, found = pending.pop()
        twins = _twins(wanted, found)
        for name, node in found.inside.items():
            twin = twins.get(name, name)
            there, here = (*scope, twin), (*real, name)
            if there != here:
                names[here] = there
            pending.append((there, here, wanted.inside.get(twin, _Node()), node))
    return names


def _numbered(said: Iterable[Said]) -> bool:
    return any(s.scope and _class(s.scope[-1]) in _NUMBERED for s in said)


def _tree(said: Iterable[Said]) -> _Node:
    root = _Node()
    for one in said:
        node = root
        for entry in one.scope:
            node = node.inside.setdefault(entry, _Node())
            node.said[one.kind, one.value] += 1
    return root


def _twins(wanted: _Node, found: _Node) -> dict[str, str]:
    """Return for the entries of *found* under which names *wanted* has them."""
    only_wanted = [n for n in wanted.inside if n not in found.inside or _class(n) in _NUMBERED]
    only_found = [n for n in found.inside if n not in wanted.inside or _class(n) in _NUMBERED]
    if not only_wanted or not only_found or len(only_wanted) * len(only_found) > _MOST:
        return {}
    matches = sorted(_matches(wanted, found, only_wanted, only_found), reverse=True)
    twins: dict[str, str] = {}
    taken: set[str] = set()
    for match in matches:
        if match.actual not in twins and match.expected not in taken:
            twins[match.actual] = match.expected
            taken.add(match.expected)
    return twins


def _matches(wanted: _Node, found: _Node, names: list[str], real: list[str]) -> Iterable[_Match]:
    for name in names:
        for other in real:
            if _class(name) == _class(other):
                mine, theirs = wanted.inside[name].said, found.inside[other].said
                weight = (mine & theirs).total() / max(1, mine.total(), theirs.total())
                if weight or len(names) == len(real) == 1:
                    yield _Match(weight, name == other, name, other)


def _class(entry: str) -> str:
    """Return what an entry stands for: `##`, `tab`, `item`, `step`; all admonitions are of one class."""
    word = entry.partition(" ")[0]
    return word if word in ("tab", *_NUMBERED) or word.strip("#") == "" else "box"
