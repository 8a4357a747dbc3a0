"""Tabs of versions on the site: what of them the table of contents holds.

The tab of each series repeats the headings and most of the words of the others. The newest stands for them all: the
headings of the others are left out of the table of contents. Of other tabs, such as those of a guide, the heading above
them is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

_VERSIONS = "versions-supported"  # the id of the heading above the tabs of versions
_MOST = 40  # entries of a table of contents that still help to find something
_TAG = re.compile(r"<(/?)(div|h[1-6])\b([^>]*)>")
_ID = re.compile(r'\bid="([^"]*)"')
_SET = re.compile(r'\bdata-tabs="\d+:(\d+)"')
_STYLED = 20
"""How many tabs of a set Material's styles know: what stands in a further one would never be shown."""
_SEVERAL = re.compile(r'\bdata-tabs="\d+:(?!1")\d+"')


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


@dataclass(slots=True)
class _Div:
    """An open `div`: the tab that it is of a set of several, or the *set* itself, which knows how many it has had."""

    set: _Div | None = None
    is_set: bool = False
    of_versions: bool = False
    tabs: int = 0
    number: int = 0  # of this tab, from 1; 0 where it is none
    start: int = 0


@dataclass
class Tabs:
    """What stands in tabs of a page: ids of *headings* to leave out, and where *older* versions stand in its HTML."""

    headings: set[str] = field(default_factory=set)
    older: list[tuple[int, int]] = field(default_factory=list)


def tabs_of(html: str) -> Tabs:
    """Return what stands in tabs in *html*, as pymdownx.tabbed writes them. Broken HTML is no trouble."""
    found, heading = Tabs(), ""
    if "tabbed-set" not in html:
        return found
    open_: list[_Div] = []
    for tag in _TAG.finditer(html):
        closing, name, attributes = tag.groups()
        if name != "div":
            if not closing:
                heading = (_ID.search(attributes) or ("", ""))[1]
                if any(_is_left_out(div) for div in open_):
                    found.headings.add(heading)
        elif not closing:
            open_.append(_opened(attributes, open_, heading, tag.end()))
        elif open_:
            done = open_.pop()
            if _is_older(done):
                found.older.append((done.start, tag.start()))
    return found


def _opened(attributes: str, around: list[_Div], heading: str, end: int) -> _Div:
    if _SEVERAL.search(attributes):
        return _Div(is_set=True, of_versions=heading == _VERSIONS)
    if "tabbed-block" in attributes:
        owner = next((div for div in reversed(around) if div.is_set or div.number), None)
        if owner and owner.is_set:
            owner.tabs += 1
            return _Div(set=owner, number=owner.tabs, start=end)
    return _Div()


def _is_left_out(div: _Div) -> bool:
    """Tell whether the headings in *div* are left out of the table of contents."""
    return div.set is not None and (div.number > 1 or not div.set.of_versions)


def _is_older(div: _Div) -> bool:
    return div.set is not None and div.set.of_versions and div.number > 1


def on_page_content(html: str, page: Page, **_others: object) -> str:
    """Return the HTML of *page* with styles for the tabs that Material has none for.

    Headings of its tabs are left out of its contents; contents that are long nonetheless hold fewer levels.
    """
    hidden = tabs_of(html).headings
    if hidden:
        page.toc.items = _without(page.toc.items, hidden)
    for depth in (3, 2):
        if _size(page.toc.items) > _MOST:
            page.toc.items = _cut(page.toc.items, depth)
    return _styles(max((int(count) for count in _SET.findall(html)), default=0)) + html


def _styles(tabs: int) -> str:
    """Return what shows the content of the chosen one of up to so many *tabs*, and marks its label."""
    if tabs <= _STYLED:
        return ""
    rules = []
    for part, style in (("content", "display:block"), ("labels", "color:var(--md-default-fg-color)")):
        further = range(_STYLED + 1, tabs + 1)
        chosen = ",".join(f".tabbed-set>input:nth-child({n}):checked~.tabbed-{part}>:nth-child({n})" for n in further)
        rules.append(f".md-typeset :is({chosen}){{{style}}}")
    return f"<style>{''.join(rules)}</style>"


def _size(entries: Iterable[Entry]) -> int:
    return sum(1 + _size(entry.children) for entry in entries)


def _cut(entries: Iterable[Entry], depth: int) -> list[Entry]:
    """Return *entries* without what lies deeper than *depth*; the title of the page is the first level."""
    kept = list(entries) if depth else []
    for entry in kept:
        entry.children = _cut(entry.children, depth - 1)
    return kept


def _without(entries: Iterable[Entry], hidden: set[str]) -> list[Entry]:
    kept = [entry for entry in entries if entry.id not in hidden]
    for entry in kept:
        entry.children = _without(entry.children, hidden)
    return kept
