"""Which elements and attributes pages have: what no text of a pack may add to. No tests in here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

#: Attributes that hold words; all others are the site's own, and no word of a pack may reach them.
WORDS = re.compile(r"alt|aria-label|content|data-.+|datetime|download|for|href|id|name|placeholder|src|title|value")
SCHEMES = re.compile(r"\s*(?:javascript|vbscript|data:text)", re.IGNORECASE)


class Markup(HTMLParser):
    """The elements of a page, each as its tag with the names of its attributes, and what breaks the rules above."""

    def __init__(self, path: Path, mark: str) -> None:
        super().__init__()
        self.path, self.mark = path, mark
        self.elements: set[str] = set()
        self.scripts: set[str] = set()
        self.broken: list[str] = []
        self._inside = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements |= {tag, *(f"{tag} {name}" for name, _ in attrs)}
        self._inside = tag
        if tag == "script":
            self.scripts |= {(value or "").rpartition("/")[2] for name, value in attrs if name == "src"}
        if reasons := list(self._reasons(tag, attrs)):
            self.broken.append(f"{self.path.parent.name}, line {self.getpos()[0]}: <{tag} {attrs}>: {reasons}")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in ("script", "style") and self.mark in data:
            self.broken.append(f"{self.path.parent.name}, line {self.getpos()[0]}: inside {self._inside}")

    def _reasons(self, tag: str, attrs: list[tuple[str, str | None]]) -> Iterator[str]:
        if self.mark in tag:
            yield "element"
        for name, value in attrs:
            if name.startswith("on") or self.mark in name:
                yield f"attribute {name}"
            if self.mark in (value or "") and not WORDS.fullmatch(name):
                yield f"words in {name}"
            if name in ("href", "src", "action", "xlink:href") and SCHEMES.match(value or ""):
                yield f"address {value}"
            if self.mark in (value or "").partition("?")[0] and name in ("src", "href", "action") and tag != "a":
                yield f"address {value}"


def words(page: str) -> str:
    """Return the words of the HTML *page* as a reader may see them, hidden tabs included, with single spaces."""
    reader = _Words()
    reader.feed(page)
    return " ".join("".join(reader.found).split())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in ("script", "style", "title")

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        self.found += [] if self._silent else [data]
