"""Sources, conflicts, and which fact rests on which source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.model.evidence import Conflict
from generator.model.knowledge import Scope
from generator.model.pack import Pack
from generator.model.scalars import Cited, Model
from generator.prose import Code, Link, Phrase, Text, phrase, words
from generator.view.cluster import scope_words
from generator.view.said import Grid, Route, Said, Told, day, plain, said, told


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A topic on which sources disagree."""

    topic: Said
    claims: Grid
    ruling: Told
    why: Told


def conflicts(pack: Pack) -> tuple[ConflictView, ...]:
    """Return the recorded conflicts, in the order of pack.yaml."""
    return tuple(_conflict(key, fact) for key, fact in pack.conflicts.items())


def _conflict(key: str, fact: Conflict) -> ConflictView:
    at = ("conflicts", key)
    rows = tuple(
        (Said(phrase(Code(c.source)), (*at, "claims", i, "source")), said(c.says, *at, "claims", i, "says"))
        for i, c in enumerate(fact.claims)
    )
    return ConflictView(
        said(fact.topic, *at, "topic"),
        Grid((phrase("Source"), phrase("Says")), rows),
        told(fact.ruling, *at, "ruling"),
        told(fact.why, *at, "why"),
    )


SOURCE_HEAD = ("Source", "Document", "Rank", "Read", "Note")


def source_grid(pack: Pack) -> Grid | None:
    """Return the table of sources, the strongest first, or none."""
    ranked = sorted(pack.sources.items(), key=lambda item: item[1].rank)
    rows = []
    for key, source in ranked:
        at = ("sources", key)
        title: Phrase = phrase(Link((Text(source.title),), source.url)) if source.url else phrase(source.title)
        rows.append((
            Said(phrase(Code(key)), at),
            Said(title, (*at, "title")),
            plain(str(source.rank), *at, "rank"),
            plain(day(source.retrieved) if source.retrieved else "not dated", *at, "retrieved"),
            said(source.note or "none", *at, "note"),
        ))
    return Grid(tuple(phrase(h) for h in SOURCE_HEAD), tuple(rows)) if rows else None


def evidence_grid(pack: Pack) -> Grid | None:
    """Return the table of facts with their sources and confidence, or none."""
    rows = []
    for route, fact in _cited(pack, ()):
        if not fact.cite and fact.confidence is None:
            continue
        cites = words([phrase(Code(c)) for c in fact.cite]) if fact.cite else phrase("none")
        rows.append((
            Said(phrase(Code(dotted(route))), route),
            plain(_scope(pack, fact), *route, "scope"),
            Said(cites, (*route, "cite")),
            plain(fact.confidence.value if fact.confidence else "confirmed", *route, "confidence"),
        ))
    head = tuple(phrase(h) for h in ("Fact", "Applies to", "Sources", "Confidence"))
    return Grid(head, tuple(rows)) if rows else None


def _scope(pack: Pack, fact: Cited) -> str:
    scope = getattr(fact, "scope", None)
    return (scope_words(pack, scope) if isinstance(scope, Scope) else "") or "all"


def dotted(route: Route) -> str:
    """Return *route* as people write it: `matrix.rows[0].cells.azure.linux`."""
    text = ""
    for step in route:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def _cited(value: object, route: Route) -> Iterator[tuple[Route, Cited]]:
    if isinstance(value, Cited):
        yield route, value
    if isinstance(value, Model):
        for name, field in type(value).model_fields.items():
            yield from _cited(getattr(value, name), (*route, field.alias or name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _cited(item, (*route, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _cited(item, (*route, index))


__all__ = ["ConflictView", "conflicts", "dotted", "evidence_grid", "source_grid"]
