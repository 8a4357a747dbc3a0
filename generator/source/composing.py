"""YAML nodes of a text. What is asked of one text in turn (its data, its outline, its spots) reads it once."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import yaml

from generator.source.limits import Loader


class Composed(NamedTuple):
    """The *root* of the first document, None where there is none; *further* is the offset of a second one, if any.

    Nodes are shared, so they must stay as they are.
    """

    root: yaml.Node | None
    further: int | None


def composed(text: str) -> Composed:
    """Return the nodes of *text*, which is `within` the limits. Raises `yaml.YAMLError` or `RecursionError`."""
    return _few(text) if len(text) > _LONG else _many(text)


def _composed(text: str) -> Composed:
    loader = _Resolving(text)
    try:
        root = loader.get_node() if loader.check_node() else None
        more = root is not None and loader.check_node()
        event = loader.peek_event() if more else None
        return Composed(root, event.start_mark.index if event and event.start_mark else 0 if more else None)
    finally:
        loader.dispose()


_LONG = 500_000
"""Characters of a text whose nodes take so much memory that few such texts are remembered."""
_few, _many = lru_cache(maxsize=4)(_composed), lru_cache(maxsize=16)(_composed)  # as the versions of a pack


class _Resolving(Loader):  # type: ignore[misc, valid-type]
    """The loader without path resolvers, of which it has none, and with a memory for what plain words mean."""

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        """Do nothing."""

    def ascend_resolver(self) -> None:
        """Do nothing."""

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: object) -> str:
        """Return the tag of a node without one: of a scalar, by what its *value* looks like where it is plain."""
        if kind is not yaml.ScalarNode:
            return _MAP if kind is yaml.MappingNode else _SEQ
        if value and implicit[0] and value[0] not in _TELLING:  # type: ignore[index]
            return _STR  # most values: words
        return _tag_of(value or "") if implicit[0] else _STR  # type: ignore[index]


_STR, _MAP, _SEQ = "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"
_TELLING = frozenset(first for first in Loader.yaml_implicit_resolvers if first)
"""What the first character of a plain scalar may be that is no text."""


@lru_cache(maxsize=8192)
def _tag_of(value: str) -> str:
    """Return the tag that YAML 1.1 gives the plain scalar *value*."""
    for tag, pattern in Loader.yaml_implicit_resolvers.get(value[:1], ()):
        if pattern.match(value):
            return str(tag)
    return _STR
