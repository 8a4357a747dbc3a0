"""Steps from one version to the next: whether one says that something breaks, and which version would say so."""

from __future__ import annotations

import re
from collections.abc import Collection

from generator.meaning import Impact
from generator.model.versioning import version_key

_NUMBERS = re.compile(r"(v?)(\d+)(?:\.(\d+))?(?:\.(\d+))?")


def says_so(before: str, after: str, rule: str) -> bool:
    """Tell whether the step between two versions announces a breaking change, as the *rule* of the repository has it.

    Below 1.0.0 a step of the second number does, as semantic versioning promises nothing there.
    """
    old, new = _numbers(before), _numbers(after)
    if rule == "any" or new[0] > old[0]:
        return True
    second = rule == "minor" or old[0] == 0
    return second and new[:2] > old[:2]


def would_do(version: str, impact: Impact, taken: Collection[str], rule: str = "major") -> str:
    """Return the next version after *version* that says *impact*, and is none of those *taken*."""
    first, second, third = _numbers(version)
    found = _NUMBERS.match(version)
    short = found is not None and found[4] is None
    prefix = found[1] if found else ""
    highest = _numbers(max([version, *taken], key=version_key))
    if impact is Impact.BREAKING and rule == "major" and first > 0:
        first, second, third = max(first, highest[0]) + 1, 0, 0
    elif impact in (Impact.BREAKING, Impact.FEATURE):
        second, third = second + 1, 0
    else:
        third, short = third + 1, False
    while (text := _text(prefix, (first, second, third), short=short)) in taken:
        second, third = (second + 1, 0) if impact in (Impact.BREAKING, Impact.FEATURE) else (second, third + 1)
    return text


def _numbers(version: str) -> tuple[int, int, int]:
    found = _NUMBERS.match(version)
    return (int(found[2]), int(found[3] or 0), int(found[4] or 0)) if found else (0, 0, 0)


def _text(prefix: str, numbers: tuple[int, int, int], *, short: bool) -> str:
    return prefix + ".".join(str(number) for number in (numbers[:2] if short else numbers))
