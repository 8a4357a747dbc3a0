"""The files of a pack folder, on the disk or in memory, read so that nothing hostile gets far.

A link that leads out of the folder is not followed, a pipe is not opened, a huge file is not read: each is
`Refused` with a code, words and the way out.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from posixpath import normpath
from typing import Protocol

MOST_FILES = 20_000
DEEPEST = 40
LARGEST_TEXT = 16 * 2**20


class Refused(Exception):
    """A file that cannot be read: the code, what is wrong with it, and the way out."""

    def __init__(self, code: str, message: str, help: str) -> None:
        super().__init__(message)
        self.code, self.message, self.help = code, message, help


class Files(Protocol):
    """What a pack folder is made of: relative paths with `/`, whatever the system."""

    @property
    def sizes(self) -> Mapping[str, int]:
        """Each file and its size in bytes."""

    @property
    def refused(self) -> Mapping[str, Refused]:
        """What stands in the folder and cannot be read."""

    def has(self, path: str) -> bool:
        """Tell whether something stands at *path*, readable or not."""

    def read(self, path: str, limit: int = LARGEST_TEXT) -> bytes:
        """Return the bytes of a file; raise `Refused` where that cannot be."""


class Memory:
    """Files that are not on the disk: a tree that was compiled, or a test's."""

    def __init__(self, content: Mapping[str, bytes]) -> None:
        self._content = content
        self.refused: Mapping[str, Refused] = {}

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """Each file and its size in bytes."""
        return {path: len(self._content[path]) for path in sorted(self._content)}

    def has(self, path: str) -> bool:
        """Tell whether there is a file at *path*."""
        return path in self._content

    def read(self, path: str, limit: int = LARGEST_TEXT) -> bytes:
        """Return the bytes of a file."""
        data = self._content.get(path)
        if data is None:
            raise missing()
        if len(data) > limit:
            raise too_large(len(data), limit)
        return data


class Disk:
    """The files below the folder *root*. The folder is listed once, when that is asked for.

    Links may lead anywhere in *home*, which is *root* unless it is given.
    """

    def __init__(self, root: Path, home: Path | None = None) -> None:
        self._root, self._home = root, home or root
        self.refused: dict[str, Refused] = {}

    @cached_property
    def _real(self) -> str:
        return os.path.realpath(self._root)

    @cached_property
    def _around(self) -> str:
        return os.path.realpath(self._home) + os.sep

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """Each file and its size in bytes, in the order of their names. Links to folders are not entered."""
        found: dict[str, int] = {}
        self._list("", 0, found)
        return dict(sorted(found.items()))

    def has(self, path: str) -> bool:
        """Tell whether a file stands at *path*, readable or not."""
        return normpath(path) in self.sizes or normpath(path) in self.refused

    def read(self, path: str, limit: int = LARGEST_TEXT) -> bytes:
        """Return the bytes of a file below the folder."""
        path = normpath(path)
        if path not in self.sizes:
            raise self.refused.get(path) or missing()
        if self.sizes[path] > limit:
            raise too_large(self.sizes[path], limit)
        try:
            with open(f"{self._real}/{path}", "rb") as file:  # noqa: PTH123 - hundreds of files, and Path is slow
                return file.read(limit)
        except OSError as error:
            raise unreadable(error) from None

    def _list(self, folder: str, depth: int, found: dict[str, int]) -> None:
        try:
            entries = list(os.scandir(f"{self._real}/{folder}"))
        except OSError as error:
            self.refused[folder or "."] = unreadable(error)
            return
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if len(found) >= MOST_FILES or depth >= DEEPEST:
                help = "keep only what the pack consists of in its folder"
                self.refused["."] = Refused("PS004", f"more than {MOST_FILES:,} files or {DEEPEST} levels", help)
                return
            if entry.is_dir(follow_symlinks=False):
                self._list(path, depth + 1, found)
            else:
                self._add(entry, path, found)

    def _add(self, entry: os.DirEntry[str], path: str, found: dict[str, int]) -> None:
        try:
            path.encode()
            if entry.is_symlink() and not os.path.realpath(entry.path).startswith(self._around):
                raise outside()
            info = entry.stat()
            if stat.S_ISREG(info.st_mode):
                found[path] = info.st_size
            elif not stat.S_ISDIR(info.st_mode):
                raise no_file(False)
        except Refused as why:
            self.refused[path] = why
        except (OSError, ValueError) as error:
            self.refused[path.encode(errors="replace").decode()] = unreadable(error)


def outside() -> Refused:
    """Return the refusal of a link that leads out of the pack folder."""
    return Refused("PS105", "a link that leads out of the pack folder", "copy the file into the folder")


def missing() -> Refused:
    """Return the refusal of a file that is not there."""
    return Refused("PS001", "there is no such file", "create it, or correct its name where it is used")


def no_file(folder: bool) -> Refused:
    """Return the refusal of what is no regular file."""
    what = "a directory" if folder else "no regular file"
    return Refused("PS002", f"{what} stands where a file is expected", "put the file there")


def too_large(size: int, limit: int) -> Refused:
    """Return the refusal of a file of *size* bytes, of which *limit* are allowed."""
    return Refused("PS004", f"the file has {size:,} bytes; {limit:,} are allowed", "keep what no reader needs out")


def unreadable(error: OSError | ValueError) -> Refused:
    """Return the refusal of what the system says of a file."""
    reason = (error.strerror or type(error).__name__).lower() if isinstance(error, OSError) else "no valid name"
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        reason = "its symbolic links lead round in a circle"
    return Refused("PS003", f"cannot be read: {reason}", "check its name and permissions")
