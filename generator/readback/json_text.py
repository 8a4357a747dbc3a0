"""JSON with the line of every value. A key that stands twice comes out twice, which a parser would hide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from json.decoder import JSONDecodeError, JSONDecoder

from generator.readback.facts import Fact
from generator.values.paths import format_path

_SPACE = re.compile(r"[ \t\r\n]*")
_LITERAL = re.compile(r"true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|NaN|-?Infinity")
_LONGEST_NUMBER = 300
_DECODER = JSONDecoder()

Path = tuple[str | int, ...]
_Leaf = tuple[Path, str, int, int]


def read_json(path: str, text: str) -> list[Fact]:
    """Return a fact for each leaf of *text*, in the order of the file."""
    numbers = _Numbers(text)
    try:
        leaves = list(_Scanner(text).document())
    except JSONDecodeError as error:
        line = numbers.at(error.pos)
        return [Fact((), "unreadable", "", f"{error.msg} (column {error.colno})", line, line)]
    except (RecursionError, ValueError) as error:
        return [Fact((), "unreadable", "", str(error), 1, 1)]
    return [
        Fact((), "value", format_path(route), value, numbers.at(start), numbers.at(end))
        for route, value, start, end in leaves
    ]


class _Numbers:
    """Line numbers of offsets that only grow."""

    def __init__(self, text: str) -> None:
        self._text, self._offset, self._line = text, 0, 1

    def at(self, offset: int) -> int:
        if offset < self._offset:
            return self._text.count("\n", 0, offset) + 1
        self._line += self._text.count("\n", self._offset, offset)
        self._offset = offset
        return self._line


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 1 if text.startswith("\ufeff") else 0

    def document(self) -> Iterator[_Leaf]:
        yield from self._value((), self._next())
        if self._next() < len(self.text):
            raise JSONDecodeError("more after the end of the value", self.text, self.position)

    def _next(self) -> int:
        found = _SPACE.match(self.text, self.position)
        self.position = found.end() if found else self.position
        return self.position

    def _value(self, path: Path, start: int) -> Iterator[_Leaf]:
        """Read the value here; *start* is where its key stands."""
        char = self.text[self._next() : self.position + 1]
        if char in ("{", "["):
            yield from self._collection(path, start, char)
            return
        at = self.position
        if char == '"':
            value, self.position = _DECODER.raw_decode(self.text, at)
            yield path, json.dumps(value, ensure_ascii=False), start, self.position - 1
            return
        found = _LITERAL.match(self.text, at)
        if found is None or len(found[0]) > _LONGEST_NUMBER:
            raise JSONDecodeError("expected a value", self.text, at)
        self.position = found.end()
        yield path, json.dumps(json.loads(found[0])), start, at

    def _collection(self, path: Path, start: int, opening: str) -> Iterator[_Leaf]:
        closing = {"{": "}", "[": "]"}[opening]
        self.position += 1
        if self.text[self._next() : self.position + 1] == closing:
            self.position += 1
            yield path, opening + closing, start, self.position - 1
            return
        number = 0
        while True:
            at = self._next()
            step = self._key() if opening == "{" else number
            yield from self._value((*path, step), at)
            number += 1
            char = self.text[self._next() : self.position + 1]
            self.position += 1
            if char == closing:
                return
            if char != ",":
                raise JSONDecodeError(f"expected `,` or `{closing}`", self.text, self.position - 1)

    def _key(self) -> str:
        if self.text[self.position : self.position + 1] != '"':
            raise JSONDecodeError("expected a key in double quotes", self.text, self.position)
        key, self.position = _DECODER.raw_decode(self.text, self.position)
        if self.text[self._next() : self.position + 1] != ":":
            raise JSONDecodeError("expected `:`", self.text, self.position)
        self.position += 1
        return str(key)
