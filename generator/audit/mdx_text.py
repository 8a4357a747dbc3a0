"""The text of a paragraph, heading or cell as the MDX compiler reads it: tags and expressions. This module is no check.

From left to right, as micromark does: an escaped sign is text, what is in a code span is text, the address of a link
and a bare web address may hold any sign. Everything else with a `<` or `{` is a tag or an expression, or a fault.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from generator.audit.mdx_flow import Expression, Fault, Item, Line, read_braces, read_tag
from generator.audit.mdx_js import braces
from generator.audit.mdx_tags import Tag

_SIGN = re.compile(r"\\|`+|<|\{|!?\[|\]|(?i:https?://|www\.)")
_TICKS = re.compile(r"`+")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_DOMAIN = re.compile(r"[\w\-.]*[^\W_]|[^\W_]")
_PATH = re.compile(r"[^\s<]*")
_BEFORE_WWW = frozenset("(*_[]~")
_DEFINITION = re.compile(
    r"\[(?!\^)(?:\\.|[^\[\]\\]){1,999}\]:\s*(?:<[^<>\n]*>|[^\s<]\S*)"
    r"(?:(?:[ \t]*\n[ \t]*|[ \t]+)(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
_RESOURCE_START = re.compile(r"\(\s*(?:<(?:\\.|[^\\<>\n])*>)?")
_RESOURCE_END = re.compile(r"(?:\s+(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\)))?\s*\)", re.DOTALL)
_ADDRESS = re.compile(r"(?:\\[!-/:-@\[-`{-~]|[^\s\\()\x00-\x1f\x7f]|\\)+|[()]")
_LABEL = re.compile(r"\[((?:\\.|[^\[\]\\]){0,999})\]", re.DOTALL)
_MOST_PARENTHESES = 32


class Inline:
    """A text of several *lines*; its items have the offsets of the whole text. *labels* are the defined ones."""

    def __init__(self, lines: tuple[Line, ...], labels: frozenset[str] = frozenset()) -> None:
        self._lines, self._labels = lines, labels
        self._text = "\n".join(line.text for line in lines)
        self._open: list[tuple[bool, bool]] = []  # of each `[`: whether it is an image, whether it can be a link

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self._lines:
            starts.append(starts[-1] + len(line.text) + 1)
        return starts[:-1]

    @cached_property
    def _runs(self) -> dict[int, list[int]]:
        runs: dict[int, list[int]] = {}
        for found in _TICKS.finditer(self._text):
            runs.setdefault(len(found[0]), []).append(found.start())
        return runs

    def items(self) -> Iterator[Item]:
        """Yield the tags, expressions and faults of the text."""
        if "<" not in self._text and "{" not in self._text:
            return
        position = self._definitions_end()
        while found := _SIGN.search(self._text, position):
            start, sign = found.start(), found[0]
            if sign in "<{":
                item, position = self._item(start)
                if item is not None:
                    yield item
                if position < 0:
                    return
            else:
                position = self._skip(sign, start, found.end())

    def labels(self) -> Iterator[str]:
        """Yield the labels that the text defines at its start."""
        if self._text.startswith("["):
            position = 0
            while found := _DEFINITION.match(self._text, position):
                yield normal(self._text[position + 1 : self._text.find("]:", position)])
                position = found.end()

    def _definitions_end(self) -> int:
        position = 0
        while self._text.startswith("[", position) and (found := _DEFINITION.match(self._text, position)):
            position = found.end()
        return position

    def _skip(self, sign: str, start: int, end: int) -> int:
        """Return where to go on after a sign that is neither a tag nor an expression."""
        text = self._text
        if sign == "\\":
            return end + (text[end : end + 1] in _PUNCTUATION and end < len(text))
        if sign[0] == "`":
            return self._code_end(start, len(sign))
        if sign[-1] == "[":
            self._open.append((sign[0] == "!", True))
            return end
        if sign == "]":
            return self._link_end(end)
        return self._address_end(start, end)

    def _code_end(self, start: int, length: int) -> int:
        runs = self._runs.get(length, [])
        number = bisect_left(runs, start + length)
        return (runs[number] if number < len(runs) else start) + length

    def _link_end(self, position: int) -> int:
        """Return where a link has ended whose text ends at *position*; *position* where there is none."""
        if not self._open:
            return position
        is_image, can_be_link = self._open.pop()
        if not can_be_link:
            return position
        end = self._resource_end(position)
        if end is None and (label := _LABEL.match(self._text, position)) and normal(label[1]) in self._labels:
            end = label.end()
        if end is None:
            return position
        if not is_image:  # links hold no links
            self._open = [(image, image and can) for image, can in self._open[-50:]]
        return end

    def _resource_end(self, position: int) -> int | None:
        """Return the end of `(address "title")` at *position*."""
        started = _RESOURCE_START.match(self._text, position)
        if started is None:
            return None
        position, depth = started.end(), 0
        while not started[0].endswith(">") and (piece := _ADDRESS.match(self._text, position)):
            depth += (piece[0] == "(") - (piece[0] == ")")
            if depth < 0 or depth > _MOST_PARENTHESES:
                break
            position = piece.end()
        ended = _RESOURCE_END.match(self._text, position) if depth <= 0 else None
        return ended.end() if ended else None

    def _address_end(self, start: int, end: int) -> int:
        """Return where a bare web address ends; GitHub links it, so what is in it is no tag."""
        before = self._text[start - 1 : start] if start else ""
        is_www = self._text[start] in "wW"
        if self._open or (
            before and not before.isspace() and before not in _BEFORE_WWW if is_www else before.isalpha()
        ):
            return end
        domain = _DOMAIN.match(self._text, end)
        if domain is None and not is_www:
            return end
        path = _PATH.match(self._text, domain.end() if domain else end)
        return path.end() if path else end

    def _item(self, start: int) -> tuple[Item | None, int]:
        """Return the tag, expression or fault at *start*, and where to go on; -1 where the compiler would not."""
        found = (read_tag if self._text[start] == "<" else read_braces)(self._text, start)
        if found is None:
            return None, start + 1
        if isinstance(found, Tag | Expression):
            return found._replace(start=self._at(found.start), end=self._at(found.end)), found.end
        if isinstance(found, Fault):
            return found._replace(offset=self._at(start)), self._after(found)
        return found.fault("paragraph")._replace(offset=self._at(start)), -1

    def _after(self, fault: Fault) -> int:
        """Return where to go on after a *fault*: behind the braces or the comment, or behind the sign itself."""
        if fault.kind == "comment":
            end = self._text.find("-->", fault.offset)
            return end + 3 if end >= 0 else -1
        inside = braces(self._text, fault.offset) if fault.kind == "braces" else None
        return inside.end if inside else fault.offset + 1

    def _at(self, offset: int) -> int:
        number = max(0, bisect_right(self._starts, offset) - 1)
        return self._lines[number].offset + offset - self._starts[number]


def normal(label: str) -> str:
    """Return the label of a link as it is compared: without case, and with single spaces."""
    return " ".join(label.split()).casefold()
