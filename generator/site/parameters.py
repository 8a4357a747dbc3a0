"""Tables of parameters on the site: each row a record, a box that filters them, and long ones folded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from xml.etree.ElementTree import Element

from generator.site.elements import NOT_FOUND, add_class, made, words_of

FEW = 2  # rows that nobody filters
_NOTHING = ("", "not limited", "the first version here")  # what a record says where there is nothing to tell
SHOWN = 60  # rows that are shown before one asks for more
ANCHOR = "parameter-"
_NOT_IN_ANCHORS = re.compile(r"[^\w.-]+")


def dress_parameters(table: Element, head: Sequence[str]) -> Element | None:
    """Name the cells of *table*, mark the rows that are folded, and return the filter for more than a few."""
    rows = table.findall("./tbody/tr")
    for number, row in enumerate(rows):
        for title, cell in zip(head, row.findall("td"), strict=False):
            cell.set("data-head", title)
            if words_of(cell) in _NOTHING:
                add_class(cell, "ps-unset")
        if number >= SHOWN:
            add_class(row, "ps-rest")
    return _tools(len(rows)) if len(rows) > FEW else None


def anchor_parameters(root: Element) -> None:
    """Give the row of each parameter below *root* an anchor, made of its path; the first of several rows has it."""
    tables = (table for table in root.iter("table") if table.get("class") == "ps-parameters")
    taken = set()
    for row in chain.from_iterable(table.findall("./tbody/tr") for table in tables):
        path = row.find("./td//code")
        name = _NOT_IN_ANCHORS.sub("-", words_of(path)).strip("-") if path is not None else ""
        if name and name not in taken:
            taken.add(name)
            row.set("id", f"{ANCHOR}{name}")


def _tools(size: int) -> Element:
    box = made("input", type="search", placeholder="Path or words", autocomplete="off")
    tools = made(
        "div", "", made("label", "", made("span", "Filter"), box), class_="ps-live ps-tools ps-filter", **NOT_FOUND
    )
    tools.append(made("p", f"{size} parameters", class_="ps-count", role="status"))
    if size > SHOWN:
        tools.append(made("button", f"Show all {size}", type="button", class_="ps-all"))
    return tools
