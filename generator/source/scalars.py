"""What a plain scalar means, and whether every YAML reader agrees.

PyYAML, Helm and Go read YAML 1.1, editors and newer tools 1.2. A scalar on which they differ, or whose text
is lost because it is read as a number, is a fact that changes between two readers of the same file.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

TAG = "tag:yaml.org,2002:"
STR, INT, FLOAT, BOOL, NULL = (TAG + name for name in ("str", "int", "float", "bool", "null"))
TIMESTAMP, MERGE, VALUE = (TAG + name for name in ("timestamp", "merge", "value"))
SCALAR_TAGS = frozenset({STR, INT, FLOAT, BOOL, NULL, TIMESTAMP, MERGE, VALUE})

MAYBE_UNCLEAR = re.compile(r"[-+]?[.0-9]|[yYnN]\Z").match
"""Finds the plain texts that YAML 1.1 as PyYAML knows it reads as text and another reader may not."""

_LONGEST_NUMBER = 300  # Python refuses to convert numbers of some thousand digits, and nobody writes them
_ONLY_OLD = {TIMESTAMP, MERGE, VALUE}
_NULLS = {"", "~", "null", "Null", "NULL"}
_TRUE, _FALSE = {"yes", "true", "on", "y"}, {"no", "false", "off", "n"}
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z", re.ASCII)
_CORE_BOOL = re.compile(r"(true|True|TRUE)|(?:false|False|FALSE)")
_CORE_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_CORE_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_CORE_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


class Reading(NamedTuple):
    """A scalar's value and, where something is wrong with it, a code, the words and the way out."""

    value: object
    code: str = ""
    message: str = ""
    help: str = ""


@lru_cache(maxsize=4096)
def read_plain(tag: str, text: str, strict: bool) -> Reading:
    """Take resolved *tag* and *text* of a plain scalar; return its value, and why that is not certain."""
    if tag == TIMESTAMP and strict and (found := _ISO_DATE.match(text)):
        return _read_date(text, *(int(part) for part in found.groups()))
    if len(text) > _LONGEST_NUMBER:
        return Reading(text, "PS024", "a number of more than 300 digits", "put it in quotes")
    old, new = read_old(tag, text), _read_core(text)
    value = text if tag in (STR, TIMESTAMP, MERGE, VALUE) else old
    if isinstance(value, str) and tag in (INT, FLOAT, BOOL, NULL):
        return Reading(text, "PS023", f"{_quoted(text)} looks like a number and is none", "put it in quotes")
    if type(old) is not type(new) or (old != new and old == old):  # nan differs from itself
        message = f"{_quoted(text)} is {_described(old)} in YAML 1.1 and {_described(new)} in YAML 1.2"
        return Reading(value, "PS023", message, _clearer(text, old))
    if isinstance(old, (int, float)) and not isinstance(old, bool) and _shortest(old) != text:
        message = f"{_quoted(text)} is read as the number {_shortest(old)}: its text is lost"
        way_out = f'write "{text}" in quotes'
        return Reading(value, "PS024", message, way_out + _or_number(old))
    return Reading(value)


def read_old(tag: str, text: str) -> object:
    """Return what YAML 1.1 reads: *text* by its resolved *tag*; the text itself where it does not fit."""
    try:
        if tag == INT:
            return _old_number(text.replace("_", ""), whole=True)
        if tag == FLOAT:
            return _old_number(text.replace("_", ""), whole=False)
    except ValueError:
        return text
    if tag == BOOL or (tag == STR and len(text) == 1):
        word = text.lower()
        return True if word in _TRUE else False if word in _FALSE else text
    if tag == NULL:
        return None if text in _NULLS else text
    return _Other("a special key" if tag in (MERGE, VALUE) else "a date") if tag in _ONLY_OLD else text


def _old_number(text: str, *, whole: bool) -> int | float:
    sign, digits = (-1 if text.startswith("-") else 1), text.lstrip("+-").lower()
    if ":" in digits:
        number: int | float = 0
        for part in digits.split(":"):
            number = number * 60 + (int(part) if whole else float(part))
        return sign * number
    if not whole:
        return sign * float(digits.lstrip(".") if digits in (".inf", ".nan") else digits)
    if digits.startswith(("0b", "0x")):
        return sign * int(digits, 0)
    return sign * int(digits, 8 if digits.startswith("0") and digits != "0" else 10)


def _read_core(text: str) -> object:
    """Return what YAML 1.2 (core schema) reads."""
    if text in _NULLS:
        return None
    if found := _CORE_BOOL.fullmatch(text):
        return bool(found[1])
    if _CORE_INT.fullmatch(text):
        return int(text, 0) if text[1:2] in ("o", "x") else int(text)
    if _CORE_FLOAT.fullmatch(text):
        return float(text)
    return float(text.replace(".", "", 1)) if _CORE_SPECIAL.fullmatch(text) else text


class _Other(str):
    """Something only YAML 1.1 knows, by its name."""


def _described(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"the number {_shortest(value)}"
    return str(value) if isinstance(value, _Other) else "text"


def _shortest(number: int | float) -> str:
    """Return *number* as most programs print it: 1.10 as 1.1, 1.0 as 1."""
    shown = repr(number)
    return shown[:-2] if shown.endswith(".0") else shown


def _or_number(number: int | float) -> str:
    return f", or the number as {_shortest(number)}" if isfinite(number) else ""


def _clearer(text: str, old: object) -> str:
    quotes = f'write "{text}" in quotes if the text is meant'
    if isinstance(old, (bool, int, float)):
        return f"{quotes}, {_described(old).removeprefix('the number ')} if that is meant"
    return quotes


def _read_date(text: str, year: int, month: int, day: int) -> Reading:
    try:
        return Reading(date(year, month, day))
    except ValueError as error:
        return Reading(text, "PS025", f"`{text}` is no date: {error}", "write an existing day, as YYYY-MM-DD")


def _quoted(text: str) -> str:
    return f"`{text}`" if len(text) <= 40 else f"`{text[:39]}…`"
