"""What the files of all packs must state, from the model alone, in the notation of the readers."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence

from generator.artifacts.notice import sentence
from generator.catalog import LoadedPack
from generator.claims.artifacts import leaves
from generator.claims.page import PageClaims
from generator.model.listing import SCHEMA_VERSION, PackListing
from generator.readback.compare import Claim
from generator.settings import Settings
from generator.view.ends import End, ends, feed_id
from generator.view.llms import Llms, llms
from generator.view.retirements import RetirementsPage, retirements_page
from generator.view.said import Grid, Route, Said, day
from generator.view.timeline import NOTHING, Ending, endings, left_out, pictured, span, summary, years

Claims = dict[str, tuple[str, list[Claim]]]


def overview_claims(packs: Sequence[LoadedPack], listings: Sequence[PackListing], settings: Settings) -> Claims:
    """Return what each file of all *packs*, listed as *listings*, must state; an origin starts with a pack's number."""
    number = {pack.name: n for n, pack in enumerate(packs)}
    listed = sorted(listings, key=lambda listing: listing.name)
    ending = ends(listed, settings.as_of)
    feed = sorted(ending, key=lambda end: (-end.updated.toordinal(), end.date))
    site, page = settings.site_folder, retirements_page(endings(ending), settings.as_of)
    moved = ((pack, name) for pack in listed for name in pack.redirects if name not in number)
    return {f"docs_src/packs/{n}/index.html": ("redirect", _redirect(p, n, number[p.name], site)) for p, n in moved} | {
        "docs_src/packs.json": ("packs.json", list(_packs_json(listed, number, settings.as_of, site))),
        "docs_src/packs_information.json": ("packs.json", list(_packs_information(listed, number))),
        "docs_src/retirements.atom": ("atom", list(_atom(feed, number, settings, site))),
        "docs_src/retirements.md": ("material", _page("material", page, number)),
        "docs_src/exports/markdown/retirements.md": ("github", _page("github", page, number)),
        "docs_src/llms.txt": ("github", _llms(llms(listed, settings), number)),
        "docs_src/retirements.svg": ("timeline", list(_svg(endings(ending), number, settings.as_of))),
        "docs_src/retirements.ics": ("ics", list(_ics(ending, number, site))),
    }


def _packs_json(
    listed: Sequence[PackListing], number: dict[str, int], as_of: datetime.date, site: str
) -> Iterator[Claim]:
    yield Claim((), "value", "schemaVersion", str(SCHEMA_VERSION), None)
    yield Claim((), "value", "asOf", json.dumps(as_of.isoformat()), None)
    if site:
        yield Claim((), "value", "site", json.dumps(site), None)
    if not listed:
        yield Claim((), "value", "packs", "[]", None)
    for at, listing in enumerate(listed):
        data = listing.model_dump(mode="json", by_alias=True, exclude_none=True)
        for path, text in leaves(data, ""):
            yield Claim((), "value", f"packs[{at}].{path}", text, (number[listing.name], *_ruling(listing, path)))


def _ruling(listing: PackListing, path: str) -> Route:
    """Return the route into pack.yaml of what rules the leaf *path* of a pack in packs.json."""
    key, _, rest = path.partition(".")
    name, _, index = key.partition("[")
    place = int(index.rstrip("]")) if index else 0
    if name == "retirements" and listing.retirements:
        fact = rest.partition("[")[0].partition(".")[0]
        return ("retirements", listing.retirements[place].id, {"announcement": "url", "systems": "os"}.get(fact, fact))
    if name == "versions":
        return ("versions", place, *(("lifecycle", rest) if rest not in ("version", "series", "eol") else (rest,)))
    known = {"redirects": ("page", "redirects"), "latestVersion": ("versions",), "state": ("versions",)}
    return known.get(name, ("name",) if name in ("page", "markdown", "source") else (name,))


def _packs_information(listed: Sequence[PackListing], number: dict[str, int]) -> Iterator[Claim]:
    if not listed:
        yield Claim((), "value", "", "[]", None)
    for at, listing in enumerate(listed):
        for key, value in (("name", listing.name), ("description", listing.description)):
            origin = (number[listing.name], key)
            yield Claim((), "value", f"[{at}].{key}", json.dumps(value, ensure_ascii=False), origin)


def _atom(feed: Sequence[End], number: dict[str, int], settings: Settings, site: str) -> Iterator[Claim]:
    updated = feed[0].updated if feed else settings.as_of
    yield Claim((), "notice", "", sentence("*"), None)
    for key, value in (
        ("feed", 'xmlns="http://www.w3.org/2005/Atom"'),
        ("title", "Retirements of packs"),
        ("subtitle", f"What ends, as of {settings.as_of}"),
        ("id", feed_id(site or settings.repo_url)),
        ("updated", f"{updated}T00:00:00Z"),
        ("author", ""),
    ):
        yield Claim((), "element", key, value, None)
    yield Claim(("author",), "element", "name", "packscribe", None)
    yield Claim((), "element", "link", f'href="{site}retirements.atom" rel="self" type="application/atom+xml"', None)
    yield Claim((), "element", "link", f'href="{site}retirements/" rel="alternate" type="text/html"', None)
    for end in feed:
        yield from _entry(end, number[end.pack.name], site)


