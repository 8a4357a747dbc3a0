"""A review as diagnostics, for annotations on lines and for code scanning."""

from __future__ import annotations

from generator.diagnostics import Diagnostic, Severity
from generator.meaning import Impact, Side
from generator.review.change import Change, Review


def diagnostics(review: Review) -> list[Diagnostic]:
    """Return what was found, what people edited by hand first: only problems and the gate are errors."""
    edits = [] if review.gate else [edit.diagnostic(Severity.WARNING) for edit in review.edits]
    gate = sorted(review.gate, key=lambda d: d.code != "PS382")
    told = [_change(change) for change in review.changes if change.impact is not Impact.NONE]
    return [*edits, *gate, *review.problems, *told]


def _change(change: Change) -> Diagnostic:
    severity = Severity.WARNING if change.impact is Impact.BREAKING else Severity.NOTE
    message = f"{change.impact}: {change.summary}"
    place = change.near if change.side is Side.BASE and change.near else change.location
    return Diagnostic(change.code, message, place, "", severity, change.pack)
