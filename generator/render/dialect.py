"""One dialect at work: its escaping, and the emission of phrases and passages in its words.

A dialect is the file `templates/dialects/<name>.j2`: a mapping `escapes` and the macros of the vocabulary. Every
value that a template prints passes through `Dialect.emit`, so that no fact can inject markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from generator.prose import Block, Bullets, Code, Fence, Inline, Link, Paragraph, Passage, Phrase, Strong, Table, Text
from generator.render.wrap import SOFT
from generator.view.said import Grid, Said, Told

_SPACES = re.compile(r"\s+")
#: Most text is words that no dialect reads as anything else: letters and digits, single spaces, plain punctuation.
_PLAIN = re.compile(r" ?[A-Za-z][A-Za-z0-9,.;'/]*(?: [A-Za-z0-9,.;'/]+)* ?")


class Dialect:
    """The words and the escaping of one dialect."""

    def __init__(self, name: str, escapes: Mapping[str, Any]) -> None:
        """Take the `escapes` of the dialect file.

        `chars` maps characters to what stands for them in text; `patterns` are (regular expression, replacement)
        pairs for what is special only in some places; `start` matches text that would start a block; `cell` maps
        what is special in a table cell. *wrap* is the line width, or None.
        """
        self.name = name
        self.wrap: int | None = escapes.get("wrap")
        self.provenance: bool = escapes.get("provenance", False)
        self._chars = str.maketrans(dict(escapes["chars"]))
        # What a pattern has written stands between NULs, which no source may hold, so that it is not escaped twice.
        self._patterns = [(re.compile(p), f"\0{r}\0") for p, r in escapes.get("patterns", ())]
        self._start = re.compile(escapes["start"])
        self._cell = str.maketrans(dict(escapes["cell"]))
        self._cell_code = str.maketrans(dict(escapes["cell_code"]))
        self.words: Any = None
        self._emitted: dict[tuple[tuple[Inline, ...], bool, bool], str] = {}

    def text(self, text: str, *, start: bool = False) -> str:
        """Return *text* so that it is read as these characters; with *start*, at the start of a block too."""
        if _PLAIN.fullmatch(text) and not (start and (text[0] == " " or self._start.match(text))):
            return text
        text = _SPACES.sub(" ", text.lstrip() if start else text)
        if start and self._start.match(text):
            return f"&#{ord(text[0])};{self.text(text[1:])}"
        for pattern, replacement in self._patterns:
            text = pattern.sub(replacement, text)
        done = text.split("\0")
        return "".join(part if n % 2 else part.translate(self._chars) for n, part in enumerate(done))

    def emit(self, value: Any) -> Markup:
        """Return *value*, whatever a template prints, as markup of this dialect."""
        match value:
            case Markup():
                return value
            case Said(what, _) | Told(what, _):
                return self.emit(what)
            case Phrase(inlines):
                return Markup(self.inlines(inlines, start=True))
            case Passage(blocks):
                return Markup("".join(self.block(b) for b in blocks))
            case None:
                return Markup("")
            case _:
                return Markup(self.text(str(value), start=True).replace(" ", SOFT))

    def inlines(self, inlines: tuple[Inline, ...], *, start: bool = False, cell: bool = False) -> str:
        """Return *inlines* in this dialect; in a *cell* nothing breaks and pipes are kept from ending it."""
        key = (inlines, start, cell)
        found = self._emitted.get(key)
        if found is None:
            parts = [self._inline(i, start=start and not n, cell=cell) for n, i in enumerate(inlines)]
            found = self._emitted[key] = "".join(parts)
        return found

    def _inline(self, inline: Inline, *, start: bool, cell: bool) -> str:
        match inline:
            case Text(text) if cell:
                return self.text(text).translate(self._cell)
            case Text(text):
                return self.text(text, start=start).replace(" ", SOFT)
            case Code(text) if cell and "\\|" in text and ord("|") in self._cell_code:
                return self.text(text).translate(self._cell)  # GFM has no way to write \| in code in a cell
            case Code(text):
                return str(self.words.mono(Markup(text.translate(self._cell_code) if cell else text)))
            case Strong(children):
                return str(self.words.strong(Markup(self.inlines(children, cell=cell))))
            case Link(children, url):
                return str(self.words.link(Markup(self.inlines(children, cell=cell)), Markup(_address(url))))

    def flat(self, value: Phrase | Said | str) -> Markup:
        """Return *value* on one line that is never broken, as headings and titles need it."""
        phrase = value.what if isinstance(value, Said) else value
        text = self.inlines(phrase.inlines) if isinstance(phrase, Phrase) else self.text(phrase)
        return Markup(text.replace(SOFT, " ").strip())

    def cells(self, grid: Grid) -> list[list[str]]:
        """Return *grid* as rows of cell texts, the head first."""
        head = [self.inlines(p.inlines, cell=True) for p in grid.head]
        return [head, *([self.inlines(c.what.inlines, cell=True) for c in row] for row in grid.rows)]

    def block(self, block: Block) -> str:
        """Return *block* in this dialect, with the blank line after it."""
        match block:
            case Paragraph(phrase):
                return str(self.words.para(phrase))
            case Fence(language, text):
                return str(self.words.fence(language, Markup(text)))
            case Table(head, rows):
                grid = Grid(head, tuple(tuple(Said(c, ()) for c in row) for row in rows))
                return str(self.words.table(grid))
            case Bullets(items, ordered):
                bodies = [Markup("".join(self.block(b) for b in item)) for item in items]
                return str(self.words.steps(bodies) if ordered else self.words.bullets(bodies))


def _address(url: str) -> str:
    """Keep a link target from ending early: parentheses and spaces are percent-encoded."""
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
