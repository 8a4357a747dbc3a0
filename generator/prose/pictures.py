"""Pictures that another host would have to serve, as links: a page that shows none of them asks no other host."""

from __future__ import annotations

from functools import lru_cache

from generator.prose.tree import Emphasis, Image, Inline, Link, Strike, Strong, Text

_ELSEWHERE = ("http://", "https://", "//")


@lru_cache(maxsize=4096)
def linked_pictures(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return *inlines* with a link to each picture of another host in place of the picture.

    Its words are the picture's, or the address where it has none. In a link, the words alone stand for the picture.
    """
    if all(isinstance(inline, Text) for inline in inlines):
        return inlines
    return tuple(_linked(inline) for inline in inlines)


def _linked(inline: Inline) -> Inline:
    match inline:
        case Image(alt, url) if _is_elsewhere(url):
            return Link((Text(alt or url),), url)
        case Link(children, url):
            return Link(_worded(children) or (Text(url),), url)
        case Strong(children) | Emphasis(children) | Strike(children):
            return type(inline)(linked_pictures(children))
        case _:
            return inline


def _worded(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return what stands in a link: the words of pictures, and no picture that has none."""
    found: list[Inline] = []
    for inline in inlines:
        match inline:
            case Image(alt, url) if _is_elsewhere(url):
                found += [Text(alt)] if alt else []
            case Strong(children) | Emphasis(children) | Strike(children):
                inside = _worded(children)
                found += [type(inline)(inside)] if inside else []
            case _:
                found.append(inline)
    return tuple(found)


def _is_elsewhere(url: str) -> bool:
    return url.lower().startswith(_ELSEWHERE)
