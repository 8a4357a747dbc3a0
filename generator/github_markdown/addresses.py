"""Addresses: which of them a page can lead to, and which stand bare in the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.prose import Code, Inline, Link, Text

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LINKED = ("http", "https", "mailto")
#: An address of these runs or holds a program, or names a file of the reader's own machine.
_UNSAFE = ("javascript", "vbscript", "data", "file", "blob")
_BARE = re.compile(
    r"(?<![A-Za-z0-9_])(?:https?://(?=[\w\[])|www\.(?=\w))[^\s<]+"
    r"|(?<![\w.+/-])[A-Za-z0-9._+-]{1,64}@(?:[A-Za-z0-9_-]{1,63}\.){1,9}[A-Za-z0-9]{2,63}(?![\w@-])",
    re.IGNORECASE,
)
_TAIL = re.compile(r"&[A-Za-z0-9]+;\Z")


@lru_cache(maxsize=4096)
def carried(url: str) -> str:
    """Return *url* as it can stand in any dialect, empty for one that leads nowhere on a page."""
    scheme = _SCHEME.match(url)
    if scheme is None or scheme[1].lower() not in _LINKED or len(url) == scheme.end():
        return ""
    from markdown_it.common.normalize_url import normalizeLink

    return normalizeLink(url).replace("(", "%28").replace(")", "%29").replace("'", "%27")


def unsafe(url: str) -> bool:
    """Tell whether *url* must not be shown either: it is a program, or data that only a program reads."""
    scheme = _SCHEME.match("".join(url.split()))
    return scheme is not None and scheme[1].lower() in _UNSAFE


def linked(text: str) -> Iterator[Inline]:
    """Yield *text* with the addresses in it as links, as GitHub shows them.

    https://github.github.com/gfm/#autolinks-extension- says where such an address ends.
    """
    if "://" not in text and "@" not in text and "www." not in text.lower():
        yield Text(text)
        return
    done = 0
    for found in _BARE.finditer(text):
        words = found[0][: _end(found[0])]
        if not words:
            continue
        if found.start() > done:
            yield Text(text[done : found.start()])
        yield Link((Text(words),), _target(words))
        done = found.start() + len(words)
    if done < len(text):
        yield Text(text[done:])


def _target(words: str) -> str:
    if words[:4].lower() == "www.":
        return carried(f"http://{words}")
    return carried(words if "://" in words[:8] else f"mailto:{words}")


def _end(address: str) -> int:
    """Return where an address ends: without the punctuation behind it, or a parenthesis that is not opened in it."""
    surplus = address.count(")") - address.count("(")
    end = len(address)
    while end:
        last = address[end - 1]
        if last in "?!.,:*_~'\"":
            end -= 1
        elif last == ")" and surplus > 0:
            end, surplus = end - 1, surplus - 1
        elif last == ";" and (tail := _TAIL.search(address, max(0, end - 40), end)):
            end = tail.start()
        else:
            break
    return end


def in_words(words: tuple[Inline, ...], url: str) -> tuple[Inline, ...]:
    """Return what stands for a link that a page cannot have: its words, and where it led as code."""
    if not url or url.startswith("#") or unsafe(url):
        return words
    if not words or words in ((Text(url),), (Code(url),)):
        return (Code(url),)
    return (*words, Text(" ("), Code(url), Text(")"))
