"""The logo of a pack, read once: what kind of picture it is and how large. This module is no check.

PNG: its signature, the header chunk IHDR that comes first, and IEND at the end (www.w3.org/TR/png-3, section 11).
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from generator.audit.disk import Refused
from generator.audit.folder import PackFolder

USUAL = "logo.png"
MOST_SIDE = 2**31 - 1

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_OTHERS = (
    (b"\xff\xd8\xff", "a JPEG"),
    (b"GIF8", "a GIF"),
    (b"BM", "a bitmap of Windows"),
    (b"\x00\x00\x01\x00", "an icon of Windows"),
    (b"II*\x00", "a TIFF"),
    (b"MM\x00*", "a TIFF"),
    (b"version https://git-lfs", "a pointer of git LFS, not the picture"),
)


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture at *path*: its *fault* ("" for a PNG that can be shown), its size in bytes and in pixels."""

    path: str
    fault: str = ""
    size: int = 0
    width: int = 0
    height: int = 0


def logo(folder: PackFolder) -> Logo | None:
    """Return the logo of the pack, None where there is none, or it cannot be read (which is reported elsewhere)."""
    path = named(folder) or next((name for name in folder.files if name.lower() == USUAL), "")
    if path not in folder.files:
        return None
    try:
        data = folder.store.read(path)
    except Refused:
        return None
    width, height = struct.unpack(">II", data[16:24]) if len(data) >= 24 else (0, 0)
    fault = _fault(data, width, height)
    return Logo(path, fault, len(data), *((0, 0) if fault else (width, height)))


def named(folder: PackFolder) -> str:
    """Return the file that pack.json names as the logo, "" where it names none or an address."""
    annotations = folder.facts.get("annotations")
    for holder in (folder.facts, annotations if isinstance(annotations, dict) else {}):
        value = holder.get("logo")
        if isinstance(value, str) and "." in value and "://" not in value and len(value) < 200:
            return value.removeprefix("./")
    return ""


def _fault(data: bytes, width: int, height: int) -> str:
    if not data:
        return "an empty file"
    if not data.startswith(_SIGNATURE):
        return _kind(data)
    if len(data) < 33 or data[8:16] != b"\x00\x00\x00\rIHDR":
        return "a PNG whose header is broken"
    if zlib.crc32(data[12:29]) != struct.unpack(">I", data[29:33])[0]:
        return "a PNG whose header is damaged (its checksum is wrong)"
    if not 0 < width <= MOST_SIDE or not 0 < height <= MOST_SIDE:
        return f"a PNG of {width} by {height} pixels"
    return "" if b"IEND" in data[-4096:] or b"IEND\xaeB`\x82" in data else "a PNG that is cut off"


def _kind(data: bytes) -> str:
    for start, what in _OTHERS:
        if data.startswith(start):
            return what
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "a WebP"
    head = data[:2000].lower()
    if b"<svg" in head:
        return "an SVG"
    return "a page of HTML" if b"<html" in head or b"<!doctype html" in head else "no PNG"
