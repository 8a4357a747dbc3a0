"""Quotes, list items and footnotes around a line of Markdown. This module is no check.

CommonMark, "Container blocks", without its limit of three spaces: MDX has no indented code, so an indentation of any
width is only white space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.audit.mdx_flow import Line

RULE = re.compile(r"([-_*])[ \t]*(?:\1[ \t]*){2,}\Z")
MOST = 50

_ITEM = re.compile(r"([-+*]|\d{1,9}[.)])(?=([ \t]+|\Z))")
_FOOTNOTE = re.compile(r"\[\^[^\s\[\]]{1,999}\]:[ \t]*")


@dataclass
class Container:
    """A quote (`>`), a list `item` or a `footnote`. *is_over*: two blank lines ended an item that began with one."""

    kind: str
    marker: str = ""
    indent: int = 0
    began_blank: bool = False
    is_over: bool = False


def matched(line: Line, containers: Sequence[Container], *, peek: bool = False) -> tuple[int, Line]:
    """Return how many of *containers* a line goes on in, and the line without their signs."""
    count = 0
    for container in containers:
        stripped = line.stripped()
        if container.kind == ">":
            if not stripped.text.startswith(">"):
                break
            line = _unquoted(stripped)
        elif not stripped.text:
            container.is_over = container.is_over or (container.began_blank and not peek)
            line = line.dedented(container.indent)
        elif container.is_over or line.indent < container.indent:
            break
        else:
            container.began_blank = container.began_blank and peek
            line = line.dedented(container.indent)
        count += 1
    return count, line


def opening(
    line: Line, containers: Sequence[Container], depth: int, *, interrupts: bool
) -> tuple[Container, Line] | None:
    """Return the container that begins here, and what is left of the line.

    *depth* is how many of *containers* the line goes on in; it *interrupts* where a paragraph could go on instead.
    """
    stripped = line.stripped()
    text = stripped.text
    if not text or len(containers) >= MOST:
        return None
    if text[0] == ">":
        return Container(">"), _unquoted(line.started())
    if text[0] == "[" and (note := _FOOTNOTE.match(text)):
        return Container("footnote", indent=4), line.started().after(note.end())
    found = _ITEM.match(text)
    if found is None or RULE.match(text):
        return None
    kind, blank = found[1][-1], not text[found.end() :].strip()
    sibling = depth < len(containers) and containers[depth].marker == kind
    if interrupts and not sibling and (blank or (found[1][0].isdigit() and found[1][:-1] != "1")):
        return None
    width = line.indent + len(found[1]) + (1 if blank else len(found[2].expandtabs(4)))
    return Container("item", kind, width, began_blank=blank), line.started().after(found.end() + len(found[2]))


def _unquoted(line: Line) -> Line:
    rest = line.after(1)
    return rest.after(1) if rest.text[:1] in (" ", "\t") else rest
