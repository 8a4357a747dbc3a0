"""Headings of one of several tabs are not in the table of contents; those of a single tab are."""

from __future__ import annotations

from dataclasses import dataclass, field

import markdown
import pytest

from generator.tab_slug import tab_slug
from generator.tabbed_toc import Entry, on_page_content, tabbed_headings

TABS = '## Versions\n\n=== "1.x"\n\n    ### One\n\n    Words.\n\n{more}## After\n\n### Below\n'
SECOND = '=== "2.x"\n\n    ### One\n\n    !!! note\n\n        Words.\n\n    ### Two\n\n'


def html(text: str) -> str:
    options = {"pymdownx.tabbed": {"alternate_style": True, "slugify": tab_slug}}
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


@pytest.mark.parametrize(("more", "hidden"), [("", set()), (SECOND, {"one", "one_1", "two"})])
def test_headings_of_several_tabs_are_found(more: str, hidden: set[str]) -> None:
    assert tabbed_headings(html(TABS.format(more=more))) == hidden


def test_they_are_left_out_of_the_contents() -> None:
    inside: list[Entry] = [_Entry("one"), _Entry("one_1"), _Entry("two")]
    page = _Page(_Contents([_Entry("versions", inside), _Entry("after", [_Entry("below")])]))
    text = html(TABS.format(more=SECOND))
    assert on_page_content(text, page, config=None) == text
    assert page.toc.items == [_Entry("versions"), _Entry("after", [_Entry("below")])]


def test_broken_html_is_no_trouble() -> None:
    assert tabbed_headings('</div></div><div data-tabs="1:x"><h2 id=a><div data-tabs="1:2"><h3>') == {""}
