"""HTML as GitHub's READMEs have it: a run of tags and text, and what each tag is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from generator.github_markdown.characters import cleaned

_ATTRIBUTES = r"(?:\s+[A-Za-z_:@][\w:.-]*(?:\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'|[^\s\"'=<>`]+))?)*"
_TAG = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])(?:({_ATTRIBUTES})\s*/?|([^<>]*))>")
_ATTRIBUTE = re.compile(r"([A-Za-z_:@][\w:.-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))")


def names(text: str) -> frozenset[str]:
    """Return the names in *text*, which spaces part."""
    return frozenset(text.split())


#: Tags whose content is shown, and nothing of the tag.
CONTENT = names(
    "a abbr acronym bdi bdo big data font ins label mark nobr output picture q rb rp rt rtc ruby small span sub sup "
    "time u"
)
#: Tags that begin and end a block.
BLOCK = names(
    "address article aside caption center dd div dl dt fieldset figcaption figure footer form header hgroup legend "
    "main menu nav p search section"
)
#: Tags within a table that say nothing by themselves.
TABLE_PARTS = names("colgroup tbody tfoot thead")
#: Tags without content that a page does not need.
NOTHING = names("col wbr source track")


class Tag(NamedTuple):
    """A tag that *opens* or closes, with the text of its attributes."""

    name: str
    opens: bool
    attributes: str

    def attribute(self, name: str) -> str:
        """Return the value of an attribute, empty if the tag has none of that name."""
        for found in _ATTRIBUTE.finditer(self.attributes):
            if found[1].lower() == name:
                return cleaned(unescape(found[2] or found[3] or found[4] or "")).strip()
        return ""


class Piece(NamedTuple):
    """A stretch of HTML as it is written: a tag, or text (*tag* is None). *line* counts from 0."""

    source: str
    tag: Tag | None
    line: int


def pieces(html: str) -> Iterator[Piece]:
    """Yield the tags of *html* and the text between them; comments are left out."""
    position = line = 0
    for start, end, tag in _marks(html):
        if start > position:
            yield Piece(html[position:start], None, line)
        line += html.count("\n", position, start)
        if tag is not None:
            yield Piece(html[start:end], tag, line)
        line += html.count("\n", start, end)
        position = end
    if position < len(html):
        yield Piece(html[position:], None, line)


def tag_of(source: str) -> Tag | None:
    """Return the tag that *source* is, None for anything else."""
    found = _TAG.fullmatch(source)
    return _tag(found) if found else None


def tag_end(text: str, start: int) -> int:
    """Return where the tag or comment ends that begins at *start*, 0 if none does."""
    if text.startswith("<!--", start):
        return text.find("-->", start + 4) + 3 if _last_end(text) >= start + 4 else 0
    found = _TAG.match(text, start)
    return found.end() if found else 0


@lru_cache(maxsize=4)
def _last_end(text: str) -> int:
    """Return where the last comment of *text* ends; asked again for each of them."""
    return text.rfind("-->")


def _marks(html: str) -> Iterator[tuple[int, int, Tag | None]]:
    """Yield where each tag and each comment (None) begins and ends."""
    position = 0
    while (start := html.find("<", position)) >= 0:
        position = start + 1
        if html.startswith("<!--", start):
            if end := tag_end(html, start):  # a comment that is not closed is text
                position = end
                yield start, end, None
        elif found := _TAG.match(html, start):
            position = found.end()
            yield start, position, _tag(found)


def _tag(found: re.Match[str]) -> Tag:
    return Tag(found[2].lower(), not found[1], found[3] or found[4] or "")
