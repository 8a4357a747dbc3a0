"""The words of comments: folded to paragraphs, without the marks of the way they are written in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.values.remarks import BULLET

_TYPE = re.compile(r"\([ \t]*([A-Za-z][\w/|\[\], ]{0,40}?)[ \t]*\)[ \t]*")
_MODIFIERS = re.compile(r"\[([^\[\]]*)\][ \t]*")
_EXAMPLE_END = re.compile(r"(?i)(?:(?<=[.!?)])[ \n]|,[ \n]|\n)(?:for example|for instance|examples?|e\.?g\.?)[,:.]*\Z")
_LONGEST_END = len(", for instance")
_WORD = re.compile(r"\w{2,}")
_KEY_WORD = re.compile(r"[\w-]+")
_PART = re.compile(r"[A-Z]*[a-z\d]+|[A-Z]+")
_TITLE = 3
_NAME = 4
"""A shorter key may be in any sentence."""
_SPACES = re.compile(r"[ \t]+")
_TYPE_NAME = re.compile(
    r"(?i)(?:any|array|bool|boolean|bytes|dict|dictionary|duration|enum|float|int|integer|json|list|map|mapping|null"
    r"|number|obj|object|quantity|str|string|tpl|yaml)(?![A-Za-z0-9])"
)


def folded(lines: Sequence[str], *, raw: bool = False) -> str:
    """Take lines of words; return paragraphs, an empty line between two of them.

    The lines of a paragraph become one, but a bullet starts a line of its own. With *raw* every line stays.
    """
    if raw:
        return "\n".join(lines).strip()
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        words = line.strip()
        if "  " in words or "\t" in words:
            words = _SPACES.sub(" ", words)
        if not words:
            paragraphs.append([])
        else:
            if paragraphs[-1]:
                paragraphs[-1].append("\n" if BULLET.match(words) else " ")
            paragraphs[-1].append(words)
    text = "\n\n".join("".join(words) for words in paragraphs if words)
    last_words = max(0, len(text.rstrip(",:.")) - _LONGEST_END)
    found = _EXAMPLE_END.search(text, last_words)
    return (text[: found.start()] if found else text).rstrip()


def typed(text: str) -> tuple[str | None, str]:
    """Take a description of helm-docs; return the type at its start, `(list) …`, and the words after it."""
    found = _TYPE.match(text)
    if found is None or not _TYPE_NAME.match(found[1]):
        return None, text
    return found[1], text[found.end() :]


def modified(text: str) -> tuple[str | None, str | None, str]:
    """Take what follows the path of a Bitnami `@param`; return its type, its default and its words.

    Modifiers stand in brackets: `[array, nullable, default: x]` (bitnami/readme-generator-for-helm).
    """
    found = _MODIFIERS.match(text)
    if found is None:
        return None, None, text
    names = [name.strip() for name in found[1].split(",")]
    kind = next((name for name in names if _TYPE_NAME.fullmatch(name)), None)
    default = next((name[8:].strip() for name in names if name.startswith("default:")), None)
    if kind is None and default is None and "nullable" not in names:
        return None, None, text
    return kind, default, text[found.end() :]


def is_title(text: str) -> bool:
    """Tell whether a text is a few words and no sentence."""
    return len(text.split()) <= _TITLE and text.rstrip()[-1:] not in (".", "!", ")")


def names(text: str, key: str) -> bool:
    """Tell whether a key is among the words of a text."""
    return len(key) >= _NAME and key.lower() in _KEY_WORD.findall(text.lower())


def has_word_of(text: str, key: str) -> bool:
    """Tell whether a text names a part of the key: `Pull secrets` one of `imagePullSecret`."""
    words = [word.lower() for word in _WORD.findall(text)]
    parts = [part.lower() for part in _PART.findall(key)]
    return any(word.startswith(part) or part.startswith(word) for part in parts for word in words)
