"""A pack folder as it stands: its files read once, each when a check first asks for it.

Everything a check reports points into a file as the user would name it, so the paths of a folder begin with
what was given on the command line.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from generator.audit.charts import MOST_CHARTS, SUFFIXES, Chart, chart_folders, find_chart, packed, unpacked
from generator.audit.compiled import SOURCE, Archive, Said, versions
from generator.audit.disk import Disk, Files, Memory, Refused
from generator.audit.text_files import JsonFile, TextFile, YamlFile, read_json, read_text, read_yaml
from generator.diagnostics import Diagnostic, Location, Severity
from generator.values import ValuesText

__all__ = [
    "SOURCE",
    "Chart",
    "Files",
    "JsonFile",
    "Memory",
    "PackFolder",
    "Refused",
    "TextFile",
    "YamlFile",
    "find_folders",
]

NO_PACK = "PS230"

T = TypeVar("T")
_Known = dict[Path, Mapping[str, Said]]  # each folder around a pack, and what a pack.yaml there says of versions


class PackFolder:
    """One pack. *path* is how its folder is reported, *name* the folder's own name, *as_of* the day it is judged on.

    *parent* is the name of the folder around it, which *path* need not say; *siblings* are the names of the pack
    folders in that folder, its own among them. *said* is what the pack.yaml there says of it, where it was compiled.
    """

    def __init__(
        self,
        path: str,
        name: str,
        files: Files,
        *,
        as_of: datetime.date | None = None,
        siblings: tuple[str, ...] = (),
        parent: str = "",
        said: Said | None = None,
    ) -> None:
        self.path, self.name, self.as_of, self.siblings = path, name, as_of, siblings
        self.parent = parent or PurePosixPath(path).parent.name
        self.store, self.said = files, said
        self._texts: dict[str, TextFile | None] = {}
        self._known: dict[Callable[[PackFolder], Any], Any] = {}
        self._shown = path.rstrip("/") + "/" if path not in ("", ".") else ""

    @property
    def files(self) -> Mapping[str, int]:
        """Each file of the folder and its size, by relative path. Links out of it are not among them."""
        return self.store.sizes

    @cached_property
    def pack_json(self) -> JsonFile | None:
        """pack.json, None where there is none."""
        return read_json(self.store, "pack.json", self.shown("pack.json"))

    @cached_property
    def values(self) -> YamlFile | None:
        """values.yaml as data, None where there is none."""
        return self._yaml("values.yaml")

    @cached_property
    def values_text(self) -> ValuesText | None:
        """values.yaml by position: what is live, what is commented out. None where it cannot be read."""
        if self.values is None or self.values.document is None:
            return None
        return ValuesText.known(self.values.document.text, self.values.document.data)

    @cached_property
    def presets(self) -> YamlFile | None:
        """presets.yaml, None where there is none."""
        return self._yaml("presets.yaml")

    @cached_property
    def schema(self) -> YamlFile | None:
        """schema.yaml, None where there is none."""
        return self._yaml("schema.yaml")

    @cached_property
    def readme(self) -> TextFile | None:
        """README.md (or another case of that name), None where there is none."""
        names = [name for name in self.files if name.lower() == "readme.md"]
        return read_text(self.store, names[0], self.shown(names[0])) if names else None

    @property
    def facts(self) -> Mapping[str, object]:
        """The fields of pack.json; empty where it is broken or no object."""
        data = self.pack_json.data if self.pack_json else None
        return data if isinstance(data, dict) else {}

    def listed(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list in pack.json, such as `charts`."""
        value = self.facts.get(key)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    @cached_property
    def archives(self) -> tuple[str, ...]:
        """The packed charts of the pack: those that lie here, and those that CHARTS.txt says were left out."""
        here = [path for path in self.files if path.startswith("charts/") and path.endswith(SUFFIXES)]
        listed = read_text(self.store, "CHARTS.txt", "") if "CHARTS.txt" in self.files else None
        named = [line.split("\t")[0].strip() for line in listed.text.splitlines()] if listed else []
        every = dict.fromkeys([*here, *(path for path in named if path.startswith("charts/"))])
        return tuple(path for path in every if "/charts/" not in path)  # those in an unpacked chart are its own

    @cached_property
    def declared_charts(self) -> Mapping[str, Chart | None]:
        """Each chart that pack.json names, by that name; None where neither archive nor folder is there."""
        folders = tuple(chart_folders(self.store))
        listed = self.listed("charts")[:MOST_CHARTS]
        return {path: find_chart(self.store, path, self._shown, folders) for path in listed}

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        """The charts of the pack that could be found; without a pack.json, whatever lies in `charts/`."""
        if self.facts:
            return tuple(chart for chart in self.declared_charts.values() if chart is not None)
        here = [packed(self.store, path, self._shown) for path in self.archives if path in self.files]
        return tuple(here or (unpacked(self.store, folder, self._shown) for folder in chart_folders(self.store)))

    @cached_property
    def manifests(self) -> tuple[str, ...]:
        """The files below `manifests/`."""
        return tuple(path for path in self.files if path.startswith("manifests/"))

    def once(self, fact: Callable[[PackFolder], T]) -> T:
        """Return ``fact(self)``, computed when first asked for: what several checks need is found out once."""
        if fact not in self._known:
            self._known[fact] = fact(self)
        found: T = self._known[fact]
        return found

    def forget(self) -> None:
        """Let go of everything that was read; what is asked for again is read again."""
        self._known.clear()
        self._texts.clear()
        for name in [name for name in self.__dict__ if isinstance(getattr(type(self), name, None), cached_property)]:
            del self.__dict__[name]

    def read_text(self, path: str) -> TextFile | None:
        """Read any text file of the folder, once; None where there is none."""
        if path not in self._texts:
            self._texts[path] = read_text(self.store, path, self.shown(path))
        return self._texts[path]

    def read_yaml(self, path: str) -> YamlFile | None:
        """Read any YAML file of the folder; None where there is none."""
        return read_yaml(self.store, path, self.shown(path))

    def shown(self, path: str) -> str:
        """Return how the file at *path* is called in a report."""
        return self._shown + path

    def at(self, path: str, line: int = 1, column: int = 1) -> Location:
        """Return a place in the file at *path*."""
        return Location(self.shown(path), line, column)

    def problem(
        self, code: str, message: str, where: Location | str, help: str, *, severity: Severity = Severity.WARNING
    ) -> Diagnostic:
        """Return a problem of this pack; *where* is a place, or the path of a file in the folder."""
        place = where if isinstance(where, Location) else self.at(where)
        return Diagnostic(code, message, place, help, severity, self.name)

    def _yaml(self, path: str) -> YamlFile | None:
        return read_yaml(self.store, path, self.shown(path))


