"""The small Markdown that pack.yaml's prose is written in.

Text, code, **strong**, links, lists, fences and tables; nothing else, so that no fact can inject a heading, an
image or HTML into a page. Parsed by markdown-it-py (CommonMark plus tables), and only where there is any markup:
most of a pack's texts are plain words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from generator.prose.tree import (
    Block,
    Bullets,
    Code,
    Fence,
    Inline,
    Link,
    Paragraph,
    Passage,
    Phrase,
    Strong,
    Table,
    Text,
    phrase,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MARKUP = re.compile(r"[*_`\[\]<>#|~\\&!]|^\s*(?:[-+=]|\d+[.)])|\n", re.MULTILINE)
_SPACE = re.compile(r"\s+")
#: The parser leaves a link that runs JavaScript as words, so it is known by its form.
_RUNS = re.compile(r"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\(\s*<?\s*javascript:", re.IGNORECASE)
LINK_SCHEMES = ("https://", "http://", "mailto:", "#")


@dataclass(frozen=True, slots=True)
class ProseProblem:
    """Something in a prose text that no dialect can carry; *line* counts from 0 within the text."""

    line: int
    message: str
    help: str


@lru_cache(maxsize=8192)
def parse(text: str) -> Passage:
    """Read *text* as prose. What prose does not allow is kept as plain words; `problems` reports it."""
    if not _MARKUP.search(text.strip()):
        return Passage((Paragraph(Phrase((Text(_SPACE.sub(" ", text.strip())),))),))
    return Passage(tuple(_blocks(_Cursor(_tokens(text)))))


@lru_cache(maxsize=8192)
def parse_phrase(text: str) -> Phrase:
    """Read *text* as one line of prose: of several blocks, the words of all, with marks between items and cells."""
    return _one_line(parse(text).blocks)


def _one_line(blocks: Iterable[Block]) -> Phrase:
    return _joined(" ", (_line(block) for block in blocks))


def _line(block: Block) -> Phrase:
    match block:
        case Paragraph(words):
            return words
        case Bullets(items):
            return _joined("; ", map(_one_line, items))
        case Fence(_, text):
            code = _SPACE.sub(" ", text).strip()
            return phrase(Code(code)) if code else phrase()
        case Table(head, rows):
            return _joined("; ", (_joined(", ", row) for row in (head, *rows)))
    raise AssertionError(block)  # the small Markdown has no others


def _joined(mark: str, phrases: Iterable[Phrase]) -> Phrase:
    found = [p for p in phrases if p.inlines]
    return phrase(*(part for i, p in enumerate(found) for part in ((mark, p) if i else (p,))))


def problems(text: str) -> Iterator[ProseProblem]:
    """Yield what *text* holds beyond the small Markdown, and links that are no web addresses."""
    if not _MARKUP.search(text):
        return
    ended = ""
    for token in _tokens(text):
        line = token.map[0] if token.map else 0
        if ended and token.type.endswith("list_open"):
            yield ProseProblem(line, "a list stands directly after another list", "put a sentence between them")
        ended = token.type if token.type.endswith("list_close") else ""
        if token.type in _REFUSED:
            yield ProseProblem(line, f"prose cannot hold {_REFUSED[token.type][0]}", _REFUSED[token.type][1])
        for child in token.children or ():
            yield from _inline_problems(child, line)
    if "]:" in text:
        yield from _unused_addresses(text)


_REFUSED = {
    "heading_open": ("a heading", "give the block a `title:` of its own, or escape the mark with a backslash"),
    "blockquote_open": ("a quotation", "use a warning of kind `info` or `tip` for words that stand apart"),
    "code_block": ("code by indentation", "write a fence: three backticks and a language"),
    "hr": ("a rule", "start another section instead"),
    "html_block": ("HTML", "write Markdown; put tags that are meant as text in backticks"),
    "html_inline": ("HTML", "write Markdown; put tags that are meant as text in backticks"),
    "image": ("an image", "list the file under `assets` and link to it"),
    "em_open": ("emphasis", "use `**strong**`, or escape the `*` or `_` with a backslash"),
    "hardbreak": ("a forced line break", "start another paragraph"),
}


def _inline_problems(token: Token, line: int) -> Iterator[ProseProblem]:
    if token.type in _REFUSED:
        yield ProseProblem(line, f"prose cannot hold {_REFUSED[token.type][0]}", _REFUSED[token.type][1])
    if token.type == "link_open" and not str(token.attrs.get("href", "")).startswith(LINK_SCHEMES):
        href = token.attrs.get("href", "")
        yield ProseProblem(line, f"`{href}` is no link that every page can carry", "use an `https://` address")
    if token.type == "text" and _RUNS.search(token.content):
        yield ProseProblem(line, "a link runs JavaScript", "use an `https://` address")


def _unused_addresses(text: str) -> Iterator[ProseProblem]:
    """Find words such as `[Optional]: true`, which give a link its address: no page shows them."""
    given: dict[str, dict[str, dict[str, Any]]] = {}
    inlines = (child for token in _parser().parse(text, given) for child in token.children or ())
    used = {inline.attrs.get("href", inline.attrs.get("src")) for inline in inlines}
    for label, address in given.get("references", {}).items():
        if address["href"] not in used:
            message = f"`[{label.lower()}]:` is the address of a link that is not there, and no page shows it"
            yield ProseProblem(
                address["map"][0], message, "put a backslash before the `[`, or write `[words](address)`"
            )


@lru_cache(maxsize=8192)
def _tokens(text: str) -> list[Token]:
    return _parser().parse(text)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 40 ms: only where a text has markup

    return MarkdownIt("commonmark").enable("table")


class _Cursor:
    """Walks a flat token list."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.position = 0

    def more(self) -> bool:
        return self.position < len(self.tokens)

    def next(self) -> Token:
        self.position += 1
        return self.tokens[self.position - 1]

    def peek(self) -> Token:
        return self.tokens[self.position]


