"""A timeline as SVG: its words, and for each mark the day that its place on the axis stands for."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from generator.readback.facts import Fact
from generator.readback.xml_file import Broken, Element, XmlFile, read_xml

_PLACE = re.compile(r"translate\(\s*(-?[\d.]+)[\s,]")


def read_timeline(path: str, text: str) -> list[Fact]:
    """Return the facts of *text*.

    Groups with a title are what ends. Words that were shortened for the picture count as whole where the title of
    their group goes on with them.
    """
    try:
        file = read_xml(text)
    except Broken as error:
        return [Fact((), "unreadable", "", str(error), error.line, error.line)]
    facts = [Fact((), "notice", "", said, line, line) for line, said in file.comments]
    axis = _Axis(file)
    for element in file.elements:
        if element.name == "g" and (title := _title(element)):
            facts += _group(element, title, axis)
        elif element.name in ("title", "desc") and len(element.path) == 2:
            facts.append(_fact((), element.name, "", element.text, element))
        elif element.name == "text" and not _titled(element):
            facts.append(_fact((), "text", _class(element) or _class(element.parent), element.text, element))
        elif element.name == "line" and _class(element.parent) == "day":
            facts.append(_fact((), "mark", "day", axis.date(element.attributes.get("x1", "")), element))
    return sorted(facts, key=lambda fact: fact.line)


class _Axis:
    """Which day stands where, from the first and the last year that is named."""

    def __init__(self, file: XmlFile) -> None:
        named = [e for e in file.elements if e.name == "text" and _class(e.parent) == "year" and e.text.isdecimal()]
        places = [(_number(e.attributes.get("x", "")), int(e.text[:4])) for e in named]
        self._known = [(x, datetime.date(y, 1, 1).toordinal()) for x, y in (*places[:1], *places[-1:]) if y and x == x]

    def date(self, place: str) -> str:
        """Return the day at *place*, or *place* itself where the axis does not tell."""
        x = _number(place)
        if len(self._known) < 2 or self._known[0][0] == self._known[1][0] or x != x:
            return place
        (left, first), (right, last) = self._known
        day = round(first + (x - left) / (right - left) * (last - first))
        return datetime.date.fromordinal(day).isoformat() if 0 < day <= datetime.date.max.toordinal() else place


def _group(group: Element, title: str, axis: _Axis) -> Iterator[Fact]:
    inside = [e for child in group.inside for e in (child, *child.inside)]
    words = {name: [e for e in inside if _class(e) == name] for name in ("pack", "when", "what")}
    named = next(e for e in group.inside if e.name == "title")
    yield _fact((title,), "ending", "", title, named)
    for mark in (e for e in inside if _class(e) == "mark"):
        place = _PLACE.match(mark.attributes.get("transform", ""))
        yield _fact((title,), "mark", _class(group), axis.date(place[1] if place else ""), mark)
    pack, what = (" ".join(" ".join(e.text for e in words[name]).split()) for name in ("pack", "what"))
    if words["pack"] and words["what"]:
        said = title if _is_short_for(pack, what, title) else f"{pack}: {what}"
        yield _fact((title,), "words", "", said, words["pack"][0], words["what"][-1])
    for element in words["when"]:
        yield _fact((title,), "when", "", element.text, element)


def _is_short_for(pack: str, what: str, title: str) -> bool:
    """Tell whether *title* is a pack and what ends, of which *pack* and *what* are the whole or the beginning."""
    return any(
        _begins(pack, title[: colon.start()]) and _begins(what, title[colon.end() :])
        for colon in re.finditer(": ", title)
    )


def _begins(short: str, whole: str) -> bool:
    return short == whole or (short.endswith("…") and whole.startswith(short[:-1]))


def _title(group: Element) -> str:
    return next((" ".join(e.text.split()) for e in group.inside if e.name == "title"), "")


def _titled(element: Element) -> bool:
    return element.parent is not None and element.parent.name == "g" and bool(_title(element.parent))


def _class(element: Element | None) -> str:
    return element.attributes.get("class", "") if element else ""


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _fact(scope: tuple[str, ...], kind: str, key: str, value: str, first: Element, last: Element | None = None) -> Fact:
    return Fact(scope, kind, key, value, first.line, (last or first).end_line)
