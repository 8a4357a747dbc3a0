"""The baseline: findings of an audit that are known, so that only new ones count. This module is no check.

A JSON list with one entry on a line, sorted, which two branches can both change. An entry has no line number, as
lines move: it says code, pack, file, and a fingerprint of the message, with `count` where the same is found several
times. `in` is the folder that holds the pack folder, seen from the file: who audits that folder, and finds the pack no
more, knows that it is gone. The message itself is there for readers only.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.audit.baseline_file import Broken, entries
from generator.diagnostics import Diagnostic, Location, Severity
from generator.diagnostics.fingerprint import fingerprint, folder_of, lasting

MISSING, BROKEN, WRONG_ENTRY, STALE = "PS124", "PS125", "PS126", "PS127"
_LARGEST = 16 * 2**20
_MOST_PROBLEMS = 20
_MOST_COUNTED = 1_000_000
_DELETE = "delete the file, and write it anew with `--update-baseline`"
_KEYS = {"code": str, "pack": str, "path": str, "fingerprint": str, "in": str, "message": str, "count": int}
_NEEDED = ("code", "pack", "path", "fingerprint")


class Known(NamedTuple):
    """What an entry stands for. *path* begins with the name of the pack folder, wherever that lies."""

    path: str
    code: str
    pack: str
    fingerprint: str


@dataclass(frozen=True)
class Baseline:
    """How often each finding is known, the folder that held its pack, and for readers its message and its entry."""

    counts: Counter[Known] = field(default_factory=Counter)
    holders: dict[Known, str] = field(default_factory=dict)
    messages: dict[Known, str] = field(default_factory=dict)
    places: dict[Known, Location] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the file."""
        lines = [f"  {json.dumps(self._entry(known))}" for known in sorted(self.counts)]
        return ("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n").encode()

    def _entry(self, known: Known) -> dict[str, str | int]:
        entry: dict[str, str | int] = {name: getattr(known, name) for name in _NEEDED}
        if known in self.holders:
            entry["in"] = self.holders[known]
        entry["message"] = self.messages.get(known, "")
        return entry | ({"count": self.counts[known]} if self.counts[known] > 1 else {})


def baseline_of(found: Iterable[Diagnostic], homes: Mapping[str, str], base: Path | None = None) -> Baseline:
    """Take what was found in the pack folders *homes* (path to name); return the baseline that knows all of it.

    *base* is the folder of its file: from there on, the entries say what holds the pack folders.
    """
    baseline, ways = Baseline(), _Ways(base) if base else None
    for diagnostic in found:
        known = known_as(diagnostic, homes)
        baseline.counts[known] += 1
        if ways:
            baseline.holders[known] = ways.holder(diagnostic.location.path, homes)
        baseline.messages[known] = lasting(diagnostic.message, homes)
    return baseline


def merged(new: Baseline, old: Baseline, judged: Callable[[Known], bool]) -> Baseline:
    """Return *new* with those entries of *old* that this audit could not judge."""
    kept = {known: count for known, count in old.counts.items() if not judged(known)}
    return Baseline(Counter(kept) | new.counts, old.holders | new.holders, old.messages | new.messages)


def unknown(found: Iterable[Diagnostic], homes: Mapping[str, str], baseline: Baseline) -> list[Diagnostic]:
    """Return what was *found* and is not in *baseline*, or more often than there."""
    left = baseline.counts.copy()
    new = []
    for diagnostic in found:
        known = known_as(diagnostic, homes)
        if left[known] > 0:
            left[known] -= 1
        else:
            new.append(diagnostic)
    return new


def stale(
    found: Iterable[Diagnostic], homes: Mapping[str, str], baseline: Baseline, judged: Callable[[Known], bool]
) -> Iterator[Diagnostic]:
    """Yield a note for each entry of *baseline* that is found no more, or less often; *judged*: it could have been."""
    left = baseline.counts - Counter(known_as(diagnostic, homes) for diagnostic in found)
    for known in filter(judged, left):
        how = "is" if left[known] == baseline.counts[known] else f"is {left[known]:,} times less often"
        said = f": {baseline.messages[known][:200]}" if baseline.messages.get(known) else ""
        message = f"`{known.code}` in {known.path[:200]} {how} found{' no more' * (how == 'is')}{said}"
        place = baseline.places.get(known, Location(""))
        yield Diagnostic(STALE, message, place, "take it out with `--update-baseline`", Severity.NOTE, known.pack)


