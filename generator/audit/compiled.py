"""The folder of a version that was compiled: its files, and those that pack.yaml adds to its archive. No check.

What is packed is the version folder and, from beside pack.yaml, its assets, the logo, and the charts and manifests of
the version. pack.yaml is read as plain data here: whatever is wrong with it, `packscribe check` says.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING, NamedTuple

from generator.audit.disk import (
    LARGEST_TEXT,
    MOST_FILES,
    Disk,
    Refused,
    no_file,
    outside,
    too_large,
    unreadable,
)
from generator.diagnostics import Diagnostic, Severity
from generator.source import load_file

if TYPE_CHECKING:
    from generator.audit.folder import PackFolder

SOURCE = "pack.yaml"
LOGO = "logo.png"
_NO_MDX = ("PS284", "PS285")
"""What a README would be as MDX: compiled packs have a page of their own for that."""


class Said(NamedTuple):
    """What pack.yaml says of a version: path in the archive to file beside pack.yaml, and whether it was taken over.

    A path that ends with `/` stands for every file below it.
    """

    files: Mapping[str, str]
    imported: bool = False


def versions(home: Path) -> Mapping[str, Said]:
    """Return what pack.yaml in the folder *home* says of each version; nothing where there is none to be read."""
    document = load_file(home, SOURCE)[0] if (home / SOURCE).is_file() else None
    data = document.data if document else None
    if not isinstance(data, dict):
        return {}
    listed, logo = data.get("versions"), data.get("logo")
    shared = _inside({LOGO: logo.get("file")} if isinstance(logo, dict) else {})
    found: dict[str, Said] = {}
    for entry in listed if isinstance(listed, list) else ():
        version = entry.get("version") if isinstance(entry, dict) else None
        if isinstance(entry, dict) and isinstance(version, str):
            found.setdefault(version, Said(shared | _files(entry), entry.get("comments") == "verbatim"))
    return found


def _files(entry: Mapping[str, object]) -> dict[str, str]:
    lists = [entry.get(key) for key in ("charts", "kubeManifests")]
    named = {path: path for each in lists if isinstance(each, list) for path in each if isinstance(path, str)}
    assets = entry.get("assets")
    return _inside(named) | _inside(assets if isinstance(assets, dict) else {})


def _inside(named: Mapping[str, object]) -> dict[str, str]:
    """Return those of *named* that are two relative paths which lead nowhere else."""
    return {path: str(file) for path, file in named.items() if _is_inside(path) and _is_inside(file)}


def _is_inside(path: object) -> bool:
    if not isinstance(path, str) or "\\" in path or "\0" in path:
        return False
    return not path.startswith("/") and normpath(path) != "." and ".." not in path.split("/")


class Archive:
    """The files that the archive of a version will hold. What stands in its folder wins over what pack.yaml adds."""

    def __init__(self, own: Disk, home: Path, said: Said) -> None:
        self._own, self._home, self._said = own, home, said

    @cached_property
    def _real(self) -> str:
        return os.path.realpath(self._home)

    @cached_property
    def _added(self) -> Mapping[str, tuple[str, int | Refused]]:
        """By path in the archive: the file beside pack.yaml, and its size or why it cannot be read."""
        found: dict[str, tuple[str, int | Refused]] = {}
        for path, file in self._said.files.items():
            every = self._tree(file) if path.endswith("/") else self._single(file)
            for inside, what in every:
                at = normpath(f"{path}{inside}")
                if len(found) < MOST_FILES and not self._own.has(at):
                    found[at] = normpath(f"{file}/{inside}" if inside else file), what
        return found

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """Each file and its size in bytes, in the order of their names."""
        added = {path: what for path, (_file, what) in self._added.items() if isinstance(what, int)}
        return dict(sorted({**added, **self._own.sizes}.items()))

    @property
    def refused(self) -> Mapping[str, Refused]:
        """What stands in the folder, or beside pack.yaml, and cannot be read."""
        added = {path: what for path, (_file, what) in self._added.items() if isinstance(what, Refused)}
        return {**added, **self._own.refused}

    @cached_property
    def elsewhere(self) -> Mapping[str, str]:
        """The files that do not stand in the folder: path in the archive to file beside pack.yaml."""
        return {path: file for path, (file, _what) in self._added.items()}

    def has(self, path: str) -> bool:
        """Tell whether a file stands at *path*, readable or not."""
        return self._own.has(path) or normpath(path) in self._added

    def read(self, path: str, limit: int = LARGEST_TEXT) -> bytes:
        """Return the bytes of a file."""
        if self._own.has(path) or normpath(path) not in self._added:
            return self._own.read(path, limit)
        file, what = self._added[normpath(path)]
        if isinstance(what, Refused):
            raise what
        if what > limit:
            raise too_large(what, limit)
        try:
            with open(f"{self._real}/{file}", "rb") as opened:  # noqa: PTH123 - as in `disk`
                return opened.read(limit)
        except OSError as error:
            raise unreadable(error) from None

    def _single(self, file: str) -> Iterator[tuple[str, int | Refused]]:
        """Yield the size of *file*; nothing where it is missing, which the checks of pack.json say."""
        try:
            if not self._holds(file):
                yield "", outside()
                return
            info = os.stat(f"{self._real}/{file}")  # noqa: PTH116
            yield "", info.st_size if stat.S_ISREG(info.st_mode) else no_file(stat.S_ISDIR(info.st_mode))
        except (FileNotFoundError, NotADirectoryError):
            return
        except (OSError, ValueError) as error:
            yield "", unreadable(error)

    def _tree(self, file: str) -> Iterator[tuple[str, int | Refused]]:
        if not self._holds(file):
            yield "", outside()
        elif (self._home / file).is_dir():
            below = Disk(self._home / file, self._home)
            yield from below.sizes.items()
            yield from below.refused.items()

    def _holds(self, file: str) -> bool:
        return os.path.realpath(f"{self._real}/{file}").startswith(self._real + os.sep)


def told(folder: PackFolder, found: Diagnostic) -> Diagnostic | None:
    """Return what was *found* in the archive of a compiled version as it is said; None where it is no fault of one.

    A file that lies beside pack.yaml is named where it lies, and belongs to the pack, not to one version. A pack that
    was taken over had its faults before: they are warnings, as in `packscribe check`.
    """
    said = folder.said
    if said is None:
        return found
    if said.imported and found.severity is Severity.ERROR:
        found = replace(found, severity=Severity.WARNING)
    elsewhere = folder.store.elsewhere if isinstance(folder.store, Archive) else {}
    source = elsewhere.get(found.location.path.removeprefix(folder.shown("")))
    if source is None:
        return None if found.code in _NO_MDX else found
    place = replace(found.location, path=normpath(f"{folder.path or '.'}/../{source}"))
    return replace(found, location=place, pack=folder.parent)
