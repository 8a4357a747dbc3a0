"""Pack versions: their order, and ranges of them.

Real packs use strict semantic versions, two-part ones (`1.5`), pre-releases that mean a build (`2.0.2-up.4`,
`0.30.0-5.5.2026`) and a leading `v`, so the order here is total over any text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_PART = re.compile(r"\d+|[A-Za-z]+")
_COMPARISON = re.compile(r"(>=|<=|>|<|=)?\s*([0-9A-Za-z][0-9A-Za-z.+_-]*)$")
_SERIES = re.compile(r"v?\d+(\.\d+)*\.x$")

VersionKey = tuple[tuple[int, ...], int, tuple[tuple[int, int | str], ...]]


@lru_cache(maxsize=4096)
def version_key(version: str) -> VersionKey:
    """Return a key that sorts *version* as semantic versioning does; missing parts count as 0."""
    core, _, rest = version.lstrip("vV").partition("+")[0].partition("-")
    numbers = [int(p) for p in re.findall(r"\d+", core)]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    tail = tuple((0, int(p)) if p.isdigit() else (1, p) for p in _PART.findall(rest))
    return tuple(numbers), 0 if tail else 1, tail


def in_series(version: str, series: str) -> bool:
    """Tell whether *version* belongs to *series*: `1.4.0` to `1.4.x`, and not to `14.x`."""
    prefix = series.removesuffix("x").lstrip("vV")
    return f"{version.lstrip('vV')}.".startswith(prefix)


@dataclass(frozen=True, slots=True)
class VersionRange:
    """A set of versions: `*`, a series `1.4.x`, one version `1.4.0`, or comparisons `>=1.2 <2` (all must hold).

    `1.2.x || >=1.4` is every version that is in one of the two.
    """

    text: str

    def __post_init__(self) -> None:
        """Raise `ValueError` where the text is no range."""
        if self.text == "*":
            return
        for alternative in self.text.split("||"):
            parts = alternative.split()
            if len(parts) == 1 and _SERIES.fullmatch(parts[0]):
                continue
            if not parts or not all(_COMPARISON.match(p) and any(c.isdigit() for c in p) for p in parts):
                raise ValueError("is no version range; write `1.4.x`, `1.4.0`, `>=1.2 <2`, `1.2.x || 1.4.x` or `*`")

    def __contains__(self, version: object) -> bool:
        return self.text == "*" or any(_in(str(version), part.split()) for part in self.text.split("||"))

    def __str__(self) -> str:
        return self.text

    @property
    def everything(self) -> bool:
        """Whether the range excludes nothing."""
        return self.text == "*"


def _in(version: str, parts: list[str]) -> bool:
    if len(parts) == 1 and _SERIES.fullmatch(parts[0]):
        return in_series(version, parts[0])
    return all(_holds(version, part) for part in parts)


def _holds(version: str, comparison: str) -> bool:
    found = _COMPARISON.match(comparison)
    assert found is not None
    operator, bound = found.groups()
    left, right = version_key(version), version_key(bound)
    match operator:
        case ">=":
            return left >= right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case "<":
            return left < right
        case _:
            return left == right
