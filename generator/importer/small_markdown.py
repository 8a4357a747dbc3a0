"""Cells of a README in the small Markdown of pack.yaml: the same words, code and links, or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.github_markdown import read_github
from generator.prose import LINK_SCHEMES, Break, Code, Emphasis, Inline, Link, Paragraph, Strong, Text, parse, problems

_MARKS = re.compile(r"[\[\]<>!*_~\\&#|]|://|www\.|@|^\s*[-+=\d]")
_ESCAPED = re.compile(r"([\\`*_\[\]<>#|~&!])")
_SHIELD = "a "  # before a cell, so that nothing at its start opens a block
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=4096)
def small(cell: str) -> str | None:
    """Take the GitHub Markdown of a cell; return prose of pack.yaml that says the same.

    Emphasis and line breaks go, words, code, strong words and links stay. None where there is more: an image, struck
    words, a link by a path, a tag that GitHub does not show.
    """
    text = cell.strip()
    if not _MARKS.search(text):
        return text
    passage, remarks = read_github(_SHIELD + text)
    if remarks or len(passage.blocks) != 1 or not isinstance(passage.blocks[0], Paragraph):
        return None
    said = passage.blocks[0].phrase.inlines
    if not any(problems(text)) and _facts(_only_phrase(_SHIELD + text)) == _facts(said):
        return text
    try:
        written = "".join(_written(inline) for inline in said).removeprefix(_SHIELD).strip()
    except _Lost:
        return None
    return written if not any(problems(written)) and _facts(_only_phrase(_SHIELD + written)) == _facts(said) else None


class _Lost(Exception):
    """Something that the small Markdown cannot say."""


def _written(inline: Inline) -> str:
    match inline:
        case Text(text):
            return _ESCAPED.sub(r"\\\1", text)
        case Code(text):
            return _code(text)
        case Strong(children):
            return f"**{''.join(map(_written, children))}**"
        case Emphasis(children):
            return "".join(map(_written, children))
        case Link(children, url) if url.startswith(LINK_SCHEMES):
            words = "".join(map(_written, children))
            return f"<{url}>" if words.replace("\\", "") == url else f"[{words}]({url})"
        case Break():
            return " "
    raise _Lost


def _code(text: str) -> str:
    ticks, pad = ("``", " ") if "`" in text else ("`", "")
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _only_phrase(text: str) -> tuple[Inline, ...]:
    blocks = parse(text).blocks
    return blocks[0].phrase.inlines if len(blocks) == 1 and isinstance(blocks[0], Paragraph) else ()


def _facts(inlines: tuple[Inline, ...]) -> tuple[list[str], list[str]]:
    """Return the words of *inlines*, and its code and the addresses of its links."""
    words: list[str] = []
    exact: list[str] = []
    for inline in _flat(inlines):
        match inline:
            case Code(text):
                exact.append(text)
            case Link(_, url):
                exact.append(url)
            case Text(text):
                words += _WORD.findall(text)
            case Strong() | Emphasis() | Break():
                pass
            case _:
                exact.append(repr(inline))
    return words, exact


def _flat(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    for inline in inlines:
        yield inline
        if isinstance(inline, Strong | Emphasis | Link):
            yield from _flat(inline.children)
