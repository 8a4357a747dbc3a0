"""What goes into an archive: bytes and plain files; and what does not: links out, devices, names that collide."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

_PIECE = 2**20
_LONGEST_NAME, _LONGEST_PATH = 255, 1024


class Entry(NamedTuple):
    """A file of an archive: its *path* there, its *content* or the path of what has it, and its *size* in bytes."""

    path: str
    content: bytes | str
    size: int


class Unpackable(Exception):
    """A file that cannot go into an archive: its *path*, what is wrong with it, and the way out.

    *collides* is the path of another file that it would overwrite, "" where that is not the matter.
    """

    def __init__(self, path: str, message: str, help: str, *, collides: str = "") -> None:
        super().__init__(message)
        self.path, self.message, self.help, self.collides = path, message, help, collides


def of_bytes(path: str, data: bytes) -> Entry:
    """Return an entry with the content *data*."""
    return Entry(path, data, len(data))


def of_file(path: str, file: Path, home: Path) -> Entry | None:
    """Return an entry with the content of *file*, none where nothing is there. Raises `Unpackable`.

    A link is followed where it leads to a plain file below *home*.
    """
    try:
        target = file.resolve()
        if not target.is_relative_to(home.resolve()):
            raise Unpackable(path, "a link leads out of the pack folder", "put the file itself into the folder")
        info = target.lstat()
    except FileNotFoundError:
        if file.is_symlink():
            raise Unpackable(path, "a link leads nowhere", "put the file itself there, or delete the link") from None
        return None
    except (OSError, RuntimeError, ValueError) as error:
        raise _unreadable(path, error) from None
    if not stat.S_ISREG(info.st_mode):
        raise _no_file(path, info.st_mode)
    return Entry(path, str(target), info.st_size)


def below(folder: Path, home: Path) -> Iterator[tuple[str, Unpackable | None]]:
    """Yield each file below *folder*, by relative path, and why it cannot be packed; links to folders are refused."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            found = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            path = here.relative_to(folder).as_posix()
            yield path, _unreadable(path, error)
            continue
        for each in found:
            path = Path(each.path).relative_to(folder).as_posix()
            if each.is_dir(follow_symlinks=False):
                waiting.append(here / each.name)
            elif each.is_symlink() and each.is_dir():
                way_out = "put the folder itself there, or name it as an asset of its own"
                yield path, Unpackable(path, "a link to a folder cannot be packed", way_out)
            else:
                yield path, _refused(path, here / each.name, home)


def _refused(path: str, file: Path, home: Path) -> Unpackable | None:
    try:
        of_file(path, file, home)
    except Unpackable as why:
        return why
    return None


def problems(paths: Iterable[str]) -> Iterator[Unpackable]:
    """Yield what is wrong with the names of an archive: each by itself, and those that are one on some systems."""
    spelled: dict[str, str] = {}
    files: set[str] = set()
    for path in sorted(paths):
        if wrong := _wrong_name(path):
            yield Unpackable(path, wrong, "rename the file, or put it elsewhere in the pack")
            continue
        files.add(path)
        if other := _clash(path, spelled):
            yield Unpackable(path, f"is `{other}` where names have no case", "rename one of them", collides=other)
    for path in sorted(files):
        for folder in _folders(path):
            if folder in files:
                way_out = "rename one of the two"
                yield Unpackable(folder, f"is a file, and a folder in `{path}`", way_out, collides=path)


def _clash(path: str, spelled: dict[str, str]) -> str:
    """Return the path or folder met before that is *path* in another case or Unicode form, "" where there is none."""
    for step in (*_folders(path), path):
        known = spelled.setdefault(unicodedata.normalize("NFC", unicodedata.normalize("NFD", step).casefold()), step)
        if known != step:
            return known
    return ""


def _folders(path: str) -> list[str]:
    steps = path.split("/")
    return ["/".join(steps[:number]) for number in range(1, len(steps))]


def _wrong_name(path: str) -> str:
    """Return what is wrong with *path* as the name of an archive's file, "" where nothing is."""
    try:
        size = len(path.encode())
    except UnicodeEncodeError:
        return "its name is not UTF-8"
    steps = path.split("/")
    if path.startswith("/") or (len(path) > 1 and path[1] == ":"):
        return "its path is absolute"
    if any(step in ("", ".", "..") for step in steps):
        return "its path leads elsewhere"
    if any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") or c == "\\" for c in path):
        return "its name has a control character, an invisible one or a backslash in it"
    if size > _LONGEST_PATH or any(len(step.encode()) > _LONGEST_NAME for step in steps):
        return "its name is too long for most systems"
    return ""


def pieces(entry: Entry) -> Iterator[bytes]:
    """Yield the content of *entry*, a piece at a time. Raises `Unpackable` where its file is another by now."""
    if isinstance(entry.content, bytes):
        yield entry.content
        return
    left = entry.size
    with _opened(entry.path, entry.content) as file:
        while left and (piece := file.read(min(left, _PIECE))):
            left -= len(piece)
            yield piece
        if left or file.read(1):
            raise Unpackable(entry.path, "it changed while it was read", "try again when nothing writes to it")


def _opened(path: str, file: str) -> BinaryIO:
    """Open a plain file and nothing else: a link put there in the meantime is not followed, a pipe does not block."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        number = os.open(file, flags)
    except OSError as error:
        raise _unreadable(path, error) from None
    opened = os.fdopen(number, "rb")
    mode = os.fstat(number).st_mode
    if not stat.S_ISREG(mode):
        opened.close()
        raise _no_file(path, mode)
    return opened


def _unreadable(path: str, error: Exception) -> Unpackable:
    reason = (error.strerror or "unreadable").lower() if isinstance(error, OSError) else "its links lead in a circle"
    return Unpackable(path, f"cannot be read: {reason}", "check its name and permissions")


def _no_file(path: str, mode: int) -> Unpackable:
    what = "a folder" if stat.S_ISDIR(mode) else "a device, a pipe or a socket"
    return Unpackable(path, f"{what} stands where a file is expected", "put a plain file there")
