"""Whether words of JavaScript are one expression. This module is no check.

ECMA-262, "Expressions". Functions, classes and JSX are taken as right where their brackets match: nobody writes them
by mistake.
"""

from __future__ import annotations

from typing import NamedTuple

DEEPEST = 60

_RESERVED = frozenset(
    (
        *("await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do"),
        *("else", "enum", "export", "extends", "false", "finally", "for", "function", "if", "implements", "import"),
        *("in", "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public"),
        *("return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while"),
        *("with", "yield"),
    )
)
_OPERANDS = frozenset(("null", "true", "false", "this"))
PREFIX = frozenset(("!", "~", "+", "-", "typeof", "void", "delete", "++", "--", "await", "new"))
"""What stands before an operand."""

_INFIX = frozenset(
    (
        *("+", "-", "*", "/", "%", "**", "<<", ">>", ">>>", "<", ">", "<=", ">=", "==", "!=", "===", "!=="),
        *("&", "|", "^", "&&", "||", "??", "in", "instanceof"),
    )
)
_ASSIGN = frozenset(
    ("=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^=", "&&=", "||=", "??=")
)
_STARTS_CODE = frozenset(("function", "class", "async"))


class Token(NamedTuple):
    """A word of JavaScript: a number, name, string, template, regex, sign, or the beginning of JSX."""

    kind: str
    text: str


def is_expression(tokens: list[Token]) -> bool:
    """Tell whether *tokens* are one expression, or nothing."""
    if not tokens or tokens[0].text in _STARTS_CODE:
        return True
    if any(token.kind == "jsx" or (token.text == "=>" and token.kind == "sign") for token in tokens):
        return True
    parser = _Parser(tokens)
    try:
        return parser.expression() and parser.at == len(tokens)
    except RecursionError:
        return True


class _Parser:
    """A recogniser: each method passes over what it is called after and tells whether that was there."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self.at, self._depth = [*tokens, Token("end", "")], 0, 0

    def _sign(self, *texts: str) -> bool:
        token = self._tokens[self.at]
        met = token.text in texts and token.kind in ("sign", "name")
        self.at += met
        return met

    def expression(self) -> bool:
        while self._assignment():
            if not self._sign(","):
                return True
        return False

    def _assignment(self) -> bool:
        self._depth += 1
        if self._depth > DEEPEST:
            raise RecursionError
        simple = self._binary()
        if simple is None:
            return False
        if self._sign("?"):
            done = self._assignment() and self._sign(":") and self._assignment()
        elif self._tokens[self.at].text in _ASSIGN and self._tokens[self.at].kind == "sign":
            self.at += 1
            done = simple and self._assignment()
        else:
            done = True
        self._depth -= 1
        return done

    def _binary(self) -> bool | None:
        """Return whether what stands here could be assigned to, None where it is no operand."""
        simple = self._unary()
        while simple is not None and self._sign(*_INFIX):
            if self._unary() is None:
                return None
            simple = False
        return simple

    def _unary(self) -> bool | None:
        prefixed = False
        while self._sign(*PREFIX):
            prefixed = True
        simple = self._postfix()
        return None if simple is None else simple and not prefixed

    def _postfix(self) -> bool | None:
        simple = self._primary()
        while simple is not None:
            if self._sign("."):
                if self._tokens[self.at].kind != "name":
                    return None
                self.at += 1
                simple = True
            elif self._sign("?."):
                self.at += self._tokens[self.at].kind == "name"
                simple = False
            elif self._sign("["):
                simple = True if self.expression() and self._sign("]") else None
            elif self._sign("("):
                simple = False if self._items(")") else None
            elif self._tokens[self.at].kind == "template":
                self.at += 1
                simple = False
            else:
                return False if self._sign("++", "--") else simple
        return None

    def _primary(self) -> bool | None:
        token = self._tokens[self.at]
        if token.kind in ("number", "string", "template", "regex"):
            self.at += 1
            return False
        if token.kind == "name" and (token.text not in _RESERVED or token.text in _OPERANDS):
            self.at += 1
            return token.text not in _OPERANDS
        if self._sign("("):
            return False if self.expression() and self._sign(")") else None
        if self._sign("["):
            return True if self._items("]") else None
        if self._sign("{"):
            return True if self._properties() else None
        return None

    def _items(self, end: str) -> bool:
        """Pass over arguments or elements up to *end*; elements may be left out."""
        while not self._sign(end):
            if self._sign(","):
                if end == ")":
                    return False
                continue
            self._sign("...")
            if not self._assignment():
                return False
            if not self._sign(","):
                return self._sign(end)
        return True

    def _properties(self) -> bool:
        while not self._sign("}"):
            if not self._property():
                return False
            if not self._sign(","):
                return self._sign("}")
        return True

    def _property(self) -> bool:
        if self._sign("..."):
            return self._assignment()
        token = self._tokens[self.at]
        self.at += 1
        if token.text == "[" and token.kind == "sign":
            return self._assignment() and self._sign("]") and self._sign(":") and self._assignment()
        if token.kind not in ("name", "string", "number"):
            return False
        if self._sign(":"):
            return self._assignment()
        return token.kind == "name" and token.text not in _RESERVED