def find_folders(paths: Sequence[Path], as_of: datetime.date | None = None) -> Iterator[PackFolder | Diagnostic]:
    """Yield the pack at each of *paths*, or the packs in the folder there; a diagnostic for what is no pack."""
    known: _Known = {}
    for path in paths:
        shown, real = path.as_posix(), Path(path)
        if _is_pack(real):
            name, parent = real.resolve().name, real.resolve().parent.name
            yield _folder(shown, real, known, name=name, as_of=as_of, parent=parent)
        else:
            yield from _inside(real, shown, as_of, known)


def _folder(shown: str, real: Path, known: _Known, *, name: str, **more: Any) -> PackFolder:
    """Return the pack at *real*; one that was compiled holds what its archive will."""
    home = Path(os.path.abspath(real)).parent  # noqa: PTH100 - links are not followed
    if home not in known:
        known[home] = versions(home)
    said = known[home].get(name)
    files = Archive(Disk(real), home, said) if said else Disk(real)
    return PackFolder(shown, name, files, said=said, **more)


def _is_pack(folder: Path) -> bool:
    return any((folder / name).is_symlink() or (folder / name).exists() for name in ("pack.json", "values.yaml"))


def _inside(folder: Path, shown: str, as_of: datetime.date | None, known: _Known) -> Iterator[PackFolder | Diagnostic]:
    try:
        entries = sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))
        home = folder.resolve()
    except OSError as error:
        reason = (error.strerror or "no folder").lower()
        yield _no_pack(shown, f"no pack folder: {reason}", "name a pack folder, or a folder that holds some")
        return
    packs = tuple(entry.name for entry in entries if _is_pack(entry))
    sources = {entry.name for entry in entries if (entry / SOURCE).is_file()}
    if not packs and not sources:
        help = "a pack folder holds at least pack.json or values.yaml; name one, or a folder that holds some"
        yield _no_pack(shown, "no pack folder, and none in it", help)
        return
    for entry in entries:
        below = f"{shown}/{entry.name}" if shown != "." else entry.name
        if entry.is_symlink() and not entry.resolve().is_relative_to(home):
            yield Diagnostic("PS105", "a link that leads out of the folder", Location(below), "name its target itself")
        elif entry.name in packs:
            yield _folder(below, entry, known, name=entry.name, as_of=as_of, siblings=packs, parent=home.name)
        elif entry.name in sources:
            yield from _inside(entry, below, as_of, known)
        elif not (folder / SOURCE).is_file():
            help = "add pack.json and values.yaml, or move the folder away"
            yield _no_pack(below, "no pack folder: neither pack.json nor values.yaml is in it", help)


def _no_pack(shown: str, message: str, help: str) -> Diagnostic:
    return Diagnostic(NO_PACK, message, Location(shown), help, Severity.ERROR, Path(shown).name)
