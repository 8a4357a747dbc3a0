"""Prose as data: nested lists that a page can turn into elements without parsing any HTML, and as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from generator.prose import (
    Block,
    Break,
    Bullets,
    Code,
    Emphasis,
    Fence,
    Heading,
    Image,
    Inline,
    Link,
    Paragraph,
    Passage,
    Phrase,
    Quote,
    Strike,
    Strong,
    Table,
    Text,
    parse,
    parse_phrase,
)

Node = Any
Markup = tuple[Node, ...]

#: Every element that markup can have. The page makes no others.
TAGS = ("p", "strong", "em", "del", "code", "a", "br", "ul", "ol", "li", "pre", "blockquote", "table", "tr", "th", "td")


_SCHEMES = ("https://", "http://", "mailto:")  # an anchor would lead to another page than ours


def line(text: str) -> Markup:
    """Take one line of prose; return it as markup."""
    return phrase(parse_phrase(text))


def passage(text: str) -> Markup:
    """Take prose of any length; return it as markup."""
    return blocks(parse(text))


def phrase(words: Phrase) -> Markup:
    """Return *words* as markup."""
    return tuple(_inline(inline) for inline in words.inlines)


def blocks(prose: Passage) -> Markup:
    """Return *prose* as markup."""
    return tuple(_block(block) for block in prose.blocks)


def _inline(inline: Inline) -> Node:
    match inline:
        case Text(text) | Image(text, _):
            return text
        case Code(text):
            return ["code", text]
        case Break():
            return ["br"]
        case Link(children, url):
            inside = [_inline(child) for child in children]
            return ["a", url, *inside] if url.startswith(_SCHEMES) else ["em", *inside]
        case Strong(children):
            return ["strong", *map(_inline, children)]
        case Emphasis(children):
            return ["em", *map(_inline, children)]
        case Strike(children):
            return ["del", *map(_inline, children)]


def _block(block: Block) -> Node:
    match block:
        case Paragraph(words):
            return ["p", *phrase(words)]
        case Heading(_, words):
            return ["p", ["strong", *phrase(words)]]
        case Fence(_, text):
            return ["pre", ["code", text]]
        case Bullets(items, ordered):
            return ["ol" if ordered else "ul", *(["li", *_item(item)] for item in items)]
        case Quote(_, inside):
            return ["blockquote", *map(_block, inside)]
        case Table(head, rows):
            titles = ["tr", *(["th", *phrase(cell)] for cell in head)]
            return ["table", titles, *(["tr", *(["td", *phrase(cell)] for cell in row)] for row in rows)]


def _item(item: Sequence[Block]) -> Iterable[Node]:
    for number, block in enumerate(item):
        yield from phrase(block.phrase) if isinstance(block, Paragraph) and not number else (_block(block),)


_BLOCKS = {"p", "ul", "ol", "li", "pre", "blockquote", "table", "tr"}


def plain(markup: Iterable[Node]) -> str:
    """Return *markup* as text; blocks stand on lines of their own, addresses behind their words."""
    return "".join(map(_plain, markup)).strip("\n")


def _plain(node: Node) -> str:
    if isinstance(node, str):
        return node
    tag, *children = node
    if tag == "br":
        return "\n"
    if tag == "a":
        url, *words = children
        said = "".join(map(_plain, words))
        return said if said == url else f"{said} ({url})"
    inside = "".join(map(_plain, children))
    if tag == "code":
        return inside if "\n" in inside else f"`{inside}`"
    if tag in ("th", "td"):
        return f"{inside} | "
    return f"{'- ' if tag == 'li' else ''}{inside.strip(chr(10))}\n" if tag in _BLOCKS else inside
