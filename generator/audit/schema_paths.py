"""Dotted paths of schema.yaml and of a preset's `remove`, looked up in values. This module is no check.

Palette writes `charts.app.list.$[].name` for "of any element"; `list[0]`, `list.0` and `list[]` are taken too. Keys
with dots in them are found, as every way to cut the path is tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.values import Path

MOST_STEPS = 40
MOST_TRIES = 2000
MOST_ELEMENTS = 100
LONGEST = 1000

_ANY = ("[]", "[*]", "*", "$")


@dataclass
class Look:
    """What is at a path: the places and values *found*, how far it *reached*, and whether it ended in something empty.

    *is_open* holds where the way ends at `{}`, `[]`, nothing or a macro: there, users add keys of their own.
    *too_long* says that the path was not looked up at all.
    """

    found: list[tuple[Path, object]] = field(default_factory=list)
    reached: Path = ()
    is_open: bool = False
    too_long: bool = False
    _tries: int = 0

    def follow(self, node: object, steps: tuple[str, ...], route: Path) -> None:
        """Go on from *node*, which stands at *route*, along *steps*."""
        self._tries += 1
        if self._tries > MOST_TRIES or len(self.found) >= MOST_ELEMENTS:
            return
        if not steps:
            self.found.append((route, node))
            return
        if len(route) > len(self.reached):
            self.reached = route
        if node in ({}, [], None, "") or (isinstance(node, str) and "{{" in node):
            self.is_open = True
        elif isinstance(node, dict):
            for length in range(1, len(steps) + 1):
                key = _joined(steps[:length])
                if key in node:
                    self.follow(node[key], steps[length:], (*route, key))
        elif isinstance(node, list):
            for index, rest in _indexes(node, steps):
                self.follow(node[index], rest, (*route, index))


def look(data: object, path: str) -> Look:
    """Look *path* up in plain *data*."""
    steps = split(path)
    result = Look(too_long=len(path) > LONGEST or len(steps) > MOST_STEPS)
    if not result.too_long:
        result.follow(data, steps, ())
    return result


def split(path: str) -> tuple[str, ...]:
    """Return the steps of *path*: `a.b[0].$[]` is `a`, `b`, `[0]`, `$`, `[]`."""
    if len(path) > LONGEST:
        return (path,)
    return tuple(step.strip('"') for step in path.strip().replace("[", ".[").replace("..", ".").split("."))


def commented_path(path: str) -> Path | None:
    """Return *path* as `ValuesText` takes it; None where it speaks of any element."""
    steps = split(path)
    if any(step in _ANY for step in steps) or len(path) > LONGEST or len(steps) > MOST_STEPS:
        return None
    return tuple(int(step[1:-1]) if step.startswith("[") and step[1:-1].isdecimal() else step for step in steps)


def paths_ending_in(data: object, last: str, most: int = 200) -> list[Path]:
    """Return the routes in *data* whose last key is *last*."""
    found: list[Path] = []
    stack: list[tuple[object, Path]] = [(data, ())]
    tries = 0
    while stack and len(found) < most and tries < 50_000:
        node, route = stack.pop()
        tries += 1
        if isinstance(node, dict):
            found += [(*route, last)] if last in node else []
            stack += ((value, (*route, key)) for key, value in node.items() if isinstance(value, dict))
    return found


def leaves(data: object, route: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield every scalar, list and empty mapping of *data* with its route: a list is compared as a whole."""
    stack: list[tuple[Path, object]] = [(route, data)]
    while stack:
        here, node = stack.pop()
        if isinstance(node, dict) and node:
            stack += [((*here, key), value) for key, value in reversed(node.items())]
        else:
            yield here, node


def _joined(steps: tuple[str, ...]) -> str:
    return ".".join(steps).replace(".[", "[")


def _indexes(node: list[object], steps: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the elements of a list that the next of *steps* speaks of, each with the steps that are left."""
    step, rest = steps[0], steps[1:]
    if step == "$" and rest and rest[0] in _ANY:
        rest = rest[1:]
    if step in _ANY:
        yield from ((index, rest) for index in range(min(len(node), MOST_ELEMENTS)))
    elif (number := step.strip("[]")).isdecimal() and len(number) < 9 and int(number) < len(node):
        yield int(number), rest
