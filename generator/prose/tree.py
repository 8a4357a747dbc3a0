"""Prose as a tree that every dialect can emit.

pack.yaml's own prose needs the nodes up to `Table`; what comes after is for imported READMEs, which
`github_markdown` parses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPACE = re.compile(r"\s+")
_BREAK = "\0"  # holds the place of a line's end while white space is folded
_AROUND_BREAK = re.compile(rf"\s*{_BREAK}\s*")
#: What ends the address of a link in one dialect or another, percent-encoded.
_ENDS = str.maketrans({char: f"%{ord(char):02X}" for char in "() <>"})


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code span."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    children: tuple[Inline, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words that are stressed."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strike:
    """Words that are struck out."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, and the words that stand for it."""

    alt: str
    url: str


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line within a paragraph or cell."""


Inline = Text | Code | Strong | Link | Emphasis | Strike | Image | Break


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words within one line: a sentence, a cell, a heading."""

    inlines: tuple[Inline, ...]

    @property
    def canonical(self) -> str:
        """The words with markup in one fixed notation, which is what readers and claims compare."""
        return _canonical(self.inlines)

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(_words(inline) for inline in self.inlines)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, *ordered* or not; each item is a run of blocks, which in pack.yaml's prose starts with a paragraph.

    *start* is the number of the first item; the items of a *loose* list stand apart.
    """

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Fence:
    """A code block with its language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table."""

    head: tuple[Phrase, ...]
    rows: tuple[tuple[Phrase, ...], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of *level* 1 to 6."""

    level: int
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation; with a *kind* (note, tip, important, warning or caution) one of GitHub's alerts."""

    kind: str | None
    blocks: tuple[Block, ...]


Block = Paragraph | Bullets | Fence | Table | Heading | Quote


@dataclass(frozen=True, slots=True)
class Passage:
    """Prose of one or more blocks."""

    blocks: tuple[Block, ...]


def phrase(*parts: Inline | str | Phrase) -> Phrase:
    """Join *parts* into a phrase; a `str` is plain words, never markup."""
    inlines: list[Inline] = []
    for part in parts:
        if isinstance(part, Phrase):
            inlines.extend(part.inlines)
        elif not isinstance(part, str):
            inlines.append(part)
        elif part:
            inlines.append(Text(part))
    return Phrase(tuple(inlines))


def address(url: str) -> str:
    """Return *url* as pages state it: with what would end it percent-encoded."""
    return url.translate(_ENDS)


def words(items: list[Phrase], last: str = "and") -> Phrase:
    """Return *items* as an enumeration: `a`, `a and b`, `a, b, and c`."""
    parts: list[Phrase | str] = []
    for position, item in enumerate(items):
        if position:
            final = position == len(items) - 1
            parts.append(f" {last} " if final and len(items) == 2 else f", {last} " if final else ", ")
        parts.append(item)
    return phrase(*parts)


def adjacent(before: Block | None, block: Block) -> bool:
    """Tell whether two neighbours would run into one where a dialect knows a list or quotation by its lines alone."""
    if isinstance(block, Bullets):
        return isinstance(before, Bullets)
    return isinstance(before, Quote) and isinstance(block, Quote) and not before.kind and not block.kind


def spelled(numbered: Bullets) -> tuple[Block, ...]:
    """Return a numbered list as paragraphs that start with their numbers, for a dialect whose lists start at 1."""
    blocks: list[Block] = []
    for number, item in enumerate(numbered.items, numbered.start):
        first, rest = (item[0].phrase, item[1:]) if item and isinstance(item[0], Paragraph) else (Phrase(()), item)
        blocks += [Paragraph(phrase(f"{number}. ", first)), *rest]
    return tuple(blocks)


def _canonical(inlines: tuple[Inline, ...]) -> str:
    text = _SPACE.sub(" ", _noted(inlines)).strip(f" {_BREAK}")
    return _AROUND_BREAK.sub("\n", text) if _BREAK in text else text


def _noted(inlines: tuple[Inline, ...]) -> str:
    text = ""
    for inline in inlines:
        match inline:
            case Text(words_):
                text += words_
            case Code(code):
                text += f"`{code}`"
            case Strong(children):
                text += f"**{_noted(children)}**"
            case Link(children, url):
                text += f"[{_noted(children)}]({address(url)})"
            case Emphasis(children):
                text += f"_{_noted(children)}_"
            case Strike(children):
                text += f"~~{_noted(children)}~~"
            case Image(alt, url):
                text += f"![{alt}]({address(url)})"
            case Break():
                text += _BREAK
    return text


def _words(inline: Inline) -> str:
    match inline:
        case Text(text) | Code(text) | Image(text, _):
            return text
        case Break():
            return " "
        case _:
            return Phrase(inline.children).plain
