"""What the search index holds of a page: the newest of its versions, and each parameter by its path.

The words of older versions are mostly those of the newest one: they are left out, and the index stays small. A row of
a table of parameters is shown to the search plugin as a section whose heading is the path. So it counts as a title,
which weighs more than any mention in a text, and a result leads to the row; a tag weighs what a word of the text does.
Each section costs the index more than its words do: of pages whose rows are folded, as they are so many, only the
smaller ones have sections, up to `MOST_FOLDED` rows on the whole site, and in the others the rows stay one text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from generator.site.parameters import ANCHOR, SHOWN
from generator.site.tabs import tabs_of

SEPARATOR = r"""[\s\-,:!=\[\]()"`/|{}]+|\.(?!\d)|(?!\b)(?=[A-Z][a-z])|&[lg]t;"""
"""Paths such as pack.networkPolicy are found whole and by their parts; a version stays one word."""
_ROW = re.compile(rf'<tr([^>]*?) id="({ANCHOR}[^"]*)"([^>]*)>\s*<td[^>]*>(.*?)</td>', re.DOTALL)


MOST_FOLDED = 3_000
_ROW_START = f' id="{ANCHOR}'


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
    return _ROW.sub(r'<tr\1\3><h6 id="\2">\4</h6>', html)


def _rows(html: str) -> int:
    """Return how many rows of parameters a search sees on a page."""
    rows = html.count(_ROW_START)
    return newest_only(html).count(_ROW_START) if rows > SHOWN else rows


def most_rows(pages: Iterable[str]) -> int:
    """Return how many rows a page may have at most, of these *pages* of a site, so that each of them is a section."""
    most, folded = SHOWN, 0
    for rows, count in sorted(Counter(map(_rows, pages)).items()):
        if rows > SHOWN:
            folded += rows * count  # pages of one size are treated alike
            if folded > MOST_FOLDED:
                break
            most = rows
    return most


class Lens:
    """What plugins that look at the words of pages see."""

    def __init__(self) -> None:
        self._most = SHOWN
        self._whole: dict[int, str] = {}

    def measure(self, pages: Iterable[Page]) -> None:
        """Look at all *pages* of the site before any is shown."""
        self._most = most_rows(page.content or "" for page in pages)

    def show(self, page: Page) -> None:
        """Let them see what is to be found on *page*."""
        if page.content:
            self._whole[id(page)] = page.content
            seen = newest_only(page.content)
            page.content = paths_as_headings(seen) if seen.count(_ROW_START) <= self._most else seen

    def restore(self, page: Page) -> None:
        """Give *page* its words back, before it is written."""
        page.content = self._whole.pop(id(page), page.content)


def tune(plugin: Any) -> None:
    """Tell Material's search *plugin*, if there is one, what a word is and a tag weighs; what it was told stays.

    No word is left out for being a common one: a path may have it (`splunk-connect-for-kubernetes.host`).
    """
    if plugin is not None:
        plugin.config.pipeline = [] if plugin.config.pipeline is None else plugin.config.pipeline
        plugin.config.separator = plugin.config.separator or SEPARATOR
        plugin.config.fields.setdefault("tags", {"boost": 1})
