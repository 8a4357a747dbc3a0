"""Where the values of a YAML text begin and end, by offset: for edits that leave every other byte as it is.

An alias has no spot, nor has a key that stands twice in its mapping: what is written there is not what counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import yaml
from yaml import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from generator.source.composing import composed
from generator.source.findings import Findings
from generator.source.foreign import hide, show
from generator.source.limits import VALUES, within
from generator.source.outline import Path
from generator.source.places import Places


class Spot(NamedTuple):
    """A value and its key (for the item of a list, the value again), as offsets in the text.

    *end* is exact for a scalar on one line and for what stands in brackets; a block ends before the next token.
    *style* is the quote or `|` `>` of a scalar, `flow` or `block` of a collection. *shared* tells that the value
    has an anchor, or lies in a value with one, so that an alias elsewhere may stand for it too.
    """

    key: int
    start: int
    end: int
    kind: str
    style: str
    in_flow: bool
    shared: bool


def spots(text: str, *, foreign: bool = True) -> Mapping[Path, Spot]:
    """Take a YAML text without a byte order mark; return the spot of each of its values, in the order of the text.

    *foreign* is for values: `{{ … }}` in it is text. A text that cannot be read has no spots.
    """
    shown = hide(text) if foreign else text
    if not within(shown, VALUES, Findings(Places("", shown), strict=False)):
        return {}
    try:
        root, further = composed(shown)
    except (yaml.YAMLError, RecursionError):
        return {}
    if further is not None:
        return {}
    found: dict[Path, Spot] = {}
    twice: set[Path] = set()
    for path, spot in _walk((), root.start_mark.index, root, _Around(shown, set())) if root else ():
        if path in found:
            twice.add(path)
        found[path] = spot
    return {path: spot for path, spot in found.items() if path not in twice} if twice else found


class _Around(NamedTuple):
    """What is known above a node: the text, the nodes that were met, and how they stand."""

    text: str
    seen: set[int]
    in_flow: bool = False
    shared: bool = False


def _walk(path: Path, key: int, node: Node, around: _Around) -> Iterator[tuple[Path, Spot]]:
    if id(node) in around.seen:
        return
    around.seen.add(id(node))
    start, end = node.start_mark.index, node.end_mark.index
    shared = around.shared or around.text[start : start + 1] in ("&", "!")
    if isinstance(node, ScalarNode):
        yield path, Spot(key, start, end, "scalar", node.style or "", around.in_flow, shared)
        return
    flow = around.in_flow or bool(isinstance(node, CollectionNode) and node.flow_style)
    kind = "mapping" if isinstance(node, MappingNode) else "sequence"
    yield path, Spot(key, start, end, kind, "flow" if flow else "block", around.in_flow, shared)
    inside = around._replace(in_flow=flow, shared=shared)
    if isinstance(node, MappingNode):
        for name, value in node.value:
            if isinstance(name, ScalarNode) and id(name) not in around.seen:
                yield from _walk((*path, show(name.value)), name.start_mark.index, value, inside)
    elif isinstance(node, SequenceNode):
        for number, item in enumerate(node.value):
            yield from _walk((*path, number), item.start_mark.index, item, inside)
