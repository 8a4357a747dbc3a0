"""Logos of packs: neutral pictures drawn from a seed text, so that no pack borrows somebody's trademark.

A rounded square in one of a few pairs of colors, with a mirrored constellation of linked dots. The same seed and
size give the same bytes everywhere.
"""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from math import hypot

_PALETTES = (
    ("#155e75", "#a5f3fc"),
    ("#1e3a8a", "#bfdbfe"),
    ("#3730a3", "#c7d2fe"),
    ("#5b21b6", "#ddd6fe"),
    ("#9d174d", "#fbcfe8"),
    ("#9a3412", "#fed7aa"),
    ("#854d0e", "#fef08a"),
    ("#166534", "#bbf7d0"),
    ("#115e59", "#99f6e4"),
    ("#334155", "#e2e8f0"),
)
_CORNER = 0.2  # lengths are shares of the width
_LINE = 0.011
_CELLS = 4  # dots stand on a grid of this many rows and columns; the right half mirrors the left

Point = tuple[float, float]
Color = tuple[int, int, int]


def draw(seed: str, size: int = 256) -> bytes:
    """Take a seed text and the width in pixels; return a square PNG with transparent corners."""
    digest = sha256(seed.encode()).digest()
    ground, ink = (_rgb(c) for c in _PALETTES[digest[0] % len(_PALETTES)])
    dots, links = _constellation(digest)
    rows = []
    for y in range(size):
        half = [_pixel((x, y), size, (ground, ink), dots, links) for x in range((size + 1) // 2)]
        rows.append(b"\0" + b"".join(half + half[: size // 2][::-1]))
    return _png(size, b"".join(rows))


def _constellation(digest: bytes) -> tuple[dict[Point, float], list[tuple[Point, Point]]]:
    """Return the dots of the picture with their radii, and the pairs of neighbors that are linked."""
    places = [(column, row) for row in range(_CELLS) for column in range(_CELLS)]
    at = {p: (0.2 + 0.6 * p[0] / (_CELLS - 1), 0.2 + 0.6 * p[1] / (_CELLS - 1)) for p in places}
    left = [p for p in places if p[0] < _CELLS // 2]
    chosen = {p: digest[1 + i] for i, p in enumerate(left) if digest[1 + i] % 4}
    chosen |= {(_CELLS - 1 - column, row): value for (column, row), value in chosen.items()}
    dots = {at[p]: 0.045 + 0.03 * (value % 3) / 2 for p, value in chosen.items()}
    links = []
    for (column, row), value in chosen.items():
        mirrored = column >= _CELLS // 2
        inward = column - 1 if mirrored else column + 1
        neighbors = {(inward, row): value & 8, (column, row + 1): value & 16, (inward, row + 1): value & 32}
        for other, wanted in neighbors.items():
            if wanted and other in chosen:
                links.append((at[column, row], at[other]))
    return dots, links


def _pixel(
    at: tuple[int, int],
    size: int,
    colors: tuple[Color, Color],
    dots: dict[Point, float],
    links: list[tuple[Point, Point]],
) -> bytes:
    """Return one pixel: red, green, blue and opacity. An edge that crosses it is softened by its distance."""
    point = (at[0] + 0.5) / size, (at[1] + 0.5) / size
    opacity = _share(_outside_square(point), size)
    if not opacity:
        return b"\0\0\0\0"
    gaps = [hypot(point[0] - x, point[1] - y) - radius for (x, y), radius in dots.items()]
    gaps += [_distance(point, start, end) - _LINE for start, end in links]
    inked = _share(min(gaps, default=1.0), size)
    mixed = ((g * (255 - inked) + i * inked) // 255 for g, i in zip(*colors, strict=True))
    return bytes((*mixed, opacity))


def _share(distance: float, size: int) -> int:
    """Return how much of a pixel lies inside a shape, of 255, given its *distance* from the shape's edge."""
    return round(255 * max(0.0, min(1.0, 0.5 - distance * size)))


def _outside_square(point: Point) -> float:
    """Return the distance from the edge of the rounded square, negative inside."""
    dx, dy = (abs(value - 0.5) - (0.5 - _CORNER) for value in point)
    return hypot(max(dx, 0.0), max(dy, 0.0)) + min(max(dx, dy), 0.0) - _CORNER


def _distance(point: Point, start: Point, end: Point) -> float:
    """Return how far *point* is from the line between *start* and *end*."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    along = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)))
    return hypot(x - x1 - along * dx, y - y1 - along * dy)


def _rgb(color: str) -> Color:
    red, green, blue = bytes.fromhex(color[1:])
    return red, green, blue


def _png(size: int, scanlines: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(scanlines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