def load(path: Path) -> tuple[Baseline | None, list[Diagnostic]]:
    """Read the file at *path*: the baseline, or none and why not. `PS124` stands for a file that is not there."""
    shown = path.as_posix()

    def broken(message: str, line: int = 1, column: int = 1, way_out: str = _DELETE) -> list[Diagnostic]:
        return [Diagnostic(BROKEN, message, Location(shown, line, column), way_out)]

    try:
        if not path.exists():
            way_out = "correct its name, or create it with `--update-baseline`"
            return None, [Diagnostic(MISSING, "there is no such baseline", Location(shown), way_out)]
        if not path.is_file():
            return None, broken("is no regular file", way_out="name a file")
        if path.stat().st_size > _LARGEST:
            return None, broken(f"has more than {_LARGEST:,} bytes")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return None, broken(f"cannot be read: {(error.strerror or 'unreadable').lower()}", way_out="check its name")
    except ValueError:
        return None, broken("is not UTF-8")
    try:
        return _read(list(entries(text)), shown)
    except Broken as why:
        return None, broken(why.message, why.line, why.column)


def _read(listed: list[tuple[object, int, int]], shown: str) -> tuple[Baseline | None, list[Diagnostic]]:
    baseline, found = Baseline(), []
    for entry, line, column in listed:
        place = Location(shown, line, column)
        if wrong := _wrong(entry):
            found.append(Diagnostic(WRONG_ENTRY, wrong, place, "delete the entry, or `--update-baseline` a new file"))
            if len(found) == _MOST_PROBLEMS:
                break
        elif isinstance(entry, dict):
            known = Known(*(entry[name] for name in Known._fields))
            baseline.counts[known] += entry.get("count", 1)
            baseline.messages[known] = entry.get("message", "")
            if "in" in entry:
                baseline.holders[known] = entry["in"]
            baseline.places.setdefault(known, place)
    return (None, found) if found else (baseline, [])


def _wrong(entry: object) -> str:
    """Return what is wrong with an entry, "" where nothing is."""
    if not isinstance(entry, dict):
        return "an entry is no object"
    for key, value in entry.items():
        if key not in _KEYS:
            return f"an entry has the unknown key `{key[:60]}`"
        if type(value) is not _KEYS[key]:
            return f"`{key}` of an entry is no {'number' if key == 'count' else 'text'}"
    if missing := [key for key in _NEEDED if key not in entry]:
        return f"an entry has no `{missing[0]}`"
    return "" if 0 < entry.get("count", 1) <= _MOST_COUNTED else f"`count` of an entry is not 1 to {_MOST_COUNTED:,}"


def way(folder: str | Path, base: Path) -> str:
    """Return the way from the folder *base* to *folder*, whatever links lead there."""
    return Path(os.path.relpath(os.path.realpath(folder), os.path.realpath(base))).as_posix()


class _Ways:
    """Finds what holds a pack folder, once for each."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._found: dict[str, str] = {}

    def holder(self, path: str, homes: Mapping[str, str]) -> str:
        folder = folder_of(path, homes)
        inside = path if folder is None else folder
        if inside not in self._found:
            up = [".."] * (homes.get(inside, "").count("/") + 1)  # `pack/1.4.0` is a folder in that of its pack
            self._found[inside] = way(os.path.normpath("/".join((os.path.abspath(inside), *up))), self._base)  # noqa: PTH100
        return self._found[inside]


def known_as(diagnostic: Diagnostic, homes: Mapping[str, str]) -> Known:
    """Return the entry that stands for *diagnostic*, found in one of the pack folders *homes* (path to name)."""
    path = diagnostic.location.path
    folder = folder_of(path, homes)
    if folder is None:  # what is no pack folder is known by its own name
        inside = Path(path).resolve().name
    else:
        inside = "/".join(filter(None, (homes[folder], path if folder == "." else path[len(folder) + 1 :])))
    return Known(inside, diagnostic.code, diagnostic.pack, fingerprint(diagnostic.message, homes))
