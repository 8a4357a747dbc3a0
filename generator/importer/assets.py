"""Further files of a pack: kept for each version, stored once where equal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from generator.importer.original import Original

FOLDER = "assets"
_ENOUGH = 3  # from how many files on a folder is named as a whole


@dataclass(frozen=True)
class Stored:
    """*files* to store below the pack's folder, and for each version its `assets`: path in the pack to stored path."""

    files: Mapping[str, bytes]
    assets: tuple[Mapping[str, str], ...]


def store(originals: Sequence[Original]) -> Stored:
    """Take the versions of a pack, newest first; return where their files go. Raises `Refused` for what is too large.

    A file lies at `assets/<path>` if every version that has it has the same; else at `assets/<version>/<path>`, where
    the version is the newest with that content. A file with the content of another one is not stored again.
    """
    contents: dict[str, dict[str, bytes]] = defaultdict(dict)  # path: content by digest
    digests: list[dict[str, str]] = []
    newest: dict[tuple[str, str], str] = {}
    for original in originals:
        own: dict[str, str] = {}
        for path in original.others:
            data = original.read(path)
            digest = sha256(data).hexdigest()
            contents[path].setdefault(digest, data)
            own[path] = digest
            newest.setdefault((path, digest), original.version)
        digests.append(own)
    shelf = _Shelf()
    places: dict[str, str] = {}
    for path, several in contents.items():
        for digest, data in several.items():
            if digest not in places:
                stem = FOLDER if len(several) == 1 else f"{FOLDER}/{newest[path, digest]}"
                places[digest] = shelf.put(f"{stem}/{path}", data)
    mapped = [{path: places[digest] for path, digest in own.items()} for own in digests]
    return Stored(shelf.files, tuple(_with_folders(each, shelf.below) for each in mapped))


class _Shelf:
    """Files by the path they are stored at, and how many stand below each folder."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.below: Counter[str] = Counter()

    def put(self, path: str, data: bytes) -> str:
        """Store *data* at *path*, or beside it where something else stands; return where."""
        while path in self.files or f"{path}/" in self.below or any(f[:-1] in self.files for f in _parents(path)):
            path = f"{FOLDER}/more/{path.removeprefix(FOLDER + '/')}"
        self.files[path] = data
        self.below.update(_parents(path))
        return path


def _with_folders(mapped: Mapping[str, str], below: Mapping[str, int]) -> dict[str, str]:
    """Name a folder in place of its files where all that is stored there stands below one folder of the pack."""
    inside: dict[str, list[str]] = defaultdict(list)
    for path in mapped:
        for folder in _parents(path):
            inside[folder].append(path)
    whole = {folder: stored for folder, paths in inside.items() if (stored := _stored(folder, paths, mapped, below))}
    listed: dict[str, str] = {}
    for path in sorted(mapped):
        folder = next((folder for folder in _parents(path) if folder in whole), "")
        if folder:
            listed[folder] = whole[folder]
        else:
            listed[path] = mapped[path]
    return listed


def _stored(folder: str, paths: Sequence[str], mapped: Mapping[str, str], below: Mapping[str, int]) -> str:
    """Return the stored folder that holds the files *paths* of *folder* and nothing else, "" if there is none."""
    rest = paths[0].removeprefix(folder)
    stored = mapped[paths[0]].removesuffix(rest)
    if len(paths) < _ENOUGH or not stored.endswith("/") or stored == mapped[paths[0]] or below[stored] != len(paths):
        return ""
    return stored if all(mapped[path] == stored + path.removeprefix(folder) for path in paths) else ""


def _parents(path: str) -> list[str]:
    """Return the folders around *path*, the outermost first, each with its `/`."""
    steps = path.split("/")[:-1]
    return ["/".join(steps[: number + 1]) + "/" for number in range(len(steps))]
