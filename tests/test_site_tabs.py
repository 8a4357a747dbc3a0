"""Of tabs of versions, the newest is in the table of contents and in the search index; of other tabs all is found."""

from __future__ import annotations

from dataclasses import dataclass, field

import markdown
import pytest

from generator.site.search import newest_only
from generator.site.tabs import Entry, on_page_content, tabs_of
from generator.tab_slug import tab_slug

TABS = '## {title}\n\n=== "2.x"\n\n    ### New\n\n    !!! note\n\n        Words.\n\n{more}## After\n\n### Below\n'
SECOND = '=== "1.x"\n\n    ### Old\n\n    !!! note\n\n        Former words.\n\n    ### Older\n\n{inside}'
INSIDE = '    === "a"\n\n        ### A\n\n    === "b"\n\n        ### B\n\n    Last.\n\n'


def html(title: str, more: str) -> str:
    options = {"pymdownx.tabbed": {"alternate_style": True, "slugify": tab_slug}}
    text = TABS.format(title=title, more=more.format(inside=INSIDE))
    return markdown.markdown(text, extensions=["pymdownx.tabbed", "toc", "admonition"], extension_configs=options)


@dataclass
class _Entry:
    id: str
    children: list[Entry] = field(default_factory=list)


@dataclass
class _Contents:
    items: list[Entry]


@dataclass
class _Page:
    toc: _Contents


@pytest.mark.parametrize(
    ("title", "more", "hidden"),
    [
        ("Versions Supported", "", set()),
        ("Versions Supported", SECOND, {"old", "older", "a", "b"}),
        ("Engines", "", set()),
        ("Engines", SECOND, {"new", "old", "older", "a", "b"}),
    ],
)
def test_headings_that_are_left_out(title: str, more: str, hidden: set[str]) -> None:
    assert tabs_of(html(title, more)).headings == hidden


def test_they_are_left_out_of_the_contents() -> None:
    inside: list[Entry] = [_Entry("new"), _Entry("old"), _Entry("older")]
    page = _Page(_Contents([_Entry("versions-supported", inside), _Entry("after", [_Entry("below")])]))
    text = html("Versions Supported", SECOND)
    assert on_page_content(text, page) == text
    assert page.toc.items == [_Entry("versions-supported", [_Entry("new")]), _Entry("after", [_Entry("below")])]


def test_words_of_older_versions_are_not_searched() -> None:
    left = newest_only(html("Versions Supported", SECOND))
    assert "Words." in left and 'id="below"' in left
    assert not any(word in left for word in ("Former", 'id="old"', 'id="b"', "Last."))
    assert left.count("<div") == left.count("</div")


def test_words_of_other_tabs_are_searched() -> None:
    text = html("Engines", SECOND)
    assert newest_only(text) == text


def test_broken_html_is_no_trouble() -> None:
    assert tabs_of('</div></div><div class="tabbed-set" data-tabs="1:x"><h2 id=a><div data-tabs="1:2"><h3>').older == []


def test_long_contents_hold_fewer_levels() -> None:
    deep: list[Entry] = [_Entry(f"h2-{n}", [_Entry(f"h3-{n}", [_Entry(f"h4-{n}")])]) for n in range(15)]
    page = _Page(_Contents([_Entry("title", deep)]))
    on_page_content("", page)
    assert page.toc.items == [_Entry("title", [_Entry(f"h2-{n}", [_Entry(f"h3-{n}")]) for n in range(15)])]
    page.toc.items = [_Entry("title", [_Entry(f"h2-{n}", [_Entry(f"h3-{n}")]) for n in range(25)])]
    on_page_content("", page)
    assert page.toc.items == [_Entry("title", [_Entry(f"h2-{n}") for n in range(25)])]
