"""Where the pieces of a phrase meet: what one of them ends with must not change how the next one is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from generator.prose import Code, Emphasis, Inline, Link, Strike, Strong, Text
from generator.render.wrap import SOFT

#: How many characters each end of a mark has.
_SIZES: dict[type, int] = {Strong: 2, Strike: 2, Emphasis: 1}
#: What means the same wherever it stands.
_SIMPLE = (Text, Code)
_DIRECTIVE = re.compile(r":([A-Za-z][A-Za-z0-9_-]{0,200})$")


def joined(inlines: Sequence[Inline], parts: list[str]) -> str:
    """Return *parts*, each of the inlines as it is written, as one text in which each is read as itself.

    A mark such as `**` opens or closes only where CommonMark sees the border of a word
    (https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run): where a letter would hide it, the letter is
    written as an entity.
    """
    if len(parts) == 1 or all(type(inline) in _SIMPLE for inline in inlines):
        return "".join(parts)
    found = list(parts)
    for number, inline in enumerate(inlines):
        if isinstance(inline, Text) and number and _hidden(inlines[number - 1], parts[number - 1], -1):
            found[number] = _first_apart(found[number])
        if isinstance(inline, Text) and number + 1 < len(inlines):
            if isinstance(inlines[number + 1], Link):
                found[number] = _before_link(found[number])
            elif _hidden(inlines[number + 1], parts[number + 1], 0):
                found[number] = _last_apart(found[number])
    return "".join(found)


def _hidden(mark: Inline, part: str, end: int) -> bool:
    """Tell whether a letter beside the first (0) or last (-1) sign of *mark* keeps it from being a mark."""
    size = _SIZES.get(type(mark), 0)
    if not size or part.startswith("<"):
        return False
    return isinstance(mark, Emphasis) or unicodedata.category(part[size:-size][end])[0] in "PS"


def _first_apart(text: str) -> str:
    return f"&#{ord(text[0])};{text[1:]}" if _is_letter(text[:1]) else text


def _last_apart(text: str) -> str:
    return f"{text[:-1]}&#{ord(text[-1])};" if _is_letter(text[-1:]) else text


def _is_letter(char: str) -> bool:
    """Tell whether *char* is neither a space nor punctuation; of symbols only ASCII's are, to every parser."""
    if char.isascii():
        return char.isalnum()
    return char != SOFT and not char.isspace() and not unicodedata.category(char).startswith("P")


def _before_link(text: str) -> str:
    """Keep `!` from making an image of the link behind *text*, and `:name` from making a directive of it."""
    if text.endswith("!"):
        return f"{text[:-1]}&#33;"
    return _DIRECTIVE.sub(r"&#58;\1", text)
