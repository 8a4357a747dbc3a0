"""presets.yaml, read once for the checks of it. This module is no check.

Shape, as in every real file: `presets:` holds a list, and each preset has `name`, `displayName`, `group`, `remove` (a
list of dotted paths) and `add` (a text that is YAML: the part of values.yaml that changes, from the root).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from generator.audit.folder import PackFolder
from generator.diagnostics import Diagnostic, Location, Severity
from generator.source import Document, Route, parse_values
from generator.values import ENABLED_PRESETS

MOST_PRESETS = 500
MARK = ENABLED_PRESETS.removeprefix("# ").removesuffix(":")


@dataclass(frozen=True, slots=True)
class Preset:
    """A preset that is a mapping. *added* is the data of `add`, *problems* why that is no YAML."""

    number: int
    name: str
    group: str
    body: dict[str, object]
    remove: tuple[str, ...]
    added: object
    problems: tuple[Diagnostic, ...] = ()

    @property
    def called(self) -> str:
        """How the header of values.yaml calls it."""
        return f"{self.group}:{self.name}"

    def route(self, *steps: str | int) -> Route:
        """Return the way to the preset, or to something in it."""
        return ("presets", self.number, *steps)


@dataclass(frozen=True, slots=True)
class Enabled:
    """One name of the header of values.yaml, as written, and its column from 1."""

    text: str
    column: int

    @property
    def called(self) -> str:
        """The name without spaces around the group and the name."""
        group, colon, name = self.text.partition(":")
        return f"{group.strip()}{colon}{name.strip()}"


@dataclass(frozen=True, slots=True)
class Header:
    """The line of values.yaml that says which presets are enabled; *line* counts from 1."""

    line: int
    enabled: tuple[Enabled, ...]


def presets(folder: PackFolder) -> tuple[Preset, ...]:
    """Return the presets of presets.yaml; none where there is none, or it has another shape."""
    data = folder.presets.data if folder.presets else None
    listed = data.get("presets") if isinstance(data, dict) else None
    bodies = enumerate(islice(listed, MOST_PRESETS)) if isinstance(listed, list) else ()
    return tuple(_preset(folder, number, body) for number, body in bodies if isinstance(body, dict))


def header(folder: PackFolder) -> Header | None:
    """Return which presets the first line of values.yaml enables; None where it says nothing of presets."""
    text = folder.values.text if folder.values else ""
    first = text.removeprefix("\ufeff").split("\n", 1)[0].rstrip("\r")
    start = first.find(MARK)
    if not first.startswith("#") or start < 0 or len(first) > 20_000:
        return None
    start += len(MARK)
    start += first[start:].startswith(":")
    return Header(1, tuple(_names(first, start)))


def mentions_header(folder: PackFolder) -> bool:
    """Tell whether values.yaml speaks of enabled presets in any line."""
    return folder.values is not None and MARK in folder.values.text


def place(folder: PackFolder, route: Route) -> Location:
    """Return where something in presets.yaml stands."""
    assert folder.presets is not None
    return folder.presets.where(route)


def added_place(folder: PackFolder, preset: Preset) -> Callable[[Route], Location]:
    """Return what finds the place of a value that *preset* adds, by its route from the root of the values."""
    document, text = folder.presets.document if folder.presets else None, preset.body.get("add")
    assert document is not None and isinstance(text, str)
    read: list[Document | None] = []  # once, when a place is first asked for

    def where(route: Route) -> Location:
        if not read:
            read.append(parse_values(document.path, text, origin=document.origin(preset.route("add")))[0])
        return read[0].where(route) if read[0] else document.where(preset.route("add"))

    return where


def _names(line: str, start: int) -> Sequence[Enabled]:
    found: list[Enabled] = []
    for part in line[start:].split(","):
        if part.strip():
            found.append(Enabled(part.strip(), start + len(part) - len(part.lstrip()) + 1))
        start += len(part) + 1
    return found


def _preset(folder: PackFolder, number: int, body: dict[str, object]) -> Preset:
    removed = body.get("remove")
    paths = tuple(path for path in removed if isinstance(path, str)) if isinstance(removed, list) else ()
    added, problems = _added(folder, number, body.get("add"))
    return Preset(number, _word(body.get("name")), _word(body.get("group")), body, paths, added, problems)


def _added(folder: PackFolder, number: int, text: object) -> tuple[object, tuple[Diagnostic, ...]]:
    document = folder.presets.document if folder.presets else None
    if not isinstance(text, str) or document is None:
        return None, ()
    origin = document.origin(("presets", number, "add"))
    parsed, found = parse_values(document.path, text, origin=origin)
    wrong = tuple(problem for problem in found if problem.severity is Severity.ERROR)
    return (parsed.data if parsed and not wrong else None), wrong


def _word(value: object) -> str:
    return value.strip() if isinstance(value, str) else "" if value is None else str(value)
