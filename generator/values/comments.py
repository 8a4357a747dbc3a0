"""Generated comments in values.yaml: lines that start with `#: `, a mark that none of 30,000 real comment lines uses.

A generated line stands directly above its key, below any comment written by hand: what is commented out above
a key is often another key, or a banner of the section, and only touching the key says without doubt what the
record is about.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from generator.source.outline import BREAK, Path, Unreadable, content_lines
from generator.values.paths import format_path
from generator.values.text import ValuesText

MARK = "#:"
BOM = "\ufeff"
ENABLED_PRESETS = "# spectrocloud.com/enabled-presets:"
"""Palette reads this line, and only as the first of values.yaml (real packs; corpus report, section 5)."""

_WIDTH = 100
_NARROWEST = 40
_MARKED = re.compile(r"[ \t]*#:(?: |$)")
_LAST_BREAK = re.compile(f"(?:{BREAK.pattern})\\Z")
# What YAML cannot carry even in a comment, and the private characters that stand for macros while parsing.
_UNFIT = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\U000f0000-\U0010ffff]")


def insert_comments(text: str, comments: Mapping[Path, Sequence[str]], header: Sequence[str] = ()) -> str:
    """Put the lines of *comments* above their keys and *header* on top of *text*; return the new text.

    Each line is a paragraph, wrapped here. Comments generated before are replaced. Keys that are not there
    are passed over, and a text that is no YAML stays as it is. `strip_comments` undoes it.
    """
    plain = strip_comments(text)
    values = ValuesText.of(plain.removeprefix(BOM))
    if not values.readable or values.text.startswith(BOM):
        return text
    above: dict[int, list[str]] = {}
    for path in sorted(comments, key=len):  # a list item before the first key in it: they share a line
        if place := values.place(path):
            indent = values.lines[place.line][: _indent(values.lines[place.line])]
            above.setdefault(place.line, []).extend(_written(_led(comments[path], place.rest), indent))
    top = 1 if values.text.startswith(ENABLED_PRESETS) else 0
    above[top] = [*_written(header, ""), *above.get(top, ())]
    return plain[: len(plain) - len(values.text)] + _merged(values.text, above)


def enabled_presets(text: str) -> tuple[str, ...]:
    """Return the presets that the first line of *text* switches on, each as `Group:name`."""
    first = text.removeprefix(BOM).partition("\n")[0]
    names = first.removeprefix(ENABLED_PRESETS).split(",") if first.startswith(ENABLED_PRESETS) else []
    return tuple(name.strip() for name in names if name.strip())


def comment_lines(text: str) -> list[str]:
    """Return the lines of *text* that are comments, without their indentation; a `#` inside a scalar is none."""
    lines = BREAK.split(text)
    numbers = [number for number, line in enumerate(lines) if line.lstrip(" \t").startswith("#")]
    try:
        inside = content_lines(text) if numbers else frozenset()
    except Unreadable:
        inside = frozenset()
    return [lines[number].strip() for number in numbers if number not in inside]


def strip_comments(text: str) -> str:
    """Return *text* without its generated comment lines; the same characters inside a scalar stay."""
    if MARK not in text:
        return text
    if text.startswith(BOM):
        return BOM + strip_comments(text[1:])
    lines = BREAK.split(text)
    marked = {number for number, line in enumerate(lines) if _MARKED.match(line)}
    try:
        marked -= content_lines(text) if marked else set()
    except Unreadable:
        return text
    if not marked:
        return text
    parts = [*map("".join, zip(lines, BREAK.findall(text), strict=False)), lines[-1]]
    kept = "".join(part for number, part in enumerate(parts) if number not in marked)
    # Only a header below a last line without an end of its own can be last: it brought that end with it.
    return _LAST_BREAK.sub("", kept) if len(lines) - 1 in marked else kept


def _merged(text: str, above: Mapping[int, Sequence[str]]) -> str:
    first = BREAK.search(text)
    newline = first[0] if first and first[0] in ("\r\n", "\r") else "\n"
    lines, ends = BREAK.split(text), [*BREAK.findall(text), ""]
    parts: list[str] = []
    for number, (line, end) in enumerate(zip(lines, ends, strict=True)):
        parts += [f"{new}{newline}" for new in above.get(number, ())]
        parts.append(line + end)
    if len(lines) in above:
        parts += [newline + new for new in above[len(lines)]]
    return "".join(parts)


def _written(paragraphs: Iterable[str], indent: str) -> list[str]:
    width = max(_NARROWEST, _WIDTH - len(indent) - len(MARK) - 1)
    lines: list[str] = []
    for text in (line for paragraph in paragraphs for line in BREAK.split(paragraph)):
        clean = _UNFIT.sub("\ufffd", text).rstrip()
        hanging = "  " if clean.startswith(("- ", "* ")) else ""
        fits = len(clean) <= width or clean[:1].isspace()
        lines += (
            [clean]
            if fits
            else textwrap.wrap(clean, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
        )
    return [f"{indent}{MARK} {line}" if line else indent + MARK for line in lines]


def _led(paragraphs: Sequence[str], rest: Path) -> Sequence[str]:
    return [f"{format_path(rest)}: {paragraphs[0]}", *paragraphs[1:]] if rest and paragraphs else paragraphs


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
