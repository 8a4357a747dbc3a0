"""Which versions a part of a page speaks of, and how it says that something holds for some of them only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model.pack import Note, Pack
from generator.model.procedures import Section
from generator.model.versioning import VersionRange
from generator.prose import Block, Code, Link, Paragraph, Passage, Phrase, Text, parse_phrase, phrase, words
from generator.view.said import Box, Route, Said, Told, said, strong, told


@dataclass(frozen=True, slots=True)
class Reach:
    """The versions told of *here*: one in a README, those of a tab, or all of a page.

    Where a page has several tabs, what holds for every version is told once: a tab leaves out what holds for all
    versions *apart*, and the place that is for *all* tells nothing else.
    """

    here: tuple[str, ...]
    apart: tuple[str, ...] = ()
    all: bool = False

    def tells(self, covered: VersionRange) -> bool:
        """Tell whether a fact that is true for the versions *covered* belongs here."""
        if self.all:
            return bool(self.here) and all(v in covered for v in self.here)
        told_once = bool(self.apart) and all(v in covered for v in self.apart)
        return not told_once and any(v in covered for v in self.here)

    def partly(self, covered: VersionRange) -> Said | None:
        """Say which of the versions are *covered*, as a sentence of its own; nothing where all are."""
        inside = [v for v in self.here if v in covered]
        if len(inside) == len(self.here):
            return None
        return Said(phrase(strong("Applies to"), f": {', '.join(inside)}."), ())

    def mark(self, covered: VersionRange) -> str:
        """Say which of the versions are *covered*, behind a fact: ` (1.4.0 only)`; nothing where all are."""
        return only([v for v in self.here if v in covered], self.here)


def only(inside: Sequence[str], among: Sequence[object]) -> str:
    """Return ` (1.4.0 and 1.3.0 only)` where *inside* are not all of *among*."""
    return f" ({listed(inside)} only)" if len(inside) < len(among) else ""


def listed(versions: Iterable[str]) -> str:
    """Return *versions* as an enumeration."""
    return words([phrase(v) for v in versions]).plain


@dataclass(frozen=True, slots=True)
class SectionView:
    """A block of prose under its heading."""

    title: Said | None
    applies: Said | None
    text: Told


def sections(pack: Pack, place: str, reach: Reach) -> tuple[SectionView, ...]:
    """Return the blocks of prose for *place* that cover any version of *reach*."""
    chosen = [(k, s) for k, s in pack.sections.items() if s.place == place and reach.tells(s.versions)]
    return tuple(_section(key, fact, reach) for key, fact in chosen)


def _section(key: str, fact: Section, reach: Reach) -> SectionView:
    at = ("sections", key)
    title = said(fact.title, *at, "title") if fact.title else None
    return SectionView(title, reach.partly(fact.versions), told(fact.text, *at, "text"))


def boxes(
    pack: Pack, place: str, reach: Reach, parameter: str | None = None, *, named: bool = False
) -> tuple[Box, ...]:
    """Return the warnings for *place* that apply to any version of *reach*; those of one *parameter* if it is given.

    The parameter is *named* where no heading does it.
    """
    found = []
    for key, w in pack.warnings.items():
        if w.place == place and reach.tells(w.versions) and (parameter is None or w.parameter == parameter):
            body, partly = told(w.text, "warnings", key, "text"), reach.partly(w.versions)
            blocks = _led(body.what.blocks, phrase(Code(parameter))) if named and parameter else body.what.blocks
            blocks = (Paragraph(partly.what), *blocks) if partly else blocks
            found.append(Box(w.kind.value, w.title or "", Told(Passage(blocks), body.route)))
    return tuple(found)


def notes(facts: Sequence[Note], field: str, reach: Reach) -> tuple[Said, ...]:
    """Return the *facts* of the field of pack.yaml that are true for any version of *reach*."""
    return tuple(
        Said(phrase(parse_phrase(note.text), reach.mark(note.versions)), (field, index, "text"))
        for index, note in enumerate(facts)
        if reach.tells(note.versions)
    )


def labelled(text: str, version: str, route: Route) -> Told:
    """Read *text* as prose about *version*, which its first words name."""
    return Told(Passage(_led(told(text).what.blocks, phrase(strong(version)))), route)


def _led(blocks: tuple[Block, ...], lead: Phrase) -> tuple[Block, ...]:
    """Put *lead* and a colon before *blocks*, into their first paragraph if they start with one."""
    if blocks and isinstance(blocks[0], Paragraph):
        return (Paragraph(phrase(lead, ": ", blocks[0].phrase)), *blocks[1:])
    return (Paragraph(phrase(lead, ":")), *blocks)


def references(pack: Pack, reach: Reach) -> tuple[Said, ...]:
    """Return the links for the readers of any version of *reach*."""
    return tuple(
        Said(phrase(Link((Text(r.title),), r.url), reach.mark(r.versions)), ("references", i))
        for i, r in enumerate(pack.references)
        if reach.tells(r.versions)
    )
