"""The table of contents of a page with tabs, for the site: a hook of MkDocs, named in mkdocs.yml.

Each tab repeats the headings of the others, and only one is to be seen, so their headings are left out. A page with
a single tab keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Protocol


class Entry(Protocol):
    """A heading in MkDocs' table of contents."""

    id: str
    children: list[Entry]


class Contents(Protocol):
    """MkDocs' table of contents."""

    items: list[Entry]


class Page(Protocol):
    """A page of MkDocs, as far as it is needed here."""

    toc: Contents


def on_page_content(html: str, page: Page, **_others: object) -> str:
    """Take the HTML of *page*, which stays as it is, and leave the headings of its tabs out of its contents."""
    hidden = tabbed_headings(html)
    if hidden:
        page.toc.items = _without(page.toc.items, hidden)
    return html


def _without(entries: Iterable[Entry], hidden: set[str]) -> list[Entry]:
    kept = [entry for entry in entries if entry.id not in hidden]
    for entry in kept:
        entry.children = _without(entry.children, hidden)
    return kept


def tabbed_headings(html: str) -> set[str]:
    """Return the ids of the headings that stand in one of several tabs in *html*, as pymdownx.tabbed writes them."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._several: list[bool] = []  # for each open `div`, whether it is a set of several tabs

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "div":
            tabs = (given.get("data-tabs") or "").partition(":")[2]
            self._several.append(tabs.isdigit() and int(tabs) > 1)
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6") and any(self._several):
            self.found.add(given.get("id") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._several:
            self._several.pop()
