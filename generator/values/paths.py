"""Paths in values.yaml, as the steps that lead to a key and as text."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from generator.source.outline import Path

_STEP = re.compile(r'\.?(?:("(?:[^"\\]|\\.)*")|([^.\[\]"]+))|\[(\d+)\]')
_BARE = re.compile(r'[^.\[\]"\s]+')


@lru_cache(maxsize=4096)
def parse_path(text: str) -> Path:
    """Take a path such as `charts.coder.env[0].name` or `pack."a.b/c"`; return its steps.

    Raises `ValueError` where the text is no path.
    """
    steps: list[str | int] = []
    position = 0
    while position < len(text) or not steps:
        found = _STEP.match(text, position)
        dotted = found is not None and found[0].startswith(".")
        if found is None or dotted != (position > 0 and found[3] is None):
            raise ValueError(f"is no path at column {position + 1}; write `a.b[0].c`, keys with dots in quotes")
        steps.append(int(found[3]) if found[3] else json.loads(found[1]) if found[1] else found[2])
        position = found.end()
    return tuple(steps)


def format_path(path: Path) -> str:
    """Take the steps of a path; return its text, which `parse_path` reads back."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += "." * bool(text) + (step if _BARE.fullmatch(step) else json.dumps(step, ensure_ascii=False))
    return text


def steps_of(path: str | Path) -> Path:
    """Return the steps of a path that is given as text or as steps."""
    return parse_path(path) if isinstance(path, str) else path


def value_at(data: object, path: Path) -> object:
    """Return what stands at *path* in plain data. Raises `KeyError` where nothing does."""
    for step in path:
        if isinstance(data, dict) and step in data:  # noqa: SIM114 - together they are no longer readable
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            raise KeyError(path)
    return data
