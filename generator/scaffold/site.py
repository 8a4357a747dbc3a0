"""A site for a repository that has none: a mkdocs.yml of a few lines."""

from __future__ import annotations

from pathlib import Path

from generator import tree as trees
from generator.render import shipped_templates

NAMES = ("mkdocs.yml", "mkdocs.yaml")


def begin_site(root: Path) -> list[str]:
    """Write settings of MkDocs below *root* unless there are some; return the paths written."""
    if any((root / name).exists() for name in NAMES):
        return []
    return trees.write(root, {NAMES[0]: (shipped_templates() / "scaffold" / NAMES[0]).read_bytes()})
