"""The audit as a command: find, leave out what is ignored or not selected, then what the baseline knows."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.audit import baseline as baselines
from generator.audit.baseline import Baseline, Known
from generator.audit.run import Outcome, run
from generator.diagnostics import Diagnostic
from generator.settings import Settings
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
    """What counts, in order; the name of each pack folder by its path; and what is said where nothing counts."""

    found: list[Diagnostic]
    homes: Mapping[str, str]
    done: str = ""


def inspect(dirs: Sequence[Path], as_of: datetime.date | None, settings: Settings | None, wanted: Wanted) -> Inspected:
    """Audit the pack folders *dirs*, or those in them, judged on the day *as_of*. Writes no file but the baseline."""
    old = Baseline()
    if wanted.baseline and not (wanted.update and not wanted.baseline.exists()):
        read, problems = baselines.load(wanted.baseline)
        if read is None:
            return Inspected(problems, {})
        old = read
    outcome = run(dirs, as_of)
    found = [d for d in _heeded(outcome.diagnostics, settings) if wanted.takes(d.code)]
    many = f"{outcome.folders} pack folder{'s' * (outcome.folders != 1)}"
    if wanted.baseline is None:
        return Inspected(found, outcome.homes, f"{many}: nothing found")
    judged = _judge(dirs, outcome, wanted)
    if wanted.update:
        new = baselines.merged(baselines.baseline_of(found, outcome.homes), old, judged)
        return Inspected([], outcome.homes, _written(wanted.baseline, new))
    fresh = baselines.unknown(found, outcome.homes, old)
    left_out = len(found) - len(fresh)
    fresh += baselines.stale(found, outcome.homes, old, judged)
    done = f"{many}: nothing new; the baseline knows {left_out:,} finding{'s' * (left_out != 1)}"
    return Inspected(fresh, outcome.homes, done)


def _heeded(found: list[Diagnostic], settings: Settings | None) -> list[Diagnostic]:
    """Leave out what packscribe.toml ignores."""
    if not settings or not settings.ignore:
        return found
    from generator.pipeline import suppress  # it would bring the models of pack.yaml along

    return suppress(found, settings)


def _judge(dirs: Sequence[Path], outcome: Outcome, wanted: Wanted) -> Callable[[Known], bool]:
    """Return what tells whether this audit would have found again what an entry of a baseline stands for.

    It would where the code counts and the pack was audited, or the folder was that should hold it.
    """
    homes = set(outcome.homes.values())
    holders = [path for path in dirs if path.as_posix() not in outcome.homes]
    within = tuple(f"{path.resolve().name}/" if (path / SOURCE).is_file() else "" for path in holders)

    def judged(known: Known) -> bool:
        first, second = known.path.split("/", 1)[0], "/".join(known.path.split("/", 2)[:2])
        return wanted.takes(known.code) and (first in homes or second in homes or known.path.startswith(within))

    return judged


def _written(path: Path, baseline: Baseline) -> str:
    """Write *baseline* and return what to say of it."""
    changed = write(path.parent, {path.name: baseline.to_bytes()})
    count = sum(baseline.counts.values())
    what = f"{count:,} finding{'s' * (count != 1)}"
    return f"wrote {path.as_posix()}: {what}" if changed else f"{path.as_posix()} is up to date: {what}"
