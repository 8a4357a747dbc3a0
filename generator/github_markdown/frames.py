"""What is open while a README is read: quotations, lists, items, tables, and what HTML opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.github_markdown.inlines import Note, Words
from generator.github_markdown.phrases import Inlines, is_shown, one_line, settled
from generator.prose import (
    Block,
    Break,
    Bullets,
    Code,
    Fence,
    Heading,
    Inline,
    Paragraph,
    Phrase,
    Quote,
    Strong,
    Table,
    Text,
)

#: Cells that a table may be filled up with; one with more empty cells is hostile, and its rows become paragraphs.
_MOST_CELLS = 20_000


@dataclass
class Frame:
    """A container that is open. *kind* says what becomes of it; *tag* names what HTML opened it, if HTML did."""

    kind: str
    words: Words
    tag: str = ""
    level: int = 1
    alert: str | None = None
    loose: bool = False
    language: str = ""
    blocks: list[Block] = field(default_factory=list)
    items: list[tuple[Block, ...]] = field(default_factory=list)
    rows: list[list[Phrase]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, kind: str, note: Note, tag: str = "", level: int = 1) -> Frame:
        """Return a new frame; what it cannot show is told to *note*."""
        return cls(kind, Words(note), tag, level)

    def flush(self) -> None:
        """Make a paragraph of the words that stand in HTML so far."""
        if self.words.has_words and (inlines := self.words.take()):
            self.blocks.append(Paragraph(Phrase(inlines)))

    def add_words(self, inlines: Inlines) -> Inlines:
        """Return the words of a Markdown block within the marks that HTML has open here."""
        if not self.words.has_words:
            return inlines
        self.flush()
        self.words.add(*inlines)
        return self.words.take()

    def closed_into(self, parent: Frame) -> None:
        """Give what this frame holds to the one around it."""
        self.flush()
        match self.kind:
            case "item" if parent.kind in ("list", "ordered"):
                parent.items.append(tuple(self.blocks))
            case "cell" if parent.kind == "table" and parent.rows:
                parent.rows[-1].append(Phrase(flattened(self.blocks)))
            case _:
                parent.blocks += self._made()

    def _made(self) -> Sequence[Block]:
        match self.kind:
            case "quote":
                return [Quote(self.alert, tuple(self.blocks))] if self.blocks else []
            case "list" | "ordered":
                return self._list()
            case "table":
                return [*self.blocks, *_table(self.rows)]
            case "pre":
                return [Fence(self.language, _raw("".join(self.raw))), *self.blocks]
            case "heading":
                return heading(self.level, flattened(self.blocks))
            case "summary":
                words = settled([Strong(one_line(flattened(self.blocks)))])
                return [Paragraph(Phrase(words))] if words else []
            case _:
                return self.blocks

    def _list(self) -> list[Block]:
        found: list[Block] = list(self.blocks)
        if self.items:
            found.append(Bullets(tuple(self.items), self.kind == "ordered", self.level, self.loose))
        return found


def heading(level: int, inlines: Inlines) -> list[Block]:
    """Return a heading; of a heading that is only an image, a paragraph with it."""
    words = one_line(inlines)
    if not words:
        return []
    return [Heading(level, Phrase(words)) if is_shown(words) else Paragraph(Phrase(words))]


def flattened(blocks: Iterable[Block]) -> Inlines:
    """Return what *blocks* say as words, for a cell or a heading, which hold nothing else."""
    found: list[Inline] = []
    pending = list(reversed(list(blocks)))
    while pending:
        block = pending.pop()
        match block:
            case Paragraph(phrase) | Heading(_, phrase):
                found += [*phrase.inlines, Break()]
            case Fence(_, text):
                found += [part for line in text.splitlines() if line.strip() for part in (Code(line), Break())]
            case Quote(_, inner):
                pending += reversed(inner)
            case Bullets(items):
                pending += [inner for item in reversed(items) for inner in reversed(item)]
            case Table(head, rows):
                for row in (head, *rows):
                    found += [part for cell in row for part in (*cell.inlines, Text(" "))] + [Break()]
    return settled(found)


def _table(rows: list[list[Phrase]]) -> list[Block]:
    rows = [row for row in rows if row]
    if not rows:
        return []
    count = max(len(row) for row in rows)
    if count * len(rows) - sum(len(row) for row in rows) > _MOST_CELLS:
        lines = [flattened(Paragraph(cell) for cell in row) for row in rows]
        return [Paragraph(Phrase(line)) for line in lines if line]
    full = [(*row, *[Phrase(())] * (count - len(row))) for row in rows]
    return [Table(full[0], tuple(full[1:]))]


def _raw(text: str) -> str:
    text = text.removeprefix("\n")
    return text if text.endswith("\n") or not text else f"{text}\n"
