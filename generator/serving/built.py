"""A site that is built as soon as packs are compiled: MkDocs loads meanwhile, which takes a third of a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.diagnostics import Diagnostic
from generator.serving.process import MkDocs, failed


@contextmanager
def site(root: Path) -> Iterator[Callable[[], list[Diagnostic]]]:
    """Yield what builds the site of *root*, which has one, and returns what went wrong; uncalled, it builds none."""
    process = MkDocs(root, "build")

    def build() -> list[Diagnostic]:
        code = process.go()
        return [failed(code, again="build again")] if code else []

    try:
        yield build
    finally:
        process.close()
