"""Words within a block, in one notation: `code`, **strong**, _emphasis_, ~~struck~~, [text](url), ![image](url).

markdown-it-py knows CommonMark's rules; what MDX and Python-Markdown do otherwise is added as rules of its own.
Tags, comments, expressions and attribute lists are no words: they come out as facts beside the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.readback.dialect import Dialect

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

Extra = tuple[str, str]

_MARKUP = re.compile(r"[\\`*_~\[\]<>&{}]| {2}\n")
_ONLY_CODE = re.compile(r"`[^`\s](?:[^`]*[^`\s])?`")
_SPACE = re.compile(r"\s+")
_BREAK = "\x00"  # cannot be in what markdown-it returns: it exchanges NUL for U+FFFD
_AROUND_BREAK = re.compile(rf"\s*{_BREAK}\s*")
_IS_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MDX_COMMENT = re.compile(r"\{\s*/\*(.*)\*/\s*\}", re.DOTALL)
_ATTRIBUTES = re.compile(r"\{:?[ ]*([^}\n ][^}\n]*)\}")
_TRAILING_ATTRIBUTES = re.compile(r"(?:^|[ \t]+)(\{:?[ ]*[^}\n ][^\n]*\})[ \t]*$")
_HEADING_ID = re.compile(r"[ \t]+(\{#[^{}\s]+\})[ \t]*$")
# Python-Markdown undoes a backslash only before these.
_ESCAPABLE = frozenset("\\`*_{}[]()>#+-.!|")
_DEEPEST = 20
# An address is the same whether these stand in it or their percent-encoded forms.
_ENCODED = {ord(char): f"%{ord(char):02X}" for char in "() <>"}


class Words(NamedTuple):
    """The words of a block and what else stood between them: kind and value of each."""

    text: str
    extras: tuple[Extra, ...] = ()


@lru_cache(maxsize=16384)
def read_words(source: str, dialect: Dialect) -> Words:
    """Take the Markdown of a paragraph, heading, cell or label; return its words."""
    if not _MARKUP.search(source):
        return Words(_SPACE.sub(" ", source).strip())
    if _ONLY_CODE.fullmatch(source):
        return Words(_SPACE.sub(" ", source))
    extras: list[Extra] = []
    tokens = _parser(dialect).parseInline(source.strip(), {})
    text = "".join(_written(child, extras) for child in tokens[0].children or ())
    return Words(_AROUND_BREAK.sub("\n", _SPACE.sub(" ", text).strip(f" {_BREAK}")), tuple(extras))


def split_attributes(source: str, dialect: Dialect, *, block: bool = False) -> tuple[str, str]:
    """Take the Markdown of a heading or cell, with *block* of a paragraph; return it and its attribute list."""
    if not source.rstrip().endswith("}"):
        return source, ""
    if dialect.is_mdx:
        found = None if block else _HEADING_ID.search(source)
    elif not dialect.is_material:
        return source, ""
    elif block:
        head, _, last = source.rpartition("\n")
        found = _ATTRIBUTES.fullmatch(last.strip()) if head else None
        return (head, found[0]) if found else (source, "")
    else:
        found = _TRAILING_ATTRIBUTES.search(source)
    return (source[: found.start()], found[1]) if found else (source, "")


def _written(token: Token, extras: list[Extra]) -> str:
    written = _SIMPLE.get(token.type)
    if written is not None:
        return written
    if token.type == "link_open":
        return "["
    if token.type == "link_close":
        return f"]({token.meta['target']})"
    if token.type == "code_inline":
        return f"`{token.content}`"
    if token.type == "image":
        alt = "".join(_written(child, extras) for child in token.children or ())
        return f"![{alt}]({_target(token, 'src')})"
    if token.type == "html_inline":
        return _tag(token.content, extras)
    if token.type == "brace":
        comment = _MDX_COMMENT.fullmatch(token.content)
        extras.append(("comment", _folded(comment[1])) if comment else (token.meta["kind"], token.content))
        return ""
    return token.content


_SIMPLE = {
    "softbreak": " ",
    "hardbreak": _BREAK,
    "strong_open": "**",
    "strong_close": "**",
    "em_open": "_",
    "em_close": "_",
    "s_open": "~~",
    "s_close": "~~",
}
#: Tags that are one way to write a mark.
_MARKS = {"<del>": "~~", "</del>": "~~"}


def _tag(content: str, extras: list[Extra]) -> str:
    if _IS_BREAK.fullmatch(content):
        return _BREAK
    if content in _MARKS:
        return _MARKS[content]
    if content.startswith("<!--"):
        extras.append(("comment", _folded(content[4:].removesuffix("-->"))))
    else:
        extras.append(("html", _folded(content)))
    return ""


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _target(token: Token, name: str) -> str:
    title = token.attrs.get("title")
    return str(token.attrs.get(name, "")).translate(_ENCODED) + (f' "{title}"' if title else "")


@cache
def _parser(dialect: Dialect) -> MarkdownIt:
    from markdown_it import MarkdownIt  # 40 ms: only where a text has markup

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    # Every address is a fact as it is written, a refused one too.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.core.ruler.push("targets", lambda state: _keep_targets(state.tokens[0].children or []))
    if not dialect.is_material:
        parser.enable("strikethrough")
    if dialect.is_mdx:
        parser.inline.ruler.disable("autolink")
        parser.inline.ruler.before("html_inline", "brace", _expression)
        parser.inline.ruler.after("html_inline", "angle", _lone_angle)
    if dialect.is_material:
        parser.inline.ruler.at("escape", _python_escape)
        parser.inline.ruler.before("html_inline", "brace", _attribute_list)
    return parser


def _keep_targets(tokens: Sequence[Token]) -> None:
    """Give each end of a link the address that markdown-it knows at its start."""
    opened: list[Token] = []
    for token in tokens:
        if token.type == "link_open":
            opened.append(token)
        elif token.type == "link_close" and opened:
            token.meta = {"target": _target(opened.pop(), "href")}
        if token.children:
            _keep_targets(token.children)


def _expression(state: StateInline, silent: bool) -> bool:
    """Read `{…}` of MDX, which runs as JavaScript; up to the end of the text where it is not closed."""
    if state.src[state.pos] != "{":
        return False
    depth, end = 0, state.pos
    while end < state.posMax:
        depth += {"{": 1, "}": -1}.get(state.src[end], 0)
        end += 1
        if not depth:
            break
    return _push(state, silent, end, "expression")


def _lone_angle(state: StateInline, silent: bool) -> bool:
    """Read `<` that begins no tag: for MDX that is an error, so it must not pass for a word."""
    return state.src[state.pos] == "<" and _push(state, silent, state.pos + 1, "html")


def _attribute_list(state: StateInline, silent: bool) -> bool:
    """Read `{ .class }` that touches the link, code or emphasis before it."""
    if state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    found = _ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if found is None or state.tokens[-1].type not in ("link_close", "code_inline", "image", "text"):
        return False
    return _push(state, silent, found.end(), "attributes")


def _push(state: StateInline, silent: bool, end: int, kind: str) -> bool:
    if not silent:
        token = state.push("brace", "", 0)
        token.content = state.src[state.pos : end]
        token.meta = {"kind": kind}
    state.pos = end
    return True


def _python_escape(state: StateInline, silent: bool) -> bool:
    """Undo a backslash as Python-Markdown does; before anything else it is a backslash."""
    if state.src[state.pos] != "\\":
        return False
    following = state.src[state.pos + 1 : state.pos + 2]
    if not silent:
        escaped = following in _ESCAPABLE and following != ""
        token = state.push("text_special", "", 0)
        token.content, token.markup, token.info = following if escaped else "\\", "\\", "escape"
    state.pos += 2 if following and following in _ESCAPABLE else 1
    return True
