"""Generated files that are not what their sources compile to: edited by hand, or not built again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from generator.diagnostics import Diagnostic, Location, Severity
from generator.judging import ruling
from generator.lock import CATALOG, parse, path_of
from generator.meaning.words import counted
from generator.review.change import HandEdit
from generator.review.sides import OnePack
from generator.review.snapshots import Snapshot
from generator.tree import digest


def hand_edits(name: str, one: OnePack, after: Snapshot, before: Snapshot) -> tuple[list[HandEdit], list[Diagnostic]]:
    """Return the files of the pack *name* that people edited, and a note where others have to be built again.

    A repository without generated files has none of either.
    """
    recorded = _recorded(after, name)
    there = {path for path in one.tree if path in after.ids}
    differ = [path for path in sorted(there) if _id(one.tree[path], after.ids[path]) != after.ids[path]]
    edits, stale = [], [path for path in one.tree if path not in there] if recorded else []
    for path, data in after.read(differ).items():
        known = recorded.get(path)
        by_hand = digest(data) != known if known else after.ids[path] != before.ids.get(path)
        if by_hand:
            edits.append(_edit(path, data, one))
        else:
            stale.append(path)
    return edits, [_stale(name, stale)] if stale else []


def of_the_catalog(after: Snapshot) -> Iterator[HandEdit]:
    """Yield the page of all packs where it is not what the last build made."""
    for path, known in _recorded(after, CATALOG).items():
        for data in after.read([path]).values():
            if digest(data) != known:
                yield HandEdit("", Location(path), "", f"{_BY_HAND}; it is made from all packs")


_BY_HAND = "was edited by hand, and the next build writes over it"


def _edit(path: str, data: bytes, one: OnePack) -> HandEdit:
    here, made = _lines(data), _lines(one.tree[path])
    pairs = enumerate(zip(here, made, strict=False), 1)
    line = next((n for n, (a, b) in pairs if a != b), min(len(here), len(made)) + 1)
    return HandEdit(one.loaded.name, Location(path, line), ruling(one.unit, {path: data}, line), _BY_HAND)


def _stale(name: str, paths: list[str]) -> Diagnostic:
    verb = "is" if len(paths) == 1 else "are"
    message = f"{counted(len(paths), 'generated file')} of `{name}` {verb} not what its source compiles to: {paths[0]}"
    message += f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    place = Location(f"packs/{name}/pack.yaml")
    return Diagnostic("PS383", message, place, "run `packscribe build` and commit it", Severity.NOTE, name)


def _recorded(snapshot: Snapshot, name: str) -> Mapping[str, str]:
    """Return the digests of outputs that the lock of the pack *name* has; empty where there is none to be read."""
    found = [parse(data) for data in snapshot.read([path_of(name)]).values()]
    return found[0].outputs if found and found[0] else {}


def _id(data: bytes, like: str) -> str:
    algorithm = "sha256" if len(like) == 64 else "sha1"
    return hashlib.new(algorithm, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "backslashreplace").splitlines()
