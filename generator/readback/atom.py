"""A feed (RFC 4287): a fact for each element of the feed and of its entries, which are known by their id."""

from __future__ import annotations

from generator.readback.facts import Fact
from generator.readback.xml_file import Broken, Element, read_xml


def read_atom(path: str, text: str) -> list[Fact]:
    """Return the facts of *text*. The value of an element is its words, or its attributes where it has none."""
    try:
        file = read_xml(text)
    except Broken as error:
        return [Fact((), "unreadable", "", str(error), error.line, error.line)]
    ids = {id(e.parent): e.text for e in file.elements if e.path == ("feed", "entry", "id")}
    facts = [Fact((), "notice", "", said, line, line) for line, said in file.comments]
    for element in file.elements:
        holder = bool(element.path == ("feed",) or element.name == "entry")
        if not holder or element.attributes or element.text:
            facts.append(Fact(_scope(element, ids), "element", element.name, _value(element), *_lines(element)))
    return sorted(facts, key=lambda fact: fact.line)


def _scope(element: Element, ids: dict[int, str]) -> tuple[str, ...]:
    """Return the entry that *element* is in, by its id, and what else is around it."""
    entry: Element | None = element
    while entry and entry.name != "entry":
        entry = entry.parent
    around = element.path[2 if entry else 1 : -1]
    return (*((ids.get(id(entry), "entry without an id"),) if entry else ()), *around)


def _value(element: Element) -> str:
    attributes = " ".join(f'{name}="{value}"' for name, value in sorted(element.attributes.items()))
    return " ".join(part for part in (attributes, element.text) if part)


def _lines(element: Element) -> tuple[int, int]:
    """Return the first and last line; a feed is told by its first."""
    return element.line, element.line if element.name in ("feed", "entry") else element.end_line
