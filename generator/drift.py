"""Generated files against the disk, byte for byte: what is out of date, edited by hand, or left over."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from generator.diagnostics import Diagnostic, Location
from generator.lock import Lock
from generator.tree import digest

_MOST_LINES = 60

RuledBy = Callable[[str, int], str]


def drift(root: Path, tree: Mapping[str, bytes], lock: Lock | None, ruled_by: RuledBy) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each file of *tree* that stands differently on the disk, or not at all.

    *ruled_by* takes a path of the tree and the first line (from 1) that differs; it returns the place in pack.yaml.
    """
    for path in sorted(tree):
        new = tree[path]
        try:
            old = (root / path).read_bytes()
        except OSError:
            yield Diagnostic("PS501", "is not there", Location(path), "run `packscribe build` and commit it")
            continue
        if old != new:
            yield _differs(path, old, new, lock, ruled_by)


def _differs(path: str, old: bytes, new: bytes, lock: Lock | None, ruled_by: RuledBy) -> Diagnostic:
    before, after = _lines(old), _lines(new)
    line = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False), 1) if a != b), min(len(before), len(after)) + 1
    )
    ruling = ruled_by(path, line)
    recorded = lock.outputs.get(path) if lock else None
    by_hand = recorded is not None and digest(old) != recorded
    moved = recorded is not None and digest(new) != recorded
    code, message = {
        (True, False): ("PS502", "was edited by hand"),
        (True, True): ("PS502", "was edited by hand, and its source has changed too"),
    }.get((by_hand, moved), ("PS503", "is out of date: its source has changed"))
    way_out = (
        "move the edit into pack.yaml, then run `packscribe build`" if by_hand else "run `packscribe build` and commit"
    )
    if ruling:
        way_out = f"{ruling} rules this line; {way_out}"
    return Diagnostic(code, message, Location(path, line), f"{way_out}\n{unified(path, before, after)}")


def unified(path: str, before: list[str], after: list[str]) -> str:
    """Return a unified diff from what stands on the disk to what would be generated, cut honestly when long."""
    lines = list(difflib.unified_diff(before, after, f"{path} (on disk)", f"{path} (generated)", lineterm="", n=2))
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], f"… {len(lines) - _MOST_LINES} more lines of difference"]
    return "\n".join(lines)


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "backslashreplace").splitlines()


def leftovers(paths: Iterable[str], produced: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each of *paths*, files in generated places, that is not among *produced*."""
    for path in sorted(set(paths) - set(produced)):
        way_out = "run `packscribe build`, which removes what it once made, or delete the file"
        yield Diagnostic("PS504", "is left over: no pack produces it", Location(path), way_out)
