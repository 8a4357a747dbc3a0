"""What is in the archive of a pack: every file by digest, and those that say what else is in it by content.

The same value comes from files that are about to be packed and from an archive that was pulled, so that what is said
of the one can be held against the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from generator.archive import Entry
from generator.archive.entries import pieces, problems
from generator.audit.disk import Refused
from generator.trust.tar_reader import Damaged, Member, TarReader, shown

LARGEST_KEPT, MOST_KEPT = 64 * 2**20, 256 * 2**20
_KEPT_NAMES = ("pack.json", "values.yaml", "Chart.yaml", "requirements.yaml")


@dataclass(frozen=True)
class Contents:
    """The files of a pack by relative path: *sizes*, *digests*, and what was *kept* of them. To an audit, a folder."""

    sizes: Mapping[str, int]
    digests: Mapping[str, str]
    kept: Mapping[str, bytes] = field(repr=False)
    refused: Mapping[str, Refused] = field(default_factory=dict)

    def has(self, path: str) -> bool:
        """Tell whether there is a file at *path*."""
        return path in self.sizes

    def read(self, path: str, limit: int = LARGEST_KEPT) -> bytes:
        """Return the content of a file that was kept; raise `Refused` for another."""
        data = self.kept.get(path)
        if data is None or len(data) > limit:
            raise Refused("PS004", "the file is too large", "keep what no reader needs out")
        return data


@dataclass(frozen=True)
class Unpacked:
    """An archive that was read: the digest of its *tar*, the folder at its *top*, and the *times* of its files."""

    tar: str
    top: str
    contents: Contents
    times: frozenset[int]


def of_entries(entries: Iterable[Entry]) -> Contents:
    """Return what will be in an archive. Raises `Unpackable`."""
    gathered = _Gathered()
    for entry in entries:
        gathered.add(entry.path, pieces(entry))
    return gathered.contents()


def of_archive(packed: BinaryIO, size: int) -> Unpacked:
    """Return what is in the archive *packed* of *size* bytes. Raises `Damaged`."""
    gathered, reader = _Gathered(), TarReader(packed, size)
    tops: set[str] = set()
    times = set()
    for member, content in reader.members():
        path = _path(member)
        top, slash, inside = path.partition("/")
        tops |= {top} - {""}
        if member.folder:
            continue
        if not slash:
            raise Damaged(f"has a file beside its top folder: `{shown(path)}`")
        if inside in gathered.sizes:
            raise Damaged(f"has two files called `{shown(path)}`")
        gathered.add(inside, content)
        times.add(member.time)
    if len(tops) != 1:
        raise Damaged("has not just one folder at its top")
    for why in problems(gathered.sizes):
        raise Damaged(f"has a file that cannot be unpacked, `{shown(why.path)}`: {why.message}")
    return Unpacked(reader.digest, tops.pop(), gathered.contents(), frozenset(times))


def files_of(packed: BinaryIO, size: int) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each file of an archive that `of_archive` has read, by path with its top folder, and its content."""
    for member, content in TarReader(packed, size).members():
        if not member.folder:
            yield _path(member), content


class _Gathered:
    def __init__(self) -> None:
        self.sizes: dict[str, int] = {}
        self._digests: dict[str, str] = {}
        self._kept: dict[str, bytes] = {}
        self._left = MOST_KEPT

    def add(self, path: str, content: Iterable[bytes]) -> None:
        total, size = hashlib.sha256(), 0
        held: list[bytes] | None = [] if _tells(path) else None
        for piece in content:
            total.update(piece)
            size += len(piece)
            if held is not None:
                held.append(piece)
                if size > min(LARGEST_KEPT, self._left):
                    held = None
        self.sizes[path], self._digests[path] = size, f"sha256:{total.hexdigest()}"
        if held is not None:
            self._kept[path] = b"".join(held)
            self._left -= size

    def contents(self) -> Contents:
        order = sorted(self.sizes)
        digests = {path: self._digests[path] for path in order}
        return Contents({path: self.sizes[path] for path in order}, digests, self._kept)


def _tells(path: str) -> bool:
    return path.endswith((".tgz", ".tar.gz")) or path.rpartition("/")[2] in _KEPT_NAMES


def _path(member: Member) -> str:
    """Return the path of a member in one form: `./` before it and `/` behind it mean nothing."""
    path = member.path.removeprefix("./").rstrip("/") if member.path != "." else ""
    if path.startswith("/") or (path and any(step in ("", ".", "..") for step in path.split("/"))):
        raise Damaged(f"has a path that leads elsewhere: `{shown(member.path)}`")
    return path
