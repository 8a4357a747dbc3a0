"""The blocks of a README, from the tokens of Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from generator.github_markdown.characters import cleaned
from generator.github_markdown.frames import heading
from generator.github_markdown.html import DEEPEST, read_html
from generator.github_markdown.inlines import read_words, read_words_with
from generator.github_markdown.languages import language
from generator.github_markdown.parser import block_parser
from generator.github_markdown.phrases import Inlines
from generator.github_markdown.remarks import Remark
from generator.github_markdown.stack import Stack
from generator.prose import Fence, Paragraph, Passage, Phrase, Table

if TYPE_CHECKING:
    from markdown_it.token import Token

_ALERT = re.compile(r"\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|$)", re.IGNORECASE)


def read(text: str) -> tuple[Passage, tuple[Remark, ...]]:
    """Take Markdown; return its blocks, and what of it a page does not show as GitHub does, in order."""
    text = cleaned(text.replace("\r\n", "\n").replace("\r", "\n"))
    environment: dict[str, object] = {}
    tokens = block_parser().parse(text, environment)
    reader = _Reader(text.split("\n"), environment if environment.get("references") else None)
    position = 0
    while position < len(tokens):
        position = reader.read(tokens, position)
    reader.stack.close(1)
    reader.stack.top.flush()
    return Passage(tuple(reader.stack.top.blocks)), tuple(reader.stack.remarks)


class _Reader:
    """Walks the tokens of a document."""

    def __init__(self, lines: list[str], environment: dict[str, object] | None) -> None:
        self.lines = lines
        self.stack = Stack()
        self._environment = environment

    def read(self, tokens: list[Token], position: int) -> int:
        """Read the block at *position*; return the position after it."""
        token = tokens[position]
        if token.map:
            self.stack.line = token.map[0]
        if token.nesting > 0 and token.level == 0:
            end = _end(tokens, position)
            if any(t.level > 2 * DEEPEST for t in tokens[position:end]):  # a list has two levels of tokens
                return self._too_deep(token, end)
        read = _READ.get(token.type)
        return read(self, tokens, position) if read else position + 1

    def _words(self, source: str) -> Inlines:
        with_references = self._environment is not None and "[" in source
        found = read_words_with(source, self._environment or {}) if with_references else read_words(source)
        self.stack.remarks += [Remark(self.stack.line + line + 1, what) for line, what in found.notes]
        return found.inlines

    def _too_deep(self, token: Token, end: int) -> int:
        first, last = token.map or [0, 0]
        self.stack.note("what nests this deep is shown as it is written")
        self.stack.add(Fence("", "\n".join(self.lines[first:last]) + "\n"))
        return end

    def _open(self, tokens: list[Token], position: int) -> int:
        token = tokens[position]
        self.stack.open(_KINDS[token.type], level=int(token.attrs.get("start", 1)))
        return position + 1

    def _open_quote(self, tokens: list[Token], position: int) -> int:
        """Open a quotation, one of GitHub's alerts where it is not within anything and its first line says so."""
        frame = self.stack.open("quote")
        inline = tokens[position + 2] if position + 2 < len(tokens) else None
        if inline is None or inline.type != "inline" or len(self.stack.frames) > 2:
            return position + 1
        found = _ALERT.match(inline.content)
        rest = inline.content[found.end() :] if found else ""
        if found and (rest.strip() or tokens[position + 4].type != "blockquote_close"):
            frame.alert = found[1].lower()
            inline.content = rest
        return position + 1

    def _close(self, tokens: list[Token], position: int) -> int:
        self.stack.close_markdown()
        return position + 1

    def _paragraph(self, tokens: list[Token], position: int) -> int:
        top = self.stack.top
        if not tokens[position].hidden and top.kind == "item":
            self.stack.frames[-2].loose = True
        if inlines := top.add_words(self._words(tokens[position + 1].content)):
            top.blocks.append(Paragraph(Phrase(inlines)))
        return position + 3

    def _heading(self, tokens: list[Token], position: int) -> int:
        top, level = self.stack.top, int(tokens[position].tag[1:])
        top.blocks += heading(level, top.add_words(self._words(tokens[position + 1].content)))
        return position + 3

    def _fence(self, tokens: list[Token], position: int) -> int:
        token = tokens[position]
        text = token.content if token.content.endswith("\n") or not token.content else f"{token.content}\n"
        self.stack.add(Fence(language(token.info if token.type == "fence" else ""), text))
        return position + 1

    def _rule(self, tokens: list[Token], position: int) -> int:
        self.stack.add()
        return position + 1

    def _table(self, tokens: list[Token], position: int) -> int:
        rows: list[list[Phrase]] = []
        while (token := tokens[position]).type != "table_close":
            if token.map:
                self.stack.line = token.map[0]
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(Phrase(self._words(token.content)))
            position += 1
        self.stack.add(Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:])))
        return position + 1

    def _html(self, tokens: list[Token], position: int) -> int:
        read_html(self.stack, tokens[position].content)
        return position + 1


_KINDS = {"bullet_list_open": "list", "ordered_list_open": "ordered", "list_item_open": "item"}
_CLOSINGS = ("bullet_list_close", "ordered_list_close", "list_item_close", "blockquote_close")
_Read = Callable[[_Reader, "list[Token]", int], int]
_READ: dict[str, _Read] = {
    **dict.fromkeys(_KINDS, _Reader._open),
    **dict.fromkeys(_CLOSINGS, _Reader._close),
    "blockquote_open": _Reader._open_quote,
    "paragraph_open": _Reader._paragraph,
    "heading_open": _Reader._heading,
    "fence": _Reader._fence,
    "code_block": _Reader._fence,
    "hr": _Reader._rule,
    "table_open": _Reader._table,
    "html_block": _Reader._html,
}


def _end(tokens: list[Token], start: int) -> int:
    """Return the position after the block that opens at *start*."""
    end = start + 1
    while end < len(tokens) and tokens[end].level > 0:
        end += 1
    return end + 1
