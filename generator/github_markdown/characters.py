"""Characters that no page may hold, whether they stand in a README or come out of an entity."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_SPACES = "\x0b\x0c\x0d\x1c\x1d\x1e\x1f\x85\u2028\u2029"
#: Marks that turn the direction of text can make a page read as something else; a mark of byte order is no word.
_INVISIBLE = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


def cleaned(text: str) -> str:
    """Return *text* with line separators as spaces, without marks of direction, and control characters as U+FFFD."""
    return _FORBIDDEN.sub(_stand_in, text)


def _stand_in(found: re.Match[str]) -> str:
    if found[0] in _SPACES:
        return " "
    return "" if found[0] in _INVISIBLE else "\ufffd"
