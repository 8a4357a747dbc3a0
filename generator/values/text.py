"""What is known of the keys of a values.yaml, by position."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple
from weakref import WeakValueDictionary

from generator.source import parse_values
from generator.source.outline import BREAK, Entry, Path, Unreadable, content_lines, outline
from generator.values.commented import Block, Commented, commented_keys
from generator.values.paths import steps_of, value_at

State = Literal["live", "commented", "missing"]

_FIRST_ON_LINE = re.compile(r"[ \t]*(?:[-?][ \t]+)*")


class Place(NamedTuple):
    """Above which line a comment goes, and what of the path that line does not show."""

    line: int
    rest: Path


@dataclass(frozen=True, eq=False)
class ValuesText:
    """A values.yaml and what is known of its keys. A text that is no YAML has none; `readable` says so.

    Every *path* may be given as text or as steps.
    """

    text: str

    @staticmethod
    def known(text: str, data: object) -> ValuesText:
        """Return the values *text*, whose plain *data* have been read already."""
        values = ValuesText(text)
        values.__dict__["data"] = data  # where a cached property keeps what it found
        return values

    @staticmethod
    def of(text: str) -> ValuesText:
        """Return the values *text*: those that are `shared`, of which much is known already, if there are such ones."""
        return _SHARED.get(text) or ValuesText(text)

    def shared(self) -> ValuesText:
        """Return values of the same text that are shared already, or share these as long as anybody holds them."""
        return _SHARED.setdefault(self.text, self)

    def state(self, path: str | Path) -> State:
        """Tell whether the key at *path* is live, commented out under its parent, or not there."""
        steps = steps_of(path)
        if self._is_live(steps):
            return "live"
        return "commented" if self._commented(steps) else "missing"

    def value(self, path: str | Path) -> object:
        """Return the plain value of a live key. Raises `KeyError` where *path* is not live."""
        return value_at(self.data, steps_of(path))

    def commented_value(self, path: str | Path) -> object:
        """Return the value that a commented-out key would have. Raises `KeyError` where there is none."""
        found = self._commented(steps_of(path))
        if found is None:
            raise KeyError(path)
        return value_at(found[0].data(), found[1])

    def line(self, path: str | Path) -> int | None:
        """Return the line, from 1, of a live or commented-out key; for a key behind an alias, the alias."""
        steps = steps_of(path)
        if not self._is_live(steps):
            found = self._commented(steps)
            number = found[0].line(found[1]) if found else None
            return None if number is None else number + 1
        while steps not in self._entries:
            steps = steps[:-1]
        return self._entries[steps].key_line + 1

    def commented_line(self, path: str | Path) -> Commented | None:
        """Return the commented-out key at *path*, where it and its value take one line; else None."""
        found = self._commented(steps_of(path))
        return found[0].first if found and not found[1] and found[0].is_one_line else None

    def leaves(self) -> tuple[Path, ...]:
        """Return the paths of all live scalars, aliases and empty collections, in the order of the text."""
        parents = {entry.path[:-1] for entry in self._entries.values() if entry.path}
        return tuple(path for path in self._entries if path and path not in parents)

    @cached_property
    def readable(self) -> bool:
        """Whether the text is one YAML document (or none)."""
        return self._outline is not None

    @cached_property
    def data(self) -> object:
        """The plain data of the text; None where it is empty or unreadable."""
        document, _problems = parse_values("values.yaml", self.text)
        return document.data if document and self.readable else None

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text without their ends, as the parser counts them."""
        return BREAK.split(self.text)

    def place(self, path: Path) -> Place | None:
        """Return where the comment of the key at *path* goes: above it, or above the key around it if the
        key shares its line with others."""
        if not self._is_live(path) and (found := self._commented(path)):
            number = found[0].line(found[1])
            return None if number is None else Place(number, ())
        if not self._is_live(path):
            return None
        for length in range(len(path), 0, -1):
            entry = self._entries.get(path[:length])
            if entry and self._is_first_on_line(entry):
                return Place(entry.key_line, path[length:])
        return None

    def _is_first_on_line(self, entry: Entry) -> bool:
        if entry.in_flow or (entry.is_alias and isinstance(entry.path[-1], int)):
            return False
        return _FIRST_ON_LINE.fullmatch(self.lines[entry.key_line][: entry.key_column]) is not None

    @cached_property
    def _outline(self) -> list[Entry] | None:
        try:
            return outline(self.text)
        except Unreadable:
            return None

    @cached_property
    def _entries(self) -> dict[Path, Entry]:
        return {entry.path: entry for entry in self._outline or ()}

    @cached_property
    def _key_lines(self) -> list[int]:
        return sorted(entry.key_line for entry in self._outline or () if entry.path)

    @cached_property
    def _has_aliases(self) -> bool:
        return any(entry.is_alias for entry in self._outline or ())

    @cached_property
    def _content(self) -> frozenset[int]:
        return content_lines(self.text)

    @cached_property
    def _comments(self) -> list[Commented]:
        return commented_keys(self.lines, self._content) if self.readable else []

    def _is_live(self, path: Path) -> bool:
        if path in self._entries:
            return bool(path)
        if not self._has_aliases:
            return False
        try:
            value_at(self.data, path)
        except KeyError:
            return False
        return True

    def _commented(self, path: Path) -> tuple[Block, Path] | None:
        """Return the commented-out block that holds the key at *path*, and the way to it below its first key."""
        length = len(path) - 1
        while length > 0 and path[:length] not in self._entries:
            length -= 1
        if length < 0:
            return None
        rest = path[length + 1 :]
        for found in self._children(path[:length]):
            if found.key == path[length]:
                block = Block(self.lines, self._content, found)
                if block.line(rest) is not None:
                    return block, rest
        return None

    def _children(self, parent: Path) -> Iterable[Commented]:
        """Return the commented-out keys that would be direct children of the live key *parent*."""
        entry = self._entries.get(parent)
        if entry is None or not parent:
            column = self._column_below(parent)
            return (c for c in self._comments if c.fits(column))
        after = bisect_right(self._key_lines, entry.value_end_line)
        end = self._key_lines[after] if after < len(self._key_lines) else len(self.lines)
        inside = [c for c in self._comments if entry.key_line < c.line < end]
        if entry.kind == "mapping" and entry.style == "block" and not entry.is_alias:
            column = self._column_below(parent)
            return (c for c in inside if c.fits(column))
        below = [c for c in inside if c.below(entry.key_column)]
        return (c for c in below if c.column == below[0].column)

    def _column_below(self, parent: Path) -> int:
        """Return the column of the live children of *parent*; 0, where the root's are, if it has none."""
        children = (e for p, e in self._entries.items() if p[:-1] == parent and p)
        return next((child.key_column for child in children), 0)


_SHARED: WeakValueDictionary[str, ValuesText] = WeakValueDictionary()
