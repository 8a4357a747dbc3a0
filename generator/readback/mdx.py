"""MDX's own blocks: imports, components, tabs, boxes and `:::` directives."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from generator.readback.blocks import read_blocks
from generator.readback.code import fence_end
from generator.readback.dialect import KINDS, Dialect
from generator.readback.facts import Line, Lines, Place
from generator.readback.inline import read_words

_MODULE = re.compile(r"(import|export)\b")
_DIRECTIVE = re.compile(r"[ \t]*(:{3,})([A-Za-z][\w-]*)(?:\[(.*)\])?(\{[^{}]*\})?[ \t]*(.*?)[ \t]*$")
_INSIDE_TAG = r"(?:[^<>\"'{}/]|/(?!>)|\"[^\"]*\"|'[^']*'|\{[^{}]*\})*"
_OPENING = re.compile(rf"[ \t]*<([A-Za-z][\w.:-]*)(?=[\s/>])({_INSIDE_TAG})(/?)>[ \t]*$")
_ONE_LINE = re.compile(rf"[ \t]*<([A-Za-z][\w.:-]*)(?=[\s>])({_INSIDE_TAG})>(.*)</\1[ \t]*>[ \t]*$")
_CLOSING = re.compile(r"[ \t]*</([A-Za-z][\w.:-]*)?[ \t]*>[ \t]*$")
_ATTRIBUTE = re.compile(r"([\w:.-]+)(?:[ \t]*=[ \t]*(?:\"([^\"]*)\"|'([^']*)'|\{([^{}]*)\}))?")
_BOX = re.compile(r"(Warning|Info|Danger|Tip)Box$")
_TABS = {"TabItem": ("label", "value"), "Tabs.TabPane": ("tab", "key")}
_MARKS = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+(?=`{3}|~{3})")
_LONGEST_TAG = 20  # lines


class _Tag(NamedTuple):
    """A tag that opens: its attributes as written, and the position of its last line."""

    name: str
    source: str
    closed: bool
    last: int

    def attributes(self) -> dict[str, str]:
        """Return the attributes by name, without quotes and entities."""
        return {m[1]: unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(self.source)}


def read_module_line(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    """Read a run of `import` and `export` lines, which only the page itself can hold."""
    if place.depth or not _MODULE.match(lines[start].text):
        return start
    end = start
    while end < len(lines) and not lines[end].blank:
        text = lines[end].text.strip()
        place.add("import" if text.startswith("import") else "export", "", text, lines[end])
        end += 1
    return end


def read_directive(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    """Read `:::kind Title` or `:::kind[Title]`; the first line with as many colons ends it, in a fence too."""
    found = _DIRECTIVE.match(lines[start].text)
    if found is None:
        return start
    kind = KINDS.get(found[2].lower(), found[2].lower())
    title = read_words(found[3] or found[5] or "", dialect)
    place.add("admonition", kind, title.text, lines[start])
    place.add_all(title.extras, lines[start])
    if found[3] and found[5]:
        place.add("paragraph", "", found[5], lines[start])
    if found[4]:
        place.add("attributes", "", found[4], lines[start])
    closing = re.compile(rf"[ \t]*:{{{len(found[1])},}}[ \t]*$")
    end = start + 1
    while end < len(lines) and not closing.match(lines[end].text):
        end += 1
    if end == len(lines):
        place.add("unclosed", "", found[1], lines[start])
    read_blocks(lines[start + 1 : end], place.inside(kind), dialect)
    return min(end + 1, len(lines))


def read_tag(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    """Read a component that stands on lines of its own, with what it encloses."""
    if not lines[start].text.lstrip().startswith("<"):
        return start
    if one := _ONE_LINE.match(lines[start].text):
        inner = [Line(lines[start].number, one[3])]
        _component(_Tag(one[1], one[2].strip(), False, start), inner, lines[start], place, dialect)
        return start + 1
    tag = _tag(lines, start)
    if tag is None:
        return _stray(lines, start, place)
    if tag.closed:
        place.add("component", tag.name, tag.source, lines[start], lines[tag.last])
        return tag.last + 1
    end = _closing(lines, tag, dialect)
    if end is None:
        place.add("html", "", f"<{' '.join([tag.name, tag.source]).strip()}>", lines[start], lines[tag.last])
        return tag.last + 1
    _component(tag, lines[tag.last + 1 : end], lines[start], place, dialect)
    return end + 1


def _stray(lines: Lines, start: int, place: Place) -> int:
    """Note a closing tag that nothing opened."""
    if not _CLOSING.match(lines[start].text):
        return start
    place.add("html", "", lines[start].text.strip(), lines[start])
    return start + 1


def _tag(lines: Lines, start: int) -> _Tag | None:
    text = ""
    for last in range(start, min(start + _LONGEST_TAG, len(lines))):
        if lines[last].blank:
            return None
        text += (" " if text else "") + lines[last].text.strip()
        if found := _OPENING.match(text):
            return _Tag(found[1], " ".join(found[2].split()), bool(found[3]), last)
    return None


def _closing(lines: Lines, tag: _Tag, dialect: Dialect) -> int | None:
    """Return the position of the tag that closes *tag*; what stands in fences does not count."""
    depth, position = 1, tag.last + 1
    while position < len(lines):
        marks = _MARKS.match(lines[position].text)
        after = fence_end(lines, position, dialect, marks.end() if marks else 0)
        if after > position:
            position = after
            continue
        closing = _CLOSING.match(lines[position].text)
        if closing and closing[1] == tag.name:
            depth -= 1
            if not depth:
                return position
        elif (opening := _OPENING.match(lines[position].text)) and opening[1] == tag.name and not opening[3]:
            depth += 1
        position += 1
    return None


def _component(tag: _Tag, inner: Lines, first: Line, place: Place, dialect: Dialect) -> None:
    """Note what *tag* says by itself, then what it encloses."""
    within = place.inside()
    box = _BOX.match(tag.name)
    if tag.name == "Tabs":
        if tag.source or dialect.name == "docusaurus":
            place.add("tabs", "", tag.source, first)
    elif tag.name in _TABS:
        within = _tab(tag, first, place)
    elif box:
        kind = box[1].lower()
        place.add("admonition", kind, tag.attributes().pop("title", ""), first)
        _others(tag, ("title",), first, place)
        within = place.inside(kind)
    else:
        place.add("component", tag.name, tag.source, first)
        within = place.inside(tag.name)
    read_blocks(inner, within, dialect)


def _tab(tag: _Tag, first: Line, place: Place) -> Place:
    """Note the label of a tab, and what it is called in addresses where that differs."""
    names = _TABS[tag.name]
    label, value = (tag.attributes().get(name, "") for name in names)
    place.add("tab", "", label, first)
    if value != label:
        place.add("tab-value", "", value, first)
    _others(tag, names, first, place)
    return place.inside(f"tab {label}")


def _others(tag: _Tag, known: tuple[str, ...], first: Line, place: Place) -> None:
    for name, value in tag.attributes().items():
        if name not in known:
            place.add("attributes", name, value, first)
