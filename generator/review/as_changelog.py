"""A review as a fragment for release notes: what changes for people, by pack and version, without places and files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.meaning import Impact
from generator.meaning.words import counted
from generator.review import marked
from generator.review.change import ALL_PACKS, Change, Review
from generator.review.tally import missing

_TITLES = {Impact.BREAKING: "Breaking changes", Impact.FEATURE: "New", Impact.FIX: "Changed"}


def render(review: Review) -> str:
    """Return *review* as Markdown, ended by a line end; empty where nothing changes for people.

    Notes that are not whole say so.
    """
    blocks = [block for name in sorted(review.packs) for block in _pack(review, name)]
    if gaps := missing(review, marked.code):
        blocks.append(f"_These notes are not whole: {gaps}._")
    return "\n\n".join(blocks) + "\n" * bool(blocks)


def _pack(review: Review, name: str) -> Iterator[str]:
    steps = [step for step in review.steps if step.pack == name]
    for step in steps:
        yield f"### {marked.text(name)} {marked.text(step.version)}"
        yield (
            f"Changes since {marked.text(step.before)}:" if step.changes else f"The same as {marked.text(step.before)}."
        )
        yield from _sections(step.changes)
    new = {step.version for step in steps}
    rest = [c for c in review.changes if c.pack == name and not (c.code == "PS302" and c.version in new)]
    if rest:
        yield f"### {marked.text(name) if name else ALL_PACKS.capitalize()}"
        yield from _sections(rest)


def _sections(changes: Sequence[Change]) -> Iterator[str]:
    for impact, title in _TITLES.items():
        found = [change for change in changes if change.impact is impact]
        if found:
            yield f"#### {title}"
            yield "\n".join(f"- {marked.text(change.summary.removesuffix(' (line of the base)'))}" for change in found)
    words = [change for change in changes if change.impact is Impact.DOCS]
    if words:
        yield f"Documentation: {counted(len(words), 'change')}."
