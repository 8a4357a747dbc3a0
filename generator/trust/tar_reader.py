"""A gzipped tar of a stranger, read once from front to back: linear in its size, limited, and nothing is unpacked.

Python's `tarfile` is not used: its headers may ask for any amount of memory, and it reads past what it does not know.
Here a member is a plain file or a folder; anything else (links, devices, sparse files, bytes behind the end) is
refused. Formats: ustar and pax (IEEE Std 1003.1-2017, `pax`), and the long names of GNU tar.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

BLOCK, PIECE = 512, 2**20
MOST_UNPACKED = 2**30
HARMLESS, MOST_RATIO = 64 * 2**20, 200
"""What unpacks to more than `HARMLESS` bytes and this many times its size is a bomb; real packs reach 30."""
MOST_MEMBERS = 20_000
_LONGEST_NAME, _LARGEST_PAX = 4096, 64 * 2**10
_FILES, _FOLDER = (b"0", b"\0", b"7"), b"5"
_KINDS = {b"1": "a link", b"2": "a link", b"3": "a device", b"4": "a device", b"6": "a pipe", b"S": "a sparse file"}


class Damaged(Exception):
    """An archive that cannot be read, or must not be; the message says why, in words that follow `it`."""


class Member(NamedTuple):
    """A file or a folder: its path as it is written there, its size, and its time in seconds."""

    path: str
    size: int
    time: int
    folder: bool


class TarReader:
    """Reads the members of the gzipped tar in *packed*, whose size is *size*."""

    def __init__(self, packed: BinaryIO, size: int) -> None:
        self._packed = packed
        self._most = min(MOST_UNPACKED, max(HARMLESS, MOST_RATIO * size))
        self._total = hashlib.sha256()
        self._pieces = self._unpacked()
        self._held = memoryview(b"")

    @property
    def digest(self) -> str:
        """The digest of the tar, once every member was read."""
        return f"sha256:{self._total.hexdigest()}"

    def members(self) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield each member and its content, which is skipped where it is not read. Raises `Damaged`."""
        count = 0
        while member := self._member():
            count += 1
            if count > MOST_MEMBERS:
                raise Damaged(f"has more than {MOST_MEMBERS:,} members")
            content = self._content(member.size)
            yield member, content
            for _ in content:
                pass
            self._take(-member.size % BLOCK)
        for piece in self._rest():
            if piece.count(0) != len(piece):
                raise Damaged("has something behind its end")

    def _member(self) -> Member | None:
        """Return the next member, none at the end."""
        extended: dict[str, str] = {}
        while True:
            header = self._take(BLOCK, at_end=True)
            if header.count(0) == len(header):
                return None
            path, size, time, kind = _parsed(header)
            if kind in (b"x", b"g", b"L"):
                if size > (_LONGEST_NAME if kind == b"L" else _LARGEST_PAX):
                    raise Damaged("has a header of unusual size")
                data = self._take(size)
                self._take(-size % BLOCK)
                extended |= {"path": _text(data)} if kind == b"L" else _records(data) if kind == b"x" else {}
                continue
            if any(key.startswith("GNU.sparse") for key in extended):
                kind = b"S"
            path, size = extended.get("path", path), int(extended.get("size", size))
            if kind in _FILES and not (kind == b"\0" and path.endswith("/")):
                return Member(path, size, time, False)
            if kind not in (_FOLDER, b"\0"):
                raise Damaged(f"has {_KINDS.get(kind, 'something unknown')} in it: `{shown(path)}`")
            return Member(path, 0, time, True)

    def _content(self, size: int) -> Iterator[bytes]:
        while size:
            piece = self._take(min(size, PIECE))
            size -= len(piece)
            yield piece

    def _take(self, size: int, *, at_end: bool = False) -> bytes:
        """Return the next *size* bytes; none where *at_end* says that the archive may end here."""
        taken = bytearray()
        while len(taken) < size:
            if not self._held:
                piece = next(self._pieces, None)
                if piece is None:
                    if at_end and not taken:
                        return b""
                    raise Damaged("ends in the middle of a member")
                self._held = memoryview(piece)
            part = self._held[: size - len(taken)]
            taken += part
            self._held = self._held[len(part) :]
        return bytes(taken)

    def _rest(self) -> Iterator[bytes]:
        yield bytes(self._held)
        yield from self._pieces

    def _unpacked(self) -> Iterator[bytes]:
        """Yield the tar in pieces, which go into the digest."""
        unpacker, given = zlib.decompressobj(zlib.MAX_WBITS | 16), 0
        try:
            while not unpacker.eof and (data := unpacker.unconsumed_tail or self._packed.read(2**16)):
                piece = unpacker.decompress(data, PIECE)
                given += len(piece)
                if given > self._most:
                    raise Damaged(f"unpacks to more than {self._most // 2**20} MiB, for which no pack is large enough")
                self._total.update(piece)
                if piece:
                    yield piece
        except zlib.error:
            raise Damaged("is no readable gzip file") from None
        if not unpacker.eof:
            raise Damaged("is cut short")
        if unpacker.unused_data or self._packed.read(1):
            raise Damaged("has something behind its end")


def shown(path: str) -> str:
    """Return *path* so that it can stand in a message."""
    clean = "".join(c if c.isprintable() else "?" for c in path[:200])
    return clean if len(clean) <= 80 else clean[:79] + "…"


def _parsed(header: bytes) -> tuple[str, int, int, bytes]:
    """Return path, size, time and kind of a header."""
    if _number(header[148:156]) != sum(header) - sum(header[148:156]) + 8 * ord(" "):
        raise Damaged("is no tar, or was changed: a check sum is wrong")
    path = _text(header[:100])
    if header[257:263] == b"ustar\0" and (prefix := _text(header[345:500])):
        path = f"{prefix}/{path}"
    return path, _number(header[124:136]), _number(header[136:148]), header[156:157]


def _number(field: bytes) -> int:
    """Return a number of a header: octal, or of GNU's base 256."""
    if field[0] & 0x80:
        value = int.from_bytes(field[1:], "big")
        if field[0] != 0x80 or value > MOST_UNPACKED * 2**20:
            raise Damaged("has a number in a header that no file has")
        return value
    text = field.strip(b" \0")
    if text.strip(b"01234567"):
        raise Damaged("is no tar: a header has no number where one belongs")
    return int(text or b"0", 8)


def _records(data: bytes) -> dict[str, str]:
    """Return the records of a pax header that matter."""
    found, start = {}, 0
    while start < len(data):
        space = data.find(b" ", start, start + 8)
        length = data[start:space] if space > 0 else b""
        end = start + int(length) if length.isdigit() else 0
        key, equals, value = data[space + 1 : end].partition(b"=")
        if not equals or end > len(data) or not value.endswith(b"\n"):
            raise Damaged("has a broken extended header")
        name = _text(key)
        if name == "size" and not (value[:-1].isdigit() and len(value) < 20):
            raise Damaged("has a broken extended header")
        if name in ("path", "size") or name.startswith("GNU.sparse"):
            found[name] = _text(value[:-1])
        start = end
    return found


def _text(field: bytes) -> str:
    try:
        return field.split(b"\0", 1)[0].decode("utf-8")
    except UnicodeDecodeError:
        raise Damaged("has a name that is not UTF-8") from None
