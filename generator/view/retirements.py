"""The page of what ends in all packs: a picture, and the same as a table."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from generator.prose import Image, Link, Text, parse_phrase, phrase
from generator.view.ends import End
from generator.view.said import Grid, Said, day, plain
from generator.view.timeline import NOTHING, Ending, summary

HEAD = ("Pack", "What ends", "Date", "State", "Use instead", "Source")
_PICTURE = "retirements.svg"
_UNKNOWN = "not stated"


@dataclass(frozen=True)
class RetirementsPage:
    """The words of the page; *rows* are those of the table, each with the name of its pack."""

    as_of: datetime.date
    endings: tuple[Ending, ...]

    title: str = "Retirements"
    description: str = "What ends in the packs of this repository, and when"

    @property
    def nothing(self) -> Said:
        """What the page says where nothing ends."""
        return plain(NOTHING)

    @property
    def lead(self) -> Said:
        """What the page says first."""
        return plain(f"States are as of {day(self.as_of)}.")

    @property
    def picture(self) -> Said:
        """The timeline, which leads to itself in full size."""
        words = f"Timeline: {summary(self.endings, self.as_of)} The table below says the same."
        return Said(phrase(Link((Image(words, _PICTURE),), _PICTURE)), ())

    @property
    def feeds(self) -> Said:
        """Where programs find the same."""
        places = (("feed", "retirements.atom"), ("calendar", "retirements.ics"), ("data of all packs", "packs.json"))
        feed, calendar, data = (Link((Text(words),), url) for words, url in places)
        return Said(phrase("The same as a ", feed, " and a ", calendar, "; it is also in the ", data, "."), ())

    @property
    def rows(self) -> list[tuple[str, tuple[Said, ...]]]:
        """The lines of the table."""
        return [(ending.first.pack.name, _row(ending)) for ending in self.endings]

    @property
    def grid(self) -> Grid | None:
        """The table, none where nothing ends."""
        return Grid(tuple(phrase(h) for h in HEAD), tuple(row for _, row in self.rows)) if self.endings else None


def retirements_page(endings: Sequence[Ending], as_of: datetime.date) -> RetirementsPage:
    """Return the page of *endings*, which are sorted by date."""
    return RetirementsPage(as_of, tuple(endings))


def _row(ending: Ending) -> tuple[Said, ...]:
    end = ending.first
    fact, at = end.retirement, end.route
    return (
        Said(phrase(Link((Text(end.pack.display_name),), end.pack.markdown)), ("displayName",)),
        Said(parse_phrase(fact.subject), (*at[:-1], "subject")) if fact else plain(ending.subject, *at),
        plain(day(end.date), *at),
        plain(end.state, *at),
        Said(parse_phrase(fact.replacement), (*at[:-1], "replacement")) if fact else _newer(end),
        _source(end),
    )


def _newer(end: End) -> Said:
    """Name the newest version of the pack, where that is another one and supported."""
    newest, state = end.pack.latest_version, end.pack.state
    other = end.version is not None and end.version.version != newest and state == "supported"
    return plain(f"version {newest}" if other else _UNKNOWN, "versions")


def _source(end: End) -> Said:
    fact, at = end.retirement, end.route[:-1]
    if fact and fact.announcement:
        return Said(phrase(Link((Text("Announcement"),), fact.announcement)), (*at, "url"))
    return plain(fact.sources[0], *at, "cite", 0) if fact and fact.sources else plain(_UNKNOWN, *end.route)
