"""A YAML text as it is laid out: which lines a key and its value stand on, so that edits can take whole lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property, lru_cache

from generator.source.entries import reaches_far
from generator.source.outline import BREAK, Path
from generator.source.spots import Spot, spots
from generator.values.text import ValuesText

_COLON = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^"'\r\n][^\r\n]*?)[ \t]*:(?=\s|\Z)""")
_BLOCK_SCALARS = ("|", ">")
_HEADER = re.compile(r"[|>][-+0-9]*")


class Unmergeable(ValueError):
    """A text cannot be changed by position as asked; the message says why."""


class Laid:
    """The *text* of one YAML document without a byte order mark, by lines. Offsets count characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.values = ValuesText.of(text)

    @cached_property
    def spots(self) -> dict[Path, Spot]:
        """The spot of every value that has one."""
        return dict(spots(self.text))

    @cached_property
    def reaches_far(self) -> bool:
        """Whether something in the text may have a part in how other entries are read."""
        return reaches_far(self.text)

    @cached_property
    def newline(self) -> str:
        """The line end of the text."""
        first = BREAK.search(self.text)
        return first[0] if first and first[0] in ("\r\n", "\r") else "\n"

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in BREAK.finditer(self.text))]

    @cached_property
    def _children(self) -> dict[Path, list[Path]]:
        found: dict[Path, list[Path]] = {}
        for path in self.spots:
            if path:
                found.setdefault(path[:-1], []).append(path)
        return found

    def spot(self, path: Path) -> Spot:
        """Return the spot of the value at *path*. Raises `Unmergeable` where it has none of its own."""
        if path not in self.spots:
            raise Unmergeable(f"`{path[-1] if path else ''}` stands behind an alias, twice, or in a merged mapping")
        return self.spots[path]

    def children(self, path: Path) -> list[Path]:
        """Return the paths right below *path*, in the order of the text."""
        return self._children.get(path, [])

    def line(self, offset: int) -> int:
        """Return the number of the line, from 0, that *offset* lies in."""
        return bisect_right(self._starts, offset) - 1

    def start_of(self, line: int) -> int:
        """Return where *line* starts; the end of the text for a line behind it."""
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def words_of(self, line: int) -> str:
        """Return *line* without its end."""
        return BREAK.split(self.text[self.start_of(line) : self.start_of(line + 1)])[0]

    def end_of(self, line: int) -> int:
        """Return where the words of *line* end."""
        return self.start_of(line) + len(self.words_of(line))

    def column(self, path: Path) -> int:
        """Return the column of the key at *path*."""
        key = self.spot(path).key
        return key - self.start_of(self.line(key))

    def is_first(self, path: Path) -> bool:
        """Tell whether the key at *path* has nothing but spaces before it on its line."""
        key = self.spot(path).key
        return not self.spot(path).in_flow and not self.text[self.start_of(self.line(key)) : key].strip(" ")

    def colon(self, path: Path) -> int:
        """Return the offset behind the colon of the key at *path*."""
        found = _COLON.match(self.text, self.spot(path).key)
        if found is None or found.end() > max(self.spot(path).start, found.start() + 1):
            raise Unmergeable(f"the key `{path[-1]}` is written in an unusual way")
        return found.end()

    def end(self, path: Path) -> int:
        """Return where the words of the value at *path* end."""
        spot = self.spot(path)
        if spot.kind == "scalar" and spot.style in _BLOCK_SCALARS:
            header = _HEADER.search(self.text, spot.start)
            kept = header is not None and "+" in header[0]
            body = self.text[spot.start : spot.end]
            last = spot.start + len(body if kept else body.rstrip())
            return self.end_of(self.line(max(spot.start, last - 1)))
        if spot.kind == "scalar" or spot.style == "flow":
            return spot.end
        value = self.values.value(path) if path else self.values.data
        children = self.children(path)
        if not isinstance(value, (dict, list)) or len(children) != len(value):
            raise Unmergeable(f"`{path[-1] if path else 'the root'}` holds an alias or a merged mapping")
        return self.end(children[-1])

    def last_line(self, path: Path) -> int:
        """Return the last line of the value at *path*, and of comments below that are indented deeper than its key."""
        line = here = self.line(self.end(path))
        column = self.column(path) if path else -1
        while here + 1 < len(self._starts):
            here += 1
            words = self.words_of(here)
            inner = words.lstrip(" ")
            if inner.startswith("#") and len(words) - len(inner) > column:
                line = here
            elif inner:
                break
        return line

    def first_line(self, path: Path) -> int:
        """Return the line of the key at *path*, or the first of the comment lines right above it."""
        line = self.line(self.spot(path).key)
        while line and self.words_of(line - 1).lstrip(" ").startswith("#"):
            line -= 1
        return line


@lru_cache(maxsize=64)
def laid_out(text: str) -> Laid:
    """Return *text* as it is laid out; of what several changes have in common, it is read once."""
    return Laid(text)


def data_of(text: str) -> object:
    """Return the plain data of a values *text*; None where it has none or cannot be read."""
    return laid_out(text).values.data


def shifted(lines: list[str], by: int) -> list[str]:
    """Return *lines* moved to the right, or to the left as far as their spaces reach."""
    if by >= 0:
        return [" " * by + line if line else line for line in lines]
    return [line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines]
