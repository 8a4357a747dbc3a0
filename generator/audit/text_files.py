"""The files of a pack as text, as JSON and as YAML, each with the places of what is in it and what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from generator.audit.disk import Files, Refused
from generator.diagnostics import Diagnostic, Location
from generator.source import VALUES, Document, Route, decode, load, parse_values
from generator.source.places import Places

BROKEN_JSON = "PS232"

_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*"|(-?Infinity|NaN)', re.DOTALL)


@dataclass(frozen=True, eq=False)
class TextFile:
    """A file: its *path* as it is reported, its *text* ("" where it cannot be read), and why."""

    path: str
    text: str
    problems: tuple[Diagnostic, ...] = ()

    @cached_property
    def places(self) -> Places:
        """Lines and offsets of the text: `places.line(n)` from 0, `places.at(offset)`."""
        return Places(self.path, self.text)

    def at(self, offset: int) -> Location:
        """Return the place of the character at *offset*."""
        return self.places.at(offset)

    def spot(self, line: int, column: int = 1) -> Location:
        """Return the place at *line* and *column*, both from 1."""
        return Location(self.path, line, column)


@dataclass(frozen=True, eq=False)
class YamlFile(TextFile):
    """A YAML file that was read leniently: `{{ … }}` is text. *document* is None where it is no YAML."""

    document: Document | None = None

    @property
    def data(self) -> object:
        """The plain data; None where there is none."""
        return self.document.data if self.document else None

    def where(self, route: Route) -> Location:
        """Return the place of the value at *route*, or of its nearest ancestor."""
        return self.document.where(route) if self.document else Location(self.path)

    def where_key(self, route: Route) -> Location:
        """Return the place of the key at the end of *route*."""
        return self.document.where_key(route) if self.document else Location(self.path)


@dataclass(frozen=True, eq=False)
class JsonFile(TextFile):
    """A strict JSON file. *data* is None where it is broken. Places come from reading it as YAML, which JSON is."""

    data: object = None

    @cached_property
    def _document(self) -> Document | None:
        return parse_values(self.path, self.text)[0]

    def where(self, route: Route) -> Location:
        """Return the place of the value at *route*, or of its nearest ancestor."""
        return self._document.where(route) if self._document else Location(self.path)

    def where_key(self, route: Route) -> Location:
        """Return the place of the key at the end of *route*."""
        return self._document.where_key(route) if self._document else Location(self.path)


def read_text(files: Files, path: str, shown: str) -> TextFile | None:
    """Read the file *path*, which is reported as *shown*; None where there is none."""
    if not files.has(path):
        return None
    try:
        data = files.read(path)
    except Refused as why:
        return TextFile(shown, "", (Diagnostic(why.code, why.message, Location(shown), why.help),))
    text, problems = decode(shown, data, VALUES)
    return TextFile(shown, text or "", tuple(problems))


def read_yaml(files: Files, path: str, shown: str) -> YamlFile | None:
    """Read the YAML file *path*, which is reported as *shown*; None where there is none."""
    file = read_text(files, path, shown)
    if file is None or file.problems:
        return YamlFile(file.path, file.text, file.problems) if file else None
    document, problems = load(shown, file.text.encode(), limits=VALUES, strict=False)
    return YamlFile(file.path, file.text, tuple(problems), document)


def read_json(files: Files, path: str, shown: str) -> JsonFile | None:
    """Read the JSON file *path*, which is reported as *shown*; None where there is none."""
    file = read_text(files, path, shown)
    if file is None or file.problems:
        return JsonFile(file.path, file.text, file.problems) if file else None
    data, problem = parse_json(file)
    return JsonFile(file.path, file.text, (problem,) if problem else (), data)


def parse_json(file: TextFile) -> tuple[object, Diagnostic | None]:
    """Take a file that should be strict JSON; return its data, or None and what is wrong."""

    def broken(message: str, offset: int, way_out: str) -> tuple[None, Diagnostic]:
        return None, Diagnostic(BROKEN_JSON, message, file.at(offset), way_out)

    repeated: list[str] = []
    try:
        data = json.loads(file.text, parse_constant=_refuse, object_pairs_hook=_noting(repeated))
    except json.JSONDecodeError as error:
        bom = file.text.startswith("\ufeff")
        message = "it starts with a byte order mark" if bom else f"broken JSON: {_lowered(error.msg)}"
        return broken(message, error.pos, "save it without the mark" if bom else "correct the JSON at this place")
    except _Constant as error:
        offset = next((m.start() for m in _CONSTANT.finditer(file.text) if m[1]), 0)
        return broken(f"`{error}` is no JSON", offset, "write a number, or leave the key out")
    except (RecursionError, ValueError) as error:
        return broken(f"broken JSON: {error or 'nested too deep'}", 0, "flatten it, and shorten its numbers")
    if not repeated:
        return data, None
    found = next((d for d in parse_values(file.path, file.text)[1] if d.code == "PS020"), None)
    place = found.location if found else Location(file.path)
    message = f"the key `{repeated[0]}` is here twice"
    return data, Diagnostic(BROKEN_JSON, message, place, found.help if found else "remove one of the two")


class _Constant(Exception):
    """NaN or an infinity, which JSON does not know."""


def _refuse(name: str) -> object:
    raise _Constant(name)


def _noting(repeated: list[str]) -> Callable[[list[tuple[str, object]]], dict[str, object]]:
    def build(pairs: list[tuple[str, object]]) -> dict[str, object]:
        built: dict[str, object] = {}
        for key, value in pairs:
            if key in built:
                repeated.append(key)
            built.setdefault(key, value)
        return built

    return build


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
