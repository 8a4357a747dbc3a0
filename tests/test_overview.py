"""packs.json, packs_information.json and the feeds of what ends, read by programs that are not ours."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import jsonschema
import pytest
from falsify import Planted, changed, doubled, removed
from overview_packs import AT, NASTY, all_packs, of_packs, retirement, written
from repositories import PROJECT, renderer

from generator import judging
from generator.compile import compile_catalog, entry_of
from generator.compiled import Compiled
from generator.overview.retirements_ics import folded
from generator.overview.text_width import width, wrapped
from generator.readback import Fact, read
from generator.view.ends import End, ends
from generator.view.timeline import endings

SCHEMA = json.loads((PROJECT / "schema" / "packs.schema.json").read_text())
DAY = datetime.date(2027, 3, 1)


def packs_json(unit: Compiled) -> dict[str, Any]:
    found = json.loads(unit.tree["docs_src/packs.json"])
    assert isinstance(found, dict)
    return found


def feed(unit: Compiled) -> Any:
    found = feedparser.parse(unit.tree["docs_src/retirements.atom"])
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    return found


def events(unit: Compiled) -> list[Any]:
    calendar = icalendar.Calendar.from_ical(unit.tree["docs_src/retirements.ics"])
    assert not calendar.errors
    return list(calendar.walk("VEVENT"))


# --- what other programs read


def test_packs_json_keeps_its_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    checked = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    data = packs_json(all_packs())
    assert [error.message for error in checked.iter_errors(data)] == []
    assert data["packs"][0]["retirements"][0]["date"] == "2026-09-30"
    del data["packs"][0]["name"]
    data["packs"][1]["unheard"] = 1
    assert len(list(checked.iter_errors(data))) == 2


def test_packs_information_is_what_librarium_reads() -> None:
    found = json.loads(all_packs().tree["docs_src/packs_information.json"])
    assert all(entry.keys() == {"name", "description"} for entry in found)
    assert [entry["name"] for entry in found] == [pack["name"] for pack in packs_json(all_packs())["packs"]]


def test_every_end_is_in_feed_and_calendar() -> None:
    data = packs_json(all_packs())["packs"]
    days = [r["date"] for pack in data for r in pack["retirements"]]
    days += [
        v[state]
        for pack in data
        for v in pack["versions"]
        for state in ("deprecated", "disabled", "deleted")
        if state in v
    ]
    assert len(days) > 6
    assert sorted(str(event["DTSTART"].dt) for event in events(all_packs())) == sorted(days)
    assert len(feed(all_packs()).entries) == len(days)


def test_entries_of_the_feed() -> None:
    found = feed(all_packs())
    assert found.feed.updated == max(entry.updated for entry in found.entries)
    ids = [entry.id for entry in found.entries]
    assert len(ids) == len(set(ids)) and all(i.startswith("urn:uuid:") for i in ids)
    entry = next(e for e in found.entries if e.title.startswith("Azure CNI") and "Windows" in e.title)
    assert entry.link == "https://docs.example.org/some/path/packs/cni-azure/"
    assert {link.rel for link in entry.links} == {"alternate", "related"}
    assert [tag.term for tag in entry.tags] == ["cni-azure", "ended"]
    assert entry.summary.startswith("Support for Azure Network Policy Manager (NPM) on Windows nodes in AKS ended on")


def test_events_last_a_whole_day() -> None:
    for event in events(all_packs()):
        assert type(event["DTSTART"].dt) is datetime.date and "DTEND" not in event
        assert event["TRANSP"] == "TRANSPARENT" and event["DTSTAMP"].dt.tzinfo is not None


def test_without_packs_and_without_ends(tmp_path: Path) -> None:
    for unit in (of_packs([]), of_packs([written(tmp_path, "bare")])):
        assert feed(unit).entries == [] and events(unit) == []
        assert judging.read_back(unit, unit.tree) == []
    assert packs_json(of_packs([]))["packs"] == []


# --- bad input


@pytest.mark.parametrize("text", NASTY)
def test_nasty_words_arrive_as_they_are(text: str, tmp_path: Path) -> None:
    line = text.strip()
    ending = retirement("`" + "`" * line.count("`") + f" {line} " + "`" + "`" * line.count("`"), DAY)
    pack = written(tmp_path, "nasty", displayName=line, description=line, retirements={"end": ending})
    unit = of_packs([pack])
    title = " ".join(f"{line}: {line}".split())
    assert " ".join(feed(unit).entries[0].title.split()) == title.replace("  ", " ")
    assert str(events(unit)[0]["SUMMARY"]) == title
    assert packs_json(unit)["packs"][0]["description"] == line
    assert judging.read_back(unit, unit.tree) == []


@pytest.mark.parametrize("line", [f"SUMMARY:{text}" for text in (*NASTY, "", "é" * 200, "中" * 200, "😀" * 200)])
def test_folded_lines(line: str) -> None:
    """No line has more than 75 octets, no character is torn, and put together again it is the same."""
    parts = folded(line).encode().split(b"\r\n")
    assert all(len(part) <= 75 for part in parts)
    assert b"".join([parts[0], *(part[1:] for part in parts[1:])]).decode() == line
    assert all(part.decode()[:1] == " " for part in parts[1:])
    assert len(parts) <= len(line.encode()) // 71 + 1


def test_names_stay_when_words_and_days_change(tmp_path: Path) -> None:
    one = of_packs([written(tmp_path / "a", "p", retirements={"end": retirement("One", DAY)})])
    other = of_packs([written(tmp_path / "b", "p", retirements={"end": retirement("Two", DAY.replace(year=2030))})])
    assert [e["UID"] for e in events(one)] == [e["UID"] for e in events(other)]
    assert [e.id for e in feed(one).entries] == [e.id for e in feed(other).entries]


@pytest.mark.parametrize("date", [datetime.date.min, datetime.date(850, 2, 3), datetime.date.max])
def test_days_far_away(date: datetime.date, tmp_path: Path) -> None:
    unit = of_packs([written(tmp_path, "p", retirements={"end": retirement("One", date)})])
    assert judging.read_back(unit, unit.tree) == []
    assert (
        f"DTSTART;VALUE=DATE:{date.isoformat().replace('-', '')}\r\n".encode() in unit.tree["docs_src/retirements.ics"]
    )


def test_an_end_of_life_of_pack_json_is_an_end(tmp_path: Path) -> None:
    version = {"version": "1.0.0", "series": "1.0.x", "values": "", "eol": "2027-01-31"}
    other = {**version, "version": "1.1.0", "eol": "soon"}
    unit = of_packs([written(tmp_path, "p", versions=[other, version])])
    assert [str(e["SUMMARY"]) for e in events(unit)] == ["p: version 1.0.0 end of life"]


def test_nothing_of_the_day_is_in_the_calendar(tmp_path: Path) -> None:
    """Or every build for another day would tell every reader of the calendar that everything has changed."""
    source = {"doc": {"title": "T", "rank": 1, "retrieved": datetime.date(2026, 1, 1)}}
    pack = written(tmp_path, "p", sources=source, retirements={"end": {**retirement("One", DAY), "cite": ["doc"]}})
    later = replace(AT, as_of=AT.as_of + datetime.timedelta(days=1))
    trees = [compile_catalog([entry_of(pack, at)], at, renderer()) for at in (AT, later)]
    assert trees[0]["docs_src/retirements.ics"] == trees[1]["docs_src/retirements.ics"]


# --- reading back


def files() -> list[str]:
    return [
        path
        for path in all_packs().tree
        if path.endswith((".json", ".atom", ".ics", ".svg", "retirements.md", ".txt", ".html"))
    ]


@pytest.mark.parametrize("path", files())
def test_every_falsehood_is_found(path: str, tally: Callable[[str, int, int], None]) -> None:
    """Every so-manieth fact is changed, removed, doubled: reading back must find it, with the line that rules it."""
    unit = all_packs()
    text, (dialect, claims) = unit.tree[path].decode(), unit.claims[path]
    facts = read(path, text, dialect)
    ruled = {(c.scope, c.kind, c.key, c.value) for c in claims if c.origin}
    faults, tried = [], 0
    for fact in [f for f in facts if (f.scope, f.kind, f.key, f.value) in ruled][:: max(1, len(facts) // 60)]:
        for way, planted in _planted(text, fact, facts):
            said = judging.read_back(unit, {path: planted.text.encode()})
            if planted.text != text and same(path, planted.text, dialect, facts):
                continue
            tried += 1
            if not any(planted.first <= d.location.line <= planted.last for d in said):
                faults.append(f"{way} {fact}: {[str(d.location) for d in said][:3]}")
            elif not any(" rules it" in d.help for d in said):
                faults.append(f"{way} {fact}: no ruling line")
    tally("falsehoods found by reading back what is made of all packs", tried - len(faults), tried)
    assert tried >= 10 and not faults, "\n".join(faults[:20])


def test_a_mark_at_another_day_is_found() -> None:
    unit, path = all_packs(), "docs_src/retirements.svg"
    text = unit.tree[path].decode()
    place = next(re.finditer(r'class="mark" transform="translate\(([\d.]+)', text))
    for moved in (1.0, -1.0, 30.0):
        planted = text[: place.start(1)] + str(round(float(place[1]) + moved, 2)) + text[place.end(1) :]
        said = judging.read_back(unit, {path: planted.encode()})
        assert [d.code for d in said] == ["PS510"] and "the mark" in said[0].message
        assert said[0].location.line == text.count("\n", 0, place.start()) + 1


def test_the_picture_stands_alone_and_holds_everything() -> None:
    text = all_packs().tree["docs_src/retirements.svg"].decode()
    assert "<script" not in text and "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "2026" in text and "2028" in text and "prefers-color-scheme: dark" in text
    assert text.count('class="mark"') == len(endings(ends_of(all_packs())))


def ends_of(unit: Compiled) -> list[End]:
    return ends([entry_of(pack, AT).listing for pack in unit.packs], AT.as_of)


def test_many_ends_grow_the_picture_up_to_a_bound(tmp_path: Path) -> None:
    def heights(number: int) -> int:
        days = {f"r{n}": retirement(f"Thing {n}", DAY + datetime.timedelta(days=n)) for n in range(number)}
        unit = of_packs([written(tmp_path / str(number), "many", retirements=days)])
        assert judging.read_back(unit, unit.tree) == []
        found = re.search(r' height="(\d+)"', unit.tree["docs_src/retirements.svg"].decode())
        assert found
        return int(found[1])

    few, some, full, more, most = map(heights, (4, 40, 150, 160, 500))
    assert few < some < full < more == most
    assert more - full < 60  # a line that says how many are left out


def test_versions_that_share_a_day_are_one_entry(tmp_path: Path) -> None:
    versions = [
        {"version": f"1.{n}.0", "series": f"1.{n}.x", "values": "", "lifecycle": {"deprecated": DAY}} for n in range(6)
    ]
    unit = of_packs([written(tmp_path, "p", versions=versions)])
    assert [ending.subject for ending in endings(ends_of(unit))] == [
        f"versions 1.0.0, 1.1.0 and 4 more {what}" for what in ("deprecated", "disabled", "deleted")
    ]


def test_what_ends_on_one_day_is_in_the_order_of_versions(tmp_path: Path) -> None:
    names = ("1.9.0", "10.30.0", "1.10.0", "1.39.0")
    versions = [{"version": v, "series": v, "values": "", "lifecycle": {"deleted": DAY}} for v in names]
    unit = of_packs([written(tmp_path, "p", versions=versions, retirements={"z": retirement("Thing", DAY)})])
    assert [ending.subject for ending in endings(ends_of(unit))] == [
        "Thing",
        "versions 1.9.0, 1.10.0 and 2 more deleted",
    ]
    order = ["p: Thing", *(f"p: version {v} deleted" for v in ("1.9.0", "1.10.0", "1.39.0", "10.30.0"))]
    assert [entry.title for entry in feed(unit).entries] == order
    assert [str(event["SUMMARY"]) for event in events(unit)] == order
    assert judging.read_back(unit, unit.tree) == []


@pytest.mark.parametrize("text", [*NASTY, "W" * 200, "中" * 200])
def test_words_in_the_picture_are_shortened_to_its_width(text: str) -> None:
    for room in (30, 200, 600):
        lines = wrapped(text.strip(), 14, room, 3)
        assert 1 <= len(lines) <= 3 and all(width(line, 14) <= max(room, 14) for line in lines)
        assert text.strip().startswith(" ".join(lines).removesuffix("…"))


def same(path: str, text: str, dialect: str, facts: list[Fact]) -> bool:
    def said(found: list[Fact]) -> list[tuple[object, ...]]:
        return [(f.scope, f.kind, f.key, f.value) for f in found]

    return said(read(path, text, dialect)) == said(facts)


def _planted(text: str, fact: Fact, facts: list[Fact]) -> list[tuple[str, Planted]]:
    ways = {"changed": changed(text, fact), "removed": removed(text, fact, facts), "doubled": doubled(text, fact)}
    return [(way, planted) for way, found in ways.items() if (planted := next(iter(found), None))]


@pytest.mark.parametrize(
    ("dialect", "text", "said"),
    [
        ("atom", '<!DOCTYPE x [<!ENTITY a "b">]><feed>&a;</feed>', "a document type is declared"),
        ("atom", "<feed>", "no element found"),
        ("atom", "<feed>" + "<a>" * 3000 + "</a>" * 3000 + "</feed>", "elements are nested too deep"),
        ("ics", "BEGIN:VCALENDAR\n", "a line that does not end with CR LF"),
        ("ics", "A:" + "x" * 74 + "\r\n", "a line of more than 75 octets"),
        ("ics", "BEGIN:VCALENDAR", "a line without an end"),
    ],
)
def test_files_of_another_form(dialect: str, text: str, said: str) -> None:
    assert any(said in fact.value for fact in read("file", text, dialect))