def _blocks(cursor: _Cursor, until: str = "") -> Iterator[Block]:
    while cursor.more():
        token = cursor.next()
        if token.type == until:
            return
        if token.type == "inline":
            yield Paragraph(Phrase(_inlines(token.children or [])))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            ordered = token.type.startswith("ordered")
            yield Bullets(tuple(_items(cursor, token.type.replace("open", "close"))), ordered)
        elif token.type in ("fence", "code_block"):
            yield Fence(token.info.strip(), token.content)
        elif token.type == "table_open":
            yield _table(cursor)
        elif token.type in ("html_block", "hr"):
            yield Paragraph(phrase(_SPACE.sub(" ", token.content or token.markup).strip()))


def _items(cursor: _Cursor, until: str) -> Iterator[tuple[Block, ...]]:
    while cursor.more() and cursor.next().type != until:
        yield tuple(_blocks(cursor, "list_item_close"))


def _table(cursor: _Cursor) -> Table:
    rows: list[tuple[Phrase, ...]] = []
    while (token := cursor.next()).type != "table_close":
        if token.type == "tr_open":
            row: list[Phrase] = []
            while (cell := cursor.next()).type != "tr_close":
                if cell.type == "inline":
                    row.append(Phrase(_inlines(cell.children or [])))
            rows.append(tuple(row))
    return Table(rows[0], tuple(rows[1:]))


def _inlines(tokens: list[Token]) -> tuple[Inline, ...]:
    return tuple(_merged(_walk(_Cursor(tokens))))


def _walk(cursor: _Cursor, until: str = "") -> Iterator[Inline]:
    while cursor.more():
        token = cursor.next()
        if until and token.type == until:
            return
        match token.type:
            case "code_inline":
                yield Code(token.content)
            case "strong_open":
                yield Strong(tuple(_merged(_walk(cursor, "strong_close"))))
            case "link_open":
                yield Link(tuple(_merged(_walk(cursor, "link_close"))), str(token.attrs["href"]))
            case "softbreak" | "hardbreak":
                yield Text(" ")
            case "em_open" | "em_close":
                yield Text(token.markup)
            case _:
                yield Text(token.content)


def _merged(inlines: Iterator[Inline]) -> Iterator[Inline]:
    """Join neighbouring words and fold white space, so that equal prose is an equal tree."""
    pending = ""
    for inline in inlines:
        if isinstance(inline, Text):
            pending += inline.text
            continue
        if pending:
            yield Text(_SPACE.sub(" ", pending))
            pending = ""
        yield inline
    if pending:
        yield Text(_SPACE.sub(" ", pending))
