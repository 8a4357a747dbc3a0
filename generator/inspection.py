"""The audit as a command: find, leave out what is ignored or not selected, then what the baseline knows."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from generator.audit import baseline as baselines
from generator.audit.baseline import Baseline, Known
from generator.audit.run import Outcome, run
from generator.diagnostics import Diagnostic
from generator.diagnostics.fingerprint import folder_of
from generator.settings import Settings, suppress
from generator.tree import write

SOURCE = "pack.yaml"


class Wanted(NamedTuple):
    """Which findings count: codes or what they begin with to *select* (empty: all) and to *ignore*; a baseline file.

    *update*: the baseline is to be written.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: Path | None = None
    update: bool = False

    def takes(self, code: str) -> bool:
        """Tell whether findings with *code* count."""
        return code.startswith(self.select or ("",)) and not (self.ignore and code.startswith(self.ignore))


@dataclass(frozen=True)
class Inspected:
    """What counts, in order; the name of each pack folder by its path; and what is said where nothing counts.

    *strict*: it was held against a baseline, so that every warning is a new one, and fails.
    """

    found: list[Diagnostic]
    homes: Mapping[str, str]
    done: str = ""
    strict: bool = False


def inspect(dirs: Sequence[Path], as_of: datetime.date | None, settings: Settings | None, wanted: Wanted) -> Inspected:
    """Audit the pack folders *dirs*, or those in them, judged on the day *as_of*. Writes no file but the baseline."""
    old = Baseline()
    if wanted.baseline and not (wanted.update and not wanted.baseline.exists()):
        read, problems = baselines.load(wanted.baseline)
        if read is None:
            return Inspected(problems, {})
        old = read
    outcome = run(dirs, as_of)
    found = [d for d in _heeded(outcome, settings) if wanted.takes(d.code)]
    many = f"{outcome.folders} pack folder{'s' * (outcome.folders != 1)}"
    if wanted.baseline is None:
        return Inspected(found, outcome.homes, f"{many}: nothing found")
    judged = _judge(dirs, outcome, wanted, old)
    if wanted.update:
        known = baselines.baseline_of(found, outcome.homes, wanted.baseline.parent)
        new = baselines.merged(known, old, judged)
        return Inspected([], outcome.homes, _written(wanted.baseline, new))
    fresh = baselines.unknown(found, outcome.homes, old)
    left_out = len(found) - len(fresh)
    fresh += baselines.stale(found, outcome.homes, old, judged)
    done = f"{many}: nothing new; the baseline knows {left_out:,} finding{'s' * (left_out != 1)}"
    return Inspected(fresh, outcome.homes, done, strict=True)


def _heeded(outcome: Outcome, settings: Settings | None) -> list[Diagnostic]:
    """Leave out what packscribe.toml ignores, by the name of the folder or by that of the pack in it."""
    if not settings or not settings.ignore:
        return outcome.diagnostics
    kept = []
    for found in suppress(outcome.diagnostics, settings):
        names = outcome.names.get(folder_of(found.location.path, outcome.homes) or "", ())
        if all(suppress([replace(found, pack=name)], settings) for name in names):
            kept.append(found)
    return kept


def _judge(dirs: Sequence[Path], outcome: Outcome, wanted: Wanted, old: Baseline) -> Callable[[Known], bool]:
    """Return what tells whether this audit would have found again what an entry of the baseline *old* stands for.

    It would where the code counts and the pack was audited, or the folder was that held it. Other entries are for
    folders that this run did not look at: they are left alone.
    """
    assert wanted.baseline is not None
    holders = [path for path in dirs if path.as_posix() not in outcome.homes or (path / SOURCE).is_file()]
    names = {path.resolve().name for path in dirs}
    compiled = tuple(f"{path.resolve().name}/" for path in holders if (path / SOURCE).is_file())
    ways = {baselines.way(path, wanted.baseline.parent) for path in holders}

    def judged(known: Known) -> bool:
        first, second = known.path.split("/", 1)[0], "/".join(known.path.split("/", 2)[:2])
        if not wanted.takes(known.code):
            return False
        audited = not outcome.audited.isdisjoint((first, second)) or known.path in names
        return audited or known.path.startswith(compiled) or old.holders.get(known) in ways

    return judged


def _written(path: Path, baseline: Baseline) -> str:
    """Write *baseline* and return what to say of it."""
    changed = write(path.parent, {path.name: baseline.to_bytes()})
    count = sum(baseline.counts.values())
    what = f"{count:,} finding{'s' * (count != 1)}"
    return f"wrote {path.as_posix()}: {what}" if changed else f"{path.as_posix()} is up to date: {what}"
