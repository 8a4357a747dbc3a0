"""Tags as MDX reads them: those of JSX, which is stricter than HTML. This module is no check.

The states are those of the MDX compiler (micromark-extension-mdx-jsx): a `<` before a letter, `/` or `>` is a tag, and
what cannot be one is refused, not shown; only a `<` before white space is text. Attributes need quotes or braces.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.audit.mdx_js import braces

_SPACE = re.compile(r"\s*")
_NAME = re.compile(r"(?:[^\W\d]|\$)[\w$\-]*")
_PARTS = re.compile(r"(?:[^\W\d]|\$)[\w$\-]*(?:\s*:\s*(?:[^\W\d]|\$)[\w$\-]*|(?:\s*\.\s*(?:[^\W\d]|\$)[\w$\-]*)*)")
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_AFTER_NAME = re.compile(r"[\s/>{]")
_AFTER_ATTRIBUTE = re.compile(r"[\s/>{=:]")


class Attribute(NamedTuple):
    """An attribute: its name, and whether its value is a text in quotes."""

    name: str
    is_text: bool
    offset: int


class Tag(NamedTuple):
    """A tag from *start* to *end*; a fragment `<>` has no name."""

    start: int
    end: int
    name: str
    closes: bool
    closes_itself: bool
    attributes: tuple[Attribute, ...] = ()


class Refused(NamedTuple):
    """Where a tag cannot be read, and what for; *unfinished* where the text ends in it."""

    offset: int
    why: str
    unfinished: bool = False


def tag(text: str, start: int) -> Tag | Refused | None:
    """Read the tag whose `<` stands at *start*; None where the `<` is text."""
    if start + 1 < len(text) and text[start + 1].isspace():
        return None
    try:
        return _Reader(text, start).tag()
    except _Refusal as refusal:
        return Refused(refusal.offset, str(refusal), refusal.offset >= len(text))


class _Refusal(Exception):
    def __init__(self, offset: int, why: str) -> None:
        super().__init__(why)
        self.offset = offset


class _Reader:
    def __init__(self, text: str, start: int) -> None:
        self._text, self._start, self._at = text, start, start + 1

    def tag(self) -> Tag:
        self._space()
        closes = self._sign("/")
        if self._sign(">"):
            return Tag(self._start, self._at, "", closes, False)
        name = self._name()
        attributes: list[Attribute] = []
        while not self._sign(">"):
            if self._sign("/"):
                if not self._sign(">"):
                    raise _Refusal(self._at, "`/` is not followed by `>`")
                if closes:
                    raise _Refusal(self._start, "a closing tag that closes itself")
                return Tag(self._start, self._at, name, closes, True, tuple(attributes))
            attributes.append(self._attribute())
            if closes:
                raise _Refusal(self._start, "a closing tag with attributes")
        return Tag(self._start, self._at, name, closes, False, tuple(attributes))

    def _name(self) -> str:
        found = _PARTS.match(self._text, self._at)
        if found is None:
            raise _Refusal(self._at, "no name of a tag begins here")
        self._at = found.end()
        if self._at < len(self._text) and not _AFTER_NAME.match(self._text, self._at):
            raise _Refusal(self._at, f"`{self._text[self._at]}` in the name of a tag")
        self._space()
        return "".join(found[0].split())

    def _attribute(self) -> Attribute:
        start = self._at
        if self._text.startswith("{", start):
            self._spread()
            return Attribute("", False, start)
        found = _NAME.match(self._text, start)
        if found is None:
            raise _Refusal(start, "no name of an attribute begins here")
        self._at = found.end()
        if self._at < len(self._text) and not _AFTER_ATTRIBUTE.match(self._text, self._at):
            raise _Refusal(self._at, f"`{self._text[self._at]}` in the name of an attribute")
        name = found[0]
        if self._sign(":"):
            self._space()
            local = _NAME.match(self._text, self._at)
            if local is None:
                raise _Refusal(self._at, "no name of an attribute begins here")
            self._at, name = local.end(), f"{name}:{local[0]}"
        return Attribute(name, self._sign("=") and self._value(), start)

    def _value(self) -> bool:
        """Pass over the value of an attribute, and tell whether it is a text."""
        self._space()
        sign = self._text[self._at : self._at + 1]
        if sign == "{":
            self._braces(empty=False)
            return False
        found = _VALUE.match(self._text, self._at)
        if found is None:
            unclosed = sign in ("'", '"', "")
            raise _Refusal(len(self._text) if unclosed else self._at, "a value without quotes")
        self._at = found.end()
        self._space()
        return True

    def _spread(self) -> None:
        inside = self._text[self._at + 1 : self._at + 200].lstrip()
        self._braces(empty=False, check=False)
        if not inside.startswith("..."):
            raise _Refusal(self._start, "braces that are no value and no spread")

    def _braces(self, *, empty: bool, check: bool = True) -> None:
        found = braces(self._text, self._at)
        if found is None:
            raise _Refusal(len(self._text), "a brace that is not closed")
        if check and (not found.is_valid or (found.is_empty and not empty)):
            raise _Refusal(self._at, "no JavaScript between the braces")
        self._at = found.end
        self._space()

    def _space(self) -> None:
        self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]  # matches everywhere

    def _sign(self, sign: str) -> bool:
        self._space()
        met = self._text.startswith(sign, self._at)
        if met:
            self._at += 1
        elif self._at >= len(self._text):
            raise _Refusal(self._at, "a tag that does not end")
        return met
