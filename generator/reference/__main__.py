"""Writes the reference below the current folder: `python -m generator.reference`."""

from __future__ import annotations

from pathlib import Path

from generator import tree
from generator.reference import pages

if __name__ == "__main__":
    root = Path()
    tree.write(root, {path: text.encode() for path, text in pages(root)})
