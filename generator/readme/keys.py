"""The keys of plain values, found by the words of a path, by its end, and in any letter case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from generator.readme.paths import ANY
from generator.values import Path

MOST_KEYS = 50_000
MOST_ALIKE = 60  # keys with the same end that are looked at
LONGEST_END = 8
MOST_STEPS = 2000


class _Key(NamedTuple):
    """A key: its path and words, and how many of its words stand before the first list."""

    path: Path
    words: tuple[str, ...]
    before_list: int

    def begins(self, length: int) -> bool:
        """Tell whether its last *length* words begin outside of all lists: every list has a `name`."""
        return len(self.words) == length or len(self.words) - length < self.before_list


class Keys:
    """The keys of *data*. Looking one up costs little, and an index is made when it is first needed."""

    def __init__(self, data: object) -> None:
        self.data = data

    def find(self, words: Sequence[str], below: Path = ()) -> Path | None:
        """Return the path of the key at *words*, from the key at *below* on; None where there is none."""
        node = self.data
        for step in below:
            if isinstance(node, dict) and step in node:
                node = node[step]
            else:
                return None
        rest = _Walk(words).path(node, 0)
        return None if rest is None else (*below, *rest)

    def ending(self, words: Sequence[str]) -> list[Path]:
        """Return the paths that end in *words*, whatever stands before; no more than some dozen."""
        return [key.path for key in self._alike(words) if key.words[-len(words) :] == tuple(words)]

    def ending_in_any_case(self, words: Sequence[str]) -> list[Path]:
        """Return the paths that end in *words* written in any letter case."""
        return [key.path for key in self._alike(words)]

    def _alike(self, words: Sequence[str]) -> list[_Key]:
        low = tuple(word.lower() for word in words)
        found = self._ends.get(low[-LONGEST_END:], ())
        return [key for key in found if key.begins(len(low))] if 0 < len(low) <= LONGEST_END else []

    @cached_property
    def _ends(self) -> dict[tuple[str, ...], list[_Key]]:
        found: dict[tuple[str, ...], list[_Key]] = {}
        for key in _keys(self.data):
            low = tuple(word.lower() for word in key.words[-LONGEST_END:])
            for length in range(1, len(low) + 1):
                alike = found.setdefault(low[-length:], [])
                if len(alike) < MOST_ALIKE:
                    alike.append(key)
        return found


class _Walk:
    """Follows words down through data; keys may have dots of their own, and ``*`` stands for any key or item."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._dead: set[tuple[int, int]] = set()

    def path(self, node: object, start: int) -> Path | None:
        """Return the steps below *node* that the words from *start* on lead along, None for none."""
        if start == len(self._words):
            return ()
        if (id(node), start) in self._dead or len(self._dead) > MOST_STEPS:
            return None
        for step, child, used in self._next(node, start):
            rest = self.path(child, start + used)
            if rest is not None:
                return (step, *rest)
        self._dead.add((id(node), start))
        return None

    def _next(self, node: object, start: int) -> Iterator[tuple[str | int, object, int]]:
        word = self._words[start]
        if isinstance(node, list):
            if word.isdecimal() and len(word) < 9:
                if int(word) < len(node):
                    yield int(word), node[int(word)], 1
            elif word == ANY:
                yield from ((number, item, 1) for number, item in enumerate(node[:MOST_ALIKE]))
        elif isinstance(node, dict):
            if word in node:
                yield word, node[word], 1
            if word == ANY:
                yield from ((key, node[key], 1) for key in list(node)[:MOST_ALIKE])
            joined = word
            for used, more in enumerate(self._words[start + 1 :], 2):
                joined += f".{more}"
                if joined in node:
                    yield joined, node[joined], used


def _keys(data: object) -> Iterator[_Key]:
    """Yield the keys of *data*, those nearest to the root first; what `pack.content` lists is no parameter."""
    level: list[tuple[_Key, object]] = [(_Key((), (), 0), data)]
    count = 0
    while level and count < MOST_KEYS:
        below: list[tuple[_Key, object]] = []
        for key, node in level:
            for child, value in _children(key, node):
                count += 1
                yield child
                if isinstance(value, (dict, list)) and count < MOST_KEYS and child.path != ("pack", "content"):
                    below.append((child, value))
        level = below


def _children(key: _Key, node: object) -> Iterator[tuple[_Key, object]]:
    outside = key.before_list == len(key.words)
    if isinstance(node, dict):
        for name, value in node.items():
            words = (*key.words, *(name.split(".") if "." in name else (name,)))
            yield _Key((*key.path, name), words, len(words) if outside else key.before_list), value
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield _Key((*key.path, number), (*key.words, str(number)), key.before_list), value
