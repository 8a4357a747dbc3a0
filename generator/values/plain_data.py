"""Plain data of YAML: compared by value and type, merged, and changed at a path. What is given stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.source.outline import Path


def same(one: object, other: object) -> bool:
    """Tell whether two plain values are one: `true` is not 1, and 1.0 is not 1."""
    if one is other:
        return True
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return type(one) is type(other) and (one == other or (one != one and other != other))


def merged(data: object, add: object) -> object:
    """Return *data* with *add* laid over it: mappings are merged key by key, everything else is replaced."""
    if not isinstance(data, Mapping) or not isinstance(add, Mapping):
        return add
    found = dict(data)
    for key, value in add.items():
        found[key] = merged(data[key], value) if key in data else value
    return found


def without(data: object, paths: Iterable[Path]) -> object:
    """Return *data* without what stands at *paths*, which are steps; a path that leads nowhere takes nothing out."""
    gone: dict[str | int, set[Path]] = {}
    for path in paths:
        gone.setdefault(path[0], set()).add(path[1:])
    if not gone:
        return data
    if isinstance(data, Mapping):
        return {k: without(v, gone.get(k, ())) for k, v in data.items() if () not in gone.get(k, ())}
    if isinstance(data, list):
        return [without(v, gone.get(n, ())) for n, v in enumerate(data) if () not in gone.get(n, ())]
    return data


def placed(data: object, path: Path, value: object) -> object:
    """Return *data* with *value* at *path*. Raises `KeyError` where a list on the way has no such item."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        if not isinstance(data, list) or step >= len(data):
            raise KeyError(path)
        return [placed(item, rest, value) if number == step else item for number, item in enumerate(data)]
    found = dict(data) if isinstance(data, Mapping) else {}
    found[step] = placed(found.get(step), rest, value)
    return found


def located(data: object, dotted: str) -> Path | None:
    """Return the steps of the path *dotted* as they lead to something in *data*, where keys may hold dots; or None."""
    parts = dotted.strip().replace("[", ".[").split(".")
    return _located(data, tuple(parts[:_MOST_STEPS]), _MOST_STEPS)


_MOST_STEPS = 40


def _located(data: object, parts: tuple[str, ...], depth: int) -> Path | None:
    if not parts:
        return ()
    if isinstance(data, list):
        number = parts[0].strip("[]")
        if number.isascii() and number.isdecimal() and len(number) < _LONGEST_NUMBER and int(number) < len(data):
            rest = _located(data[int(number)], parts[1:], depth - 1)
            return None if rest is None else (int(number), *rest)
        return None
    for length in range(1, len(parts) + 1) if isinstance(data, Mapping) and depth else ():
        key = ".".join(parts[:length]).strip('"')
        assert isinstance(data, Mapping)
        if key in data and (rest := _located(data[key], parts[length:], depth - 1)) is not None:
            return (key, *rest)
    return None


_LONGEST_NUMBER = 9
