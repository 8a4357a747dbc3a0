"""Small trees of HTML, for the extensions of Python-Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown.util import STX, AtomicString

_ESCAPED = re.compile(f"{STX}(\\d+)\x03")


NOT_FOUND = {"data-search-exclude": ""}
"""Marks what is no words of the page, as Material's search plugin wants it marked."""


def made(tag: str, text: str = "", *children: Element, **attributes: str) -> Element:
    """Return an element with plain *text* and *children*; `class_` and `data_x` stand for `class` and `data-x`."""
    found = Element(tag, {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()})
    found.text = AtomicString(text) if text else None
    found.extend(children)
    return found


def words_of(element: Element) -> str:
    """Return the words in *element*, as a reader sees them."""
    text = "".join(element.itertext())
    return " ".join(_ESCAPED.sub(lambda found: chr(int(found[1])), text).split())


def add_class(element: Element, *names: str) -> None:
    """Give *element* further classes."""
    element.set("class", " ".join([*filter(None, [element.get("class")]), *names]))


def with_parents(root: Element, tag: str) -> Iterator[tuple[Element, Element]]:
    """Yield the elements *tag* below *root*, each with what holds it."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == tag:
                yield child, parent


def replaced(parent: Element, old: Element, *new: Element) -> None:
    """Put *new* in the place of *old* within *parent*."""
    place = list(parent).index(old)
    tail, old.tail = old.tail, None
    parent.remove(old)
    for offset, element in enumerate(new):
        parent.insert(place + offset, element)
    new[-1].tail = tail


def mark_states(row: Element) -> None:
    """Say the state that stands in the cell `State` of *row* for the style sheet, too."""
    for cell in row.findall("td"):
        if cell.get("data-head") == "State":
            cell.set("data-state", words_of(cell))