def _entry(end: End, pack: int, site: str) -> Iterator[Claim]:
    at = (pack, *end.route)
    announced = end.retirement.announcement if end.retirement else None
    for key, value in (
        ("title", end.title),
        ("id", f"urn:uuid:{end.uuid}"),
        ("updated", f"{end.updated}T00:00:00Z"),
        ("link", f'href="{site}{end.pack.page}" rel="alternate" type="text/html"'),
        ("link", f'href="{announced}" rel="related"' if announced else ""),
        ("category", f'label="{end.pack.display_name}" term="{end.pack.name}"'),
        ("category", f'term="{end.state}"'),
        ("summary", f'type="text" {" ".join(end.sentences)}'),
    ):
        if value:
            yield Claim((f"urn:uuid:{end.uuid}",), "element", key, value, at)


def _page(dialect: str, said: RetirementsPage, number: dict[str, int]) -> list[Claim]:
    page = PageClaims(dialect)
    page.front(sentence("*"), {"title": (said.title, ()), "description": (said.description, ())})
    page.heading(1, said.title)
    for words in (said.lead, said.picture, said.feeds):
        page.paragraph(words)
    if said.grid is None:
        page.paragraph(said.nothing)
    else:
        rows = (tuple(Said(c.what, (number[name], *c.route)) for c in row) for name, row in said.rows)
        page.grid(Grid(said.grid.head, tuple(rows)))
    return page.claims


def _redirect(pack: PackListing, name: str, number: int, site: str) -> list[Claim]:
    there, title = f"../{pack.name}/", " ".join(f"{pack.display_name} has moved".split())
    script = f'location.replace("{there}" + location.search + location.hash)'
    at, named = (number, "page", "redirects", pack.redirects.index(name)), (number, "displayName")
    return [
        Claim((), "language", "", "en", None),
        Claim((), "notice", "", sentence(pack.name), None),
        Claim((), "words", "title", title, named),
        Claim((), "meta", "robots", "noindex", None),
        Claim((), "link", "canonical", f"{site}{pack.page}" if site else there, at),
        Claim((), "words", "script", script, at),
        Claim((), "meta", "refresh", f"0; url={there}", at),
        Claim((), "words", "h1", title, named),
        Claim((), "words", "p", "Its page is now", None),
        Claim((), "link", "a", f'href="{there}"', at),
        Claim((), "words", "a", f"packs/{pack.name}", at),
        Claim((), "words", "p", ".", None),
    ]


def _llms(said: Llms, number: dict[str, int]) -> list[Claim]:
    page = PageClaims("github")
    page.heading(1, said.title)
    page.say("quote", "", "")
    with page.inside("quote"):
        page.paragraph(said.summary)
    for section in said.sections:
        page.heading(2, section.title)
        for link in section.links:
            page.say(
                "item", "", link.what.canonical, (number[str(link.route[0])], *link.route[1:]) if link.route else ()
            )
    return page.claims


def _svg(found: Sequence[Ending], number: dict[str, int], as_of: datetime.date) -> Iterator[Claim]:
    first, last = span(found, as_of)
    edges = datetime.date(first, 1, 1), datetime.date(last, 1, 1)
    yield Claim((), "notice", "", sentence("*"), None)
    yield Claim((), "title", "", "Retirements of packs", None)
    yield Claim((), "desc", "", summary(found, as_of), None)
    for year in years(first, last):
        yield Claim((), "text", "year", str(year), None)
    yield Claim((), "mark", "day", as_of.isoformat(), None)
    yield Claim((), "text", "day", f"As of {day(as_of)}", None)
    for ending in pictured(found, as_of):
        at = (number[ending.first.pack.name], *ending.first.route)
        for kind, key, value in (
            ("ending", "", ending.title),
            ("mark", ending.kind, min(max(ending.first.date, edges[0]), edges[1]).isoformat()),
            ("words", "", ending.title),
            ("when", "", ending.when),
        ):
            yield Claim((ending.title,), kind, key, value, at)
    for key, words in (("what", "" if found else NOTHING), ("note", left_out(found))):
        if words:
            yield Claim((), "text", key, words, None)


def _ics(ending: Sequence[End], number: dict[str, int], site: str) -> Iterator[Claim]:
    for key, value in (
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//packscribe//retirements//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("NAME", "Retirements of packs"),
        ("X-WR-CALNAME", "Retirements of packs"),
        ("REFRESH-INTERVAL;VALUE=DURATION", "P1D"),
    ):
        yield Claim((), "property", key, value, None)
    for end in ending:
        yield from _event(end, number[end.pack.name], site)
    yield Claim((), "property", "END", "VCALENDAR", None)


def _event(end: End, pack: int, site: str) -> Iterator[Claim]:
    for key, value in (
        ("BEGIN", "VEVENT"),
        ("UID", end.uuid),
        ("DTSTAMP", f"{end.updated.isoformat().replace('-', '')}T000000Z"),
        ("DTSTART;VALUE=DATE", end.date.isoformat().replace("-", "")),
        ("SUMMARY", end.title),
        ("DESCRIPTION", " ".join(end.sentences)),
        ("CATEGORIES", end.pack.name),
        ("URL", f"{site}{end.pack.page}" if site else ""),
        ("TRANSP", "TRANSPARENT"),
        ("END", "VEVENT"),
    ):
        if value:
            yield Claim((end.uuid,), "property", key, value, (pack, *end.route))
