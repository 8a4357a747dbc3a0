"""A review for people at a terminal: what fails first, then each pack, the worst changes on top."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.diagnostics.report import painted, printable, told
from generator.meaning import Impact
from generator.meaning.words import counted
from generator.review.change import ALL_PACKS, Change, Review
from generator.review.tally import tally, with_gaps

_COLOURS = {Impact.BREAKING: "31", Impact.FEATURE: "32", Impact.FIX: "33", Impact.DOCS: "36", Impact.NONE: "2"}
_MOST_IN_A_STEP = 12


def render(review: Review, *, colour: bool = False) -> str:
    """Return *review* as lines, ended by a line end."""
    return "\n".join(_lines(review, colour)) + "\n"


def _lines(review: Review, colour: bool) -> Iterator[str]:
    edits = [] if review.gate else [edit.diagnostic(Severity.WARNING) for edit in review.edits]
    first = [*edits, *review.gate, *review.problems]
    for diagnostic in sorted(first, key=lambda d: d.code != "PS382"):  # what people edited by hand is named first
        yield from told(diagnostic, colour=colour)
    if first:
        yield ""
    for pack in review.packs:
        changes = [change for change in review.changes if change.pack == pack]
        part = "; compared in part" if pack in review.compared_in_part else ""
        yield painted(f"{printable(pack) or ALL_PACKS}: {tally(changes)}{part}", "1;4" if colour else "")
        for change in changes:
            yield from _change(change, colour)
            yield from _step(review, change, colour)
        yield ""
    yield f"{review.base} → {review.head}: {with_gaps(tally(review.changes), review, printable)}"


def _change(change: Change, colour: bool) -> Iterator[str]:
    word = painted(f"{change.impact:8}", _COLOURS[change.impact] if colour else "")
    yield f"  {word} {change.code} {printable(change.summary)}"
    yield f"           {printable(str(change.location))}" + _reach(change)


def _reach(change: Change) -> str:
    return f", {counted(len(change.files), 'generated file')}" if change.files else ""


def _step(review: Review, change: Change, colour: bool) -> Iterator[str]:
    taken = [s for s in review.steps if change.code == "PS302" and (s.pack, s.version) == (change.pack, change.version)]
    for each in (one for step in taken for one in step.changes[:_MOST_IN_A_STEP]):
        word = painted(f"{each.impact:8}", _COLOURS[each.impact] if colour else "")
        yield f"             {word} {each.code} {printable(each.summary)}"
    if taken and (more := len(taken[0].changes) - _MOST_IN_A_STEP) > 0:
        yield f"             and {counted(more, 'more change')}, which `--format json` has"
