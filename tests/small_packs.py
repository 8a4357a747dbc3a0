"""Repositories of small packs to package and publish, built and without errors. No tests in here."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from pathlib import Path

from repositories import AS_OF

from generator import pipeline
from generator.diagnostics import Severity


def repository(root: Path, *packs: str, versions: Iterable[str] = ("1.0.0",), addition: str = "") -> Path:
    """Make *root* a repository with the *packs*, each with all *versions*; return it."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "packscribe.toml").write_text(f"as_of = {AS_OF}\n")
    for name in packs:
        pack(root, name, versions, addition)
    build(root)
    return root


def pack(root: Path, name: str, versions: Iterable[str] = ("1.0.0",), addition: str = "", value: str = "1") -> Path:
    """Write a pack below *root*, with *addition* in each version; return its folder."""
    home = root / "packs" / name
    (home / "assets" / "charts").mkdir(parents=True, exist_ok=True)
    (home / "assets" / "logo.png").write_bytes(_logo())
    (home / "assets" / "charts" / "notes.txt").write_text("a note\n")
    lines = [
        f"name: {name}",
        f"displayName: {name}",
        "layer: addon",
        "description: A small pack.",
        "category: network",
        "logo: {file: assets/logo.png, alt: A square}",
        "versions:",
    ]
    for version in versions:
        lines += [
            f'  - version: "{version}"',
            f'    series: "{version}"',
            "    values: |",
            "      pack:",
            f"        nodes: {value}",
            "    assets: {files/: assets/charts/}",
            *(f"    {line}" for line in addition.splitlines()),
        ]
    (home / "pack.yaml").write_text("\n".join(lines) + "\n")
    return home


def build(root: Path) -> None:
    """Build what is below *root*, which must be without errors."""
    found = pipeline.build(root, []).diagnostics
    assert not [d for d in found if d.severity is Severity.ERROR], found


def _logo() -> bytes:
    """Return a square PNG of 100 pixels."""
    rows = zlib.compress(b"".join(b"\0" + b"\x20" * 100 for _ in range(100)), 9)
    parts = ((b"IHDR", struct.pack(">IIBBBBB", 100, 100, 8, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
