"""HTML between the blocks of a README: its tags open and close containers and marks as Markdown does."""

from __future__ import annotations

from html import unescape

from generator.github_markdown.characters import cleaned
from generator.github_markdown.languages import language_of
from generator.github_markdown.stack import Stack
from generator.github_markdown.tags import BLOCK, TABLE_PARTS, Piece, Tag, pieces
from generator.prose import Text

#: Containers within each other that a page shows.
DEEPEST = 12
_CONTAINERS = {
    **dict.fromkeys(("ul", "menu"), "list"),
    **{f"h{level}": "heading" for level in range(1, 7)},
    "ol": "ordered",
    "li": "item",
    "table": "table",
    "td": "cell",
    "th": "cell",
    "summary": "summary",
    "blockquote": "quote",
    "pre": "pre",
}
_ENDS_PARAGRAPH = BLOCK | TABLE_PARTS | {"tr", "hr", "details", *_CONTAINERS}
#: What a tag closes before it opens, if that is open in the same container.
_ENDED_BY = {"li": ("li",), "td": ("td", "th"), "th": ("td", "th"), "tr": ("td", "th"), "p": ("summary",)}


def read_html(stack: Stack, source: str) -> None:
    """Add what a block of HTML stands for; what it leaves open goes on in the Markdown that follows."""
    start = stack.line
    for piece in pieces(source):
        stack.line = start + piece.line
        if piece.tag is None:
            _text(stack, piece.source)
        elif piece.tag.opens:
            _open(stack, piece.tag, piece)
        else:
            _close(stack, piece.tag, piece)
    if stack.top.kind not in ("pre", "heading", "summary", "cell"):
        stack.top.flush()


def _text(stack: Stack, source: str) -> None:
    text = cleaned(unescape(source)) if "&" in source else source
    if stack.top.kind == "pre":
        stack.top.raw.append(text)
    elif text.strip() or stack.top.words.has_words:
        stack.top.words.add(Text(text))


def _open(stack: Stack, tag: Tag, piece: Piece) -> None:
    _end_before(stack, tag.name)
    kind = _CONTAINERS.get(tag.name)
    if tag.name == "tr" and stack.top.kind == "table":
        stack.top.rows.append([])
    elif stack.top.kind == "pre":
        stack.top.language = stack.top.language or language_of(tag)
    elif kind and len(stack.frames) <= DEEPEST and _fits(stack, kind):
        level = int(tag.name[1]) if kind == "heading" else _number(tag.attribute("start"))
        stack.open(kind, tag.name, level).language = language_of(tag) if kind == "pre" else ""
    elif tag.name in _ENDS_PARAGRAPH:
        stack.top.flush()
    else:
        stack.top.words.tag(tag, piece.source)


def _close(stack: Stack, tag: Tag, piece: Piece) -> None:
    if tag.name in _CONTAINERS:
        if depth := stack.find((tag.name,)):
            stack.close(depth)
    elif tag.name in _ENDS_PARAGRAPH:
        _end_before(stack, tag.name)
        stack.top.flush()
    elif stack.top.kind != "pre":
        stack.top.words.tag(tag, piece.source)


def _fits(stack: Stack, kind: str) -> bool:
    """Tell whether a container may open here: items only in lists, cells only in tables."""
    if kind == "item":
        return stack.top.kind in ("list", "ordered")
    if kind == "cell":
        return stack.top.kind == "table" and bool(stack.top.rows)
    return stack.top.kind not in ("heading", "summary")


def _end_before(stack: Stack, name: str) -> None:
    ended = _ENDED_BY.get(name)
    if ended and (depth := stack.find(ended)):
        stack.close(depth)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
