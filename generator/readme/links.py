"""The links and images of a README, and the headings that its anchors can lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from generator.readme.cells import plain
from generator.readme.text import ReadmeText

_INLINE = re.compile(r"(?<!\\)\]\([ \t]*+(<[^<>]*+>|(?:[^()\s\\]|\\.|\([^()\s]*+\))*+)")
_REFERENCE = re.compile(r" {0,3}\[(?!\^)[^\[\]]{1,300}\]:[ \t]*+(<[^<>]*+>|\S+)")
_ATTRIBUTE = re.compile(r"\b(?:href|src)[ \t]{0,9}=[ \t]{0,9}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})')", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:id|name)[ \t]{0,9}=[ \t]{0,9}[\"']?([^\"'\s<>]{1,300})", re.IGNORECASE)
_CODE = re.compile(r"(?<!`)(`++)(?!`)(.{0,2000}?)(?<!`)\1(?!`)")
_TAG = re.compile(r"<[^<>]{0,500}>|:[a-z0-9_+-]{1,40}:")
_COUNTED = re.compile(r"-\d{1,4}\Z")


class Link(NamedTuple):
    """Where a link or an image leads, as written, and the place of that (both from 1)."""

    target: str
    line: int
    column: int


def links(readme: ReadmeText) -> Iterator[Link]:
    """Yield the links and images of *readme* outside of code, also those in reference lists and HTML."""
    for number, line in enumerate(readme.prose, 1):
        if "](" in line or "]:" in line or "=" in line:
            shown = _CODE.sub(_blank, line) if "`" in line else line
            yield from (Link(_target(found[1]), number, found.start(1) + 1) for found in _INLINE.finditer(shown))
            if found := _REFERENCE.match(shown):
                yield Link(_target(found[1]), number, found.start(1) + 1)
            for found in _ATTRIBUTE.finditer(shown) if "<" in shown else ():
                yield Link((found[1] or found[2] or "").strip(), number, found.start(1 if found[1] else 2) + 1)


def has_anchor(known: frozenset[str], name: str) -> bool:
    """Tell whether *name* leads to one of the *known* anchors, whatever its case and marks."""
    bare = _bare(unquote(name))
    return not bare or bare in known or _bare(_COUNTED.sub("", unquote(name))) in known


def anchors(readme: ReadmeText) -> frozenset[str]:
    """Return the headings and HTML names of *readme*, reduced to letters and digits."""
    titles = [_TAG.sub("", plain(heading.title)) for heading in readme.headings if heading.level < 7]
    titles += [plain(heading.title) for heading in readme.headings if heading.level < 7]
    named = [name for line in readme.prose if "<" in line and "=" in line for name in _NAMED.findall(line)]
    return frozenset(map(_bare, [*titles, *named]))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _target(text: str) -> str:
    return text.removeprefix("<").removesuffix(">").strip()


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
