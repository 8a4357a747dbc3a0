"""A file that has been read: its data, and where each value of it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from yaml import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from generator.diagnostics import Location
from generator.source.foreign import show
from generator.source.places import Origin, Places
from generator.source.scalars import MERGE

Route = Sequence[str | int]
"""The way from the root to a value: keys of mappings, and numbers (from 0) of list items."""

_Entry = tuple[Node, Node]  # a value and its key
_ALIAS = re.compile(r"(?:\s|[-:,]|#.*)*\*[^\s,\[\]{}]+")
_INDENT = re.compile(r" *")


@dataclass(frozen=True, eq=False)
class Document:
    """A YAML file as *data* (dict, list, str, int, float, bool, None, date) and its *text*, without a BOM.

    The data may be shared between aliases: read it, never change it. *root* is None for an empty text.
    """

    path: str
    text: str
    data: object
    root: Node | None = field(repr=False)
    places: Places = field(repr=False)
    _tables: dict[int, dict[str, _Entry]] = field(default_factory=dict, repr=False)

    def where(self, route: Route) -> Location:
        """Take the route of a value; return its place, or that of the nearest ancestor that exists."""
        node, _key, _length = self._find(route)
        return self.places.at(node.start_mark.index if node else 0)

    def where_key(self, route: Route) -> Location:
        """Return the place of the mapping key at the end of *route*; for anything else, as `where`."""
        _node, key, length = self._find(route)
        return self.places.at(key.start_mark.index) if key and length == len(route) else self.where(route)

    def span(self, route: Route) -> tuple[Location, Location]:
        """Return where the value at *route* starts and where it has ended (the first place after it).

        Blank lines and comments behind a value are not part of it, save what a block scalar with `+` keeps.
        """
        node, _key, _length = self._find(route)
        if node is None:
            return self.places.at(0), self.places.at(0)
        return self.places.at(node.start_mark.index), self.places.at(self._end(node))

    def block_line(self, route: Route, n: int) -> Location:
        """Return where line *n* (from 0) of the multi-line text at *route* stands, after its indentation.

        Lines are those of the file: in a folded (`>`) or plain text, line *n* is the nth written line.
        """
        node, _key, _length = self._find(route)
        if not isinstance(node, ScalarNode):
            return self.where(route)
        first = self.places.line_of(node.start_mark.index)
        last = self.places.line_of(max(node.start_mark.index, self._end(node) - 1))
        if node.style not in ("|", ">"):
            offset = node.start_mark.index + (1 if node.style else 0)
            return self.places.at(offset) if n <= 0 else self._line_start(min(first + n, last), 1 << 30)
        body = first + 1
        return self._line_start(max(min(body + max(n, 0), last), first), self._indent(node, body, last))

    def origin(self, route: Route) -> Origin:
        """Return what `parse_values` needs to report places of the text at *route* as places of this file."""

        def place(line: int, column: int) -> Location:
            start = self.block_line(route, line - 1)
            return Location(start.path, start.line, start.column + column - 1)

        return place

    def _find(self, route: Route) -> tuple[Node | None, Node | None, int]:
        """Return the node at the end of *route* or nearest to it, its key, and how many steps were found."""
        node, key = self.root, None
        for done, step in enumerate(route):
            found: _Entry | tuple[Node, None] | None = None
            if isinstance(node, MappingNode):
                found = self._table(node).get(str(step))
            elif isinstance(node, SequenceNode) and isinstance(step, int) and -1 < step < len(node.value):
                found = node.value[step], None
            if found is None:
                return node, key, done
            node, key = found
        return node, key, len(route)

    def _table(self, node: MappingNode) -> dict[str, _Entry]:
        """Return the entries of *node* by key, the first of duplicates; merged ones where it has no own."""
        table = self._tables.get(id(node))
        if table is None:
            table = self._tables[id(node)] = {}
            merges: list[Node] = []
            for key, value in node.value:
                if key.tag == MERGE:
                    merges += value.value if isinstance(value, SequenceNode) else [value]
                elif isinstance(key, ScalarNode):
                    table.setdefault(show(key.value), (value, key))
            for source in merges:
                if isinstance(source, MappingNode):
                    for name, entry in self._table(source).items():
                        table.setdefault(name, entry)
        return table

    def _end(self, node: Node) -> int:
        """Return the offset at which *node* has ended; the parser's own end lies before the next token."""
        end = node.end_mark.index
        if isinstance(node, ScalarNode):
            return self._block_end(node) if node.style in ("|", ">") else end
        if not isinstance(node, CollectionNode) or node.flow_style or not node.value:
            return end
        after, last = node.start_mark.index, node.value[-1]
        if isinstance(last, tuple):
            after, last = last[0].end_mark.index, last[1]
        elif len(node.value) > 1:
            after = max(after, self._end(node.value[-2]))
        if after <= last.start_mark.index < end:
            return max(after, self._end(last))
        alias = _ALIAS.match(self.text, after)  # its node stands elsewhere, with its anchor
        return alias.end() if alias else max(after, min(last.start_mark.index, end))

    def _block_end(self, node: ScalarNode) -> int:
        start, end = node.start_mark.index, node.end_mark.index
        header = self.text[start:end].split("\n", 1)[0].split("#", 1)[0]
        if "+" in header:
            return end
        written = self.text[start:end]
        kept = len(written.rstrip(" \r\n"))
        line_end = re.compile(r"[ ]*(?:\r\n|\r|\n)?").match(written, kept)
        return start + (line_end.end() if line_end else kept)

    def _indent(self, node: ScalarNode, body: int, last: int) -> int:
        """Return by how many spaces the lines of a block scalar are indented."""
        content = next((line for line in islice(node.value.split("\n"), 1000) if line.strip(" ")), "")
        for number in range(body, min(last, body + 1000) + 1):
            line = self.places.line(number)
            if line.strip(" "):
                return max(0, _spaces(line) - _spaces(content))
        return 0

    def _line_start(self, number: int, indent: int) -> Location:
        return self.places.spot(number, min(indent, _spaces(self.places.line(number))))


def _spaces(line: str) -> int:
    found = _INDENT.match(line)
    return found.end() if found else 0
