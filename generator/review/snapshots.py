"""A side of a comparison as a value: which files it has, by the id of their content, and their bytes when asked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from generator.review.git import Blob, Repository

#: Everything that compiling reads or writes, relative to the root.
PLACES = (
    "packs",
    "packscribe.toml",
    "packs.lock.json",
    "templates",
    "docs_src/packs",
    "docs_src/configure",
    "docs_src/guides",
    "docs_src/exports",
    "docs_src/packs.json",
    "docs_src/packs_information.json",
    "docs_src/retirements.md",
    "docs_src/retirements.atom",
    "docs_src/retirements.ics",
    "docs_src/retirements.svg",
    "docs_src/llms.txt",
)
_LARGEST = 16 * 2**20  # of a text that is read; what is larger is known by its id only
_SOURCE_FOLDERS = {"values", "assets"}
_DEEPEST_LINK = 4


class Snapshot(Protocol):
    """The packs as one side has them."""

    @property
    def label(self) -> str:
        """What the side is called in a report."""

    @property
    def ids(self) -> Mapping[str, str]:
        """The id of the content of each file, by path relative to the root."""

    def folder(self, wanted: Callable[[str], bool]) -> Path:
        """Return a folder in which those of the files stand that are *wanted*."""

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of those of *paths* that there are."""


@dataclass(frozen=True)
class OnDisk:
    """A folder that holds packs/; ids are those that git would give, by *algorithm*."""

    root: Path
    label: str
    algorithm: str = "sha1"

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """The id of the content of each file."""
        return {path: self._id(self.root / path) for path in sorted(self._files())}

    def folder(self, wanted: Callable[[str], bool]) -> Path:
        """Return the folder itself."""
        return self.root

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of those of *paths* that are files."""
        return {path: (self.root / path).read_bytes() for path in paths if path in self.ids}

    def _files(self) -> Iterator[str]:
        for place in PLACES:
            if (self.root / place).is_file():
                yield place
            for folder, folders, names in os.walk(self.root / place):
                folders[:] = [name for name in folders if name != ".git"]
                relative = Path(folder).relative_to(self.root).as_posix()
                yield from (f"{relative}/{name}" for name in names if (Path(folder) / name).is_file())

    def _id(self, path: Path) -> str:
        data = path.read_bytes()
        return hashlib.new(self.algorithm, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Committed:
    """A commit of a git *repository*. Files that are asked for are written below *home*, a folder of our own."""

    repository: Repository
    commit: str
    label: str
    home: Path
    _written: set[str] = field(default_factory=set)

    @cached_property
    def _files(self) -> Mapping[str, Blob]:
        return self.repository.files(self.commit, PLACES)

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """The id of the content of each file; a link has that of the file it leads to, if that is one of these."""
        found = {path: self._target(path, blob) for path, blob in self._files.items()}
        return {path: blob.id for path, blob in found.items() if blob is not None}

    @cached_property
    def _links(self) -> Mapping[str, bytes]:
        return self.repository.contents(blob.id for blob in self._files.values() if blob.link)

    def _target(self, path: str, blob: Blob) -> Blob | None:
        for _ in range(_DEEPEST_LINK):
            if not blob.link:
                return blob
            leads = os.fsdecode(self._links.get(blob.id, b""))
            path = os.path.normpath(os.path.join(os.path.dirname(path), leads)) if leads else ""  # noqa: PTH118, PTH120
            if path not in self._files:
                return None
            blob = self._files[path]
        return None

    def folder(self, wanted: Callable[[str], bool]) -> Path:
        """Write the files that are *wanted* and return the folder; a large one is left empty, its id tells of it."""
        paths = [path for path in self.ids if wanted(path) and path not in self._written and _safe(path)]
        for path, data in self.read(paths).items():
            target = self.home / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        self._written.update(paths)
        return self.home

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of those of *paths* that the commit has."""
        sizes = {blob.id: blob.size for blob in self._files.values()}
        wanted = {path: self.ids[path] for path in paths if path in self.ids}
        found = self.repository.contents(oid for oid in wanted.values() if sizes.get(oid, 0) <= _LARGEST)
        return {path: found.get(oid, b"") for path, oid in wanted.items()}


def _safe(path: str) -> bool:
    """Tell whether *path* stays below the folder it is written to; git has no other, a forged object may."""
    return not path.startswith("/") and ".." not in path.split("/") and "\0" not in path


def names_of(ids: Iterable[str]) -> list[str]:
    """Return the packs among the paths *ids*, sorted."""
    parts = (path.split("/") for path in ids)
    return sorted(p[1] for p in parts if len(p) == 3 and p[0] == "packs" and p[2] == "pack.yaml")


def sources_of(name: str, ids: Mapping[str, str]) -> dict[str, str]:
    """Return the files of the pack *name* that people write, with their ids."""
    home = f"packs/{name}/"
    mine = {path: oid for path, oid in ids.items() if path.startswith(home)}
    made = _generated_folders(home, mine)
    return {path: oid for path, oid in mine.items() if not _is_made(path.removeprefix(home), made)}


def outputs_of(name: str, ids: Mapping[str, str]) -> dict[str, str]:
    """Return the files that are generated from the pack *name*, with their ids."""
    home = f"packs/{name}/"
    mine = {path: oid for path, oid in ids.items() if path.startswith(home)}
    made = _generated_folders(home, mine)
    found = {p: i for p, i in mine.items() if p.removeprefix(home).partition("/")[0] in made}
    pages = {p: i for p, i in ids.items() if p.startswith("docs_src/") and _page_of(name, p)}
    return found | pages


def is_source(path: str, names: set[str], ids: Mapping[str, str]) -> bool:
    """Tell whether *path* is needed to compile the packs *names*."""
    parts = path.split("/")
    if parts[0] == "packs" and len(parts) > 2:
        made = parts[2] not in _SOURCE_FOLDERS and f"packs/{parts[1]}/{parts[2]}/pack.json" in ids
        return parts[1] in names and not made
    return parts[0] in ("templates", "packscribe.toml", "packs.lock.json")


def _generated_folders(home: str, mine: Iterable[str]) -> set[str]:
    parts = (path.removeprefix(home).split("/") for path in mine)
    return {p[0] for p in parts if len(p) == 2 and p[1] == "pack.json" and p[0] not in _SOURCE_FOLDERS}


def _is_made(path: str, made: set[str]) -> bool:
    return path == "generated.lock.json" or path.partition("/")[0] in made


def _page_of(name: str, path: str) -> bool:
    """Tell whether the file at *path* in docs_src is a page of *name*; beside the folders are those of all packs."""
    _docs, *folders, file = path.split("/")
    return bool(folders) and (name in folders[1:] or file.rpartition(".")[0] == name)
