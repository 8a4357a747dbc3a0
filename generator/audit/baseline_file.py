"""A JSON list, entry by entry, with the place of each: what `json` alone does not tell. This module is no check."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_SPACE = re.compile(r"[ \t\r\n]*")


class Broken(Exception):
    """The text is no JSON list: what is wrong, and where."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


def entries(text: str) -> Iterator[tuple[object, int, int]]:
    """Yield each entry of the list that *text* is, its line and column. Raises `Broken`, also after some entries."""
    places = _Places(text)
    at = _after_space(text, 0)
    if text[at : at + 1] != "[":
        raise Broken("is no JSON list", *places.of(at))
    at = _after_space(text, at + 1)
    closed = text[at : at + 1] == "]"
    while not closed:
        entry, end = _entry(text, at, places)
        yield entry, *places.of(at)
        at = _after_space(text, end)
        closed = text[at : at + 1] == "]"
        if not closed:
            if text[at : at + 1] != ",":
                raise Broken("a comma or `]` is missing after an entry", *places.of(at))
            at = _after_space(text, at + 1)
    if _after_space(text, at + 1) != len(text):
        raise Broken("something stands behind the list", *places.of(_after_space(text, at + 1)))


def _entry(text: str, at: int, places: _Places) -> tuple[object, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise Broken(f"broken JSON: {error.msg[:1].lower()}{error.msg[1:]}", *places.of(error.pos)) from None
    except RecursionError:
        raise Broken("nested too deep", *places.of(at)) from None
    except ValueError:
        raise Broken("a number with too many digits", *places.of(at)) from None


_DECODER = json.JSONDecoder()


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


class _Places:
    """Turns offsets, each behind the one before, into lines and columns; what was counted is not counted again."""

    def __init__(self, text: str) -> None:
        self._text, self._offset, self._line, self._start = text, 0, 1, 0

    def of(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1."""
        if more := self._text.count("\n", self._offset, offset):
            self._line += more
            self._start = self._text.rfind("\n", self._offset, offset) + 1
        self._offset = max(self._offset, offset)
        return self._line, max(offset - self._start, 0) + 1
