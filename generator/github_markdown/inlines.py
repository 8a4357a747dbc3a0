"""The words of one block: Markdown marks and HTML tags alike become nodes of the tree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from generator.github_markdown.addresses import carried, in_words, unsafe
from generator.github_markdown.characters import cleaned
from generator.github_markdown.parser import word_tokens
from generator.github_markdown.phrases import Inlines, plain, settled
from generator.github_markdown.remarks import quoted
from generator.github_markdown.tags import BLOCK, CONTENT, NOTHING, TABLE_PARTS, Tag, names, tag_of
from generator.prose import Break, Code, Emphasis, Image, Inline, Link, Strike, Strong, Text

if TYPE_CHECKING:
    from markdown_it.token import Token

Note = Callable[[str], None]
"""Takes what becomes of something that a page does not show as GitHub does."""

_MARKUP = re.compile(r"[\\`*_\[<&~@]| {2}\n|://|www\.", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
#: Tags that may be open at once; more are hostile, and nothing of them is shown.
_MOST_OPEN = 40
_MARKS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("s", "del", "strike"), "s"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
}
_NODES: dict[str, type[Strong | Emphasis | Strike]] = {"strong": Strong, "em": Emphasis, "s": Strike}
_NEW_LINE = BLOCK | TABLE_PARTS | names("h1 h2 h3 h4 h5 h6 ul ol li tr table details summary blockquote pre hr")


class Found(NamedTuple):
    """The words of a block, and what becomes of what it cannot show: its line, counted from 0, and what."""

    inlines: Inlines
    notes: tuple[tuple[int, str], ...] = ()


class _Open:
    """A mark that is open: *kind* is empty where it is within another of its kind, *used* tells that it had words."""

    __slots__ = ("children", "kind", "name", "url", "used")

    def __init__(self, kind: str, name: str, url: str = "", *, used: bool = False) -> None:
        self.kind, self.name, self.url, self.used = kind, name, url, used
        self.children: list[Inline] = []


class Words:
    """Collects words within marks that open and close; tags may be left open or cross each other."""

    def __init__(self, note: Note) -> None:
        self.note = note
        self._open = [_Open("", "")]
        self._kinds: Counter[str] = Counter()
        self._tags = 0

    def add(self, *inlines: Inline) -> None:
        """Add words at the present place."""
        self._open[-1].children += inlines

    def open(self, kind: str, name: str, url: str = "") -> None:
        """Open a mark; *name* is what will close it, a tag's in angle brackets."""
        nested = not kind or (self._kinds[kind] > 0 and kind != "link")
        self._kinds[kind] += not nested
        self._tags += name.startswith("<")
        self._open.append(_Open("" if nested else kind, name, url))

    def close(self, name: str) -> None:
        """Close the mark *name* and what is open within it; a tag cannot close a mark of Markdown."""
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].name == name:
                while len(self._open) > depth:
                    self._close_last()
                return
            if name.startswith("<") and not self._open[depth].name.startswith("<"):
                return

    def _close_last(self) -> None:
        last = self._open.pop()
        self._kinds[last.kind] -= bool(last.kind)
        self._tags -= last.name.startswith("<")
        self._open[-1].children += self._made(last)

    def _made(self, last: _Open) -> Inlines:
        children = tuple(last.children)
        if last.kind == "code":
            return (Code(plain(children)),)
        if last.kind == "link":
            return self._link(children, last)
        mark = _NODES.get(last.kind)
        return (mark(children),) if mark and children else children

    def take(self) -> Inlines:
        """Return the words so far in settled form; marks that are open go on with what follows."""
        kept = self._open[1:]
        for mark in kept:
            mark.used = True
        while len(self._open) > 1:
            self._close_last()
        words, self._open[0].children = settled(self._open[0].children), []
        for mark in kept:
            self.open(mark.kind, mark.name, mark.url)
            self._open[-1].used = bool(words)
        return words

    @property
    def has_words(self) -> bool:
        """Whether there are words, or a mark is open that what follows belongs to."""
        return len(self._open) > 1 or bool(self._open[0].children)

    def tag(self, tag: Tag, source: str) -> None:
        """Add what a tag within words stands for."""
        name = tag.name
        kind = _MARKS.get(name, "")
        if name == "br":
            self.add(Break())
        elif name == "img" and tag.opens:
            self.image(tag.attribute("alt"), tag.attribute("src"))
        elif kind or name in CONTENT:
            self._mark(tag, "link" if name == "a" and tag.attribute("href") else kind)
        elif name in _NEW_LINE:
            self.add(Break())
        elif name in ("td", "th"):
            self.add(Text(" "))
        elif name not in NOTHING and name != "img":
            self.note(f"the tag {quoted(source)} is shown as text")
            self.add(Text(cleaned(unescape(source))))

    def _mark(self, tag: Tag, kind: str) -> None:
        if not tag.opens:
            self.close(f"<{tag.name}>")
            return
        if tag.name == "a":  # HTML has no link within a link: the next one ends it
            self.close("<a>")
        if self._tags < _MOST_OPEN:
            self.open(kind, f"<{tag.name}>", tag.attribute("href") if kind == "link" else "")

    def image(self, alt: str, url: str) -> None:
        """Add an image; where a page cannot reach it, its words and path."""
        alt = _SPACE.sub(" ", cleaned(alt)).strip()
        if address := carried(url):
            self.add(Image(alt, address))
            return
        if url:
            self.note(f"the image {quoted(url)} is shown as words")
        self.add(*in_words((Text(alt),) if alt else (), url))

    def _link(self, children: Inlines, link: _Open) -> Inlines:
        address = carried(link.url)
        if not address:
            return self._unlinked(children, link.url)
        if not link.used and not settled(children):
            self.note(f"the link to {quoted(link.url)}, which has no words, is shown as its address")
            return (Link((Text(address),), address),)
        return (Link(children, address),)

    def _unlinked(self, children: Inlines, url: str) -> Inlines:
        if not url or not children:
            return children
        kept = not url.startswith("#") and not unsafe(url)
        self.note(f"the link to {quoted(url)} is shown as words{' and path' if kept else ''}")
        return in_words(settled(children), cleaned(url))


