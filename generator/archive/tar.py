"""The headers of a tar, byte for byte: ustar, and a pax header where a path or a size does not fit into it.

The format is that of IEEE Std 1003.1-2017, `pax`. Python's `tarfile` is not used, as the digest of a tar is an
identity here and its bytes have changed between versions of Python (the device fields of plain files).
"""

from __future__ import annotations

BLOCK = 512
END = bytes(2 * BLOCK)
LAST_TIME = LARGEST = 8**11 - 1
"""What eleven octal digits hold: the largest size, and the last second."""

FILE_MODE, FOLDER_MODE = 0o644, 0o755
_NAME, _PREFIX = 100, 155


def file(path: str, size: int, mtime: int) -> bytes:
    """Return what stands before the content of a file."""
    return _member(path, b"0", size, mtime, FILE_MODE)


def directory(path: str, mtime: int) -> bytes:
    """Return the header of a folder."""
    return _member(f"{path}/", b"5", 0, mtime, FOLDER_MODE)


def _member(path: str, kind: bytes, size: int, mtime: int, mode: int) -> bytes:
    records = b""
    name, prefix = _split(path)
    if not name:
        records += _record("path", path)
        name = path.encode("ascii", "replace")[:_NAME]
    if size > LARGEST:
        records += _record("size", str(size))
        size = 0
    header = _header(name, prefix, kind, size, mtime, mode)
    if not records:
        return header
    extended = _header(b"PaxHeaders/entry", b"", b"x", len(records), mtime, 0o644)
    return extended + records + bytes(-len(records) % BLOCK) + header


def _split(path: str) -> tuple[bytes, bytes]:
    """Return the name and the prefix that stand for *path* in a header; no name where they cannot."""
    if not path.isascii():
        return b"", b""
    data = path.encode()
    if len(data) <= _NAME:
        return data, b""
    cut = data.find(b"/", len(data) - _NAME - 1, len(data) - 1)
    if cut < 1 or cut > _PREFIX:
        return b"", b""
    return data[cut + 1 :], data[:cut]


def _record(key: str, value: str) -> bytes:
    """Return a record of a pax header, which begins with its own length."""
    rest = f" {key}={value}\n".encode()
    length = len(rest) + len(str(len(rest)))
    length = len(rest) + len(str(length))
    return str(length).encode() + rest


def _header(name: bytes, prefix: bytes, kind: bytes, size: int, mtime: int, mode: int) -> bytes:
    fields = (
        name.ljust(_NAME, b"\0"),
        b"%07o\0" % mode,
        b"%07o\0" % 0,  # nobody's: owner and group are 0 and have no names
        b"%07o\0" % 0,
        b"%011o\0" % size,
        b"%011o\0" % mtime,
        b" " * 8,
        kind,
        bytes(100),
        b"ustar\x0000",
        bytes(64),
        b"%07o\0" % 0,
        b"%07o\0" % 0,
        prefix.ljust(_PREFIX, b"\0"),
    )
    header = b"".join(fields).ljust(BLOCK, b"\0")
    return header[:148] + b"%06o\0 " % sum(header) + header[156:]
