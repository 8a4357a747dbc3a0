"""A value as it is typed on the command line, as the type of its parameter."""

from __future__ import annotations

import re

from generator.model.parameters import Parameter, ParameterType, Scalar
from generator.model.selection import options_of
from generator.model.versions import Version
from generator.rules import text_of
from generator.values import ValuesText, parse_path

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
_BOOLEANS = {"true": True, "false": False}
LONGEST = 10_000


def read_value(
    path: str, text: str, parameter: Parameter | None, version: Version, values: ValuesText
) -> tuple[Scalar, str]:
    """Return what *text* means for *path*, whose record is *parameter* if it has one, and what is wrong with it."""
    if len(text) > LONGEST or re.search("[\x00-\x08\x0b-\x1f\x7f]", text):
        return None, f"the value for `{path}` is too long, or has control characters"
    if "{{" in text and "}}" in text:
        return text, ""  # a macro: Palette fills it in
    options = options_of(parameter, version) if parameter else ()
    if parameter and parameter.options:
        found = [option.value for option in options if text_of(option.value) == text]
        return (found[0], "") if found else (None, f"`{path}` does not offer `{text}` in version {version.version}")
    if parameter and parameter.readonly:
        return None, f"`{path}` may not be changed"
    return _typed(path, text, parameter.type if parameter else _type_of(path, values))


def _type_of(path: str, values: ValuesText) -> ParameterType:
    """Return the type of what stands at *path*."""
    try:
        value = values.value(parse_path(path))
    except KeyError:
        return ParameterType.STRING
    kinds: dict[type, ParameterType] = {
        bool: ParameterType.BOOLEAN,
        int: ParameterType.INTEGER,
        float: ParameterType.NUMBER,
        list: ParameterType.ARRAY,
        dict: ParameterType.OBJECT,
    }
    return kinds.get(type(value), ParameterType.STRING)


def _typed(path: str, text: str, kind: ParameterType) -> tuple[Scalar, str]:
    match kind:
        case ParameterType.BOOLEAN:
            return _BOOLEANS.get(text), "" if text in _BOOLEANS else f"`{path}` is true or false, not `{text}`"
        case ParameterType.INTEGER:
            return (int(text), "") if _INTEGER.fullmatch(text) else (None, f"`{path}` is an integer, not `{text}`")
        case ParameterType.NUMBER:
            if not _NUMBER.fullmatch(text):
                return None, f"`{path}` is a number, not `{text}`"
            return float(text) if "." in text else int(text), ""
        case ParameterType.STRING:
            return text, ""
        case _:
            return None, f"`{path}` is a list or mapping: change it in values.yaml by hand"