@lru_cache(maxsize=16384)
def read_words(source: str) -> Found:
    """Take the Markdown of a paragraph, heading or cell whose links all have their address with them."""
    if not _MARKUP.search(source):
        text = _SPACE.sub(" ", source).strip()
        return Found((Text(text),) if text else ())
    return read_words_with(source, {})


def read_words_with(source: str, environment: dict[str, object]) -> Found:
    """Take the Markdown of a paragraph, heading or cell, and the addresses that a document defines elsewhere."""
    reader = _Reader()
    for token in word_tokens(source, environment):
        reader.read(token)
    return Found(reader.words.take(), tuple(reader.notes))


class _Reader:
    """Turns the tokens of one block into words."""

    def __init__(self) -> None:
        self.notes: list[tuple[int, str]] = []
        self.line = 0
        self.words = Words(lambda what: self.notes.append((self.line, what)))

    def read(self, token: Token) -> None:
        """Add what *token* stands for."""
        words = self.words
        match token.type:
            case "text" | "text_special":
                words.add(Text(cleaned(token.content) if token.type != "text" else token.content))
            case "softbreak" | "hardbreak":
                self.line += 1
                words.add(Break() if token.type == "hardbreak" else Text(" "))
            case "code_inline":
                words.add(Code(token.content))
            case "strong_open" | "em_open" | "s_open":
                words.open(token.type.removesuffix("_open"), token.type.removesuffix("_open"))
            case "link_open":
                words.open("link", "link", str(token.attrs.get("href", "")))
            case "strong_close" | "em_close" | "s_close" | "link_close":
                words.close(token.type.removesuffix("_close"))
            case "image":
                words.image(_alt(token), str(token.attrs.get("src", "")))
            case "html_inline":
                self._html(token.content)
            case _:
                words.add(Text(cleaned(token.content)))

    def _html(self, source: str) -> None:
        if tag := tag_of(source):
            self.words.tag(tag, source)
        self.line += source.count("\n")


def _alt(token: Token) -> str:
    """Return the words of an image's description."""
    found: list[str] = []
    pending = list(reversed(token.children or []))
    while pending:
        child = pending.pop()
        if child.type == "image":
            pending += reversed(child.children or [])
        elif child.type in ("softbreak", "hardbreak"):
            found.append(" ")
        elif child.type != "html_inline":
            found.append(child.content)
    return "".join(found)
