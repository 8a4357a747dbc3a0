"""What a page says, with the route into pack.yaml of the fact that rules it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from generator.prose import Code, Passage, Phrase, Quote, Strong, Text, parse, parse_phrase

Route = tuple[str | int, ...]

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a page, and the place in pack.yaml that rules them."""

    what: Phrase
    route: Route


@dataclass(frozen=True, slots=True)
class Told:
    """One or more blocks of a page, and the place in pack.yaml that rules them."""

    what: Passage
    route: Route


@dataclass(frozen=True, slots=True)
class Coded:
    """A code block, and the place in pack.yaml that rules it."""

    language: str
    text: str
    route: Route


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the words of its head, and rows of cells, each with the place that rules it."""

    head: tuple[Phrase, ...]
    rows: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """An admonition of *kind* danger, warning, info or tip."""

    kind: str
    title: str
    body: Told


#: GitHub's alerts as the admonitions of pages, with the title that GitHub shows where that is not the kind's name.
_ALERTS = {
    "note": ("info", "Note"),
    "tip": ("tip", ""),
    "important": ("info", "Important"),
    "warning": ("warning", ""),
    "caution": ("danger", "Caution"),
}


def alert(quote: Quote, route: Route) -> Box:
    """Return the admonition that one of GitHub's alerts is on a page."""
    kind, title = _ALERTS[quote.kind or "note"]
    return Box(kind, title, Told(Passage(quote.blocks), route))


def said(text: str, *route: str | int) -> Said:
    """Read *text*, one line of prose, as ruled by *route*."""
    return Said(parse_phrase(text), route)


def told(text: str, *route: str | int) -> Told:
    """Read *text*, prose of any length, as ruled by *route*."""
    return Told(parse(text), route)


def plain(text: str, *route: str | int) -> Said:
    """Take *text* as words without markup, as ruled by *route*."""
    return Said(Phrase((Text(text),) if text else ()), route)


def code(text: str, *route: str | int) -> Said:
    """Take *text* as a code span, as ruled by *route*."""
    return Said(Phrase((Code(text),)), route)


def strong(text: str) -> Strong:
    """Take *text* as words that stand out."""
    return Strong((Text(text),))


def day(date: datetime.date) -> str:
    """Return *date* in words, the same under every locale: `September 30, 2026`."""
    return f"{_MONTHS[date.month - 1]} {date.day}, {date.year}"


def count(number: int, one: str, many: str) -> str:
    """Return *number* with its noun: `one engine`, `three engines`, `12 engines`."""
    names = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    return f"{names[number] if number < len(names) else number} {one if number == 1 else many}"
