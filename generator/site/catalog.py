"""The catalog on the site: a table whose rows look like cards, and filters that are computed from its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from generator.site.elements import NOT_FOUND, add_class, made, mark_states, words_of

#: The filters, by the head of the column that each looks at: its name in an address, and what it says without one.
FILTERS = {
    "Layer": ("layer", "Any layer"),
    "Clouds": ("cloud", "Any cloud"),
    "Architectures": ("arch", "Any architecture"),
    "State": ("state", "Any state"),
    "Tags": ("tag", "Any tag"),
}
UNSET = "not stated"
_EVERYWHERE = "all"  # a pack for all clouds is one for each
_MARKS = {UNSET: "ps-unset", _EVERYWHERE: "ps-every"}


def dress_catalog(table: Element, head: Sequence[str]) -> Element:
    """Name the cells of *table*, keep its pictures from moving the page, and return the filters."""
    _say_what_it_is(table)
    table.set("data-search-exclude", "")  # each pack is found by its own page
    found: dict[str, Counter[str]] = {title: Counter() for title in FILTERS}
    rows = table.findall("./tbody/tr")
    for row in rows:
        for title, cell in zip(head, row.findall("td"), strict=False):
            cell.set("data-head", title)
            if mark := _MARKS.get(words_of(cell)):
                add_class(cell, mark)
            if title in found:
                found[title].update(set(words_of(cell).split(", ")))
        mark_states(row)
        for picture in row.iter("img"):
            picture.attrib |= {"loading": "lazy", "decoding": "async", "width": "48", "height": "48"}
    return _tools(found, len(rows))


def _say_what_it_is(table: Element) -> None:
    """Keep *table* a table for assistive technology, whatever its parts look like."""
    roles = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "th": "columnheader"}
    for element in table.iter():
        if role := (roles | {"td": "cell"}).get(element.tag):
            element.set("role", role)


def _tools(found: dict[str, Counter[str]], size: int) -> Element:
    search = made("input", type="search", name="text", placeholder="Name, description, or tag", autocomplete="off")
    tools = made(
        "form", "", _field("Search", search), class_="ps-tools", role="search", aria_label="Packs", **NOT_FOUND
    )
    for title, (name, nothing) in FILTERS.items():
        tools.append(_field(title, _select(name, nothing, found[title])))
    order = [("", "Name"), ("layer", "Layer"), ("state", "State")]
    choices = [made("option", text, value=value) for value, text in order]
    tools.append(_field("Sort by", made("select", "", *choices, name="sort")))
    count = made("p", f"{size} pack{'s' * (size != 1)}", class_="ps-count", role="status")
    clear = made("button", "Clear filters", type="reset", class_="ps-clear", hidden="")
    tools.append(made("div", "", count, clear, class_="ps-result"))
    add_class(tools, "ps-live")
    return tools


def _field(title: str, control: Element) -> Element:
    return made("label", "", made("span", title), control)


def _select(name: str, nothing: str, counted: Counter[str]) -> Element:
    first = made("option", nothing, value="")
    return made("select", "", first, *_options(counted), name=name)


def _options(counted: Counter[str]) -> Iterable[Element]:
    everywhere = counted.pop(_EVERYWHERE, 0)
    for value in sorted(counted):
        here = counted[value] + (everywhere if value != UNSET else 0)
        yield made("option", f"{value} ({here})", value=value)
