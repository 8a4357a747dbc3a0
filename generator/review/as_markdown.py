"""A review as the comment of a pull request: what matters first, one line a change, everything else folded.

It has 60,000 bytes (GitHub takes 65,536 characters). Lines of changes come first, then details, then the diffs of
files, the short ones first; what has no room is counted at the end. The first line is a mark by which a later run
finds the comment.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.diagnostics import Diagnostic, Severity
from generator.meaning import Impact
from generator.meaning.words import counted
from generator.review import marked
from generator.review.change import ALL_PACKS, Change, Review, StepTaken
from generator.review.tally import tally, with_gaps

MARK = "<!-- packscribe-diff -->"
LARGEST = 60_000
_FOR_THE_END = 600  # bytes that are kept for saying what was left out
_MOST_LINES = 160
_SIGNS = {
    Impact.BREAKING: "🔴 **breaking**",
    Impact.FEATURE: "🟢 feature",
    Impact.FIX: "🟡 fix",
    Impact.DOCS: "🔵 docs",
    Impact.NONE: "⚪ none",
}


class Part(NamedTuple):
    """A piece of the comment: what *kind* it is of, where it stands, and which of its kind gets room first."""

    kind: str
    text: str
    rank: int = 0


def render(review: Review) -> str:
    """Return *review* as Markdown of at most LARGEST bytes, ended by a line end."""
    parts = list(_parts(review))
    kept, left_out = _fitted(parts)
    if left_out:
        kept.append(_said(left_out, review))
    return _joined([MARK, *kept]) + "\n"


def _joined(texts: Sequence[str]) -> str:
    """Join blocks by blank lines, and items of one list by none."""
    found = ""
    for before, text in zip(["", *texts], texts, strict=False):
        items = before.startswith("- ") and text.startswith("- ")
        found += f"{'' if not found else chr(10) if items else chr(10) * 2}{text}"
    return found


def _fitted(parts: Sequence[Part]) -> tuple[list[str], Counter[str]]:
    """Return the texts that have room, in their order, and how many of each kind have none."""
    room = LARGEST - len(MARK.encode()) - _FOR_THE_END
    order = {kind: number for number, kind in enumerate(_KINDS)}
    chosen: set[int] = set()
    left_out: Counter[str] = Counter()
    for number in sorted(range(len(parts)), key=lambda n: (order[parts[n].kind], parts[n].rank, n)):
        size = len(parts[number].text.encode()) + 2
        if size <= room:
            room -= size
            chosen.add(number)
        else:
            left_out[parts[number].kind] += 1
    return [part.text for number, part in enumerate(parts) if number in chosen], left_out


_KINDS = ("title", "problem", "pack", "change", "detail", "diff")
_NAMES = {
    "problem": ("problem", ""),
    "pack": ("pack", ""),
    "change": ("change", ""),
    "detail": ("block of details", "blocks of details"),
    "diff": ("diff of a file", "diffs of files"),
}


def _said(left_out: Counter[str], review: Review) -> str:
    counts = [counted(left_out[kind], *_NAMES[kind]) for kind in _KINDS if left_out[kind]]
    what = ", ".join(counts)
    return f"_Left out, as the comment would be too long: {what}._ Everything: {marked.code('packscribe diff')}"


def _parts(review: Review) -> Iterator[Part]:
    yield Part("title", _title(review))
    yield from (Part("problem", text) for text in _problems(review))
    for name in review.packs:
        changes = [change for change in review.changes if change.pack == name]
        part = "; compared in part" if name in review.compared_in_part else ""
        yield Part("pack", f"### {marked.code(name) if name else ALL_PACKS.capitalize()}: {tally(changes)}{part}")
        yield from (Part("change", _line(change)) for change in changes)
        yield from (Part("detail", text) for text in _details(changes))
        yield from (Part("detail", _step(step)) for step in review.steps if step.pack == name)
    if review.files:
        yield Part("diff", f"### {counted(len(review.files), 'generated file')}", -1)
    yield from (_diff(path, *data) for path, data in review.files.items())


def _title(review: Review) -> str:
    names = [name for name in review.packs if name]
    packs = f" in {counted(len(names), 'pack')}" if names else ""
    title = f"## packscribe: {with_gaps(tally(review.changes) + packs, review, marked.code)}"
    return f"{title}\n\n{marked.code(review.base)} → {marked.code(review.head)}"


def _problems(review: Review) -> Iterator[str]:
    """Yield what people edited by hand, then what the gate says, then what could not be compared."""
    edits = [edit.diagnostic(Severity.WARNING) for edit in review.edits]
    gate = [d for d in review.gate if d.code != "PS382"]
    for title, found in (("Edited by hand", edits), ("Does not pass", gate), ("Problems", list(review.problems))):
        if found:
            yield f"#### {title}"
            yield from (_problem(d) for d in found)


def _problem(diagnostic: Diagnostic) -> str:
    way_out = marked.text(diagnostic.help.split("\n")[0])
    place, message = marked.code(str(diagnostic.location)), marked.text(diagnostic.message)
    return f"- {place} {message} ({diagnostic.code})" + (f"<br>{way_out}" if way_out else "")


def _line(change: Change) -> str:
    where = marked.code(f"{change.location.path}:{change.location.line}")
    return f"- {_SIGNS[change.impact]} {marked.text(change.summary)} — {where}"


def _details(changes: Sequence[Change]) -> Iterator[str]:
    """Yield one folded block for the changes of a pack: code, path, before and after, the files that are reached."""
    body = "\n\n".join(_detail(change) for change in changes)
    yield marked.folded("Details: before, after, and the files reached", body)


def _detail(change: Change) -> str:
    about = f"**{change.code}** {marked.code(change.path)} {marked.text(change.summary)}"
    values = [*_value("before", change.before), *_value("after", change.after)]
    files = (
        [f"Reaches {', '.join(map(marked.code, change.files[:12]))}{_more(change.files[12:])}"] if change.files else []
    )
    return "\n\n".join([about, *values, *files])


def _more(rest: Sequence[str]) -> str:
    return f" and {len(rest)} more" if rest else ""


def _value(label: str, value: object) -> Iterator[str]:
    if value is None:
        return
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2, default=str)
    lines = shown.split("\n")
    if len(lines) == 1 and len(shown) <= 120:
        yield f"{label}: {marked.code(shown) or 'empty'}"
    else:
        rest = [f"… {len(lines) - 40} more lines"] if len(lines) > 40 else []
        yield f"{label}:\n\n" + marked.fence("text", [*lines[:40], *rest])


def _step(step: StepTaken) -> str:
    values = f"{step.leaves.added} values added, {step.leaves.removed} removed, {step.leaves.changed} changed"
    title = f"From {marked.tag(step.before)} to {marked.tag(step.version)}: {tally(step.changes)}; {values}"
    lines = [f"- {_SIGNS[change.impact]} {marked.text(change.summary)}" for change in step.changes[:200]]
    if len(step.changes) > 200:
        lines.append(f"- and {len(step.changes) - 200} more")
    return marked.folded(title, "\n".join(lines) or "Nothing differs.")


def _diff(path: str, before: bytes | None, after: bytes | None) -> Part:
    old, new = ((data or b"").decode("utf-8", "replace").split("\n") for data in (before, after))
    lines = list(difflib.unified_diff(old if before else [], new if after else [], "before", "after", lineterm="", n=2))
    added = sum(line.startswith("+") for line in lines[2:])
    removed = sum(line.startswith("-") for line in lines[2:])
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], f"… {len(lines) - _MOST_LINES} more lines"]
    what = "new file, " if before is None else "removed, " if after is None else ""
    text = marked.folded(f"{marked.tag(path)} {what}+{added} −{removed}", marked.fence("diff", lines))
    return Part("diff", text, len(text))
