"""JavaScript between braces, recognised as far as the MDX compiler needs it. This module is no check.

MDX takes `{…}` for an expression: the compiler looks for the brace that ends it, and refuses what is no JavaScript. The
words are those of ECMA-262, "Lexical grammar".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.audit.mdx_expression import PREFIX, Token, is_expression

_TOKEN = re.compile(
    r"""(?P<space>\s+|/\*(?:[^*]|\*(?!/))*\*/|//[^\r\n]*(?=[\r\n]))
    | (?P<number>0[xX][\da-fA-F]+n? | 0[oO][0-7]+n? | 0[bB][01]+n?
        | (?:(?:0|[1-9](?:_?\d)*)(?:\.(?:\d(?:_?\d)*)?)? | \.\d(?:_?\d)*)(?:[eE][+-]?\d+)?n?)(?![\w$])
    | (?P<name>[^\W\d][\w$]*|\$[\w$]*)
    | (?P<string>"(?:[^"\\\r\n]|\\.|\\\r?\n)*" | '(?:[^'\\\r\n]|\\.|\\\r?\n)*')
    | (?P<template>`)
    | (?P<sign>\.\.\.|=>|>>>=|\*\*=|<<=|>>=|&&=|\|\|=|\?\?=|===|!==|>>>|\?\.(?!\d)|\+\+|--|\*\*|<<|>>|&&|\|\||\?\?
        |<=|>=|==|!=|[-+*/%&|^]=|[-+*/%&|^!~<>=?:.,;()\[\]{}])""",
    re.VERBOSE | re.DOTALL,
)
_REGEX = re.compile(r"/(?![*/])(?:[^\\/\[\r\n]|\\[^\r\n]|\[(?:[^\]\\\r\n]|\\[^\r\n])*\])+/[a-z]*")
_IN_TEMPLATE = re.compile(r"\\.|`|\$\{|\{|\}", re.DOTALL)


class Braces(NamedTuple):
    """What stands between braces: where it *ends* (behind the brace), whether it is JavaScript, whether it is empty."""

    end: int
    is_valid: bool
    is_empty: bool


def braces(text: str, start: int) -> Braces | None:
    """Read the expression whose `{` stands at *start*; None where the text ends before it does."""
    found = _tokens(text, start + 1)
    if found is None:
        return None
    tokens, end, clean = found
    return Braces(end, clean and is_expression(tokens), not tokens)


def _tokens(text: str, position: int) -> tuple[list[Token], int, bool] | None:
    """Return the tokens up to the brace that ends the expression, where it ends, and whether all were tokens."""
    tokens: list[Token] = []
    depth, clean = 0, True
    while position < len(text):
        found = _regex(text, position, tokens) or _TOKEN.match(text, position)
        if found is None:
            clean, position = False, position + 1
            continue
        kind, word, position = found.lastgroup or "regex", found[0], found.end()
        if kind == "template":
            end = _template(text, position)
            if end is None:
                return None
            position = end
        elif word == "}" and depth == 0:
            return tokens, position, clean
        elif word in "{}":
            depth += 1 if word == "{" else -1
        if word == "<" and _wants_operand(tokens):
            kind = "jsx"
        if kind != "space":
            tokens.append(Token(kind, word))
    return None


def _regex(text: str, position: int, tokens: list[Token]) -> re.Match[str] | None:
    return _REGEX.match(text, position) if text[position] == "/" and _wants_operand(tokens) else None


def _wants_operand(tokens: list[Token]) -> bool:
    """Tell whether an operand is due, so that `/` begins a regular expression and `<` an element."""
    if not tokens:
        return True
    last = tokens[-1]
    return (last.kind == "sign" and last.text not in (")", "]", "}")) or last.text in PREFIX


def _template(text: str, position: int) -> int | None:
    """Return where a template literal has ended whose first backquote lies before *position*."""
    depth = 0
    for found in _IN_TEMPLATE.finditer(text, position):
        if found[0] == "`" and depth == 0:
            return found.end()
        depth += (found[0] in ("${", "{") and (depth > 0 or found[0] == "${")) - (found[0] == "}" and depth > 0)
    return None
