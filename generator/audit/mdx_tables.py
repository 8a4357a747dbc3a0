"""Rows of GitHub's tables cut into cells. This module is no check.

A `|` ends a cell wherever it stands, in code too, unless a backslash is before it (GitHub Flavored Markdown, "Tables").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.mdx_flow import Line

_DELIMITERS = re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*(?::?-+:?)?[ \t]*\Z")
_SIGN = re.compile(r"\\[\\|]|\|")


def is_table(head: str, below: str) -> bool:
    """Tell whether two lines are the head of a table and the line below it."""
    line = below.strip(" \t")
    if line[:1] not in ("|", ":", "-") or not ("|" in line or ":" in line) or not _DELIMITERS.match(line):
        return False
    return len(list(cells(Line(0, head)))) == len(list(cells(Line(0, line))))


def cells(row: Line) -> Iterator[Line]:
    """Yield the content of each cell of *row*."""
    text = row.text.strip(" \t")
    offset = row.offset + len(row.text) - len(row.text.lstrip(" \t"))
    start = 1 if text.startswith("|") else 0
    for found in _SIGN.finditer(text, start):
        if found[0] == "|":
            yield Line(offset + start, text[start : found.start()]).stripped()
            start = found.end()
    if text[start:].strip(" \t"):
        yield Line(offset + start, text[start:]).stripped()
