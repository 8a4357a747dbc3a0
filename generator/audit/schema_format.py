"""Whether a value of values.yaml has the format that schema.yaml gives it. This module is no check.

What is not certain is no fault: a macro, an empty value, a pattern that might take long.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.audit.schema_regex import matches
from generator.audit.wording import listing, short
from generator.palette_schema import Constraint, Placeholder

LONGEST_MIXED = 200

_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!\Z)|\Z)){4}")
_IPV4_INSIDE = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
_VERSION = re.compile(r"v?\d+(?:\.\d+)*(?:[-+.][\w.+-]*)?")
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a value, to follow "is", and the way out."""

    message: str
    help: str


def fault(constraint: Constraint, value: object) -> Wrong | None:
    """Return why *value* breaks the format of *constraint*; None where it does not, or nobody can tell."""
    if value in (None, "", [], {}) or isinstance(value, datetime.date):
        return None
    if isinstance(value, dict):
        return Wrong(f"a mapping, and its format is {_shown(constraint)}", "put the entry at the value below it")
    values = value if isinstance(value, list) else [value]
    if any(isinstance(item, dict | list) or "{{" in str(item) for item in values):
        return None
    only = constraint.parts[0] if len(constraint.parts) == 1 else None
    for item in values:
        wrong = _single(only, item) if isinstance(only, Placeholder) else _mixed(constraint, item)
        if wrong:
            return wrong
    return None


def _single(part: Placeholder, value: object) -> Wrong | None:
    match part.type:
        case "boolean":
            return _boolean(value)
        case "number":
            return _number(part, value)
        case "list":
            return _option(part, value)
        case "ipv4" if not _IPV4.fullmatch(_text(value)):
            return Wrong(f"{_quoted(value)}, which is no IPv4 address", "write four numbers up to 255: 10.0.0.1")
        case "version" if not part.regex and not _VERSION.fullmatch(_text(value)):
            return Wrong(f"{_quoted(value)}, which is no version", "write it as 1.2.3")
    return _pattern(part, value)


def _boolean(value: object) -> Wrong | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return Wrong(f"the text {_quoted(value)}, and its format is a boolean", f"remove the quotes: {value.lower()}")
    return Wrong(f"{_quoted(value)}, and its format is a boolean", "write true or false without quotes")


def _number(part: Placeholder, value: object) -> Wrong | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        quoted = isinstance(value, str) and _NUMBER.fullmatch(value.strip())
        message = f"the text {_quoted(value)}" if quoted else f"{_quoted(value)}"
        help = f"remove the quotes: {value}" if quoted else 'write a number, or the format "${string}"'
        return Wrong(f"{message}, and its format is a number", help)
    if part.range and not part.range[0] <= value <= part.range[1]:
        low, high = part.range
        return Wrong(f"{value}, which is not from {low:g} to {high:g}", "correct the value or the range")
    return _pattern(part, value)


def _option(part: Placeholder, value: object) -> Wrong | None:
    options = part.list_options
    if _text(value) in options or (isinstance(value, bool) and _spelled(value, options)):
        return None
    if isinstance(value, int | float) and any(_same_number(option, value) for option in options):
        return None
    return Wrong(f"{_quoted(value)}, which is none of its options", f"write one of {listing(map(short, options), 8)}")


def _pattern(part: Placeholder, value: object) -> Wrong | None:
    if part.regex and matches(part.regex, _text(value)) is False:
        help = "correct the value or the pattern"
        return Wrong(f"{_quoted(value)}, which its pattern `{short(part.regex, 80)}` does not match", help)
    return None


def _mixed(constraint: Constraint, value: object) -> Wrong | None:
    """Go through the parts of a format with every place in the text that each can end at."""
    text = _text(value)
    if len(text) > LONGEST_MIXED:
        return None
    places = {0}
    for part in constraint.parts:
        ends = {end for start in places for end in _ends(part, text, start)}
        if -1 in ends:
            return None
        places = ends
    if len(text) in places:
        return None
    return Wrong(
        f"{_quoted(value)}, which is not of the format {_shown(constraint)}", "correct the value or the format"
    )


def _ends(part: str | Placeholder, text: str, start: int) -> Iterable[int]:
    """Return where *part* can end that begins at *start*; -1 where nobody can tell."""
    if isinstance(part, str):
        return (start + len(part),) if text.startswith(part, start) else ()
    if part.type == "ipv4":
        found = _IPV4_INSIDE.match(text, start)
        return (found.end(),) if found and _IPV4.fullmatch(found[0]) else ()
    if part.type == "list":
        return [start + len(option) for option in part.list_options if text.startswith(option, start)]
    if part.type == "boolean":
        return [start + len(word) for word in ("true", "false") if text.startswith(word, start)]
    if part.regex:
        tried = [(end, matches(part.regex, text[start:end])) for end in range(start, len(text) + 1)]
        return [-1 if met is None else end for end, met in tried if met is not False]
    pattern = {"number": _NUMBER, "version": _VERSION}.get(part.type)
    ends = range(start + 1, len(text) + 1)
    return [end for end in ends if pattern is None or pattern.fullmatch(text, start, end)]


def _text(value: object) -> str:
    """Return a scalar as a values.yaml would write it."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _spelled(value: bool, options: Iterable[str]) -> bool:
    words = ("true", "yes", "on") if value else ("false", "no", "off")
    return any(option.lower() in words for option in options)


def _same_number(option: str, value: float) -> bool:
    try:
        return float(option) == value
    except ValueError:
        return False


def _quoted(value: object) -> str:
    return f'"{short(value)}"' if isinstance(value, str) else short(_text(value))


def _shown(constraint: Constraint) -> str:
    return f"`{short(constraint.format, 80)}`"
