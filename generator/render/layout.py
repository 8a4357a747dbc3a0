"""The last pass over a page: blank lines, trailing spaces, wrapping. Code blocks are left alone."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from markupsafe import Markup

from generator.render.wrap import width as display_width
from generator.render.wrap import wrap

PAGE_WIDTH = 120

_FENCE = re.compile(r"^\s*(?:(?:>|[-*]|\d+[.)])\s*)*(`{3,})([^`]*)$")


def finish(text: str, width: int | None) -> str:
    """Return *text* with single blank lines between blocks and no trailing space, wrapped to *width*."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line) if "```" in line else None
        if fence:
            lines.append(line)
            if mark and len(mark[1]) >= len(fence) and not mark[2].strip():
                fence = ""
            continue
        if mark:
            fence = mark[1]
        line = line.rstrip(" ")
        if line or (lines and lines[-1]):
            lines.append(line)
    return wrap("\n".join(lines).strip("\n") + "\n", width)


def front_line(key: str, value: str | Sequence[str]) -> Markup:
    """Return a line of front matter in double quotes, laid out as Prettier does where it is too long for the page."""
    quoted = json.dumps(list(value) if not isinstance(value, str) else value, ensure_ascii=False)
    line = f"{key}: {quoted}"
    if display_width(line) <= PAGE_WIDTH:
        return Markup(line)
    if isinstance(value, str):
        return Markup(f"{key}:\n{_filled(quoted)}" if " " in quoted else line)
    items = [f"    {json.dumps(item, ensure_ascii=False)},\n" for item in value]
    return Markup(f"{key}:\n  [\n{''.join(items)}  ]")


def _filled(text: str) -> str:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and display_width(f"  {lines[-1]} {word}") > PAGE_WIDTH:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(f"  {line}" for line in lines)
