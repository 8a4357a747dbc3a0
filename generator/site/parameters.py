"""Tables of parameters on the site: each row a record, a box that filters them, and long ones folded."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from generator.site.elements import add_class, made, words_of

FEW = 8  # rows that are overlooked at a glance
_NOTHING = ("not limited", "the first version here")  # what a record says where there is nothing to tell
SHOWN = 60  # rows that are shown before one asks for more


def dress_parameters(table: Element, head: Sequence[str]) -> Element | None:
    """Name the cells of *table*, mark the rows that are folded, and return the filter where there are many."""
    rows = table.findall("./tbody/tr")
    for number, row in enumerate(rows):
        for title, cell in zip(head, row.findall("td"), strict=False):
            cell.set("data-head", title)
            if words_of(cell) in _NOTHING:
                add_class(cell, "ps-unset")
        if number >= SHOWN:
            add_class(row, "ps-rest")
    return _tools(len(rows)) if len(rows) > FEW else None


def _tools(size: int) -> Element:
    box = made("input", type="search", placeholder="Path or words", autocomplete="off")
    tools = made("div", "", made("label", "", made("span", "Filter"), box), class_="ps-live ps-tools ps-filter")
    tools.append(made("p", f"{size} parameters", class_="ps-count", role="status"))
    if size > SHOWN:
        tools.append(made("button", f"Show all {size}", type="button", class_="ps-all"))
    return tools
