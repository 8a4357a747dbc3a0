"""A README by line: what of it is prose, what is code, what is hidden in a comment, and its headings.

Blocks are found as GitHub finds them (GFM 0.29), as far as tables, headings and links need it; where GitHub's rules
hang on nested lists and quotes, a line is rather taken for prose than for code.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

# Quantifiers are possessive where two of them could share the same blanks: a line may be a megabyte of blanks.
_LINE_END = re.compile(r"\r\n|\r|\n")
_FENCE = re.compile(r"[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)?(`{3,}+(?!.*`)|~{3,}+)")
_LIST_ITEM = re.compile(r"([ \t]*+(?:[-*+]|\d{1,9}[.)])[ \t]{1,4})(?=\S)")
_RAW_HTML = re.compile(r" {0,3}<(pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
_ATX = re.compile(r"[ \t>]*+(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=++|-++)[ \t]*+$")
_BOLD_LINE = re.compile(r" {0,3}(\*\*|__)(?![ \t])(.{1,200}?)\1:?[ \t]*+$")
_HTML_HEADING = re.compile(r"<h([1-6])(?:\s[^<>]{0,300})?>(.{0,300}?)</h\1>", re.IGNORECASE)
_NO_PARAGRAPH = re.compile(r"[ \t]*+(?:$|#{1,6}(?:[ \t]|$)|>|[-*+][ \t]|\d{1,9}[.)][ \t]|\|)")


class Heading(NamedTuple):
    """A heading: its *level* (7 for a paragraph that is all bold), its *title* as written, its line from 1."""

    level: int
    title: str
    line: int


@dataclass(frozen=True, eq=False)
class ReadmeText:
    """A README. Never fails, whatever the *text* is; line numbers are those of an editor."""

    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines as they stand, without their ends; a byte order mark is left out."""
        return _LINE_END.split(self.text.removeprefix("\ufeff"))

    @cached_property
    def prose(self) -> list[str]:
        """The lines with code blocks emptied and comments blanked: columns stay, so do line numbers."""
        return list(_Blocks(self.lines).prose())

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All headings, and bold paragraphs that do the work of one."""
        return tuple(_headings(self.prose))

    def above(self, line: int) -> tuple[Heading, ...]:
        """Return the headings that the *line* stands under, the outermost first."""
        number = bisect_left(self._heading_lines, line) - 1
        found: list[Heading] = []
        while number >= 0:
            found.append(self.headings[number])
            number = self._parents[number]
        return tuple(reversed(found))

    def lead(self, line: int) -> str:
        """Return the paragraph that ends directly above *line*, "" if there is a heading or code instead."""
        number, found = line - 2, list[str]()
        while number >= 0 and not self.prose[number].strip():
            if self.lines[number].strip():
                return ""
            number -= 1
        while number >= 0 and len(found) < 20 and self.prose[number].strip() and not _ATX.match(self.prose[number]):
            found.append(self.prose[number].strip())
            number -= 1
        return " ".join(reversed(found))

    @cached_property
    def _heading_lines(self) -> list[int]:
        return [heading.line for heading in self.headings]

    @cached_property
    def _parents(self) -> list[int]:
        """The number of the heading that each heading stands under, -1 for none."""
        found: list[int] = []
        for number, heading in enumerate(self.headings):
            parent = number - 1
            while parent >= 0 and self.headings[parent].level >= heading.level:
                parent = found[parent]
            found.append(parent)
        return found


class _Blocks:
    """Walks the lines once and tells prose from code and comments."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._last_close = max((n for n, line in enumerate(lines) if "-->" in line), default=-1)
        self._fence = ""  # what opened the code block we are in
        self._until = ""  # what ends the raw HTML or comment we are in
        self._content = 0  # the column at which the text of the current list item starts
        self._after_blank = True

    def prose(self) -> Iterator[str]:
        for number, line in enumerate(self._lines):
            shown = self._shown(number, line)
            yield shown
            self._after_blank = not shown.strip()

    def _shown(self, number: int, line: str) -> str:
        if self._fence:
            if _closes(line, self._fence):
                self._fence = ""
            return ""
        if self._until:
            return self._hidden(number, line)
        if ("`" in line or "~" in line) and (found := _FENCE.match(line)):
            self._fence = found[1]
            return ""
        if "<" in line:
            if found := _RAW_HTML.match(line):
                if f"</{found[1].lower()}>" not in line.lower():
                    self._until = f"</{found[1].lower()}>"
                return ""
            if "<!--" in line:
                line = self._without_comments(number, line)
        return "" if self._is_indented_code(line) else line

    def _hidden(self, number: int, line: str) -> str:
        where = line.lower().find(self._until)
        if where < 0:
            return ""
        end, self._until = where + len(self._until), ""
        return self._without_comments(number, " " * end + line[end:]) if line[end:].strip() else ""

    def _without_comments(self, number: int, line: str) -> str:
        """Blank the comments of *line*, and note one that goes on below."""
        kept: list[str] = []
        done = position = 0
        while (start := line.find("<!--", position)) >= 0:
            if line.count("`", position, start) % 2:  # it is shown as code
                position = line.find("`", start) + 1 or len(line)
                continue
            end = line.find("-->", start + 4)
            if end < 0:
                if number >= self._last_close and line[:start].strip():
                    break  # inside a paragraph, what is never closed is text
                self._until = "-->"
                return "".join((*kept, line[done:start]))
            kept += line[done:start], " " * (end + 3 - start)
            done = position = end + 3
        return "".join((*kept, line[done:])) if kept else line

    def _is_indented_code(self, line: str) -> bool:
        """Tell whether *line* is code by its indentation, and follow the list it stands in."""
        if not line.strip():
            return False
        indent = len(line) - len(line.lstrip(" \t")) if line[0] != "\t" else 4
        if indent < self._content and (self._after_blank or indent == 0):
            self._content = 0 if indent == 0 else min(self._content, indent)
        if indent - self._content >= 4:
            return self._after_blank and not (self._content and _LIST_ITEM.match(line))
        if found := _LIST_ITEM.match(line):
            self._content = len(found[1].expandtabs(4))
        return False


def _closes(line: str, fence: str) -> bool:
    bare = line.strip(" \t>")
    return bare.startswith(fence) and not bare.strip(fence[0])


def _headings(prose: Sequence[str]) -> Iterator[Heading]:
    for number, line in enumerate(prose):
        if "#" in line and (found := _ATX.match(line)):
            yield Heading(len(found[1]), _title(line[found.end() :]), number + 1)
        elif "<" in line and (html := _HTML_HEADING.search(line)):
            yield Heading(int(html[1]), html[2].strip(), number + 1)
        elif line[:5].lstrip(" ")[:2] in ("**", "__") and (bold := _BOLD_LINE.match(line)):
            yield Heading(7, bold[2].strip(), number + 1)
        elif number and line[:4].lstrip(" ")[:1] in ("=", "-") and _UNDERLINE.match(line):
            above = prose[number - 1]
            if above.strip() and not _NO_PARAGRAPH.match(above):
                yield Heading(1 if "=" in line else 2, above.strip(), number)


def _title(text: str) -> str:
    """Return what is left of a heading without the number signs that may close it."""
    bare = text.strip()
    opened = bare.rstrip("#")
    return opened.rstrip() if not opened or opened[-1] in " \t" else bare
