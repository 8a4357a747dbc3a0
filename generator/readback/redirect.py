"""A page that leads elsewhere: every place it names, and every word it shows."""

from __future__ import annotations

from html.parser import HTMLParser

from generator.readback.facts import Fact

_SILENT = {"style"}


def read_redirect(path: str, text: str) -> list[Fact]:
    """Return the facts of *text*: title, canonical address, refresh, script, links, words and the notice."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.facts


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts: list[Fact] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self._add("language", "", given.get("lang", ""))
        elif tag == "link":
            self._add("link", given.get("rel", ""), given.get("href", ""))
        elif tag == "meta" and ("http-equiv" in given or given.get("name") == "robots"):
            self._add("meta", given.get("http-equiv") or "robots", given.get("content", ""))
        elif "href" in given or "src" in given or any(name.startswith("on") for name in given):
            self._add("link", tag, " ".join(f'{name}="{value}"' for name, value in sorted(given.items())))
        if tag not in ("meta", "link", "br", "img"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        around = self._open[-1] if self._open else ""
        if words and around not in _SILENT:
            self._add("words", around, words)

    def handle_comment(self, data: str) -> None:
        self._add("notice", "", data.strip())

    def _add(self, kind: str, key: str, value: str) -> None:
        line = self.getpos()[0]
        self.facts.append(Fact((), kind, key, value, line, line))
