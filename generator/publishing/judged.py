"""What may be written: packs without errors, as `check`, `packs.lock.json` and a baseline have it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator import archive, published
from generator.diagnostics import Diagnostic, Location, has_errors
from generator.packing import Artifact
from generator.published import Published
from generator.publishing.gather import Gathered, verdicts
from generator.verdicts.memory import Memory

if TYPE_CHECKING:
    from generator.audit.baseline import Baseline

WRONG_TIME = "PS607"
TIME_VARIABLE = "SOURCE_DATE_EPOCH"


class Wish(NamedTuple):
    """What is asked for: the packs *names* (empty: all); warnings refuse too if *strict*; a *baseline* file of what
    is known; the *time* of the files, as SOURCE_DATE_EPOCH has it; and the *memory* of what was judged before."""

    names: tuple[str, ...] = ()
    strict: bool = False
    baseline: Path | None = None
    time: str = ""
    memory: Memory | None = None


class Ground(NamedTuple):
    """What every step needs: the *time* of files, what was *published*, what is *known*, and the *memory*."""

    time: int
    published: Published
    known: Baseline | None
    memory: Memory


def ground(root: Path, wish: Wish) -> tuple[Ground | None, list[Diagnostic]]:
    """Return what the commands build on, or none and why."""
    try:
        time = archive.modification_time(wish.time)
    except ValueError:
        message = f"{TIME_VARIABLE} is no time: `{wish.time[:40]}`"
        help = "set it to seconds since 1970, such as `git log -1 --format=%ct`, or unset it"
        return None, [Diagnostic(WRONG_TIME, message, Location("packs"), help)]
    known, found = _baseline(wish)
    was, problems = published.load(root)
    if found or was is None:
        return None, [*found, *problems]
    return Ground(time, was, known, wish.memory or Memory(root)), []


def _baseline(wish: Wish) -> tuple[Baseline | None, list[Diagnostic]]:
    if wish.baseline is None:
        return None, []
    from generator.audit import baseline as baselines

    return baselines.load(wish.baseline)


def refused(
    root: Path, gathered: Gathered, names: Collection[str], on: Ground, *, strict: bool
) -> tuple[set[str], list[Diagnostic]]:
    """Return which of the packs *names* must not be written, and everything that was found in them."""
    found = verdicts(root, gathered, names, on.known, on.memory)
    wrong = {d.pack for d in found if has_errors([d], strict=strict)}
    return wrong | {name for name in names if name not in gathered.verdicts}, found


def known_wrong(
    root: Path, gathered: Gathered, names: Collection[str], on: Ground, *, strict: bool
) -> list[Diagnostic]:
    """Return what is wrong in those of the packs *names* whose verdicts are at hand; none is judged for that."""
    _, found = refused(root, gathered, [name for name in names if name in gathered.verdicts], on, strict=strict)
    return [each for each in found if has_errors([each], strict=strict)]


def without_changed(artifacts: Iterable[Artifact], on: Ground) -> tuple[list[Artifact], list[Diagnostic]]:
    """Return those of *artifacts* that were never published, or are what was published; and why the others are not."""
    kept, found = [], list[Diagnostic]()
    for artifact in artifacts:
        wrong = list(published.changed([artifact], on.published))
        found += wrong
        kept += [] if wrong else [artifact]
    return kept, found
