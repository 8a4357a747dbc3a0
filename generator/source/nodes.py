"""From YAML nodes to plain data, noting on the way all that is wrong with them.

Mapping keys are always strings, as in JSON: the text of the key as it is written. Aliased nodes become one
shared object, so the data must not be changed in place.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from yaml import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from generator.source.characters import clean_escapes
from generator.source.findings import Findings, quoted
from generator.source.foreign import show
from generator.source.limits import Limits, too_deep, too_many
from generator.source.scalars import (
    MAYBE_UNCLEAR,
    MERGE,
    SCALAR_TAGS,
    STR,
    TAG,
    Reading,
    read_old,
    read_plain,
)

_COLLECTION_TAGS = {MappingNode: TAG + "map", SequenceNode: TAG + "seq"}
_EXPLICIT_TAG = re.compile(r"(?:&\S+\s+)?!").match


class Refused(Exception):
    """The text cannot become data; the reason is among the findings."""


class _Built(NamedTuple):
    """A finished collection: its data, how many nodes it expands to, how many levels are below it."""

    value: object
    size: int
    height: int


class Builder:
    """Builds the data of one text. *foreign* says that macros were hidden in it."""

    def __init__(self, findings: Findings, limits: Limits, *, foreign: bool = False) -> None:
        self._findings = findings
        self._limits = limits
        self._foreign = foreign
        self._built: dict[int, _Built | None] = {}  # by id of the node; None while it is being built
        self._count = 0
        self._deepest = 0

    def build(self, node: Node, depth: int = 1, holder: int = 0) -> object:
        """Return the data of *node*; *holder* is where an alias to it is reported: aliases have no place.

        Raises Refused when the data would be too deep, too large or endless.
        """
        self._count += 1
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if id(node) in self._built:
            return self._again(self._built[id(node)], depth, holder)
        offset = node.start_mark.index
        if depth > self._limits.max_depth:
            too_deep(self._limits, offset, self._findings)
            raise Refused
        before, above = self._count, self._deepest
        self._built[id(node)] = None
        self._deepest = depth
        value = self._collection(node, depth)
        if self._count > self._limits.max_nodes:
            too_many(self._limits, offset, self._findings)
            raise Refused
        self._built[id(node)] = _Built(value, self._count - before, self._deepest - depth)
        self._deepest = max(above, self._deepest)
        return value

    def _again(self, built: _Built | None, depth: int, holder: int) -> object:
        """Count an alias as what it stands for, without building that again."""
        if built is None:
            message = "an alias that stands for the collection around it"
            self._findings.add("PS018", holder, message, "write the value out instead of the alias")
            raise Refused
        self._count += built.size
        self._deepest = max(self._deepest, depth + built.height)
        if self._deepest > self._limits.max_depth:
            too_deep(self._limits, holder, self._findings)
            raise Refused
        if self._count > self._limits.max_nodes:
            too_many(self._limits, holder, self._findings)
            raise Refused
        return built.value

    def _collection(self, node: Node, depth: int) -> object:
        if isinstance(node, CollectionNode) and node.tag != _COLLECTION_TAGS[type(node)]:
            self._unknown_tag(node)
        if isinstance(node, MappingNode):
            return self._mapping(node, depth)
        start = node.start_mark.index
        return [self.build(item, depth + 1, start) for item in node.value]

    def _mapping(self, node: MappingNode, depth: int) -> dict[str, object]:
        result: dict[str, object] = {}
        seen: dict[str, Node] = {}
        merged: list[object] = []
        for key_node, value_node in node.value:
            start = key_node.start_mark.index
            key = self._key(key_node)
            if key is not None and seen.setdefault(key, key_node) is not key_node:
                self._duplicate(key, key_node, seen[key])
            merging = key_node.tag == MERGE
            if merging and self._findings.strict:
                way_out = "write the keys out; what versions share is inherited by pack.yaml's own means"
                self._findings.add("PS027", start, "the merge key `<<` is not allowed here", way_out)
                continue
            value = self.build(value_node, depth + 1, start)
            if merging:
                merged += self._merged(value, value_node)
            elif key is not None and seen[key] is key_node:
                result[key] = value
        for source in merged:
            if isinstance(source, dict):
                result.update((key, value) for key, value in source.items() if key not in result)
        return result

    def _merged(self, value: object, node: Node) -> list[object]:
        sources = value if isinstance(value, list) else [value]
        if not all(isinstance(source, dict) for source in sources):
            way_out = "give `<<` an alias to a mapping, or a list of such aliases"
            self._findings.add("PS028", node.start_mark.index, "`<<` merges something that is no mapping", way_out)
        return sources

    def _key(self, node: Node) -> str | None:
        start = node.start_mark.index
        if not isinstance(node, ScalarNode):
            way_out = "use a text as the key; a text that starts with `[` or `{`, also `{{ … }}`, needs quotes"
            self._findings.add("PS022", start, "a list or a mapping cannot be a key", way_out)
            return None
        if node.tag == STR or node.tag == MERGE:
            return str(self._scalar(node)) if node.tag == STR else "<<"
        if not self._findings.strict:
            self._scalar(node)
        elif node.tag in SCALAR_TAGS:
            meaning = node.tag.removeprefix(TAG)
            message = f"the key {quoted(node.value)} is not text: YAML reads it as {meaning}"
            self._findings.add("PS021", start, message, f'write it in quotes: "{node.value[:40]}"')
        else:
            self._unknown_tag(node)
        return show(node.value) if self._foreign else str(node.value)

    def _duplicate(self, key: str, node: Node, first: Node) -> None:
        place = self._findings.places.at(first.start_mark.index)
        way_out = f"remove one of the two; the first one is in line {place.line}, column {place.column}"
        self._findings.add("PS020", node.start_mark.index, f"the key {quoted(key)} is here twice", way_out)

    def _scalar(self, node: ScalarNode) -> object:
        tag, text = node.tag, node.value
        if not node.style:
            if tag == STR and not (MAYBE_UNCLEAR(text) and len(text) < 100):
                return show(text) if self._foreign else text
            return self._plain(node, tag, text)
        if tag == STR:
            if node.style == '"':
                text = clean_escapes(text, (node.start_mark.index, node.end_mark.index), self._findings)
            return show(text) if self._foreign else text
        value = read_old(tag, text) if tag in SCALAR_TAGS else text
        if isinstance(value, str):
            self._unknown_tag(node)
            return text
        return value

    def _plain(self, node: ScalarNode, tag: str, text: str) -> object:
        if tag not in SCALAR_TAGS:
            self._unknown_tag(node)
            return text
        reading: Reading = read_plain(tag, text, self._findings.strict)
        if not reading.code:
            return reading.value
        start = node.start_mark.index
        if _EXPLICIT_TAG(self._findings.places.text, start):  # `!!str 012` is clear to every reader
            if tag != STR and isinstance(reading.value, str):
                self._unknown_tag(node)
            return reading.value
        lenient = reading.code in ("PS023", "PS024")
        self._findings.add(reading.code, start, reading.message, reading.help, lenient=lenient)
        return reading.value

    def _unknown_tag(self, node: Node) -> None:
        tag = node.tag.replace(TAG, "!!", 1)
        known = node.tag in SCALAR_TAGS or node.tag in _COLLECTION_TAGS.values()
        what = f"the tag {quoted(tag)} " + ("does not fit this value" if known else "is unknown")
        way_out = 'remove the tag; text that starts with `!` needs quotes: "!…"'
        self._findings.add("PS026", node.start_mark.index, what, way_out)
