"""Plain data of YAML: compared by value and type, and shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.source.outline import Path
from generator.values.plain_data import same
from generator.yaml_text import scalar

LONGEST = 80
"""Characters of the longest list that is written in brackets."""


def agrees(before: object, after: object, path: Path, wanted: Mapping[Path, object]) -> bool:
    """Tell whether *after* is *before* save for the values that are *wanted* at their paths."""
    if path in wanted:
        return same(wanted[path], after)
    if isinstance(before, dict) and isinstance(after, dict):
        return [*before] == [*after] and all(agrees(before[k], after[k], (*path, k), wanted) for k in before)
    if isinstance(before, list) and isinstance(after, list):
        pairs = enumerate(zip(before, after, strict=False))
        return len(before) == len(after) and all(agrees(b, a, (*path, n), wanted) for n, (b, a) in pairs)
    return same(before, after)


def brackets(value: object) -> str | None:
    """Return a collection in brackets, if it is empty or a short list of scalars; None for anything else."""
    if value == {} and isinstance(value, dict):
        return "{}"
    if not isinstance(value, list) or any(isinstance(item, (dict, list)) for item in value):
        return None
    written = "[" + ", ".join(map(scalar, value)) + "]"
    return written if len(written) <= LONGEST and "\n" not in written else None


def short(value: object) -> str:
    """Return *value* for a sentence."""
    written = brackets(value)
    if written is None:
        written = f"{type(value).__name__} of {len(value)}" if isinstance(value, (list, dict)) else scalar(value)
    return f"`{written}`" if len(written) <= 60 else f"`{written[:59]}…`"


def scalars(data: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield every scalar in *data* with its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from scalars(value, (*path, str(key)))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from scalars(value, (*path, number))
    else:
        yield path, data
