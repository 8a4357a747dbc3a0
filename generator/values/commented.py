"""Keys that are commented out in a YAML text, and what they would say if they were not.

Written as `# key: value` at the indentation of the siblings, or with the `#` in the first column and the key
where it would stand. A commented-out mapping is the run of comment lines indented deeper than its key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.source import parse_values
from generator.source.outline import Path, Unreadable, outline

_KEY = re.compile(
    r"""([ \t]*)\#+([ \t]*)
    ("(?:[^"\\]|\\.)*" | '(?:[^']|'')*' | [^\s\#:'"\-\[\]{}!&*|>%@`,?][^:\#]*?)
    [ \t]*:(?=[ \t]|$)""",
    re.VERBOSE,
)
_COMMENT = re.compile(r"([ \t]*#+[ \t]*)(.*)")


class Commented(NamedTuple):
    """A commented-out key: its line, the column of its `#` and the column of the key itself."""

    key: str
    line: int
    hash_column: int
    column: int

    def fits(self, column: int) -> bool:
        """Tell whether the key would be a sibling of keys at *column* if it were not commented out."""
        return self.hash_column == column or self.column == column or self._moved() == column

    def below(self, column: int) -> bool:
        """Tell whether it would be a child of a key at *column* that has no live children."""
        return self.hash_column > column or self._moved() > column

    def _moved(self) -> int:
        """Return the column after `# ` in the first column is taken out."""
        return self.column - 2 if self.hash_column == 0 and self.column > 2 else -1


def commented_keys(lines: Sequence[str], content: frozenset[int]) -> list[Commented]:
    """Take the lines of a text and which of them lie inside scalars; return every commented-out key."""
    return list(_commented_keys(lines, content))


def _commented_keys(lines: Sequence[str], content: frozenset[int]) -> Iterator[Commented]:
    for number, line in enumerate(lines):
        if "#" in line and ":" in line and number not in content and (found := _KEY.match(line)):
            key = found[3]
            if key[0] in "\"'":
                key = key[1:-1].replace("''", "'") if key[0] == "'" else key[1:-1].replace('\\"', '"')
            yield Commented(key, number, len(found[1]), found.start(3))


class Block:
    """The YAML text under comment signs that begins with the key *first*."""

    def __init__(self, lines: Sequence[str], content: frozenset[int], first: Commented) -> None:
        self.first = first
        self._lines = list(_uncommented(lines, content, first))

    def line(self, rest: Path) -> int | None:
        """Return the line of the key at *rest* below the first key, None if there is none."""
        if not rest:
            return self.first.line
        try:
            entries = outline("\n".join(self._lines))
        except Unreadable:
            return None
        path = (self.first.key, *rest)
        return next((self.first.line + e.key_line for e in entries if e.path == path and not e.is_alias), None)

    @property
    def is_one_line(self) -> bool:
        """Whether nothing but the line of the first key belongs to it."""
        return not any(self._lines[1:])

    def data(self) -> object:
        """Return the value of the first key; prose that follows it and is no YAML is left out."""
        for text in ("\n".join(self._lines), self._lines[0]):
            document, _problems = parse_values("values.yaml", text)
            if document is not None and isinstance(document.data, dict):
                return document.data.get(self.first.key)
        return None


def _uncommented(lines: Sequence[str], content: frozenset[int], first: Commented) -> Iterator[str]:
    yield lines[first.line][first.column :]
    for number in range(first.line + 1, len(lines)):
        found = _COMMENT.match(lines[number])
        if found is None or number in content:
            return
        column, text = len(found[1]), found[2]
        if text and column <= first.column and not (column == first.column and text.startswith("- ")):
            return
        yield " " * (column - first.column) + text if text else ""
