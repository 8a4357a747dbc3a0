"""Reproducible archives: the same files give the same bytes, on every system, in every time zone, under every Python.

An archive has one top folder. Its entries are sorted, belong to nobody, have one mode and one time, and the gzip
around them names neither file nor time. The digest of the uncompressed tar is the identity of what is in it: gzip
depends on the build of zlib, tar does not. Nothing is held in memory but a piece of a file. Knows nothing of packs.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from generator.archive.entries import Entry, Unpackable, pieces
from generator.archive.tar import BLOCK, END, LAST_TIME, directory, file

__all__ = ["MTIME", "Entry", "Packed", "Unpackable", "modification_time", "tar_digest", "write"]

_Piece = tuple[bytes, bool]
"""A piece of a tar, and whether it is dense: compressed already."""

MTIME = 315532800
"""1980-01-01, the time of every file unless SOURCE_DATE_EPOCH gives another; GNU tar warns of 1970-01-01."""

_LEVEL = 6
_DENSE = (".tgz", ".gz")
"""How files end that are compressed already, as packed charts are."""

_LARGEST_STORED = 2**16 - 1
_GZIP_HEADER = b"\x1f\x8b\x08\x00" + bytes(4) + b"\x00\xff"
"""No name, no time, no hint of level, and no system: zlib itself would write the system it was built on (RFC 1952)."""


class Packed(NamedTuple):
    """What was written: the digest of the *tar*, and the *digest* and *size* of the gzip file around it."""

    tar: str
    digest: str
    size: int


def modification_time(text: str | None) -> int:
    """Take SOURCE_DATE_EPOCH, or none; return the time of every file. Raises `ValueError` where it is no such time.

    The rule is that of https://reproducible-builds.org/specs/source-date-epoch/: seconds, in decimal digits.
    """
    if not text:
        return MTIME
    if not (text.isascii() and text.isdigit() and len(text) <= 11 and int(text) <= LAST_TIME):
        raise ValueError(text)
    return int(text)


def tar_digest(top: str, entries: Iterable[Entry], mtime: int = MTIME) -> str:
    """Return the digest of the tar of *entries* below the folder *top*, which is not made. Raises `Unpackable`."""
    total = hashlib.sha256()
    for piece, _dense in _tar(top, entries, mtime):
        total.update(piece)
    return f"sha256:{total.hexdigest()}"


def write(top: str, entries: Iterable[Entry], out: BinaryIO, mtime: int = MTIME) -> Packed:
    """Write a gzipped tar of *entries* below the folder *top* to *out*. Raises `Unpackable`, `OSError`."""
    tar, digest, size = hashlib.sha256(), hashlib.sha256(), 0
    for piece in _gzip(_tar(top, entries, mtime), tar):
        digest.update(piece)
        size += len(piece)
        out.write(piece)
    return Packed(f"sha256:{tar.hexdigest()}", f"sha256:{digest.hexdigest()}", size)


def _gzip(tar: Iterator[_Piece], total: hashlib._Hash) -> Iterator[bytes]:
    """Yield *tar* in gzip form, and feed it to *total* as it is.

    What is dense already is stored as it is, which RFC 1951 provides for: to compress it takes most of the time and
    saves nothing.
    """
    packer = _packer()
    check = length = 0
    fresh = True  # nothing was given to the packer yet
    yield _GZIP_HEADER
    for piece, dense in tar:
        total.update(piece)
        check = zlib.crc32(piece, check)
        length += len(piece)
        if not dense:
            yield packer.compress(piece)
        elif not fresh:
            yield packer.flush(zlib.Z_SYNC_FLUSH)  # which ends with a whole byte, where a stored block may begin
            packer = _packer()
        if dense:
            yield from _stored(piece)
        fresh = dense
    yield packer.flush()
    yield check.to_bytes(4, "little") + (length % 2**32).to_bytes(4, "little")


def _packer() -> zlib._Compress:
    return zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)


def _stored(piece: bytes) -> Iterator[bytes]:
    """Yield *piece* as stored blocks that are not the last (RFC 1951, section 3.2.4)."""
    for start in range(0, len(piece), _LARGEST_STORED):
        block = piece[start : start + _LARGEST_STORED]
        yield b"\0" + len(block).to_bytes(2, "little") + (len(block) ^ 0xFFFF).to_bytes(2, "little") + block


def _tar(top: str, entries: Iterable[Entry], mtime: int) -> Iterator[_Piece]:
    """Yield the tar: each folder before what is in it, everything in the order of its path's bytes."""
    written = 0
    made: set[str] = set()
    for entry in sorted(entries, key=lambda entry: entry.path.encode()):
        path = f"{top}/{entry.path}"
        head = b"".join(directory(folder, mtime) for folder in _new_folders(path, made))
        head += file(path, entry.size, mtime)
        yield head, False
        dense = entry.path.endswith(_DENSE)
        for piece in pieces(entry):
            yield piece, dense
        padding = -entry.size % BLOCK
        yield bytes(padding), False
        written += len(head) + entry.size + padding
    yield END + bytes(-(written + len(END)) % (20 * BLOCK)), False  # whole records, as every tar writes them


def _new_folders(path: str, made: set[str]) -> Iterator[str]:
    steps = path.split("/")[:-1]
    for number in range(1, len(steps) + 1):
        folder = "/".join(steps[:number])
        if folder not in made:
            made.add(folder)
            yield folder
