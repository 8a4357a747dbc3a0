"""The built site: a copy of each page in plain Markdown, redirects, and the same bytes in every build."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from overview_packs import AT, all_packs, of_packs, written
from repositories import PROJECT

from generator import judging, pipeline
from generator.compile import entry_of
from generator.former_names import former_names
from generator.site.copies import _as_text


def pages(site: Path) -> list[Path]:
    return [p for p in site.rglob("index.html") if "http-equiv" not in p.read_text()]


def copies(site: Path) -> list[Path]:
    return [p for p in site.rglob("*.md") if p.name != "README.md"]


def test_each_page_has_a_copy_and_names_it(site: Path) -> None:
    found = set()
    for page in pages(site):
        named = re.search(r'rel="alternate " type="text/markdown"[^>]* href="([^"]+)"', page.read_text())
        if named:
            found.add((page.parent / named[1]).resolve())
    assert found == {p.resolve() for p in copies(site)}
    assert {site / "packs/cni-azure.md", site / "packs/index.md", site / "index.md"} <= set(copies(site))
    assert len(found) >= len(pages(site)) - 1  # the list of tags has none


def test_copies_are_plain_markdown_whose_links_lead_somewhere(site: Path) -> None:
    for copy in copies(site):
        text = copy.read_text()
        assert not text.startswith("---"), copy
        for token in MarkdownIt("commonmark").enable("table").parse(text):
            for inline in token.children or ():
                to = urlsplit(str(inline.attrs.get("href") or inline.attrs.get("src") or ""))
                if to.path and not to.scheme:
                    assert (copy.parent / unquote(to.path)).exists(), f"{copy}: {to.path}"


def test_generated_copies_use_no_words_of_the_site(site: Path) -> None:
    made = [
        p.relative_to(PROJECT / "docs_src/exports/markdown")
        for p in (PROJECT / "docs_src/exports/markdown").rglob("*.md")
    ]
    assert made
    for path in made:
        text = re.sub(r"^ *(`{3,}).*?^ *\1`*$", "", (site / path).read_text(), flags=re.MULTILINE | re.DOTALL)
        assert not re.search(r"^ *(!!!|\?\?\?|===) |\{: |^\s*<", text, re.MULTILINE), path


def test_llms_txt_names_what_is_there(site: Path) -> None:
    text = (site / "llms.txt").read_text()
    assert text.startswith("# ") and "\n> " in text
    addresses = re.findall(r"^- \[.*\]\((\S+)\)", text, re.MULTILINE)
    assert len(addresses) == len(set(addresses)) > len(copies(site))
    for address in addresses:
        assert (site / urlsplit(address).path.lstrip("/")).is_file(), address


def test_llms_txt_lists_configurators_by_themselves(site: Path) -> None:
    sections = (site / "llms.txt").read_text().split("\n## ")
    assert {section.partition("\n")[0] for section in sections if "/configure/" in section} == {"Configurators"}


def test_the_sitemap_names_the_pinned_day(site: Path) -> None:
    assert "<lastmod>2026-11-21</lastmod>" in (site / "sitemap.xml").read_text()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append({"tag": tag, **dict(attrs)})


def test_a_former_name_leads_to_the_page(site: Path) -> None:
    old = site / "packs/azure-cni/index.html"
    links = _Links()
    links.feed(old.read_text())
    link = next(e for e in links.found if e["tag"] == "a")
    assert (old.parent / str(link["href"]) / "index.html").resolve() == (site / "packs/cni-azure/index.html").resolve()
    refresh = next(e for e in links.found if e.get("http-equiv") == "refresh")
    assert refresh["content"] == f"0; url={link['href']}"
    canonical = next(e for e in links.found if e.get("rel") == "canonical")
    assert canonical["href"] == "https://packscribe.example/packs/cni-azure/"
    assert "azure-cni" not in (site / "sitemap.xml").read_text()


# --- former names


def test_former_names_that_are_taken(tmp_path: Path) -> None:
    packs = [
        written(tmp_path, "one", page={"redirects": ["two", "old", "one"]}),
        written(tmp_path, "two", page={"redirects": ["old", "older"]}),
    ]
    by_name = {pack.name: pack for pack in packs}
    found = list(
        former_names(
            [entry_of(pack, AT).listing for pack in packs],
            lambda name, number: by_name[name].where(("page", "redirects", number)),
        )
    )
    assert [(d.code, d.pack, d.message) for d in found] == [
        ("PS413", "one", "the former name `two` is already that of the pack `two`"),
        ("PS413", "one", "the former name `one` is already that of this pack itself"),
        ("PS413", "two", "the former name `old` is already that of the pack `one`"),
    ]
    assert all(d.location.path.endswith("pack.yaml") and d.location.line > 1 for d in found)


def test_nothing_is_written_where_a_former_name_is_taken(tmp_path: Path) -> None:
    for name in ("one", "two"):
        written(tmp_path, name, page={"redirects": ["old"]})
    (tmp_path / "packscribe.toml").write_text("as_of = 2026-11-21\n")
    before = sorted(tmp_path.rglob("*"))
    outcome = pipeline.build(tmp_path, [])
    assert [d.code for d in outcome.diagnostics if d.code == "PS413"] == ["PS413"]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_redirect_that_is_given_up_is_removed(tmp_path: Path) -> None:
    written(tmp_path, "one", page={"redirects": ["old"]})
    (tmp_path / "packscribe.toml").write_text("as_of = 2026-11-21\n")
    pipeline.build(tmp_path, [])
    assert (tmp_path / "docs_src/packs/old/index.html").is_file()
    source = tmp_path / "packs/one/pack.yaml"
    source.write_text(source.read_text().replace("- old", "- older"))
    assert "docs_src/packs/old/index.html" in pipeline.build(tmp_path, []).changed
    assert not (tmp_path / "docs_src/packs/old/index.html").exists()
    assert (tmp_path / "docs_src/packs/older/index.html").is_file()


@pytest.mark.parametrize("name", ['<b>"x"</b> & {y}', "a" * 300, "שלום"])
def test_a_redirect_escapes(name: str, tmp_path: Path) -> None:
    unit = of_packs([written(tmp_path, "p", displayName=name, page={"redirects": ["old"]})])
    links = _Links()
    links.feed(unit.tree["docs_src/packs/old/index.html"].decode())
    assert not any(e["tag"] == "b" for e in links.found)
    assert judging.read_back(unit, unit.tree) == []


def test_redirects_of_the_project_are_generated() -> None:
    assert "docs_src/packs/azure-cni/index.html" in all_packs().tree


def test_a_title_in_llms_txt_is_text() -> None:
    assert (
        _as_text("a [b](javascript:c) &lt;d&gt; \\ `e` &amp;lt;") == "a \\[b\\](javascript:c) \\<d> \\\\ \\`e\\` &lt;"
    )
