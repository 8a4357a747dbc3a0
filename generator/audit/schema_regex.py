"""Regular expressions of schema.yaml: what RE2 refuses, and matching that cannot run away. This module is no check.

Palette matches with RE2, which is linear; Python's `re` is not. So a pattern is only tried where a bound on its steps
is small: what varies in it (quantifiers, alternatives) is multiplied, and one that repeats what itself varies is not
tried at all. Whoever calls then learns nothing, and says nothing.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 1000
MOST_STEPS = 2_000_000

_REFUSED = re.compile(
    r"(?P<back>\\[1-9]|\\k[<{']|\(\?P=)|(?P<around>\(\?<?[=!])|(?P<group>\(\?[>(])"
    r"|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]",  # what follows a backslash or stands in a class is none of them
    re.DOTALL,
)
_WHAT = {"back": "a reference back", "around": "look-around", "group": "an atomic or conditional group"}
_BROKEN = ("unterminated", "unbalanced", "nothing to repeat", "bad character range", "multiple repeat", "min repeat")
_ATOM = re.compile(r"\\.|\[\^?\]?(?:\[:\w{1,12}:\]|\\.|[^\]\\])*\]|\(\?P?<\w{1,80}>|\(\?[imsU:-]{1,9}|.", re.DOTALL)
_QUANTIFIER = re.compile(r"(?:([*+?])|\{(\d{1,4})(,?)(\d{0,4})\})[?]?")


@dataclass(frozen=True, slots=True)
class RegexFault:
    """What is wrong with a pattern, and at which offset of it."""

    offset: int
    message: str


@lru_cache(maxsize=256)
def fault_of(pattern: str) -> RegexFault | None:
    """Return why RE2 refuses *pattern*, None where it does not, or that is not certain."""
    if len(pattern) > LONGEST:
        return None
    for found in _REFUSED.finditer(pattern):
        if found.lastgroup:
            return RegexFault(found.start(), f"it has {_WHAT[found.lastgroup]}")
    compiled = _compiled(pattern)
    if isinstance(compiled, re.error) and compiled.msg and any(word in compiled.msg for word in _BROKEN):
        return RegexFault(compiled.pos or 0, str(compiled.msg))
    return None


def matches(pattern: str, text: str) -> bool | None:
    """Tell whether *pattern* is found in *text*; None where it would take too long, or nobody knows."""
    compiled = _compiled(pattern)
    if not isinstance(compiled, re.Pattern) or fault_of(pattern):
        return None
    if (len(text) + 1) * _cost(pattern, len(text) + 1) > MOST_STEPS:
        return None
    return compiled.search(text) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str] | re.error | None:
    if len(pattern) > LONGEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(pattern)
    except re.error as error:
        return error
    except (RecursionError, OverflowError, MemoryError, ValueError):
        return None


@lru_cache(maxsize=1024)
def _cost(pattern: str, length: int) -> float:
    """Return a bound on the ways in which *pattern* can match a text of *length*, infinite where none is known."""
    totals: list[float] = [1.0]  # of each group that is open
    last, position = 1.0, 0
    while position < len(pattern):
        found = _QUANTIFIER.match(pattern, position)
        if found:
            totals[-1] *= _repeated(found, last, length)
            last, position = 1.0, found.end()
            continue
        atom = _ATOM.match(pattern, position)
        assert atom is not None  # its last alternative takes anything
        totals[-1] *= last if last > 1 else 1.0
        last = 1.0
        if atom[0].startswith("("):
            totals.append(1.0)
        elif atom[0] == ")" and len(totals) > 1:
            last = totals.pop()
        elif atom[0] == "|":
            totals[-1] = totals[-1] + 1
        position = atom.end()
        if totals[-1] > 1e12:
            return float("inf")
    while len(totals) > 1:
        inner = totals.pop()
        totals[-1] *= inner
    return totals[0] * last


def _repeated(found: re.Match[str], inner: float, length: int) -> float:
    """Return how often the part before a quantifier can vary, given in how many ways it can match itself."""
    sign, least, comma, most = found.groups()
    if sign == "?":
        return inner + 1
    if sign or (comma and not most):
        return float("inf") if inner > 1 else float(length)
    high = int(most or least)
    ways = inner ** min(high, 1000) if inner < 1e6 and high < 60 else (1.0 if inner == 1 else float("inf"))
    return ways * max(1, high - int(least) + 1)
