"""The capability matrix on the site: each cell says its state with a mark, and its note when asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from generator.site.elements import NOT_FOUND, add_class, made, words_of

#: First words of a cell, and the class that gives it its mark.
STATES = {
    "Supported": "yes",
    "Preview": "partly",
    "Partly": "partly",
    "Not supported": "no",
    "Ended": "ended",
    "Not known": "unknown",
    "Not stated": "unknown",
}
_STATE = re.compile(rf"({'|'.join(STATES)})\b")
_ON = re.compile(r".+ on (.+)")


def is_matrix(head: Sequence[str], table: Element) -> bool:
    """Tell whether every cell of *table* but the first of its row begins with a state."""
    if head[0] != "Capability":
        return False
    cells = [words_of(cell) for row in table.findall("./tbody/tr") for cell in row.findall("td")[1:]]
    return bool(cells) and all(_STATE.match(cell) for cell in cells)


def dress_matrix(table: Element, head: Sequence[str]) -> Element | None:
    """Give each cell of *table* its mark, fold its note, and return the tools."""
    for row in table.findall("./tbody/tr"):
        title, *cells = row.findall("td")
        title.tag = "th"
        title.set("scope", "row")
        for cell in cells:
            _dress_cell(cell)
    return _tools(head)


def _dress_cell(cell: Element) -> None:
    found = _STATE.match(words_of(cell))
    if found is None:
        return
    add_class(cell, f"ps-{STATES[found[1]]}")
    state, colon, note = (cell.text or "").partition(": ")
    word = found[1] + (";" if state.startswith(f"{found[1]};") else "")
    shown = made("span", "", made("b", word), class_="ps-state")
    shown[0].tail = AtomicString(state.removeprefix(word))
    children = list(cell)
    if not colon and not children:
        cell.text = None
        cell.append(shown)
        return
    cell.text = None
    for child in children:
        cell.remove(child)
    details = SubElement(cell, "details")
    details.append(made("summary", "", shown))
    inside = SubElement(details, "div")
    inside.text = AtomicString(note)
    inside.extend(children)


def _tools(head: Sequence[str]) -> Element:
    systems = dict.fromkeys(found[1] for title in head[1:] if (found := _ON.fullmatch(title)))
    tools = made(
        "div", class_="ps-live ps-tools ps-matrix-tools", role="group", aria_label="Show in this table", **NOT_FOUND
    )
    if len(systems) > 1:
        for name in ("", *systems):
            pressed = "false" if name else "true"
            tools.append(made("button", name or "All systems", type="button", data_os=name, aria_pressed=pressed))
    tools.append(made("button", "Show all notes", type="button", class_="ps-notes", aria_pressed="false"))
    return tools
