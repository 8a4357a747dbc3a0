"""Sources, conflicts, and which fact rests on which source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model.evidence import Source
from generator.model.knowledge import Scope
from generator.model.pack import Pack
from generator.model.scalars import Cited, Model
from generator.model.selection import parameters_of
from generator.model.versioning import VersionRange
from generator.prose import Code, Link, Phrase, Text, phrase, words
from generator.values import ValuesText
from generator.view.cluster import scope_words
from generator.view.literals import default_of
from generator.view.said import Grid, Route, Said, Told, day, plain, said, told


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A topic on which sources disagree."""

    topic: Said
    claims: Grid
    ruling: Told
    holds: tuple[Said, ...]
    why: Told


def conflicts(pack: Pack, values: Mapping[str, ValuesText]) -> tuple[ConflictView, ...]:
    """Return the recorded conflicts, in the order of pack.yaml. *values* is the values text of each version."""
    return tuple(_conflict(pack, key, values) for key in pack.conflicts)


def _holds(pack: Pack, path: str | None, values: Mapping[str, ValuesText]) -> tuple[Said, ...]:
    """Say the default of the parameter at *path* in each version; versions that agree are told together."""
    found: dict[str, tuple[Phrase, Route, list[Phrase]]] = {}
    for version in pack.versions if path else ():
        for parameter in parameters_of(pack, version):
            if parameter.path == path:
                default, route = default_of(pack, version, values[version.version], pack.parameters.index(parameter))
                found.setdefault(default.canonical, (default, route, []))[2].append(phrase(Code(version.version)))
    return tuple(
        Said(phrase("In ", words(versions), ", ", Code(path or ""), " is ", default, "."), route)
        for default, route, versions in found.values()
    )


def _conflict(pack: Pack, key: str, values: Mapping[str, ValuesText]) -> ConflictView:
    fact = pack.conflicts[key]
    at = ("conflicts", key)
    rows = tuple(
        (Said(_named(pack, c.source), (*at, "claims", i, "source")), said(c.says, *at, "claims", i, "says"))
        for i, c in enumerate(fact.claims)
    )
    return ConflictView(
        said(fact.topic, *at, "topic"),
        Grid((phrase("Source"), phrase("Says")), rows),
        told(fact.ruling, *at, "ruling"),
        _holds(pack, fact.parameter, values),
        told(fact.why, *at, "why"),
    )


def _named(pack: Pack, citation: str) -> Phrase:
    """Return the title of the source of *citation*, a link where it has an address, with the locator; else its id."""
    key, _, locator = citation.partition("#")
    if key not in pack.sources:
        return phrase(Code(citation))
    named = _title(pack.sources[key])
    return phrase(named, " (", Code(locator), ")") if locator else named


def _title(source: Source) -> Phrase:
    return phrase(Link((Text(source.title),), source.url)) if source.url else phrase(source.title)


def _cites(pack: Pack, citations: Sequence[str]) -> Phrase:
    parts: list[Phrase | str] = []
    for citation in citations:
        parts += ["; " if parts else "", _named(pack, citation)]  # no commas: titles have them
    return phrase(*parts or ["none"])


SOURCE_HEAD = ("Source", "Document", "Rank", "Read", "Note")


def source_grid(pack: Pack) -> Grid | None:
    """Return the table of sources, the strongest first, or none."""
    ranked = sorted(pack.sources.items(), key=lambda item: item[1].rank)
    rows = []
    for key, source in ranked:
        at = ("sources", key)
        rows.append(
            (
                Said(phrase(Code(key)), at),
                Said(_title(source), (*at, "title")),
                plain(str(source.rank), *at, "rank"),
                plain(day(source.retrieved) if source.retrieved else "not dated", *at, "retrieved"),
                said(source.note or "none", *at, "note"),
            )
        )
    return Grid(tuple(phrase(h) for h in SOURCE_HEAD), tuple(rows)) if rows else None


def evidence_grid(pack: Pack) -> Grid | None:
    """Return the table of facts with what they apply to, their sources and confidence; none where nothing is cited."""
    rows = []
    if not pack.sources:
        return None
    for route, label, fact in _cited(pack, (), ""):
        scope = _scope(pack, fact)
        if not fact.cite and fact.confidence is None and not scope:
            continue
        rows.append(
            (
                Said(phrase(Code(label)), route),
                plain(scope or "all", *route, "scope"),
                Said(_cites(pack, fact.cite), (*route, "cite")),
                plain(fact.confidence.value if fact.confidence else "confirmed", *route, "confidence"),
            )
        )
    head = tuple(phrase(h) for h in ("Fact", "Applies to", "Sources", "Confidence"))
    return Grid(head, tuple(rows)) if rows else None


def _scope(pack: Pack, fact: Cited) -> str:
    scope, versions = getattr(fact, "scope", None), getattr(fact, "versions", None)
    parts = [scope_words(pack, scope)] if isinstance(scope, Scope) else []
    parts += [f"versions {versions}"] if isinstance(versions, VersionRange) and not versions.everything else []
    return "; ".join(part for part in parts if part)


def _cited(value: object, route: Route, label: str) -> Iterator[tuple[Route, str, Cited]]:
    """Yield every fact below *value* that can carry evidence, with its route and the name people know it by."""
    if isinstance(value, Cited):
        yield route, label, value
    if isinstance(value, Model):
        for name, field in type(value).model_fields.items():
            key = field.alias or name
            yield from _cited(getattr(value, name), (*route, key), f"{label}.{key}" if label else key)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _cited(item, (*route, key), f"{label}.{key}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _cited(item, (*route, index), f"{label}.{_known_by(item, index)}")


def _known_by(item: object, index: int) -> str:
    names = ("id", "version", "path", "value", "name")
    return str(next((getattr(item, n) for n in names if hasattr(item, n)), index))
