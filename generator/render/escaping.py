"""How one dialect escapes text, so that it is read as these characters: the tables of its file, put to use."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_SPACES = re.compile(r"\s+")


class Remembered(dict[str, str]):
    """What *make* makes of a text, made once: versions of a pack say mostly the same."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> str:
        made = self[text] = self._make(text)
        return made


class Escaping:
    """The escaping of one dialect."""

    def __init__(self, escapes: Mapping[str, Any]) -> None:
        """Take the `escapes` of the dialect file.

        `chars` maps characters to what stands for them in text; `patterns` are (regular expression, replacement)
        pairs for what is special only in some places; `start` matches text that would start a block; `cell` maps
        what is special in a table cell, `cell_code` what is in a code span there, `alt` what else is special in the
        words of an image. A pattern that begins with the sign itself is looked for much faster than one that begins
        with what stands before it.
        """
        self._chars = _table(escapes["chars"])
        # What a pattern has written stands between NULs, which no source may hold, so that it is not escaped twice.
        self._patterns = [(re.compile(p), f"\0{r}\0") for p, r in escapes.get("patterns", ())]
        # Most text has nothing of all this in it, which one search tells.
        self._special = re.compile(
            "|".join([*map(re.escape, escapes["chars"]), *(_joint(p) for p, _ in self._patterns)])
        )
        self._start = re.compile(escapes["start"])
        self._cell = _table(escapes["cell"])
        self._cell_code = _table(escapes["cell_code"])
        self._escapes_pipes = "|" in escapes["cell_code"]
        self._alt = _table(escapes.get("alt", {}))
        self._within = Remembered(self._escaped)
        self._at_start = Remembered(self._escaped_at_start)

    def text(self, text: str, *, start: bool = False) -> str:
        """Return *text* so that it is read as these characters; with *start*, at the start of a block too."""
        return self._at_start[text] if start else self._within[text]

    def _escaped_at_start(self, text: str) -> str:
        text = _spaced(text.lstrip())
        if self._start.match(text):
            return f"&#{ord(text[0])};{self._escaped(text[1:])}"
        return self._escaped(text)

    def _escaped(self, text: str) -> str:
        text = _spaced(text)
        if not self._special.search(text):
            return text
        for pattern, replacement in self._patterns:
            text = pattern.sub(replacement, text)
        if "\0" not in text:
            return text.translate(self._chars)
        return "".join(part if n % 2 else part.translate(self._chars) for n, part in enumerate(text.split("\0")))

    def in_cell(self, text: str) -> str:
        """Return *text* as it stands in a table, where no pipe may end the cell."""
        return self._escaped(text).translate(self._cell)

    def code_in_cell(self, code: str) -> str:
        """Return what stands in a code span in a table."""
        return code.translate(self._cell_code)

    def alt(self, words: str, *, cell: bool) -> str:
        """Return the *words* of an image, which may stand in a *cell*."""
        found = self.text(words).translate(self._alt)
        return found.translate(self._cell) if cell else found

    def loses(self, code: str) -> bool:
        r"""Tell whether no code span in a table can hold *code*: GFM has no way to write \| there."""
        return self._escapes_pipes and "\\|" in code


def _spaced(text: str) -> str:
    """Return *text* with one space for each run of white space, of which only a space is printable."""
    return _SPACES.sub(" ", text) if "  " in text or not text.isprintable() else text


def _joint(pattern: re.Pattern[str]) -> str:
    """Return *pattern* so that it can be one of several in an expression: else one that is found in every text."""
    return "" if pattern.groups or pattern.flags != re.UNICODE else pattern.pattern


def _table(signs: Mapping[str, str]) -> dict[int, int | str]:
    """Return *signs* for `str.translate`, to which a character that is missing costs an exception: so ASCII is not."""
    return {**{n: n for n in range(128)}, **{ord(sign): instead for sign, instead in signs.items()}}
