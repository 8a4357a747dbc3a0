"""What became of a bump, for people: what was written, and the notes by what they are about."""

from __future__ import annotations

from collections.abc import Iterator

from generator.bump.notes import CHANGED, ENDS, GONE, LEFT, MENTIONED, OFFERED
from generator.bump.run import Outcome
from generator.diagnostics.bump_codes import BUMP

SHOWN = 40
"""Notes of one kind that are shown; the rest is counted."""

_ORDER = (CHANGED, GONE, OFFERED, LEFT, ENDS, MENTIONED)


def story(outcome: Outcome, name: str, version: str) -> Iterator[str]:
    """Yield what *outcome* says of the new *version* of the pack *name*, line by line, and what to do next."""
    yield from outcome.diff
    yield from (f"wrote {path}" for path in outcome.changed)
    yield f"{'would make' if outcome.diff else 'made'} {name} {version} from {outcome.start}"
    for code in _ORDER:
        yield from _section(outcome, code)
    yield ""
    yield f"next: packscribe build {name}" if not outcome.diff else "nothing was written"


def _section(outcome: Outcome, code: str) -> Iterator[str]:
    notes = [note for note in outcome.diagnostics if note.code == code]
    if not notes:
        return
    yield ""
    yield f"{BUMP[code][0]} ({len(notes)}, {code})"
    helped = ""
    for note in notes[:SHOWN]:
        yield f"  {note.location}: {note.message}"
        if note.help != helped:
            yield f"    help: {note.help}"
        helped = note.help
    if len(notes) > SHOWN:
        yield f"  … and {len(notes) - SHOWN} more; `--format json` lists them"
