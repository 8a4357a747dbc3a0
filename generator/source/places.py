"""From an offset in a text to the line and column a person can go to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from generator.diagnostics import Location

# What editors count as the end of a line. NEL, LS and PS are line ends for YAML 1.1 only: that is why no line
# number is ever taken from the parser, only its offset.
_LINE_END = re.compile(r"\r\n|\r|\n")

Origin = Callable[[int, int], Location]
"""Says where line and column (from 1) of a text that was cut out of a file stand in that file."""


@dataclass(frozen=True, eq=False)
class Places:
    """A text and the file it comes from; *origin* is set where the text is a part of the file *path*."""

    path: str
    text: str
    origin: Origin | None = None

    @cached_property
    def starts(self) -> list[int]:
        """Return the offset at which each line starts; built when asked, as most files have no problems."""
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def line_of(self, offset: int) -> int:
        """Return the number (from 0) of the line that holds *offset*."""
        return bisect_right(self.starts, offset) - 1

    def line(self, number: int) -> str:
        """Return the text of line *number* (from 0) without its line end; "" for a line that is not there."""
        if not 0 <= number < len(self.starts):
            return ""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end].rstrip("\r\n")

    def at(self, offset: int) -> Location:
        """Return the location of *offset*; the end of the text is the end of its last line."""
        offset = max(0, min(offset, len(self.text)))
        line = self.line_of(offset)
        if offset == len(self.text) and line > 0 and self.starts[line] == offset:
            line -= 1
            return self.spot(line, len(self.line(line)))
        return self.spot(line, offset - self.starts[line])

    def spot(self, line: int, column: int) -> Location:
        """Return the location of *line* and *column*, both counted from 0."""
        if self.origin is not None:
            return self.origin(line + 1, column + 1)
        return Location(self.path, line + 1, column + 1)
