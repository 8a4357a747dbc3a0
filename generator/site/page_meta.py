"""Title and description of a page, safe wherever the theme puts them.

The theme prints what front matter says as it is: into the head of the page, its attributes, and the lists that lead
to it. What packs are called is text, and not HTML.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from html import escape
from typing import Protocol

_TEXTS = ("title", "description")


class Page(Protocol):
    """A page of MkDocs, as far as it is needed here."""

    meta: MutableMapping[str, object]


def on_page_markdown(markdown: str, page: Page, **_others: object) -> str:
    """Take the Markdown of *page*, which stays as it is, and escape the texts of its front matter for HTML."""
    for name in _TEXTS:
        if isinstance(text := page.meta.get(name), str):
            page.meta[name] = escape(text)
    return markdown
