"""A review for programs."""

from __future__ import annotations

import json

from generator.diagnostics import Diagnostic
from generator.diagnostics.report import record
from generator.review.change import Change, HandEdit, Review, StepTaken

_LONGEST = 4000


def render(review: Review) -> str:
    """Return *review* as JSON, ended by a line end. Long values are cut, and end with `…` then.

    `places` has, for each change, the file that its line is a line of, and the side that has it.
    """
    data = {
        "changes": [_change(change) for change in review.changes],
        "impact": str(review.impact),
        "places": [{"file": change.location.path, "side": str(change.side)} for change in review.changes],
        "base": review.base,
        "head": review.head,
        "handEdited": [_edit(edit) for edit in review.edits],
        "versions": [_step(step) for step in review.steps],
        "problems": [_problem(d) for d in review.problems],
        "gate": [_problem(d) for d in review.gate],
    }
    return json.dumps(data, indent=2) + "\n"


def _change(change: Change) -> dict[str, object]:
    return {
        "code": change.code,
        "impact": str(change.impact),
        "pack": change.pack,
        "version": change.version,
        "path": change.path,
        "line": change.location.line,
        "column": change.location.column,
        "summary": change.summary,
        "before": _cut(change.before),
        "after": _cut(change.after),
        "files": list(change.files),
    }


def _cut(value: object) -> object:
    """Return *value*, or where it is long the beginning of its text."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    if len(text) <= _LONGEST:
        return value if isinstance(value, str) else json.loads(text)
    return text[:_LONGEST] + "…"


def _step(step: StepTaken) -> dict[str, object]:
    leaves = {"added": step.leaves.added, "removed": step.leaves.removed, "changed": step.leaves.changed}
    about = {"pack": step.pack, "version": step.version, "before": step.before, "impact": str(step.impact)}
    return {**about, "values": leaves, "changes": [_change(change) for change in step.changes]}


def _edit(edit: HandEdit) -> dict[str, object]:
    place = edit.location
    about = {"pack": edit.pack, "path": place.path, "line": place.line, "message": edit.message}
    return {**about, "ruledBy": edit.ruled}


def _problem(diagnostic: Diagnostic) -> dict[str, str | int]:
    return record(diagnostic)
