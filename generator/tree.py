"""A tree: generated files as a value, before they are files.

A `Tree` maps relative POSIX paths to bytes. Building writes one, drift compares one with the disk, review compares
two, packaging archives one. This module knows nothing about packs and needs only the standard library.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

Tree = Mapping[str, bytes]

TEMPORARY = ".packscribe-tmp"
_PIECE = 1 << 16  # bytes read at once: most files are smaller, and `hashlib.file_digest` fills 256 kB for each


def digest(data: bytes) -> str:
    """Return the SHA-256 of *data* as `sha256:` and hexadecimal digits, as OCI writes it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def file_digest(path: Path) -> str:
    """Return the digest of the file at *path*, streamed; empty where it cannot be read."""
    found = hashlib.sha256()
    try:
        with path.open("rb", buffering=0) as file:
            while piece := file.read(_PIECE):
                found.update(piece)
        return f"sha256:{found.hexdigest()}"
    except OSError:
        return ""


def is_inside(home: str, path: str) -> bool:
    """Tell whether *path*, relative to the folder *home*, leads to a place in it. *home* is named without links.

    Raises `OSError` or `ValueError` where *path* is none.
    """
    try:
        if _mode(home, path) is not None:
            return True
    except (FileNotFoundError, NotADirectoryError):
        return True
    real = os.path.realpath(f"{home}/{path}")  # which asks for every folder on the way, from the root on
    return f"{real}/".startswith(f"{home}/")


def is_file_inside(home: str, path: str) -> bool:
    """Tell whether *path*, relative to the folder *home*, leads to a file in it. *home* is named without links."""
    with contextlib.suppress(OSError, ValueError):
        mode = _mode(home, path)
        return is_inside(home, path) and Path(home, path).is_file() if mode is None else stat.S_ISREG(mode)
    return False


def _mode(home: str, path: str) -> int | None:
    """Return what kind of file *path* in *home* is; None where a link on the way, or `..`, may lead out of it.

    Raises `OSError` or `ValueError` where there is nothing at *path*.
    """
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts:
        return None
    here, mode = home, stat.S_IFDIR
    for part in parts:
        here = f"{here}/{part}"
        mode = os.lstat(here).st_mode
        if stat.S_ISLNK(mode):
            return None
    return mode


def digests(tree: Tree) -> dict[str, str]:
    """Return the digest of each file of *tree*, by sorted path."""
    return {path: digest(tree[path]) for path in sorted(tree)}


def read(root: Path, paths: Iterable[str]) -> dict[str, bytes]:
    """Read those of *paths* that are files below *root*."""
    found = {}
    for path in paths:
        with contextlib.suppress(OSError):
            found[path] = (root / path).read_bytes()
    return found


def write(root: Path, tree: Tree, *, remove: Iterable[str] = ()) -> list[str]:
    """Make the files below *root* those of *tree*, take away *remove*, and return the paths that changed.

    A file whose bytes are right is left alone, its time too. Every other one is written beside its place and moved
    there, so that a reader, or a kill, finds either the old file or the new one. All new files are complete before
    the first is moved. Raises `OSError` where the disk refuses; then no file has changed.
    """
    staged: list[tuple[Path, Path]] = []
    changed = []
    try:
        for path in sorted(tree):
            target = root / path
            if _same(target, tree[path]):
                continue
            if target.is_dir() and not target.is_symlink():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.append((_stage(target, tree[path]), target))
            changed.append(path)
        for temporary, target in staged:
            temporary.replace(target)
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
    for path in sorted(remove):
        (root / path).unlink(missing_ok=True)
        changed.append(path)
        _prune(root, (root / path).parent)
    return changed


def sweep(folder: Path) -> None:
    """Take away what a killed run may have left half-written in *folder*."""
    for left in folder.glob(f"*{TEMPORARY}"):
        left.unlink(missing_ok=True)


def _same(target: Path, data: bytes) -> bool:
    try:
        return not target.is_symlink() and target.stat().st_size == len(data) and target.read_bytes() == data
    except OSError:
        return False


def _stage(target: Path, data: bytes) -> Path:
    temporary = target.with_name(f".{target.name}.{os.getpid()}{TEMPORARY}")
    try:
        temporary.write_bytes(data)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _prune(root: Path, folder: Path) -> None:
    """Take away *folder* and its parents below *root* as far as they are empty."""
    while folder != root and root in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
