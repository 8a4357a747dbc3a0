"""A catalog of packs at every limit, and of texts that try to break out: readable, and nothing gets out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import hostile_catalog
import pytest
from hostile_catalog import AT_ONCE, LONGEST, MARK, NASTY, nasty
from pydantic import TypeAdapter, ValidationError
from site_build import PHONE, built
from site_links import Links
from site_markup import Markup, words
from site_server import Server, serving
from site_visit import Visitor, axe_missing, overflow, search, unfold, violations

from generator.model.scalars import Name

ADDRESS = "https://packscribe.example/"
SHIFTS = range(0, len(NASTY), AT_ONCE)
NAMES = [pack["name"] for pack in hostile_catalog.packs()]
MADE = ("packs/{}/", "guides/{}/network/", "configure/{}/")
PAGES = [
    *("packs/", "retirements/", *(f"packs/{name}/" for name in NAMES if not name.startswith("nasty"))),
    *(address.format(f"nasty-{shift:02}") for shift in SHIFTS for address in MADE),
]
LOOKED_AT = ["", "no-logo-no-parameters/", "many-versions/", "own-readme/", "nasty-00/"]
ATTACKED = f"window.{MARK} = () => console.error('a text of a pack ran as a script')"


@pytest.fixture(scope="module")
def hostile_site(shared_folder: Path) -> Path:
    return built(lambda folder: hostile_catalog.repository(folder / "repository"), shared_folder / "hostile")


@pytest.fixture(scope="module")
def hostile(hostile_site: Path) -> Iterator[Server]:
    with serving(hostile_site) as running:
        yield running


def test_every_text_field_is_attacked() -> None:
    attacked = {
        where for where, text in _texts(nasty(0)) if NASTY[0] in text or hostile_catalog.escaped(NASTY[0]) in text
    }
    assert {field for _, field in hostile_catalog.text_fields()} - attacked == {
        "enabled_presets",
        "pack_name",
        "parameter",
    }


def _texts(data: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, str):
        yield re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", key), data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(value, key if key == "mechanism" else name)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value, key)


def test_names_have_every_legal_character() -> None:
    assert len(LONGEST) == 128
    for name in NAMES:
        TypeAdapter(Name).validate_python(name)
    with pytest.raises(ValidationError):
        TypeAdapter(Name).validate_python(LONGEST + "z")


def test_no_warning(hostile_site: Path) -> None:
    assert "WARNING" not in hostile_site.with_name("site.log").read_text()


def test_no_dead_link(hostile_site: Path) -> None:
    assert not Links(hostile_site, ADDRESS).dead()


def test_no_element_attribute_or_script_of_a_text(hostile_site: Path, site: Path) -> None:
    own = [Markup(path, MARK) for path in site.rglob("*.html")]
    for page in (Markup(path, MARK) for path in hostile_site.rglob("*.html")):
        assert not page.broken
        assert page.scripts <= set.union(*(each.scripts for each in own))
        assert page.elements - set.union(*(each.elements for each in own)) <= MORE


#: What a page loads without being asked: attributes of tags, and styles.
LOADED = re.compile(
    r"""<(?!a[ >])[^<>]*\s(?:src|srcset|poster|data|background)=["']?(?:https?:)?//"""
    r"""|<link[^<>]*\srel=["']?(?:stylesheet|icon|preload|preconnect)[^<>]*\shref=["']?(?:https?:)?//"""
    r"""|<style[^<>]*>[^<]*url\(["']?(?:https?:)?//|\sstyle="[^"]*url\(""",
    re.IGNORECASE,
)


def test_nothing_is_loaded_from_another_host(hostile_site: Path) -> None:
    pages = {path: path.read_text() for path in hostile_site.rglob("*.html")}
    assert {path: found[0] for path, text in pages.items() if (found := LOADED.search(text))} == {}
    readme = pages[hostile_site / "packs" / "own-readme" / "index.html"]
    for link in ("ci", "again", "plain.png", "tag.png", "light.png"):
        assert f'href="https://pictures.example/{link}"' in readme.lower()
    assert ">A badge</a>" in readme and ">A tag</a>" in readme


#: What the project's own pages lack: words that are struck out, deep headings, more than 20 tabs, rows that are marked.
MORE = {"del", "h4", "h4 id", "style", "tr class"}


@pytest.mark.parametrize("shift", SHIFTS)
def test_every_word_is_there_to_read(shift: int, hostile_site: Path) -> None:
    for page in (f"packs/nasty-{shift:02}", f"guides/nasty-{shift:02}/network"):
        shown = words((hostile_site / page / "index.html").read_text())
        assert [text for text in NASTY[shift : shift + AT_ONCE] if shown.count(" ".join(text.split())) < 9] == []


@pytest.mark.parametrize("address", PAGES)
def test_nothing_runs_and_nothing_sticks_out(address: str, hostile: Server, visitor: Visitor) -> None:
    page = visitor.open(hostile.url + address, before=ATTACKED)
    unfold(page)
    assert not overflow(page)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert not overflow(page)


@pytest.mark.parametrize("address", LOOKED_AT)
def test_wcag_2_2_aa(address: str, hostile: Server, visitor: Visitor) -> None:
    if reason := axe_missing():
        pytest.skip(reason)
    page = visitor.open(f"{hostile.url}packs/{address}")
    unfold(page)
    assert not violations(page)


def test_a_search_for_it_shows_words(hostile: Server, visitor: Visitor) -> None:
    page = visitor.open(hostile.url, before=ATTACKED)
    search(page, MARK)
    assert MARK in page.locator(".md-search-result__list").inner_text()
    assert page.locator(f".md-search-result__list {MARK}, .md-search-result__list script").count() == 0


def test_one_of_1300_parameters_is_found(hostile: Server, visitor: Visitor) -> None:
    page = visitor.open(hostile.url)
    assert "Many Parameters" in search(page, "group25.key49")[0]
    page.locator(".md-search-result__item a[href*='#']").first.click()
    page.wait_for_url("**/packs/many-parameters/**#parameter-group25.key49")
    row = page.locator("[id='parameter-group25.key49']")
    assert row.evaluate("row => { const at = row.getBoundingClientRect(); return at.top > 0 && at.top < innerHeight }")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_each_of_40_tabs_shows_what_it_holds(scripts: bool, hostile: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{hostile.url}packs/many-versions/", java_script_enabled=scripts)
    tabs = page.locator("#versions-supported ~ .tabbed-set").first
    labels = tabs.locator(":scope > .tabbed-labels > label")
    assert labels.count() > 20
    for number in (0, 19, 20, labels.count() - 1):
        labels.nth(number).click()
        assert tabs.locator(":scope > .tabbed-content > .tabbed-block:visible").count() == 1
        assert tabs.locator(":scope > .tabbed-content > .tabbed-block").nth(number).is_visible()
