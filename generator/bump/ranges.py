"""Version ranges of records that would end: they hold for the old version, and not for the new one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.catalog import LoadedPack, Route
from generator.checks.walk import records
from generator.model.parameters import Option, Parameter
from generator.model.versioning import VersionRange, version_key
from generator.model.versions import Preset

_COMPARISON = re.compile(r"(>=|<=|>|<|=)?\s*(\S+)")


@dataclass(frozen=True, slots=True)
class Ending:
    """The range *text* at *route* ends before the new version; *extended* would hold for it ("" if it should end)."""

    route: Route
    text: str
    extended: str
    why: str = ""


def endings(loaded: LoadedPack, old: str, new: str, series: str) -> Iterator[Ending]:
    """Yield each range that holds for *old* and not for *new*, whose tab is *series*."""
    known = [version.version for version in loaded.pack.versions]
    ahead = _prepared(loaded, new)
    for route, record in records(loaded.pack):
        range_ = getattr(record, "versions", None)
        if not isinstance(range_, VersionRange) or "versions" not in record.model_fields_set:
            continue
        if old not in range_ or new in range_:
            continue
        at = (*route, "versions")
        if _identity(route, record) in ahead:
            yield Ending(at, range_.text, "", "another record of it holds for the new version")
        elif bound := _stated_end(range_, old):
            yield Ending(at, range_.text, "", f"it says itself where it ends: `{bound}`")
        else:
            yield Ending(at, range_.text, extended(range_, old, new, (series, known)))


def extended(range_: VersionRange, old: str, new: str, around: tuple[str, Sequence[str]]) -> str:
    """Return a range that holds for what *range_* holds for and for *new*, and for no other of the known versions.

    *around* is the series of *new* and the known versions.
    """
    series, known = around
    before = {version for version in known if version in range_}
    for text in (*_candidates(range_.text, old, new, series), f"{range_.text} || {new}"):
        try:
            wider = VersionRange(text)
        except ValueError:
            continue
        if new in wider and {version for version in known if version in wider} == before:
            return text
    return ""


def _candidates(text: str, old: str, new: str, series: str) -> Iterator[str]:
    """Yield ways to extend *text*, the most natural one first."""
    parts = text.split("||")
    for number, written in enumerate(parts):
        part = written.strip()
        if old not in VersionRange(part):
            continue
        if part.endswith(".x"):
            yield f"{text} || {series}"
        elif wider := _widened(part, old, new):
            yield "||".join([*parts[:number], written.replace(part, wider), *parts[number + 1 :]])


def _widened(part: str, old: str, new: str) -> str:
    """Return one alternative of a range with *new* in it, "" where it does not end with *old*."""
    comparisons = part.split()
    read = [_COMPARISON.fullmatch(comparison) for comparison in comparisons]
    if len(read) == 1 and read[0] and read[0][1] in (None, "="):
        return f">={read[0][2]}"
    ends = [bool(r and r[1] == "<=" and version_key(r[2]) == version_key(old)) for r in read]
    return " ".join(f"<={new}" if end else c for c, end in zip(comparisons, ends, strict=True)) if any(ends) else ""


def _stated_end(range_: VersionRange, old: str) -> str:
    """Return the comparison by which the author ends *range_* behind *old*, "" where it ends with *old* itself."""
    for part in range_.text.split("||"):
        if old not in VersionRange(part.strip()):
            continue
        for comparison in part.split():
            found = _COMPARISON.fullmatch(comparison)
            if found and (found[1] == "<" or (found[1] == "<=" and version_key(found[2]) != version_key(old))):
                return comparison
    return ""


def _prepared(loaded: LoadedPack, new: str) -> set[tuple[object, ...]]:
    """Return what has a record for *new* already, so that another one would be a second fact."""
    found = set()
    for route, record in records(loaded.pack):
        range_ = getattr(record, "versions", None)
        if isinstance(range_, VersionRange) and new in range_ and not range_.everything:
            found.add(_identity(route, record))
    return found - {()}


def _identity(route: Route, record: object) -> tuple[object, ...]:
    """Return what two records of one thing have in common; nothing for records that may stand beside each other."""
    match record:
        case Parameter(path=path):
            return "parameter", path
        case Preset(group=group, name=name):
            return "preset", group, name
        case Option(value=value):
            return "option", route[:2], value
    return ()
