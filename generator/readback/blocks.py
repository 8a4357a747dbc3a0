"""The blocks of a page, line by line, so that each fact has its exact lines."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.readback.code import read_fence, read_indented
from generator.readback.dialect import Dialect
from generator.readback.facts import MOST_NESTED, Lines, Place
from generator.readback.inline import read_words, split_attributes
from generator.readback.tables import is_table, read_table

_HEADING = re.compile(r"[ \t]*(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_PYTHON_HEADING = re.compile(r"(#{1,6})[ \t]*((?:\\.|[^\\])*?)#*[ \t]*$")
_RULE = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_UNDERLINE = re.compile(r"[ \t]{0,3}(=+|-+)[ \t]*$")
_DEFINITION = re.compile(r"[ \t]{0,3}\[((?:[^\[\]\\]|\\.)+)\]:[ \t]*(\S.*?)[ \t]*$")
_INVISIBLE = re.compile(r"#[ \t]+[(\"'](.*)[)\"']$")
_COMMENTS = (("<!--", "-->"), ("{/*", "*/}"))
_HTML = re.compile(r"[ \t]{0,3}<(?:/?(?!(?:br|del)\b)[A-Za-z][\w:-]*(?=[\s/>]|$)|[!?])")
_SPACING = re.compile(r"[ \t]*(?:<br[ \t]*/?>[ \t]*)+$", re.IGNORECASE)

Recognizer = Callable[[Lines, int, Place, Dialect], int]
"""Reads the block at a position and returns the position after it; the same one if it is no such block."""


def read_blocks(lines: Lines, place: Place, dialect: Dialect) -> None:
    """Note every fact of *lines*, whose container marks are gone already."""
    position = 0
    while position < len(lines):
        if lines[position].blank or _SPACING.match(lines[position].text):
            position += 1
            continue
        position = _read_block(lines, position, place, dialect)


def _read_block(lines: Lines, position: int, place: Place, dialect: Dialect) -> int:
    if place.depth < MOST_NESTED:
        for recognizer in recognizers(dialect):
            after = recognizer(lines, position, place, dialect)
            if after > position:
                return after
    return read_paragraph(lines, position, place, dialect)


def recognizers(dialect: Dialect) -> tuple[Recognizer, ...]:
    """Return what may stand in a page of *dialect*, in the order of trial."""
    from generator.readback import containers, lists, material, mdx  # each of them reads blocks in turn

    first: tuple[Recognizer, ...] = (read_fence, read_comment, _definition)
    own: tuple[Recognizer, ...] = ()
    if dialect.is_mdx:
        own = (mdx.read_module_line, mdx.read_directive, mdx.read_tag)
    elif dialect.is_material:
        own = (material.read_admonition, material.read_tab, _html)
    else:
        own = (_html,)
    code: tuple[Recognizer, ...] = (read_indented,) if dialect.indented_code else ()
    return (*first, *code, *own, _heading, _rule, containers.read_quote, lists.read_list, read_table)


def paragraph_end(lines: Lines, start: int, dialect: Dialect, *, in_item: bool = False) -> int:
    """Return the position after the paragraph that starts at *start*."""
    end = start + 1
    while end < len(lines) and not lines[end].blank:
        text = lines[end].text
        if _UNDERLINE.match(text) or dialect.interrupts.match(text) or _SPACING.match(text):
            break
        if is_table(lines, end, dialect) and not dialect.is_material:
            break
        if in_item and dialect.is_material and _NESTED_ITEM.match(text):
            break
        end += 1
    return end


_NESTED_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+\.)[ \t]+\S")


def read_paragraph(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    """Read a paragraph, or the heading that a line of `=` or `-` under it makes of it."""
    end = paragraph_end(lines, start, dialect, in_item=place.in_item)
    source = "\n".join(line.text.strip(" \t") if line is lines[end - 1] else line.text.lstrip(" \t")
                       for line in lines[start:end])  # fmt: skip
    underline = _UNDERLINE.match(lines[end].text) if end < len(lines) else None
    source, attributes = split_attributes(source, dialect, block=underline is None)
    words = read_words(source, dialect)
    if underline:
        place.heading(1 if underline[1][0] == "=" else 2, words.text, lines[start], lines[end])
    elif words.text or not words.extras:
        place.add("paragraph", "", words.text, lines[start], lines[end - 1])
    place.add_all(words.extras, lines[start], lines[end - 1])
    if attributes:
        place.add("attributes", "", attributes, lines[end - 1])
    return end + 1 if underline else end


def _heading(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    found = (_PYTHON_HEADING if dialect.is_material else _HEADING).match(lines[start].text)
    if found is None:
        return start
    source, attributes = split_attributes(found[2] or "", dialect)
    words = read_words(source.strip(), dialect)
    place.heading(len(found[1]), words.text, lines[start])
    place.add_all(words.extras, lines[start])
    if attributes:
        place.add("attributes", "", attributes, lines[start])
    return start + 1


def _rule(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    if not _RULE.match(lines[start].text):
        return start
    place.add("html", "", lines[start].text.strip(), lines[start])
    return start + 1


def _definition(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    """Read `[label]: address`, among them the README's invisible notice `[//]: # (text)`."""
    found = _DEFINITION.match(lines[start].text)
    if found is None:
        return start
    notice = _INVISIBLE.match(found[2]) if found[1] == "//" else None
    if notice:
        place.add("notice", "", " ".join(notice[1].split()), lines[start])
    else:
        place.add("definition", found[1], found[2], lines[start])
    return start + 1


def read_comment(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    """Read a comment that begins its line; words behind its end are a fact too."""
    text = lines[start].text.lstrip()
    marks = next((m for m in _COMMENTS if text.startswith(m[0]) and (m[0] == "<!--" or dialect.is_mdx)), None)
    if marks is None:
        return start
    position, body = start, text[len(marks[0]) :]
    while marks[1] not in body and position + 1 < len(lines):
        position += 1
        body += "\n" + lines[position].text
    inside, end, behind = body.partition(marks[1])
    place.add("comment", "", " ".join(inside.split()), lines[start], lines[position])
    if not end:
        place.add("unclosed", "", marks[0], lines[start])
    if behind.strip():
        words = read_words(behind.strip(), dialect)
        place.add("paragraph", "", words.text, lines[position])
        place.add_all(words.extras, lines[position])
    return position + 1


def _html(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    """Read raw HTML, which ends at a blank line."""
    if not _HTML.match(lines[start].text):
        return start
    end = start
    while end < len(lines) and not lines[end].blank:
        end += 1
    place.add("html", "", "\n".join(line.text.strip() for line in lines[start:end]), lines[start], lines[end - 1])
    return end
