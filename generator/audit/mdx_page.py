"""A README as an MDX page: what the compiler refuses, and what it would run. This module is no check.

Tags must be closed in the container, paragraph or cell they are opened in (mdast-util-mdx-jsx).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from generator.audit.folder import PackFolder
from generator.audit.mdx_blocks import Block, Edge, Esm, Text, blocks
from generator.audit.mdx_flow import Expression, Fault, Flow, Item
from generator.audit.mdx_tags import Tag
from generator.audit.mdx_text import Inline

MOST = 200
LONGEST = 500_000
"""A longer text is no README: the largest of 181 real ones has 70 kB."""

_SIGNS = re.compile(r"[<{]|^(?:import|export) ", re.MULTILINE)
_NAMED = r"(?:\*\s+as\s+[\w$]+|\{[^{}]*\})"
_IMPORT = re.compile(
    rf"import\s*(?:(?:[\w$]+(?:\s*,\s*{_NAMED})?|{_NAMED})\s+from\s*)?(?:\"[^\"\n]*\"|'[^'\n]*')[ \t]*(?:;\s*|\n\s*|\Z)"
)
_EXPORT = re.compile(
    r"export\s+(?:default\s+\S|(?:const|let|var)\s+[\w$]+\s*=|(?:async\s+)?function\b|class\s|\{[^}]*\}|\*\s+from\b)"
)


class Live(NamedTuple):
    """What compiles, and is run or drawn: an expression, a component, a `style`, a module."""

    offset: int
    kind: str
    text: str


@dataclass
class Page:
    """What was found in a page, in its order."""

    faults: list[Fault] = field(default_factory=list)
    live: list[Live] = field(default_factory=list)


def page(folder: PackFolder) -> Page:
    """Return what the MDX compiler would find in README.md."""
    text = folder.readme.text if folder.readme else ""
    return read(text)


def read(text: str) -> Page:
    """Return what the MDX compiler would find in *text*."""
    if len(text) > LONGEST or not _SIGNS.search(text):
        return Page()
    return _Reader(text).page()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._page = Page()
        self._open: list[Tag | None] = []  # None stands for a container or a paragraph
        self._comment_end = 0
        self._faulty: set[int] = set()

    def page(self) -> Page:
        every = list(blocks(self._text))
        texts = [block for block in every if isinstance(block, Text)]
        labels = frozenset(label for block in texts for label in Inline(block.lines).labels())
        for block in every:
            self._block(block, labels)
            if len(self._page.faults) > MOST:
                break
        else:
            self._leave(0)
        self._page.faults.sort()
        return self._page

    def _block(self, block: Block, labels: frozenset[str]) -> None:
        if isinstance(block, Edge) and block.opens:
            self._open.append(None)
        elif isinstance(block, Edge):
            self._leave_container()
        elif isinstance(block, Flow):
            self._items(iter(block.items))
        elif isinstance(block, Fault):
            self._items(iter((block,)))
        elif isinstance(block, Esm):
            self._module(block)
        else:
            self._open.append(None)
            self._items(Inline(block.lines, labels).items())
            self._leave_container()

    def _items(self, items: Iterator[Item]) -> None:
        for item in islice(items, 10_000):
            start = item.offset if isinstance(item, Fault) else item.start
            if start < self._comment_end:
                continue
            if isinstance(item, Fault):
                if start not in self._faulty:  # what begins a line is met as a block, and once more as text
                    self._page.faults.append(item)
                self._faulty.add(start)
                if item.kind == "comment":
                    end = self._text.find("-->", start)
                    self._comment_end = end + 3 if end >= 0 else len(self._text)
            elif isinstance(item, Expression):
                if not item.is_empty:
                    self._page.live.append(Live(start, "expression", item.text))
            else:
                self._tag(item)

    def _tag(self, item: Tag) -> None:
        if item.closes:
            self._closing(item)
            return
        if not item.closes_itself:
            self._open.append(item)
        if item.name[:1].isupper() or "." in item.name:
            self._page.live.append(Live(item.start, "component", item.name))
        styles = (attribute for attribute in item.attributes if attribute.name == "style" and attribute.is_text)
        self._page.live += (Live(item.start, "style", item.name) for _style in styles)

    def _closing(self, item: Tag) -> None:
        """Close the nearest open tag of that name in this container; those opened after it are never closed."""
        for number in range(len(self._open) - 1, -1, -1):
            opened = self._open[number]
            if opened is None:
                break
            if opened.name == item.name:
                self._unclosed(number + 1)
                del self._open[number:]
                return
        self._page.faults.append(Fault(item.start, "stray", item.name))

    def _leave_container(self) -> None:
        number = len(self._open) - 1
        while number >= 0 and self._open[number] is not None:
            number -= 1
        self._leave(max(0, number))

    def _leave(self, number: int) -> None:
        self._unclosed(number)
        del self._open[number:]

    def _unclosed(self, number: int) -> None:
        left = (opened for opened in self._open[number:] if opened is not None)
        self._page.faults += (Fault(opened.start, "open", opened.name) for opened in left)

    def _module(self, block: Esm) -> None:
        text = "\n".join(line.text for line in block.lines)[:5000]
        start = block.lines[0].offset
        if start < self._comment_end:
            return
        if _is_module(text):
            self._page.live.append(Live(start, "module", text.split("\n", 1)[0]))
        else:
            self._page.faults.append(Fault(start, "module", text[:6]))


def _is_module(text: str) -> bool:
    """Tell whether *text* is imports and exports; what follows an export is taken as right."""
    position = 0
    while found := _IMPORT.match(text, position):
        position = found.end()
    return position >= len(text) or _EXPORT.match(text, position) is not None
