"""Where the keys of a YAML text stand, for edits by position. Aliases are noted, never expanded.

Lines count from 0 and end where YAML 1.1 ends them (NEL, LS and PS too), because that is what the parser
counts; `BREAK` splits a text into the same lines.
"""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterable
from typing import NamedTuple

import yaml
from yaml import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from generator.source.composing import composed
from generator.source.findings import Findings
from generator.source.foreign import hide, show
from generator.source.limits import VALUES, Loader, within
from generator.source.places import Places

Path = tuple[str | int, ...]

BREAK = re.compile("\r\n|\r|\n|\x85|\u2028|\u2029")
"""What ends a line for the parser."""


class Unreadable(ValueError):
    """The text is no single YAML document within the limits."""


class Entry(NamedTuple):
    """A key or list item. *style* is the quote or `|` `>` of a scalar, `flow` or `block` of a collection.

    The key of a list item is the start of its value. *value_end_line* is the last line with a part of the
    value. *in_flow* tells that the entry stands between brackets. The root has the empty path.
    """

    path: Path
    key_line: int
    key_column: int
    value_line: int
    value_end_line: int
    kind: str
    style: str
    is_alias: bool
    in_flow: bool


def outline(text: str) -> list[Entry]:
    """Take a YAML text; return its entries in the order of the file. Raises `Unreadable`."""
    root = _compose(hide(text))
    if root is None:
        return []
    walk = _Walk()
    walk.add((), root.start_mark, root, in_flow=False)
    return walk.entries


def content_lines(text: str) -> frozenset[int]:
    """Return the numbers of the lines that begin inside a scalar, so that a `#` there is no comment.

    Raises `Unreadable`.
    """
    shown = hide(text)
    found: set[int] = set()
    for scalar in _scalars(shown):
        first, last = scalar.start_mark.line + 1, _last_line(scalar)
        if first <= last:
            found.update(range(first, last + 1))
    return frozenset(found)


def _scalars(text: str) -> Iterable[ScalarNode | yaml.ScalarToken]:
    """Return the scalars of *text* that take several lines, and maybe others.

    They are nodes, which are cheaper than tokens, where those begin where their scalars begin.
    """
    with contextlib.suppress(Unreadable):
        nodes = _long_scalars(_compose(text))
        if not any(text[node.start_mark.index] in "&!" for node in nodes):
            return nodes
    try:
        return [token for token in yaml.scan(text, Loader=Loader) if isinstance(token, yaml.ScalarToken)]
    except yaml.YAMLError as error:
        raise Unreadable(str(error)) from error


def _long_scalars(root: Node | None) -> list[ScalarNode]:
    found: list[ScalarNode] = []
    seen: set[int] = set()
    left = [root] if root else []
    while left:
        node = left.pop()
        if isinstance(node, ScalarNode):
            if node.end_mark.line > node.start_mark.line:
                found.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            left += itertools.chain.from_iterable(node.value) if isinstance(node, MappingNode) else node.value
    return found


def _compose(shown: str) -> Node | None:
    if not within(shown, VALUES, Findings(Places("", shown), strict=False)):
        raise Unreadable("nested too deep, or too long")
    try:
        root, further = composed(shown)
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable(str(error)) from error
    if further is not None:
        raise Unreadable("two documents")
    return root


def _last_line(scalar: ScalarNode | yaml.ScalarToken) -> int:
    """Return the last line of a scalar; a block scalar is said to end at the start of the line after it."""
    start, end = scalar.start_mark.line, scalar.end_mark
    return end.line - 1 if end.column == 0 and end.line > start else end.line


class _Walk:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._seen: set[int] = set()

    def add(self, path: Path, key: yaml.Mark, node: Node, *, in_flow: bool) -> int:
        """Add the entries of *node*, whose key stands at *key*; return the last line with a part of it."""
        entries, mark = self.entries, node.start_mark
        kind, style = _form(node)
        if id(node) in self._seen or mark.index < key.index:
            self._seen.add(id(node))
            entries.append(Entry(path, key.line, key.column, key.line, key.line, kind, style, True, in_flow))
            return key.line
        self._seen.add(id(node))
        start = mark.line
        if kind == "scalar":  # most of them
            end = _last_line(node)  # type: ignore[arg-type]
            entries.append(Entry(path, key.line, key.column, start, end, kind, style, False, in_flow))
            return end
        here = len(entries)
        entries.append(Entry(path, key.line, key.column, start, start, kind, style, False, in_flow))
        end = self._inside(path, node, in_flow or style == "flow", node.end_mark.line if style == "flow" else start)
        if end != start:
            entries[here] = Entry(path, key.line, key.column, start, end, kind, style, False, in_flow)
        return end

    def _inside(self, path: Path, node: Node, in_flow: bool, end: int) -> int:
        """Add the entries in a collection; return the last line of them, at least *end*."""
        if isinstance(node, MappingNode):
            for key, value in node.value:
                # A key that is a collection or an alias has no path or no place.
                if isinstance(key, ScalarNode) and id(key) not in self._seen:
                    self._seen.add(id(key))
                    end = max(end, self.add((*path, show(key.value)), key.start_mark, value, in_flow=in_flow))
        elif isinstance(node, SequenceNode):
            before = node.start_mark
            for number, item in enumerate(node.value):
                # An alias knows only where its anchor is; the place before it is the nearest that is known.
                mark = before if id(item) in self._seen else item.start_mark
                end = max(end, self.add((*path, number), mark, item, in_flow=in_flow))
                before = mark
        return end


def _form(node: Node) -> tuple[str, str]:
    if isinstance(node, ScalarNode):
        return "scalar", node.style or ""
    flow = isinstance(node, CollectionNode) and node.flow_style
    return "mapping" if isinstance(node, MappingNode) else "sequence", "flow" if flow else "block"
