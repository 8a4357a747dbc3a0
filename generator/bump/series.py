"""The tab that a new version is documented under, in the style of the tabs that are there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.model.versioning import in_series, version_key
from generator.model.versions import Version

_LABEL = re.compile(r"([vV]?)(\d+(?:\.\d+)*)(\.x)?")
_NUMBERS = re.compile(r"[vV]?(\d+(?:\.\d+)*)")


def series_for(new: str, old: Version, others: Sequence[Version]) -> str:
    """Return the series of the version *new*, made from *old*: cut like the label of *old*, or of its nearest sibling.

    A label that is a word, such as `Deprecated`, says nothing of a new version.
    """
    near = sorted(others, key=lambda version: version_key(version.version), reverse=True)
    for version in (old, *near):
        if _covers(version.series, new) and _cut(version.series, version.version, new):
            return version.series
    for version in (old, *near):
        if label := _cut(version.series, version.version, new):
            return label
    found = _NUMBERS.match(new)
    return ".".join(found[1].split(".")[:2]) + ".x" if found and "." in found[1] else new


def _covers(label: str, version: str) -> bool:
    return in_series(version, label if label.endswith("x") else f"{label}.x")


def _cut(label: str, old: str, new: str) -> str:
    """Return *new* cut to as many numbers as *label* has of *old*; "" where *label* is no cut of *old*."""
    said, has, wanted = _LABEL.fullmatch(label), _NUMBERS.match(old), _NUMBERS.match(new)
    if not said or not has or not wanted:
        return ""
    count = said[2].count(".") + 1
    if has[1].split(".")[:count] != said[2].split("."):
        return ""
    return said[1] + ".".join(wanted[1].split(".")[:count]) + (said[3] or "")
