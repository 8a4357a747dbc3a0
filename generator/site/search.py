"""What the search index holds of a page: the newest of its versions, and each parameter by its path.

The words of older versions are mostly those of the newest one: they are left out, and the index stays small. A row of
a table of parameters is shown to the search plugin as a section whose heading is the path. So it counts as a title,
which weighs more than any mention in a text, and a result leads to the row; a tag weighs what a word of the text does.
Where a page has so many rows that they are folded, they stay one text: each section costs the index more than its
words do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from generator.site.parameters import ANCHOR, SHOWN
from generator.site.tabs import tabs_of

SEPARATOR = r"""[\s\-,:!=\[\]()"`/|{}]+|\.(?!\d)|(?!\b)(?=[A-Z][a-z])|&[lg]t;"""
"""Paths such as pack.networkPolicy are found whole and by their parts; a version stays one word."""
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


def show(page: Page) -> None:
    """Let plugins that look at the words of *page* see what is to be found."""
    if page.content:
        _whole[id(page)] = page.content
        page.content = paths_as_headings(newest_only(page.content))


def restore(page: Page) -> None:
    """Give *page* its words back, before it is written."""
    page.content = _whole.pop(id(page), page.content)


def tune(plugin: Any) -> None:
    """Tell Material's search *plugin*, if there is one, what a word is and a tag weighs; what it was told stays."""
    if plugin is not None:
        plugin.config.separator = plugin.config.separator or SEPARATOR
        plugin.config.fields.setdefault("tags", {"boost": 1})
