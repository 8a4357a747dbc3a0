"""The site builds strictly, without a warning, and nothing in it leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from repositories import PROJECT
from site_build import kind, mkdocs, pages, samples
from site_links import Links

ADDRESS = "https://packscribe.example/"


@pytest.fixture(scope="module")
def links(site: Path) -> Links:
    return Links(site, ADDRESS)


def test_the_address_is_the_settings_own(site: Path) -> None:
    for settings in ("mkdocs.yml", "packscribe.toml"):
        assert re.search(rf"^site_url ?[:=] \"?{ADDRESS}\"?$", (PROJECT / settings).read_text(), re.MULTILINE)


def test_no_warning(site: Path) -> None:
    said = site.with_name("site.log").read_text()
    assert "Documentation built" in said
    assert "WARNING" not in said and "Traceback" not in said


def test_every_page_is_of_a_kind_that_is_looked_at(site: Path) -> None:
    assert {kind(address) for address in pages(site)} <= set(samples())


def test_no_dead_link(links: Links) -> None:
    assert len(links.files) > 20
    assert not links.dead()


def test_no_anchor_twice(links: Links) -> None:
    assert not links.doubled()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('<a href="other/">x</a>', "leads to no file"),
        ('<img src="logo.png">', "leads to no file"),
        ('<img srcset="small.png 1x, large.png 2x">', "leads to no file"),
        ('<a href="#nowhere">x</a>', "leads to no anchor"),
        ('<a href="page/#nowhere">x</a>', "leads to no anchor"),
        ('<a href="page">x</a>', "leads to no file"),
        ('<a href="/page/">x</a>', "leaves the site's path"),
        ('<a href="javascript:alert(1)">x</a>', "unknown scheme"),
        ('<meta http-equiv="refresh" content="0; url=gone/">', "leads to no file"),
        ('<p style="background: url(gone.png)">x</p>', "leads to no file"),
        ('<a href="page/#here">x</a><a href="?q=1#top" id="top">y</a><a href="https://example.com/gone">z</a>', None),
    ],
)
def test_a_planted_link_is_found(text: str, fault: str | None, tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text('<p id="here">x</p>')
    (tmp_path / "index.html").write_text(text)
    found = Links(tmp_path, "https://packscribe.example/below/").dead()
    assert any(fault in line for line in found) if fault else not found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sitemap.xml", '<urlset xmlns="http://s"><url><loc>https://x.example/gone/</loc></url></urlset>'),
        ("feed.atom", '<feed xmlns="http://a"><link href="https://x.example/gone/"/></feed>'),
        ("feed.atom", '<feed xmlns="http://a"><content type="html">&lt;a href="gone/"&gt;</content></feed>'),
        ("feed.ics", "BEGIN:VEVENT\r\nURL:https://x.example/\r\n gone/\r\nEND:VEVENT\r\n"),
        ("llms.txt", "- [Gone](https://x.example/gone.md)"),
        ("packs.json", '{"packs": [{"page": "https://x.example/gone/"}]}'),
        ("site.css", "a { background: url('gone.svg') }"),
        ("picture.svg", '<svg xmlns="http://www.w3.org/2000/svg"><a href="gone/"/></svg>'),
    ],
)
def test_a_planted_link_of_another_file_is_found(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(text.encode())
    assert ["no file" in line for line in Links(tmp_path, "https://x.example/").dead()] == [True]


def test_two_builds_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    otherwise = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    assert mkdocs(PROJECT, tmp_path / "again", **otherwise).returncode == 0
    assert _contents(site) == _contents(tmp_path / "again")


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
