"""Tables of generated pages: a frame that scrolls, and for those that readers work with a class and tools.

An extension of Python-Markdown. A table is known by the words of its head. Tools are of use only with JavaScript, and
are shown only where that runs; without it every table is a plain one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown.core import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from generator.site.catalog import dress_catalog
from generator.site.elements import add_class, made, mark_states, replaced, with_parents, words_of
from generator.site.logo import dress_logo
from generator.site.matrix import dress_matrix, is_matrix
from generator.site.parameters import anchor_parameters, dress_parameters

Head = Sequence[str]


class Kind(NamedTuple):
    """A kind of table: its class, how it is known, and what gives it its looks and returns its tools."""

    name: str
    known: Callable[[Head, Element], bool]
    dress: Callable[[Element, Head], Element | None]


def _plain(table: Element, head: Head) -> None:
    return None


def _evidence(table: Element, head: Head) -> None:
    """Keep out of the search index what names each fact once more."""
    table.set("data-search-exclude", "")


def _facts(table: Element, head: Head) -> None:
    """Name the cells of the one row, which stand below each other."""
    for row in table.iter("tr"):
        for title, cell in zip(head, row.findall("td"), strict=False):
            cell.set("data-head", title)
        mark_states(row)


KINDS = (
    Kind("catalog", lambda head, _: tuple(head[:2]) == ("Pack", "Description") and "State" in head, dress_catalog),
    Kind("parameters", lambda head, _: head[0] == "Parameter" and "Default Value" in head, dress_parameters),
    Kind("matrix", lambda head, table: is_matrix(head, table), dress_matrix),
    Kind("facts", lambda head, _: tuple(head[:2]) == ("Latest version", "State"), _facts),
    Kind("evidence", lambda head, _: head[0] == "Fact" and "Sources" in head, _evidence),
    Kind("table", lambda head, _: True, _plain),
)


class Tables(Treeprocessor):
    """Gives each table its kind."""

    def run(self, root: Element) -> None:
        """Frame the tables below *root*, which have no class yet, anchor parameters, and place the logo."""
        for table, parent in list(with_parents(root, "table")):
            if table.get("class") is None:
                _dress(table, parent)
        anchor_parameters(root)
        dress_logo(root)


def _dress(table: Element, parent: Element) -> None:
    cells = table.findall("./thead/tr/th")
    head = [words_of(cell) for cell in cells]
    if not head:
        return
    for cell in cells:
        cell.set("scope", "col")
    kind = next(kind for kind in KINDS if kind.known(head, table))
    add_class(table, f"ps-{kind.name}")
    tools = kind.dress(table, head)
    frame = made("div", class_="ps-scroll")
    replaced(parent, table, *([tools] if tools is not None else []), frame)
    frame.append(table)


class TablesExtension(Extension):
    """Registers `Tables`: after inline Markdown, so that cells hold their words."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802, the name is Python-Markdown's
        """Take part in the conversion of *md*."""
        md.treeprocessors.register(Tables(md), "packscribe-tables", 12)


def makeExtension(**_options: object) -> Extension:  # noqa: N802, the name is Python-Markdown's
    """Return the extension, as Python-Markdown asks for it. It has no options."""
    return TablesExtension()  # type: ignore[no-untyped-call]
