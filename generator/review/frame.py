"""The frame: templates, packscribe.toml and packscribe itself. What they change though no fact did.

That is files of a pack, and files that are made of all packs together: the catalog, timelines, feeds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from generator.catalog import LoadedPack
from generator.diagnostics import Location
from generator.lock import CATALOG, Lock, parse, path_of
from generator.meaning import Impact, Side
from generator.meaning.words import counted
from generator.review.change import Change
from generator.review.places import Files, differing
from generator.review.snapshots import Snapshot, sources_of
from generator.tree import digests

if TYPE_CHECKING:
    from generator.review.sides import Bench
    from generator.view.packs import Entry

_FILES_AT_ROOT = ("packscribe.toml", "templates/")


class Listed(NamedTuple):
    """A pack of the base where all are listed: with the settings of the base, with those of the later side, and the
    digests of its *sources*."""

    old: Entry
    new: Entry
    sources: Mapping[str, str]


def moved(before: Snapshot, after: Snapshot) -> list[str]:
    """Return the files of the frame that differ."""
    old, new = _at_root(before), _at_root(after)
    return sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))


def listed(loaded: LoadedPack, left: Bench, right: Bench) -> Listed:
    """Return the pack *loaded* of the base as the files of all packs have it."""
    from generator.compile import entry_of

    old, new = (entry_of(loaded, bench.settings) for bench in (left, right))
    return Listed(old, new, {**digests(loaded.sources), **loaded.assets})


def of_all_packs(left: Bench, right: Bench, packs: Sequence[Listed]) -> Files:
    """Return how the files made of all *packs* of the base differ for the frame alone, before and after.

    Raises `Problems` where a template is wrong.
    """
    if not packs:
        return {}
    before = _built(left, packs) or left.catalog([pack.old for pack in packs])
    return differing(before, right.catalog([pack.new for pack in packs]))


def built_anew(before: Snapshot, after: Snapshot, names: Sequence[str]) -> Files:
    """Return how the files made of all packs differ where neither the frame nor a source of the packs *names* did.

    Locks tell: files that people edited are no work of packscribe.
    """
    if any(sources_of(name, before.ids) != sources_of(name, after.ids) for name in names):
        return {}
    old, new = (_recorded(side) for side in (before, after))
    if not old or not new:
        return {}
    paths = [path for path in sorted(old.keys() | new.keys()) if old.get(path) != new.get(path)]
    return differing(before.read(paths), after.read(paths))


def change(pack: str, files: Sequence[str], frame: Sequence[str], place: Location | None = None) -> Change:
    """Say that *files* of *pack* (empty: of all packs together) differ for what is no fact: the *frame* is another."""
    why = " and ".join(f"`{path}`" for path in frame) or "packscribe itself"
    artifacts = [path for path in files if path.startswith("packs/") and not path.endswith("/README.md")]
    made = counted(len(files), "generated file") + ("" if pack else " of all packs together")
    summary = f"{made} changed though no fact did: {why} changed"
    impact = Impact.FIX if artifacts else Impact.DOCS
    place = place or Location(frame[0] if frame else "packs")
    return Change("PS371", impact, pack, "", "", place, Side.HEAD, summary, files=tuple(files))


def _built(left: Bench, packs: Sequence[Listed]) -> Mapping[str, bytes]:
    """Return the files that the base has, where its lock proves that a build made them of these packs."""
    recorded = _lock(left.snapshot)
    if recorded is None or recorded.sources != {p: d for pack in packs for p, d in pack.sources.items()}:
        return {}
    files = left.snapshot.read(recorded.outputs)
    return files if digests(files) == recorded.outputs else {}


def _recorded(snapshot: Snapshot) -> Mapping[str, str]:
    recorded = _lock(snapshot)
    return recorded.outputs if recorded else {}


def _lock(snapshot: Snapshot) -> Lock | None:
    return next(map(parse, snapshot.read([path_of(CATALOG)]).values()), None)


def _at_root(snapshot: Snapshot) -> dict[str, str]:
    return {path: oid for path, oid in snapshot.ids.items() if path.startswith(_FILES_AT_ROOT)}
