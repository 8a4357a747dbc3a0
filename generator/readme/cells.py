"""What a cell or a heading says without its Markdown: code spans, emphasis, links, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 4000
"""Of a longer cell nothing is read: no fact of a parameter needs so many characters."""

_STAND_IN = "\ue000"
_TICKS = re.compile(r"`++")
_BREAK = re.compile(r"<br[ \t]*+/?>", re.IGNORECASE)
_MARKS = re.compile(
    r"\[\^[^\[\]\s]{1,40}\]|<sup>[^<]{0,60}</sup>|</?(?:b|i|em|strong|sub|small|nobr|p)>", re.IGNORECASE
)
_CODE_TAG = re.compile(r"</?(?:code|kbd|tt)>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\((<[^<>]{0,500}>|[^()\s]{0,500})(?:[ \t][^()]{0,200})?\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<![\\\w*])(\*\*\*|\*\*|\*)(?=\S)([^*]{1,300}?)(?<=\S)\1(?![\w*])")
_UNDERLINED = re.compile(r"(?<![\\\w])(__|_)(?=\S)([^_]{1,300}?)(?<=\S)\1(?!\w)")


class Part(NamedTuple):
    """A piece of a cell: its text, and whether it is a code span."""

    text: str
    code: bool


def parts(text: str) -> tuple[Part, ...]:
    """Take the Markdown of a cell; return its text in pieces, code spans apart and all other marks taken out."""
    return tuple(_parts(_CODE_TAG.sub("`", text) if "<" in text else text)) if len(text) <= LONGEST else ()


def plain(text: str) -> str:
    """Return what a reader sees of *text*."""
    return "".join(part.text for part in parts(text)).strip()


def spans(text: str) -> tuple[str, ...]:
    """Return the code spans of *text*."""
    return tuple(part.text for part in parts(text) if part.code)


def _parts(text: str) -> Iterator[Part]:
    """Take the marks out with a stand-in for each code span: a span may stand inside of emphasis or a link."""
    codes, outside = _split(text.replace(_STAND_IN, ""))
    for number, piece in enumerate(_outside(outside).split(_STAND_IN)):
        if number and number <= len(codes):
            yield Part(codes[number - 1], True)
        if piece:
            yield Part(piece, False)


def _split(text: str) -> tuple[list[str], str]:
    """Return the code spans of *text*, and the text with a stand-in for each."""
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(text)] if "`" in text else []
    codes: list[str] = []
    kept: list[str] = []
    done = number = 0
    while number < len(runs):
        start, end = runs[number]
        close = next((n for n in range(number + 1, len(runs)) if runs[n][1] - runs[n][0] == end - start), None)
        if close is None or (start and text[start - 1] == "\\"):
            number += 1
            continue
        codes.append(_inside(text[end : runs[close][0]]))
        kept += text[done:start], _STAND_IN
        done, number = runs[close][1], close + 1
    return codes, "".join((*kept, text[done:]))


def _inside(text: str) -> str:
    """Return the text of a code span: a blank on both sides belongs to the marks."""
    return text[1:-1] if text[:1] == text[-1:] == " " and text.strip() else text


def _outside(text: str) -> str:
    if "<" in text or "[" in text:
        text = _LINK.sub(r"\1", _MARKS.sub("", _BREAK.sub("\n", text)))
    for mark, pattern in (("*", _EMPHASIS), ("_", _UNDERLINED)):
        if mark in text:
            text = pattern.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text
