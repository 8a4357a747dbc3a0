"""What the search index holds of a page: the newest of its versions, and each parameter by its path. A hook of MkDocs.

The words of older versions are mostly those of the newest one: they are left out, and the index stays small. A row of
a table of parameters is shown to the search plugin as a section whose heading is the path. So it counts as a title,
which weighs more than any mention in a text, and a result leads to the row. Where a page has so many that they are
folded, they stay one text: each section costs the index more than its words do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from mkdocs.plugins import CombinedEvent, event_priority

from generator.site.parameters import ANCHOR, SHOWN
from generator.site.tabs import tabs_of

_ROW = re.compile(rf'<tr([^>]*?) id="({ANCHOR}[^"]*)"([^>]*)>\s*<td[^>]*>(.*?)</td>', re.DOTALL)


class Page(Protocol):
    """A page of MkDocs, as far as it is needed here."""

    content: str | None


def newest_only(html: str) -> str:
    """Return *html* without the tabs of older versions."""
    return "".join(_around(html, sorted(tabs_of(html).older)))


def _around(html: str, gaps: Iterable[tuple[int, int]]) -> Iterator[str]:
    position = 0
    for start, end in gaps:
        yield html[position:start]
        position = max(position, end)
    yield html[position:]


def paths_as_headings(html: str) -> str:
    """Return *html* with a heading, which the plugin takes for a section up to the end of the row, in place of a path.

    What comes is no valid HTML: nobody sees it but a parser that only counts what is open.
    """
    rows = _ROW.findall(html)
    return _ROW.sub(r'<tr\1\3><h6 id="\2">\4</h6>', html) if len(rows) <= SHOWN else html


_whole: dict[int, str] = {}  # what pages hold, while the search plugin looks at them


@event_priority(100)
def _before_search(context: object, /, page: Page, **_others: object) -> object:
    """Show plugins that look at the words of *page* what is to be found."""
    if page.content:
        _whole[id(page)] = page.content
        page.content = paths_as_headings(newest_only(page.content))
    return context


@event_priority(-100)
def _after_search(context: object, /, page: Page, **_others: object) -> object:
    """Give *page* its words back, before it is written."""
    page.content = _whole.pop(id(page), page.content)
    return context


on_page_context = CombinedEvent(_before_search, _after_search)
