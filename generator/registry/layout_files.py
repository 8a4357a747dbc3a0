"""The files of one OCI image layout (image specification 1.1, image-layout.md), read and written so that none is torn.

Every file is written beside its place and moved there. Whoever changes the index holds a lock of the operating system
meanwhile, which ends with the process, however that ends.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from generator.registry import INDEX, LARGEST_MANIFEST, Descriptor, DiskRefused, RegistryError
from generator.registry.names import is_tag
from generator.registry.stored import CORRUPT, MENDING, checked, descriptor, fields, in_pieces

try:
    import fcntl
except ImportError:  # Windows: one process at a time is then up to the user
    fcntl = None  # type: ignore[assignment]

LOCKED, UNWRITABLE = "PS611", "PS612"
REF_NAME = "org.opencontainers.image.ref.name"
VERSION_FILE, INDEX_FILE, LOCK_FILE = "oci-layout", "index.json", ".packscribe.lock"
PATIENCE = 10.0
"""Seconds to wait for another process; changing an index takes a few milliseconds."""

_IN_THE_WAY = {errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ELOOP}
"""Of these the system is not to blame: something else stands in the place of a file or a folder."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
"""These are of the whole disk."""

_VERSION = b'{"imageLayoutVersion":"1.0.0"}'
_TEMPORARY = ".packscribe-tmp"
_LARGEST_INDEX = 16 * 2**20


