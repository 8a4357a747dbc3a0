"""Writes YAML that every reader, of YAML 1.1 or 1.2, reads back as what was given."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence

# Words that some reader takes for something else than text.
_RESERVED = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "inf", "nan"}
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9_./-]| (?=[A-Za-z0-9]))*[A-Za-z0-9_]|[A-Za-z]")
# What json.dumps leaves as it is and YAML does not allow, or takes for the end of a line.
_UNESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_NOT_LITERAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# What the reader of pack.yaml refuses although YAML allows it: marks of direction, and what is no character.
_REFUSED = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_LONGEST_KEY = 1000  # YAML looks 1024 characters ahead for the colon
_STEP = "  "


def carries(text: str) -> bool:
    """Tell whether `literal` can write *text* so that pack.yaml holds it byte for byte.

    It cannot hold other line ends than a line feed (carriage returns, NEL, LS, PS), a byte order mark, control
    characters, marks of direction, noncharacters and surrogates.
    """
    return _NOT_LITERAL.search(text) is None and _REFUSED.search(text) is None


def scalar(value: object) -> str:
    """Take text, a number, a boolean or None; return it on one line, plain or as a double-quoted text."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return _number(value)
    text = str(value)
    if _PLAIN.fullmatch(text) and text.lower() not in _RESERVED:
        return text
    return _UNESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def inline(value: object) -> str:
    """Take plain data; return it on one line, collections in brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{inline(key)}: {inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(inline, value)) + "]"
    return scalar(value)


def literal(text: str, indent: int) -> list[str]:
    """Take a text and the column of the key that holds it; return what follows the key, line by line.

    The first line is the `|` with its indicators, the others stand two columns deeper than the key. A text
    that no literal block can carry (other line ends, control characters, none at all) comes as one quoted line.
    """
    if not text or _NOT_LITERAL.search(text):
        return [scalar(text)]
    lines = text.split("\n")
    first = next((line for line in lines if line), "")
    depth = "" if first and first[0] not in " \t" else str(len(_STEP))
    final = len(text) - len(text.rstrip("\n"))
    chomp = "-" if final == 0 else "" if final == 1 and first else "+"
    content = lines if lines[-1] else lines[:-1]
    prefix = " " * indent + _STEP
    return [f"|{depth}{chomp}", *(prefix + line if line else "" for line in content)]


def mapping(data: Mapping[str, object], indent: int = 0) -> list[str]:
    """Take a mapping of plain data and the column of its keys; return its lines."""
    lines: list[str] = []
    for key, value in data.items():
        first, *rest = _value(value, indent)
        written, pad = scalar(key), " " * indent
        lines += (
            [f"{pad}{written}:{first}"] if len(written) <= _LONGEST_KEY else [f"{pad}? {written}", f"{pad}:{first}"]
        )
        lines += rest
    return lines


def sequence(data: Sequence[object], indent: int = 0) -> list[str]:
    """Take a list of plain data and the column of its dashes; return its lines."""
    lines: list[str] = []
    for item in data:
        if isinstance(item, Mapping) and item:
            first, *rest = mapping(item, indent + len(_STEP))
            lines += [f"{' ' * indent}- {first.lstrip(' ')}", *rest]
        else:
            first, *rest = _value(item, indent)
            lines += [f"{' ' * indent}-{first}", *rest]
    return lines


def _value(value: object, indent: int) -> list[str]:
    if isinstance(value, Mapping):
        return ["", *mapping(value, indent + len(_STEP))] if value else [" {}"]
    if isinstance(value, (list, tuple)):
        return ["", *sequence(value, indent + len(_STEP))] if value else [" []"]
    if isinstance(value, str) and "\n" in value:
        first, *rest = literal(value, indent)
        return [f" {first}", *rest]
    return [f" {scalar(value)}"]


def _number(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    text = repr(value)
    # YAML 1.1 knows an exponent only behind a decimal point.
    return text if "." in text else text.replace("e", ".0e")
