"""What a documented path can be in a pack, and the keys of values.yaml that Palette itself reads."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from generator.readme.paths import Written
from generator.values import Path

ROOTS = ("charts", "manifests", "pack")
"""The keys of values.yaml below which Palette looks for parameters."""

OF_PALETTE = frozenset(("namespace", "namespaceLabels", "releaseNameOverride", "spectrocloud"))
"""The keys below `pack` that Palette itself knows, set or not (220 community packs)."""


class Kind(StrEnum):
    """What a documented path is."""

    LIVE = "live"
    COMMENTED = "commented out"
    PRESET = "in a preset only"
    CHART = "among the chart's defaults only"
    WRONG_PREFIX = "wrong prefix"
    WRONG_CASE = "wrong letter case"
    PLACEHOLDER = "placeholder"
    MISSING = "missing"
    NO_PATH = "no path"


class Resolution(NamedTuple):
    """What a path is: the full *paths* (several if it is not said which), the *prefix* that it leaves out.

    *where* names the preset or chart. Of what is missing, *parent* is the deepest live key that should hold it.
    """

    written: Written
    kind: Kind
    paths: tuple[Path, ...] = ()
    prefix: Path = ()
    where: str = ""
    parent: Path = ()