class LayoutFiles:
    """The layout in *folder*; *locks* is the folder around all layouts, where the lock is."""

    def __init__(self, folder: Path, locks: Path) -> None:
        self._folder, self._locks = folder, locks

    @property
    def exists(self) -> bool:
        """Tell whether there is a layout, or something that should be one."""
        return any(os.path.lexists(self._folder / name) for name in (VERSION_FILE, INDEX_FILE))

    def entries(self) -> list[Descriptor]:
        """Return what the index lists; nothing where there is no layout. Raises `RegistryError`."""
        return [found for found, _written in self._listed(self._index())]

    def update(self, new: Descriptor | None = None, instead: Callable[[Descriptor], bool] = lambda _: False) -> None:
        """Put *new* into the index in place of what it stands *instead* of, alone among all processes.

        Makes the layout where there is none. What other tools wrote into the index stays as it is.
        """
        with self._alone(), self._disk(INDEX_FILE):
            (self._folder / "blobs" / "sha256").mkdir(parents=True, exist_ok=True)
            index = self._index()
            kept = [(found, written) for found, written in self._listed(index) if not instead(found)]
            if new is not None and new not in [found for found, _written in kept]:
                kept = sorted([*kept, (new, _entry(new))], key=_order)
            if not (self._folder / VERSION_FILE).exists():
                self._write(self._folder / VERSION_FILE, [_VERSION])
            after = json.dumps(index | {"manifests": [written for _found, written in kept]}, indent=2) + "\n"
            if not (self._folder / INDEX_FILE).exists() or after.encode() != self._read(INDEX_FILE, _LARGEST_INDEX):
                self._write(self._folder / INDEX_FILE, [after.encode()])

    def _index(self) -> dict[str, object]:
        """Return the index; an empty one where there is no layout, or one that was only begun."""
        empty: dict[str, object] = {"schemaVersion": 2, "mediaType": INDEX, "manifests": []}
        if not self.exists:
            return empty
        version = fields(self._read(VERSION_FILE, 4096)).get("imageLayoutVersion")
        if not isinstance(version, str) or not version.startswith("1."):
            raise self.corrupt(VERSION_FILE, "states no `imageLayoutVersion` 1.x")
        with self._disk(INDEX_FILE):
            blobs = self._folder / "blobs" / "sha256"
            if not os.path.lexists(self._folder / INDEX_FILE) and not (blobs.is_dir() and any(blobs.iterdir())):
                return empty
        return _fields(self._read(INDEX_FILE, _LARGEST_INDEX))

    def _listed(self, index: dict[str, object]) -> list[tuple[Descriptor, object]]:
        listed = index.get("manifests")
        if not isinstance(listed, list):
            raise self.corrupt(INDEX_FILE, "is no index: it is broken JSON, or lists no `manifests`")
        found = [(descriptor(each), each) for each in listed]
        for number, (each, _written) in enumerate(found):
            if each is None:
                raise self.corrupt(INDEX_FILE, f"has no media type, digest and size in `manifests[{number}]`")
        return [(each, written) for each, written in found if each is not None]

    def blob(self, digest: str) -> Path:
        """Return where the blob *digest* lies."""
        return self._folder / "blobs" / "sha256" / digest.removeprefix("sha256:")

    def holds(self, digest: str) -> bool:
        """Tell whether a file stands where the blob *digest* lies."""
        with self._disk(f"blobs/sha256/{digest[7:]}"):
            return self.blob(digest).is_file()

    def require(self, blob: Descriptor) -> None:
        """Raise `RegistryError` where *blob* is not there, or has another size; its content is not read."""
        file = f"blobs/sha256/{blob.digest[7:]}"
        with self._disk(file):
            if not self.blob(blob.digest).is_file():
                raise self.corrupt(file, "is not there")
            if (size := self.blob(blob.digest).stat().st_size) != blob.size:
                raise self.corrupt(file, f"has {size:,} bytes, not {blob.size:,}")

    def is_whole(self, blob: Descriptor) -> bool:
        """Tell whether *blob* is there with the right content: one that was cut short is stored again."""
        try:
            for _ in self.pieces(blob.digest, blob.size):
                pass
        except RegistryError:
            return False
        return True

    def pieces(self, digest: str, size: int) -> Iterator[bytes]:
        """Yield the content of a blob; raise `RegistryError` where it is not there, or at the end if it is another."""
        path = self.blob(digest)
        with self._disk(f"blobs/sha256/{digest[7:]}"):
            if not path.is_file():
                raise self.corrupt(f"blobs/sha256/{digest[7:]}", "is not there")
            yield from checked(in_pieces(path.open("rb")), path.as_posix(), digest, size)

    def read_blob(self, digest: str, size: int) -> bytes:
        """Return the content of a small blob."""
        if size > LARGEST_MANIFEST:
            raise self.corrupt(INDEX_FILE, f"lists a manifest of {size:,} bytes")
        return b"".join(self.pieces(digest, size))

    def put(self, blob: Descriptor, content: Callable[[], BinaryIO]) -> None:
        """Store a blob; raise `RegistryError` and keep nothing where *content* is not what its digest says."""
        path = self.blob(blob.digest)
        with self._disk(f"blobs/sha256/{path.name}"):
            if not os.path.lexists(self._folder / INDEX_FILE):
                self.update()
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write(path, checked(in_pieces(content()), path.as_posix(), blob.digest, blob.size))

    def corrupt(self, file: str, why: str) -> RegistryError:
        """Return the error of a layout that is none."""
        folder = self._folder.as_posix()
        way_out = f"restore `{folder}` from a copy, or delete it and publish again: versions that are gone are lost"
        if file.startswith("blobs/"):
            way_out = f"{MENDING}; else {way_out}"
        message = f"{(self._folder / file).as_posix()} {why}: the image layout is corrupt"
        return RegistryError(CORRUPT, message, way_out, world=False)

    def _read(self, name: str, limit: int) -> bytes:
        path = self._folder / name
        with self._disk(name):
            if not path.is_file():
                raise self.corrupt(name, "is not there, or is no file")
            with path.open("rb") as file:
                data = file.read(limit + 1)
        if len(data) > limit:
            raise self.corrupt(name, f"has more than {limit:,} bytes")
        return data

    def _write(self, path: Path, pieces: Iterable[bytes]) -> None:
        temporary = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}{_TEMPORARY}")
        try:
            with temporary.open("xb") as file:
                for piece in pieces:
                    file.write(piece)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _disk(self, name: str) -> Iterator[None]:
        """Turn what the disk refuses into a `RegistryError`."""
        try:
            yield
        except OSError as error:
            reason = _reason(error)
            if error.errno not in _IN_THE_WAY:
                raise self._refused(
                    self._folder / name, error, everywhere=error.errno in _FULL or not self.exists
                ) from None
            if self.exists:
                raise self.corrupt(name, f"cannot be there ({reason})") from None
            message = f"{(self._folder / name).as_posix()} cannot be there: {reason}"
            way_out = "move away what stands where a folder should be, or name another folder"
            raise RegistryError(UNWRITABLE, message, way_out, world=False) from None

    @staticmethod
    def _refused(path: Path, error: OSError, *, everywhere: bool) -> DiskRefused:
        message = f"{path.as_posix()} cannot be read or written: {_reason(error)}"
        way_out = "see that the folder is yours and the disk has room"
        return DiskRefused(UNWRITABLE, message, way_out, everywhere=everywhere)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        lock = self._locks / LOCK_FILE
        try:
            self._locks.mkdir(parents=True, exist_ok=True)
            number = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise self._refused(lock, error, everywhere=True) from None
        try:
            self._wait_for(number)
            yield
        finally:
            os.close(number)  # which unlocks it

    def _wait_for(self, number: int) -> None:
        if fcntl is None:
            return
        end = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except OSError:
                if time.monotonic() > end:
                    message = f"another process has been writing to {self._locks.as_posix()} for {PATIENCE:.0f} s"
                    way_out = "wait until it has ended, then run the same command again: what is there is kept"
                    raise RegistryError(LOCKED, message, way_out) from None
                time.sleep(0.02)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _fields(data: bytes) -> dict[str, object]:
    """Return the fields of an index, which may be larger than a manifest."""
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def tag(entry: Descriptor) -> str:
    """Return the tag of an entry, "" where it has none; names that are no tags are other tools' matter."""
    name = dict(entry.annotations).get(REF_NAME, "")
    return name if is_tag(name) else ""


def _order(listed: tuple[Descriptor, object]) -> tuple[bool, str, str]:
    return tag(listed[0]) == "", tag(listed[0]), listed[0].digest


def _entry(found: Descriptor) -> dict[str, object]:
    entry: dict[str, object] = {"mediaType": found.media_type, "digest": found.digest, "size": found.size}
    if found.artifact_type:
        entry["artifactType"] = found.artifact_type
    return entry | ({"annotations": dict(found.annotations)} if found.annotations else {})
