"""One dialect at work: its escaping, and the emission of phrases and passages in its words.

A dialect is the file `templates/dialects/<name>.j2`: a mapping `escapes` and the macros of the vocabulary. Every
value that a template prints passes through `Dialect.emit`, so that no fact can inject markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from markupsafe import Markup

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
    address,
    adjacent,
    linked_pictures,
    spelled,
)
from generator.render.escaping import Escaping, Remembered
from generator.render.joints import joined
from generator.render.wrap import SOFT
from generator.view.said import Grid, Said, Told, alert

_ENTITY = re.compile(r"&(?=#?\w+;)")
_SAMPLE = "a sample"  # no dialect changes these words


class Dialect:
    """The words and the escaping of one dialect."""

    def __init__(self, name: str, escapes: Mapping[str, Any]) -> None:
        """Take the `escapes` of the dialect file: what `Escaping` takes, and how pages and lists are.

        *wrap* is the line width, or None. `provenance` is for pages that name the sources of facts, `site` for those
        of our own site, which serves the files of packs and asks no other host for a picture. Of lists, `counts` tells
        whether a number other than 1 can start one, `lead` is what an item starts with that does not start with a
        paragraph, and `between` keeps a list or quotation apart from the one before it; without it the marks of lists
        alternate.
        """
        self.name = name
        self.wrap: int | None = escapes.get("wrap")
        self.provenance: bool = escapes.get("provenance", False)
        self.site: bool = escapes.get("site", False)
        self.counts: bool = escapes.get("counts", True)
        self._lead: str = escapes.get("lead", "")
        self._between: str = escapes.get("between", "")
        self._space = SOFT if self.wrap else " "
        self._escaping = Escaping(escapes)
        self.words: Any = None
        # READMEs of versions have mostly the same blocks and phrases.
        self._blocks: dict[Block, str] = {}
        self._emitted: dict[tuple[tuple[Inline, ...], bool, bool], str] = {}
        # Most cells hold nothing but words, or one code span.
        self._cells_of_words = Remembered(self._escaping.in_cell)
        self._cells_of_code = Remembered(self._code_in_cell)

    def emit(self, value: Any) -> Markup:
        """Return *value*, whatever a template prints, as markup of this dialect."""
        match value:
            case Markup():
                return value
            case Phrase(inlines) | Said(Phrase(inlines), _):
                return Markup(self.inlines(inlines, start=True))
            case Passage(blocks) | Told(Passage(blocks), _):
                return Markup(self.blocks(blocks))
            case None:
                return Markup("")
            case _:
                return Markup(self._escaping.text(str(value), start=True).replace(" ", self._space))

    def inlines(self, inlines: tuple[Inline, ...], *, start: bool = False, cell: bool = False) -> str:
        """Return *inlines* in this dialect; in a *cell* nothing breaks and pipes are kept from ending it."""
        if len(inlines) == 1 and type(inlines[0]) is Text:  # nothing to join
            return self._inline(inlines[0], start=start, cell=cell)
        key = (inlines, start, cell)
        found = self._emitted.get(key)
        if found is None:
            said = linked_pictures(inlines) if self.site else inlines
            parts = [self._inline(i, start=start and not n, cell=cell) for n, i in enumerate(said)]
            found = self._emitted[key] = joined(said, parts)
        return found

    def _cell(self, phrase: Phrase) -> str:
        """Return *phrase* as a cell of a table."""
        if len(phrase.inlines) == 1:
            only = phrase.inlines[0]
            if type(only) is Text:
                return self._cells_of_words[only.text]
            if type(only) is Code:
                return self._cells_of_code[only.text]
        return self.inlines(phrase.inlines, cell=True)

    def _inline(self, inline: Inline, *, start: bool, cell: bool) -> str:
        match inline:
            case Text(text) if cell:
                return self._escaping.in_cell(text)
            case Text(text):
                return self._escaping.text(text, start=start).replace(" ", self._space)
            case Code(text):
                return self._code_in_cell(text) if cell else self._mono(text)
            case Strong(children):
                return str(self.words.strong(Markup(self.inlines(children, cell=cell))))
            case Link(children, url):
                return str(self.words.link(Markup(self.inlines(children, cell=cell)), Markup(_address(url))))
            case Emphasis(children):
                return str(self.words.em(Markup(self.inlines(children, cell=cell))))
            case Strike(children):
                return str(self.words.strike(Markup(self.inlines(children, cell=cell))))
            case Image(alt, url):
                words = self._escaping.alt(alt, cell=cell)
                return str(self.words.image(Markup(words), Markup(_address(url))))
            case Break():
                return str(self.words.line_break(cell))

    def _code_in_cell(self, code: str) -> str:
        if self._escaping.loses(code):
            return self._escaping.in_cell(code)
        return self._mono(self._escaping.code_in_cell(code))

    def _mono(self, code: str) -> str:
        """Return a code span. One without backticks has the same frame as any other, so that is asked for once."""
        if "`" in code or not code or self._frame is None:
            return str(self.words.mono(Markup(code)))
        return f"{self._frame[0]}{code}{self._frame[1]}"

    @cached_property
    def _frame(self) -> tuple[str, str] | None:
        """What stands before and behind the text of a plain code span; none where the dialect changes the text."""
        before, sample, behind = str(self.words.mono(Markup(_SAMPLE))).partition(_SAMPLE)
        return (before, behind) if sample else None

    def flat(self, value: Phrase | Said | str) -> Markup:
        """Return *value* on one line that is never broken, as headings and titles need it."""
        phrase = value.what if isinstance(value, Said) else value
        text = self.inlines(phrase.inlines) if isinstance(phrase, Phrase) else self._escaping.text(phrase)
        text = text.replace(SOFT, " ").strip()
        return Markup(f"{text[:-1]}&#35;" if text.endswith("#") else text)  # marks that would close a heading

    def cells(self, grid: Grid) -> list[list[str]]:
        """Return *grid* as rows of cell texts, the head first."""
        return [[self._cell(p) for p in grid.head], *([self._cell(said.what) for said in row] for row in grid.rows)]

    def block(self, block: Block) -> str:
        """Return *block* in this dialect, with the blank line after it."""
        found = self._blocks.get(block)
        if found is None:
            found = self._blocks[block] = self._block(block)
        return found

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(phrase):
                return str(self.words.para(phrase))
            case Fence(language, text):
                return str(self.words.fence(language, Markup(text)))
            case Table(head, rows):
                grid = Grid(head, tuple(tuple(Said(c, ()) for c in row) for row in rows))
                return str(self.words.table(grid))
            case Heading(level, phrase):
                return str(self.words.heading(level, phrase))
            case Quote(None, blocks):
                return str(self.words.quote(Markup(self.blocks(blocks))))
            case Quote():
                return str(self.words.box(alert(block, ())))
            case Bullets():
                return self._list(block, other=False)

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Return *blocks* in this dialect; lists that follow each other stay two."""
        text, other = "", False
        before: Block | None = None
        for block in blocks:
            if self._between and adjacent(before, block):
                text += f"{self._between}\n\n"
            if isinstance(block, Bullets):
                other = isinstance(before, Bullets) and before.ordered == block.ordered and not other
                text += self._list(block, other=other and not self._between)
            else:
                text += self.block(block)
            before = block
        return text

    def _list(self, found: Bullets, *, other: bool) -> str:
        """Return a list, with its *other* sign if it follows a list of its kind."""
        if found.ordered and found.start != 1 and not self.counts:
            return self.blocks(spelled(found))
        bodies = [Markup(self._item(item)) for item in found.items]
        if found.ordered:
            return str(self.words.steps(bodies, found.start, ")" if other else "."))
        return str(self.words.bullets(bodies, "*" if other else "-", found.loose))

    def item(self, value: Told) -> Markup:
        """Return *value* as the beginning of an item."""
        return Markup(self._item(value.what.blocks))

    def _item(self, item: Sequence[Block]) -> str:
        body = self.blocks(item)
        if not item:
            return "&nbsp;"
        return body if isinstance(item[0], Paragraph) or not self._lead else f"{self._lead}\n\n{body}"


def _address(url: str) -> str:
    """Keep a link target as it is: parentheses and spaces, which end it, are percent-encoded; nothing is an entity."""
    url = address(url)
    return _ENTITY.sub("&amp;", url) if "&" in url else url
