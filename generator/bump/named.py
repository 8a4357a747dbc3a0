"""Where a version of a pack names paths of values, and where the pack mentions a version in its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from generator.bump.plain import scalars
from generator.catalog import LINE, LoadedPack, Route
from generator.checks.walk import owner, records, steps_of
from generator.diagnostics import Location
from generator.model.selection import parameters_of
from generator.model.versioning import VersionRange
from generator.source import parse_values
from generator.source.outline import Path
from generator.values import ValuesText

PARAMETER = "has a parameter record"
VALUES = "is set in the values"

_SILENT = {"sources", "cite", "conflicts", "versions", "lifecycle", "valuesOf", "assets", "charts", "file"}
"""Keys whose texts state versions as facts, or name files: they are no words about the newest version."""


@dataclass(frozen=True, slots=True)
class Named:
    """A *path* of values that the pack names, and how; *place* finds out where."""

    path: Path
    place: Callable[[], Location]
    how: str


@dataclass(frozen=True)
class InValues:
    """Finds where the values of entry *number* of `versions` stand, in pack.yaml or in their file."""

    loaded: LoadedPack
    number: int

    @cached_property
    def text(self) -> ValuesText:
        """The values."""
        return self.loaded.values.get(self.loaded.pack.versions[self.number].version) or ValuesText("")

    @cached_property
    def _first(self) -> Location:
        pack = self.loaded.pack
        return self.loaded.where(("versions", owner(pack, pack.versions[self.number]), "values", LINE, 0))

    @cached_property
    def _live(self) -> frozenset[Path]:
        return frozenset(path[:length] for path in self.text.leaves() for length in range(1, len(path) + 1))

    def place(self, path: Path) -> Location:
        """Return the place of the key at *path*, or of the nearest key around it."""
        lines = self.text.lines
        near = next((path[:length] for length in range(len(path), 0, -1) if path[:length] in self._live), None)
        number = (self.text.line(near) or 1) - 1 if near else 0
        if self._first.path != self.loaded.document.path:
            line = lines[number] if number < len(lines) else ""
            return Location(self._first.path, number + 1, len(line) - len(line.lstrip(" ")) + 1)
        line = self.loaded.document.places.line(self._first.line - 1 + number)
        return Location(self._first.path, self._first.line + number, len(line) - len(line.lstrip(" ")) + 1)


def named(loaded: LoadedPack, number: int) -> Iterator[Named]:
    """Yield the paths of values that entry *number* of `versions` sets, documents, changes in presets, or refers to."""
    version = loaded.pack.versions[number]
    values = InValues(loaded, number)
    for path in values.text.leaves():
        yield Named(path, partial(values.place, path), VALUES)
    numbers = {id(parameter): index for index, parameter in enumerate(loaded.pack.parameters)}
    for parameter in parameters_of(loaded.pack, version):
        if path_ := steps_of(parameter.path):
            yield Named(path_, partial(loaded.where, ("parameters", numbers[id(parameter)], "path")), PARAMETER)
    yield from _presets(loaded, version.version)
    for key, text in (("presetsText", version.presets_text), ("schemaText", version.schema_text)):
        if isinstance(text, str):
            yield from _in_text(loaded, ("versions", number, key), text)
    yield from _references(loaded, number)


def _presets(loaded: LoadedPack, version: str) -> Iterator[Named]:
    for index, preset in enumerate(loaded.pack.presets):
        if version not in preset.versions:
            continue
        name = f"`{preset.group}:{preset.name}`"
        for n, text in enumerate(preset.remove):
            if path := steps_of(text):
                yield Named(
                    path, partial(loaded.where, ("presets", index, "remove", n)), f"is removed by the preset {name}"
                )
        added = ValuesText(preset.add)
        for path in added.leaves():
            line = (added.line(path) or 1) - 1
            yield Named(
                path, partial(loaded.where, ("presets", index, "add", LINE, line)), f"is added by the preset {name}"
            )


def _in_text(loaded: LoadedPack, route: Route, text: str) -> Iterator[Named]:
    """Yield what the text of a presets.yaml or schema.yaml names."""
    document, _found = parse_values("text", text)
    data = document.data if document else None
    if document is None or not isinstance(data, dict):
        return

    def at(find: Callable[..., Location], *arguments: object) -> Callable[[], Location]:
        return lambda: loaded.where((*route, LINE, find(*arguments).line - 1))

    if route[-1] == "schemaText":
        for key in data:
            if path := steps_of(str(key)):
                yield Named(path, at(document.where_key, (key,)), "has an entry in schemaText")
        return
    for index, preset in enumerate(data["presets"] if isinstance(data.get("presets"), list) else []):
        if not isinstance(preset, dict):
            continue
        for n, removed in enumerate(preset["remove"] if isinstance(preset.get("remove"), list) else []):
            if isinstance(removed, str) and (path := steps_of(removed)):
                place = at(document.where, ("presets", index, "remove", n))
                yield Named(path, place, "is removed by a preset of presetsText")
        added = ValuesText(preset["add"] if isinstance(preset.get("add"), str) else "")
        for path in added.leaves():
            line = at(document.block_line, ("presets", index, "add"), (added.line(path) or 1) - 1)
            yield Named(path, line, "is added by a preset of presetsText")


def _references(loaded: LoadedPack, number: int) -> Iterator[Named]:
    """Yield the paths that constraints refer to, of the pack or of the version that overrides them."""
    data = loaded.document.data
    own: Route = ("versions", number, "overrides", "constraints")
    overridden = loaded.pack.versions[number].overrides.constraints is not None
    for route in (own,) if overridden else (("constraints",),):
        held: object = data
        for step in route:
            if isinstance(held, dict):
                held = held.get(step)
            elif isinstance(held, list) and isinstance(step, int):
                held = held[step]
        for path, value in scalars(held, tuple(route)):
            if str(path[-1]).endswith("ParamRef") and isinstance(value, str) and (steps := steps_of(value)):
                yield Named(steps, partial(loaded.where, path), "is what a constraint refers to")


def mentions(loaded: LoadedPack, number: int, old: str) -> Iterator[Location]:
    """Yield each place where words that hold for entry *number* of `versions` mention the version *old*."""
    pattern = re.compile(rf"(?<![\w.])v?{re.escape(old)}(?![\w+]|-\w|\.\d)")
    new = loaded.pack.versions[number].version
    elsewhere = {
        tuple(route)
        for route, record in records(loaded.pack)
        if isinstance(range_ := getattr(record, "versions", None), VersionRange) and new not in range_
    }
    own: Path = ("versions", number)
    for path, value in scalars(loaded.document.data):
        if not isinstance(value, str) or old not in value or _within(path, elsewhere):
            continue
        inside = path[2:] if path[:2] == own else path
        if not _SILENT & set(inside) and inside not in (("version",), ("series",), ("values",)):
            yield from _places(loaded, path, pattern)
    for route, file in loaded.files.items():
        held = "versions" not in route[:1] or route[:2] == own
        if held and route[-1] != "values" and not _within(tuple(route), elsewhere):
            text = loaded.sources[file].decode("utf-8", "replace")
            for found in pattern.finditer(text):
                line = text.count("\n", 0, found.start())
                yield Location(file, line + 1, found.start() - text.rfind("\n", 0, found.start()))


def _places(loaded: LoadedPack, path: Path, pattern: re.Pattern[str]) -> Iterator[Location]:
    """Yield where the text at *path*, as it is written, mentions the version."""
    places = loaded.document.places
    start, end = (places.starts[place.line - 1] + place.column - 1 for place in loaded.document.span(path))
    yield from (places.at(found.start()) for found in pattern.finditer(places.text, start, end))


def _within(path: Path, routes: set[Path]) -> bool:
    return any(path[:length] in routes for length in range(1, len(path) + 1))
