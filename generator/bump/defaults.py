"""What a chart sets if nobody says otherwise, and what a newer chart changes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from generator.audit.charts import Chart
from generator.audit.template_reads import mentions
from generator.source import parse_values
from generator.source.outline import Path
from generator.source.spots import spots

MOST = 200_000
"""The most values of a chart that are compared; the largest real one has some ten thousand."""

ABSENT = object()


class TooMany(Exception):
    """A chart sets more values than can be compared."""


@dataclass(frozen=True, eq=False)
class Defaults:
    """The values of a chart and of the charts below it, by path. *leaves* are texts, numbers, lists and empty maps."""

    chart: Chart
    leaves: Mapping[Path, object]
    versions: Mapping[Path, str] = field(default_factory=dict)

    @staticmethod
    def of(chart: Chart) -> Defaults:
        """Read the defaults of *chart*. Raises `TooMany`."""
        leaves: dict[Path, object] = {}
        versions: dict[Path, str] = {}
        _collect(chart, (), leaves, versions)
        return Defaults(chart, leaves, versions)

    @cached_property
    def around(self) -> frozenset[Path]:
        """The paths of all maps that hold something."""
        return frozenset(path[:length] for path in self.leaves for length in range(1, len(path)))

    def has(self, path: Path) -> bool:
        """Tell whether the chart sets something at *path*."""
        return path in self.leaves or path in self.around

    def is_open(self, path: Path) -> bool:
        """Tell whether *path* lies in something that the chart leaves open: an empty map, null, or a list."""
        above = (self.leaves.get(path[:length], ABSENT) for length in range(1, len(path)))
        return any(value is None or value == {} or isinstance(value, list) for value in above)

    def reads(self, path: Path) -> bool:
        """Tell whether a template mentions *path*, something in it, or something around it."""
        mentioned, inside = self._mentioned
        return path in inside or any(path[:length] in mentioned for length in range(1, len(path) + 1))

    def app_version(self, path: Path) -> str:
        """Return the appVersion of the chart whose values stand around *path*."""
        length = next(length for length in range(len(path), -1, -1) if path[:length] in self.versions)
        return self.versions[path[:length]]

    @cached_property
    def texts(self) -> Mapping[Path, str]:
        """How the chart's own values.yaml writes the plain scalars in it."""
        text = self.chart.values_text.removeprefix("\ufeff")
        plain = ((path, s) for path, s in spots(text).items() if s.kind == "scalar" and not s.style and not s.shared)
        return {path: text[spot.start : spot.end] for path, spot in plain}

    @cached_property
    def _mentioned(self) -> tuple[frozenset[Path], frozenset[Path]]:
        found = frozenset(_mentions(self.chart, ()))
        return found, frozenset(path[:length] for path in found for length in range(1, len(path) + 1))


def flat(data: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield what plain *data* sets, by path: everything that is no map with something in it."""
    if isinstance(data, Mapping) and (data or not path):
        for key, value in data.items():
            yield from flat(value, (*path, str(key)))
    else:
        yield path, data


def _collect(chart: Chart, path: Path, leaves: dict[Path, object], versions: dict[Path, str]) -> None:
    """Add the values of *chart*, whose own stand below *path*; what a chart says of those below it, wins."""
    versions[path] = chart.app_version or chart.version
    names = defaultdict(list)
    for dependency in chart.dependencies:
        names[dependency.name].append(dependency.alias or dependency.name)
    for child in chart.charts:
        for key in names.get(child.name, [child.name])[:20]:
            if key:
                _collect(child, (*path, key), leaves, versions)
    for below, value in flat(_values(chart), path):
        leaves[below] = value
        if len(leaves) > MOST:
            raise TooMany


def _values(chart: Chart) -> object:
    """Return the values of *chart*, read without its byte order mark."""
    document, _found = parse_values("values.yaml", chart.values_text)
    return document.data if document and isinstance(document.data, dict) else {}


def _mentions(chart: Chart, path: Path) -> Iterator[Path]:
    for text in chart.templates.values():
        if ".Values" in text:
            yield from ((*path, *steps) for steps in mentions(text) if steps)
    for child in chart.charts:
        yield from _mentions(child, (*path, child.name))


@dataclass(frozen=True, eq=False)
class Changes:
    """What the defaults *new* change of the defaults *old*."""

    old: Defaults
    new: Defaults

    def gone(self, path: Path) -> Path | None:
        """Return the shortest part of *path* that *old* knew and *new* knows no more, None where there is none."""
        if not self.old.has(path) and not self.old.is_open(path):
            return None
        for length in range(1, len(path) + 1):
            part = path[:length]
            if not self.new.has(part):
                lost = self.old.has(part) and not self.new.is_open(part) and not self.new.reads(part)
                return part if lost else None
        return None

    @cached_property
    def offered(self) -> Mapping[Path, object]:
        """What *new* sets and *old* did not know, in the order of the chart."""
        return {path: value for path, value in self.new.leaves.items() if not self.old.has(path)}

    def moved(self, path: Path) -> Path | None:
        """Return the one path that *new* offers with the last step and the default of a gone one; None for none."""
        found = self._alike.get((path[-1], repr(self.old.leaves[path]))) if path in self.old.leaves else None
        return found[0] if found and len(found) == 1 else None

    @cached_property
    def _alike(self) -> Mapping[tuple[str | int, str], list[Path]]:
        found: dict[tuple[str | int, str], list[Path]] = defaultdict(list)
        for path, value in self.offered.items():
            found[path[-1], repr(value)].append(path)
        return found
