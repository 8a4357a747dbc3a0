"""Compiling again what was saved, in a process that has everything at hand: modules, templates, the other packs.

A pack with errors keeps the files that were compiled from it last; every other pack goes on.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator import catalog
from generator import lock as locks
from generator import settings as settings_file
from generator.compiled import Compiled
from generator.diagnostics import Diagnostic, Location, has_errors, ordered
from generator.job import Job, Made
from generator.pipeline import Outcome, write
from generator.settings import suppress


@dataclass(frozen=True)
class Round:
    """One round of compiling: its *outcome*, and the *seconds* it took.

    Packs with errors *kept* their last good files; those that are *mended* did so before.
    """

    outcome: Outcome
    seconds: float
    kept: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()


class Rebuilder:
    """Compiles the packs *names* (empty: all, and the catalog page) below *root*, again and again."""

    def __init__(self, root: Path, names: Iterable[str]) -> None:
        self._root, self._names = root, tuple(names)
        self._job: Job | None = None  # none: the next round compiles everything
        self._good: dict[str, Made] = {}
        self._kept: set[str] = set()

    def round(self, changed: Iterable[str] = ()) -> Round:
        """Compile what follows from the *changed* paths, the first time everything, and write it."""
        started, kept = time.perf_counter(), self._kept
        try:
            outcome = self._round(set(changed))
        except OSError as error:  # a full disk, a file that went while it was read: it is tried again
            self._job = None
            outcome = Outcome([_refused(error)])
        mended = kept & self._good.keys() - self._kept
        return Round(outcome, time.perf_counter() - started, tuple(sorted(self._kept)), tuple(sorted(mended)))

    def _round(self, changed: set[str]) -> Outcome:
        settings, found = settings_file.load(self._root)
        here = [name for name in catalog.pack_names(self._root) if not self._names or name in self._names]
        if settings is None or not here:
            self._job = None
            return Outcome(ordered(found or [catalog.no_packs(self._root)]))
        job = self._job
        touched = {path.split("/")[1] for path in changed if path.startswith("packs/")} & set(here)
        gone = (self._good.keys() | self._kept) - set(here)
        if job is None or any(not path.startswith("packs/") for path in changed):
            locks.compiler_digest.cache_clear()
            job, touched = Job(self._root, settings), set(here)
        made = dict(zip(sorted(touched), job.make_to_send(sorted(touched)), strict=True))
        found = list(dict.fromkeys(problem for one in made.values() for problem in one.found))
        self._remember(made, gone)
        units, more = self._units(job, here, sorted(made.keys() - self._kept), everything=bool(gone))
        written = write(self._root, units, everything=bool(gone) and not self._names and not self._kept)
        self._job = job
        return Outcome(ordered(suppress([*found, *more], settings)), written, len(made))

    def _remember(self, made: dict[str, Made], gone: set[str]) -> None:
        good = {name: one for name, one in made.items() if one.compiled and not has_errors(one.found)}
        self._good = {name: one for name, one in {**self._good, **good}.items() if name not in gone}
        self._kept = (self._kept - good.keys() - gone) | (made.keys() - good.keys())

    def _units(
        self, job: Job, here: list[str], names: list[str], *, everything: bool
    ) -> tuple[list[Compiled], list[Diagnostic]]:
        """Return what to write: the packs *names*, or *everything* that is good, and the catalog page, if whole."""
        wanted = sorted(self._good) if everything else names
        units = [one.compiled for name in wanted if (one := self._good[name]).compiled]
        if self._names or not units or self._good.keys() != set(here):
            return units, []
        page, found = job.catalog([self._good[name] for name in here])
        return [*units, *([page] if page else [])], found


def _refused(error: OSError) -> Diagnostic:
    reason = (error.strerror or type(error).__name__).lower()
    place = Location(str(error.filename or "."))
    return Diagnostic("PS193", f"the round stopped: {reason}", place, "save once more when the way is free")
