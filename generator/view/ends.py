"""What ends, over all packs: retirements, and the days on which versions are deprecated, disabled and deleted."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.model.listing import PackListing, RetirementListing, VersionListing
from generator.model.versioning import version_key
from generator.prose import parse_phrase
from generator.view.lifecycle import SOON, retirement_state
from generator.view.said import Route, day

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://schemas.packscribe.dev/retirements")


class End(NamedTuple):
    """One thing that ends on a *date*.

    *key* is unique and does not change when words or dates do. *updated* is the newest day on which something about
    it became true: its sources were read, it came near, it came. *route* leads to its date from the pack's source.
    """

    key: str
    pack: PackListing
    subject: str
    date: datetime.date
    state: str
    updated: datetime.date
    route: Route
    retirement: RetirementListing | None = None
    version: VersionListing | None = None
    what: str = ""  # what happens to the version

    @property
    def uuid(self) -> str:
        """Its name in feeds and calendars."""
        return str(uuid.uuid5(_NAMESPACE, self.key))

    @property
    def title(self) -> str:
        """The pack and what ends, as plain words."""
        return " ".join(f"{self.pack.display_name}: {self.subject}".split())

    @property
    def sentences(self) -> tuple[str, ...]:
        """What happens, what it means and what to use instead, as plain words."""
        ended = self.state in ("ended", "in effect")
        if self.retirement is None:
            return (f"{self.subject[:1].upper()}{self.subject[1:]} {'since' if ended else 'from'} {day(self.date)}.",)
        more = (self.retirement.consequence, self.retirement.replacement)
        first = f"{self.subject} {'ended' if ended else 'ends'} on {day(self.date)}."
        return (first, *(_plain(text) for text in more))


def feed_id(address: str) -> str:
    """Return the name of the feed of the site, or else repository, at *address*."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{address}retirements.atom')}"


def ends(packs: Iterable[PackListing], as_of: datetime.date) -> list[End]:
    """Return what ends in *packs*, the earliest first, with states as of the day *as_of*.

    Of one day it is in the order of packs, and within a pack that of versions.
    """
    return sorted((end for pack in packs for end in _ends(pack, as_of)), key=_order)


def _order(end: End) -> tuple[object, ...]:
    version = (version_key(end.version.version),) if end.version else ()
    return end.date, end.pack.name, version, end.key


def _ends(pack: PackListing, as_of: datetime.date) -> Iterator[End]:
    for fact in pack.retirements:
        key, subject = f"{pack.name}/{fact.id}", _plain(fact.subject)
        state, updated = retirement_state(fact.date, as_of), _updated(fact.date, fact.retrieved, as_of)
        yield End(key, pack, subject, fact.date, state, updated, ("retirements", fact.id, "date"), retirement=fact)
    for number, version in enumerate(pack.versions):
        for what, date, route in _version_days(version):
            key, subject = f"{pack.name}@{version.version}/{what}", f"version {version.version} {what}"
            state, updated = retirement_state(date, as_of), _updated(date, version.retrieved, as_of)
            state = "in effect" if state == "ended" else state
            at: Route = ("versions", number, *route)
            yield End(key, pack, subject, date, state, updated, at, version=version, what=what)


def _plain(text: str) -> str:
    return " ".join(parse_phrase(text).plain.split())


def _updated(date: datetime.date, retrieved: datetime.date | None, as_of: datetime.date) -> datetime.date:
    """Return the newest day up to *as_of* on which something became true; *as_of* itself where none is known."""
    near = date - SOON if date > datetime.date.min + SOON else date
    return max((known for known in (retrieved, near, date) if known and known <= as_of), default=as_of)


def _version_days(version: VersionListing) -> Iterator[tuple[str, datetime.date, Route]]:
    """Yield what happens to *version* on which day, and the route to the fact."""
    days = {"deprecated": version.deprecated, "disabled": version.disabled, "deleted": version.deleted}
    for state, date in days.items():
        if date:
            yield state, date, ("lifecycle", state)
    if version.eol and (end_of_life := _day(version.eol)):
        yield "end of life", end_of_life, ("eol",)


def _day(text: str) -> datetime.date | None:
    """Return the day that pack.json states as *text*, or none where it is not of the form it should have."""
    try:
        return datetime.date.fromisoformat(text.strip()) if len(text.strip()) == len("2026-09-30") else None
    except ValueError:
        return None
