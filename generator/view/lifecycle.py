"""States that follow from dates: versions by Palette's maintenance policy, retirements by their day."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass, replace

from generator.model.pack import Pack
from generator.model.versions import Lifecycle, Version
from generator.prose import Link, Paragraph, Passage, Strong, Text, phrase
from generator.view.said import Box, Grid, Route, Said, Told, day, plain, said, strong, told

SOON = datetime.timedelta(days=180)
STATES = ("supported", "deprecated", "disabled", "deleted")


def months_later(date: datetime.date, months: int) -> datetime.date:
    """Return *date* moved on by *months*, or the last day of that month where the day does not exist."""
    year, month = divmod(date.month - 1 + months, 12)
    last = calendar.monthrange(date.year + year, month + 1)[1]
    return datetime.date(date.year + year, month + 1, min(date.day, last))


def milestones(lifecycle: Lifecycle) -> dict[str, datetime.date]:
    """Return the day on which each maintenance state begins, as far as it is known.

    Palette's maintenance policy: deprecated for three months, then disabled for three, then deleted.
    """
    disabled = lifecycle.disabled or (lifecycle.deprecated and months_later(lifecycle.deprecated, 3))
    deleted = lifecycle.deleted or (disabled and months_later(disabled, 3))
    known = {"supported": lifecycle.supported, "deprecated": lifecycle.deprecated, "disabled": disabled}
    return {state: date for state, date in (known | {"deleted": deleted}).items() if date}


def version_state(version: Version, as_of: datetime.date) -> str:
    """Return the maintenance state of *version* on the day *as_of*.

    A series may be named after a state, as the tab `Deprecated` of Palette's pages: its versions have reached it,
    on a day that nobody recorded.
    """
    reached = [s for s, date in milestones(version.lifecycle).items() if date <= as_of and s != "supported"]
    reached += [version.series.lower()] if version.series.lower() in STATES else []
    return max(reached, key=STATES.index, default="supported")


def version_line(version: Version, as_of: datetime.date, route: Route) -> Said:
    """Say a version, its state and the days that come."""
    dates = milestones(version.lifecycle)
    state = version_state(version, as_of)
    parts: list[str] = [f": {state}"]
    if state in dates and dates[state] <= as_of:
        parts.append(f" since {day(dates[state])}")
    for later in STATES:
        if later in dates and dates[later] > as_of:
            parts.append(f", {later} from {day(dates[later])}")
    if version.lifecycle.confidence:
        parts.append(f" ({version.lifecycle.confidence.value})")
    return Said(phrase(strong(version.version), *parts), route)


@dataclass(frozen=True, slots=True)
class RetirementView:
    """A retirement with its computed state: `announced`, `within 180 days` or `ended`."""

    id: str
    state: str
    date: datetime.date
    subject: Said
    notice: Box
    banner: Box
    row: tuple[Said, ...]

    @property
    def ended(self) -> bool:
        """Whether its day has come."""
        return self.state == "ended"


RETIREMENT_HEAD = ("What ends", "Date", "State", "What it means", "Use instead", "Announcement")


def retirement_state(date: datetime.date, as_of: datetime.date) -> str:
    """Return `ended` from the day itself on, `within 180 days` before it, else `announced`."""
    if date <= as_of:
        return "ended"
    return "within 180 days" if date - as_of <= SOON else "announced"


def retirements(pack: Pack, as_of: datetime.date) -> tuple[RetirementView, ...]:
    """Return the retirements of *pack*, the earliest first."""
    ordered = sorted(pack.retirements.items(), key=lambda item: (item[1].date, item[0]))
    return tuple(_retirement(pack, key, as_of) for key, _ in ordered)


def _retirement(pack: Pack, key: str, as_of: datetime.date) -> RetirementView:
    fact, at = pack.retirements[key], ("retirements", key)
    state = retirement_state(fact.date, as_of)
    subject = said(fact.subject, *at, "subject")
    concerns = _concerns(pack, key)
    what = Said(phrase(subject.what, f" ({concerns})"), at) if concerns else subject
    row = (
        what,
        plain(day(fact.date), *at, "date"),
        plain(state, *at, "date"),
        said(fact.consequence, *at, "consequence"),
        said(fact.replacement, *at, "replacement"),
        Said(phrase(Link((Text("Announcement"),), fact.url)), (*at, "url")) if fact.url else plain("none", *at),
    )
    notice = _notice(pack, key, state)
    verb = "ended" if state == "ended" else "ends"
    banner = replace(notice, title=f"{subject.what.plain} {verb} {away(fact.date, as_of)}")
    return RetirementView(key, state, fact.date, subject, notice, banner, row)


def away(date: datetime.date, as_of: datetime.date) -> str:
    """Say how far *date* is from the pinned day: `in 5 days (as of November 21, 2026)`."""
    days = abs((date - as_of).days)
    far = f"{days:,} day{'s' * (days != 1)}"
    when = "today" if not days else f"in {far}" if date > as_of else f"{far} ago"
    return f"{when} (as of {day(as_of)})"


def version_banner(version: Version, newest: Version, as_of: datetime.date, route: Route) -> Box | None:
    """Warn of *version* where it is not supported, or soon no longer, and name the *newest* one where that still is."""
    state, dates = version_state(version, as_of), milestones(version.lifecycle)
    title, lasting = state.capitalize(), version_state(newest, as_of) == "supported"
    if state == "supported":
        if (ending := _ends_soon(version, as_of)) is None:
            return None
        title, lasting = ending, lasting and _ends_soon(newest, as_of) is None
    since = f" since {day(dates[state])}" if state in dates and dates[state] <= as_of else ""
    parts: list[str | Strong] = [strong(version.version), f" is {state}{since}"]
    parts += [f", {s} {away(dates[s], as_of)}" for s in STATES[1:] if s in dates and dates[s] > as_of]
    parts.append(".")
    if lasting:
        parts += [" Use ", strong(newest.version), " instead, which is supported."]
    body = Told(Passage((Paragraph(phrase(*parts)),)), route)
    return Box("warning" if state in STATES[:2] else "danger", title, body)


def _ends_soon(version: Version, as_of: datetime.date) -> str | None:
    """Say what becomes of a supported *version* within 180 days: `Deprecated in 3 days (as of November 28, 2026)`."""
    later = [(date, s) for s, date in milestones(version.lifecycle).items() if s != "supported" and date > as_of]
    date, state = min(later, default=(as_of, ""))
    soon = retirement_state(date, as_of) == "within 180 days"
    return f"{state.capitalize()} {away(date, as_of)}" if soon else None


def _concerns(pack: Pack, key: str) -> str:
    """Name the engine, systems and choices that a retirement concerns."""
    fact = pack.retirements[key]
    engine = pack.engines.get(fact.engine or "")
    names = [engine.short or engine.name] if engine else []
    names += [pack.systems[os].name for os in fact.os if os in pack.systems]
    names += [f"{pack.choices[c].title if c in pack.choices else c}: {v}" for c, v in fact.choice.items()]
    return ", ".join(names)


def _notice(pack: Pack, key: str, state: str) -> Box:
    fact = pack.retirements[key]
    verb = "ended on" if state == "ended" else "ends on"
    lead = f"{fact.subject} {verb} {day(fact.date)}. {fact.consequence} {fact.replacement}"
    kind = "danger" if state == "ended" else "warning"
    return Box(kind, "", told(lead, "retirements", key, "date"))


def retirement_grid(views: tuple[RetirementView, ...]) -> Grid:
    """Return the table of *views*."""
    return Grid(tuple(phrase(h) for h in RETIREMENT_HEAD), tuple(v.row for v in views))
