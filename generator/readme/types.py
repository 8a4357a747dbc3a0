"""What the type cell of a parameter table says, and whether a value can be of that type."""

from __future__ import annotations

import re
from enum import StrEnum

from generator.readme.cells import plain


class Type(StrEnum):
    """The types that YAML values have."""

    TEXT = "text"
    NUMBER = "number"
    SWITCH = "boolean"
    LIST = "list"
    MAPPING = "mapping"


_NAMES: dict[str, Type] = {
    **dict.fromkeys(("string", "str", "text", "password", "url", "uri", "tpl", "secret"), Type.TEXT),
    **dict.fromkeys(("int", "integer", "number", "float", "double", "port", "int32", "int64", "numeric"), Type.NUMBER),
    **dict.fromkeys(("bool", "boolean"), Type.SWITCH),
    **dict.fromkeys(("list", "array", "slice", "lists", "sequence"), Type.LIST),
    **dict.fromkeys(("object", "map", "dict", "dictionary", "hash", "mapping", "struct"), Type.MAPPING),
}
_SEPARATOR = re.compile(r"\s*(?:\||/|,|\bor\b|\band\b)\s*")
_LIST = re.compile(r"\[\].*|.*\[\]|(?:list|array|slice|set|sequence)\b.*", re.DOTALL)
_MAPPING = re.compile(r"(?:map|dict|object|hash)\b.*", re.DOTALL)
_NUMERIC = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?")
_FOREIGN = re.compile(r"\{\{|\$\{|\$\(|\n")


def read_type(cell: str) -> frozenset[Type]:
    """Take the Markdown of a type cell; return the types it allows, none where it cannot be told."""
    text = re.sub(r"\([^()]{0,200}\)", "", plain(cell)[:300]).strip().lower()
    found = [_named(word.strip(" `'\"")) for word in _SEPARATOR.split(text)] if text else []
    known = [one for one in found if one]
    return frozenset(known) if len(known) == len(found) else frozenset()


def type_of(value: object) -> Type | None:
    """Return the type of *value*; None for null."""
    if value is None:
        return None
    kinds = ((bool, Type.SWITCH), (int, Type.NUMBER), (float, Type.NUMBER), (dict, Type.MAPPING), (list, Type.LIST))
    return next((kind for python, kind in kinds if isinstance(value, python)), Type.TEXT)


def fits(value: object, types: frozenset[Type]) -> bool:
    """Tell whether *value* can be meant by one of *types*: texts may hold numbers, and what is empty fits all."""
    own = type_of(value)
    if own is None or own in types or not types or value in ("", [], {}):
        return True
    if not isinstance(value, str):
        return False
    if _FOREIGN.search(value):
        return True  # a macro, or a text that is read as YAML later
    numeric = _NUMERIC.fullmatch(value.strip()) is not None
    return (Type.NUMBER in types and numeric) or (Type.SWITCH in types and value.strip().lower() in ("true", "false"))


def _named(word: str) -> Type | None:
    if word in _NAMES:
        return _NAMES[word]
    if _LIST.fullmatch(word):
        return Type.LIST
    return Type.MAPPING if _MAPPING.fullmatch(word) else _NAMES.get(word.partition(" ")[0])
