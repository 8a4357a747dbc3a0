"""Words and marks in one settled form, so that equal prose is an equal tree and every dialect can write it.

No mark stands within another of its kind, is empty, or begins or ends with a space; neighbours of one kind are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.github_markdown.addresses import linked
from generator.prose import Break, Code, Emphasis, Image, Inline, Link, Phrase, Strike, Strong, Text

Inlines = tuple[Inline, ...]
Kinds = tuple[type, ...]

_SPACE = re.compile(r"\s+")


def settled(inlines: Iterable[Inline]) -> Inlines:
    """Return *inlines* in the settled form, without spaces and line ends around them."""
    return _edges(_settle(inlines, ()))[1]


def one_line(inlines: Inlines) -> Inlines:
    """Return *inlines* without line ends, as a heading needs them."""
    if not any(isinstance(i, Break | Strong | Emphasis | Strike | Link) for i in inlines):
        return inlines
    return settled(_without_breaks(inlines))


def plain(inlines: Iterable[Inline]) -> str:
    """Return the words alone, on one line."""
    return _SPACE.sub(" ", Phrase(tuple(inlines)).plain).strip()


def _without_breaks(inlines: Inlines) -> Inlines:
    found: list[Inline] = []
    for inline in inlines:
        match inline:
            case Break():
                found.append(Text(" "))
            case Strong(children) | Emphasis(children) | Strike(children):
                found.append(type(inline)(_without_breaks(children)))
            case Link(children, url):
                found.append(Link(_without_breaks(children), url))
            case _:
                found.append(inline)
    return tuple(found)


def _settle(inlines: Iterable[Inline], within: Kinds) -> list[Inline]:
    """Settle what stands within marks of the kinds *within*."""
    flat: list[Inline] = []
    for inline in _merged(inlines):
        match inline:
            case Text(text):
                folded = _SPACE.sub(" ", text)
                flat += [Text(folded)] if Link in within else linked(folded)
            case Code(text):
                before, core, after = _edges([Text(_SPACE.sub(" ", text))])
                flat += [*before, *(Code(words.text) for words in core if isinstance(words, Text)), *after]
            case Strong(children) | Emphasis(children) | Strike(children):
                kind = type(inline)
                before, core, after = _edges(_settle(children, (*within, kind)))
                flat += [*before, *([kind(core)] if core and kind not in within else core), *after]
            case Link(children, url):
                flat += _link(children, url, within)
            case _:
                flat.append(inline)
    return _tidy(flat)


def _link(children: Inlines, url: str, within: Kinds) -> list[Inline]:
    """Return a link; one around other links gives way to them, and leads on from the words between them."""
    before, core, after = _edges(_settle(children, (*within, Link)))
    if not core:
        return [*before, *after]
    if not any(isinstance(child, Link) for child in core):
        return [*before, Link(core, url), *after]
    parts: list[Inline] = list(before)
    run: list[Inline] = []
    for child in (*core, None):
        if child is not None and not isinstance(child, Link):
            run.append(child)
            continue
        start, inner, end = _edges(run)
        parts += [*start, Link(inner, url), *end] if inner else [*start, *end]
        parts += [child] if child is not None else []
        run = []
    return [*parts, *after]


def _merged(inlines: Iterable[Inline]) -> list[Inline]:
    """Join neighbours of one kind."""
    found: list[Inline] = []
    for inline in inlines:
        before = found[-1] if found else None
        if type(before) is not type(inline):
            found.append(inline)
            continue
        match before, inline:
            case (Text(left), Text(right)):
                found[-1] = Text(left + right)
            case (Code(left), Code(right)):
                found[-1] = Code(left + right)
            case (Strong(first), Strong(second)):
                found[-1] = Strong(first + second)
            case (Emphasis(first), Emphasis(second)):
                found[-1] = Emphasis(first + second)
            case (Strike(first), Strike(second)):
                found[-1] = Strike(first + second)
            case _:
                found.append(inline)
    return found


def _tidy(inlines: list[Inline]) -> list[Inline]:
    """Join again what stands side by side now, and take the spaces at line ends away."""
    found = _merged(inlines)
    for number, inline in enumerate(found):
        if isinstance(inline, Text):
            text = _SPACE.sub(" ", inline.text)
            text = text.lstrip() if number and isinstance(found[number - 1], Break) else text
            text = text.rstrip() if number + 1 < len(found) and isinstance(found[number + 1], Break) else text
            if text != inline.text:
                found[number] = Text(text)
    return [inline for inline in found if not isinstance(inline, Text) or inline.text]


def _edges(inlines: Sequence[Inline]) -> tuple[list[Inline], Inlines, list[Inline]]:
    """Take the spaces and line ends off both ends: what was before, the rest, what was behind."""
    start, end = 0, len(inlines)
    while start < end and _is_space(inlines[start]):
        start += 1
    while end > start and _is_space(inlines[end - 1]):
        end -= 1
    before, core, after = list(inlines[:start]), list(inlines[start:end]), list(inlines[end:])
    if core and isinstance(first := core[0], Text) and first.text[0].isspace():
        core[0] = Text(first.text.lstrip())
        before.append(Text(" "))
    if core and isinstance(last := core[-1], Text) and last.text[-1].isspace():
        core[-1] = Text(last.text.rstrip())
        after.insert(0, Text(" "))
    return before, tuple(core), after


def _is_space(inline: Inline) -> bool:
    return isinstance(inline, Break) or (isinstance(inline, Text) and not inline.text.strip())


def is_shown(inlines: Inlines) -> bool:
    """Tell whether there are words among *inlines*, not only images."""
    return any(not isinstance(i, Image) and (isinstance(i, Text | Code) or is_shown(_inside(i))) for i in inlines)


def _inside(inline: Inline) -> Inlines:
    return inline.children if isinstance(inline, Strong | Emphasis | Strike | Link) else ()
