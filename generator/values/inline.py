"""The comment behind a value, on its line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.source.outline import Entry
from generator.values.passages import Passage
from generator.values.remarks import remark

_LONGEST = 2000
_FEWEST = 2
"""A single word behind a value is rather another value."""
# Up to a `#` that starts a comment; quotes count only where a text can begin.
_LIVE = re.compile(
    r"""(?: (?<=[\s\[{,:])"(?:[^"\\]|\\.)*" | (?<=[\s\[{,:])'(?:[^']|'')*' | [^\#] | (?<!\s)\# )*""", re.VERBOSE
)
_START = re.compile(r"([ \t]*)(#+)([ \t]*)")


def inline_column(line: str, entry: Entry) -> int | None:
    """Return the column of the `#` behind the key and value of *entry* in its *line*, None if there is none.

    A value of several lines has no comment of its own on its first line, save a block scalar and a block
    collection.
    """
    if len(line) > _LONGEST or "{{" in line:
        return None
    several = entry.value_end_line > entry.key_line
    if several and not (entry.style in ("|", ">") or (entry.style == "block" and entry.value_line > entry.key_line)):
        return None
    found = _LIVE.match(line, entry.key_column)
    column = found.end() if found else len(line)
    return column if column < len(line) else None


def inline_passage(lines: Sequence[str], content: frozenset[int], number: int, column: int) -> Passage | None:
    """Return what the comment at *column* of line *number* says, with the lines below that go on with it."""
    passage = Passage("plain", number, column)
    end = number
    while end < len(lines):
        line = lines[end]
        found = _START.match(line, column if end == number else 0)
        if found is None or (end in content and end != number) or found.end(1) != column or len(line) > _LONGEST:
            break
        said = remark(end, line, found)
        if said.kind != "words":
            passage.unsure = True
        passage.lines.append(said.words)
        end += 1
    words = [word for word in " ".join(passage.lines).split() if not word.endswith(":")]
    return passage if len(words) >= _FEWEST else None
