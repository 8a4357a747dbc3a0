"""The Markdown parser, set up as GitHub reads a README, and so that hostile text takes no more than linear time."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from generator.github_markdown.tags import tag_end

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

#: Levels of blocks; what nests deeper than `blocks` allows is shown as it is written, so nothing gets this far.
_DEEPEST_BLOCK = 100
#: Levels of brackets within brackets: each of them is looked at anew on every level.
_DEEPEST_LINK = 8
#: Opening brackets in one block, and how many there may be for each `](`; with more, nothing in it is a link.
_MOST_BRACKETS, _BRACKETS_FOR_LINK = 200, 4


@cache
def block_parser() -> MarkdownIt:
    """Return the parser of blocks, which leaves the words in them alone."""
    from markdown_it import MarkdownIt  # 40 ms: only where there is a README

    markdown = MarkdownIt("commonmark", {"maxNesting": _DEEPEST_BLOCK}).enable("table")
    markdown.core.ruler.enableOnly(["normalize", "block"])
    return _with_any_address(markdown)


@cache
def _word_parser(*, links: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"maxNesting": _DEEPEST_LINK}).enable("strikethrough")
    markdown.inline.ruler.at("html_inline", _tag)
    if not links:
        markdown.inline.ruler.disable(["link", "image"])
    return _with_any_address(markdown)


def _with_any_address(markdown: MarkdownIt) -> MarkdownIt:
    """Keep every address as it is written: what becomes of it is decided later."""
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    return markdown


def word_tokens(source: str, environment: dict[str, object]) -> list[Token]:
    """Take the Markdown of one block and the addresses that the document defines; return its tokens."""
    opening, tails = source.count("["), source.count("](")
    links = bool(tails or environment.get("references"))
    if opening > _MOST_BRACKETS and opening > _BRACKETS_FOR_LINK * tails:
        links = False
    markdown = _word_parser(links=links)
    tokens: list[Token] = []
    markdown.inline.parse(source, markdown, environment, tokens)
    return tokens


def _tag(state: StateInline, silent: bool) -> bool:
    """Read a tag or a comment; markdown-it looks for the end of one that has none again and again."""
    if state.src[state.pos] != "<":
        return False
    end = tag_end(state.src, state.pos)
    if not end:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True
