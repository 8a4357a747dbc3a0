"""A site that MkDocs builds once, of packs that are compiled."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from generator.diagnostics import Diagnostic
from generator.serving.process import MkDocs, failed


def build_site(root: Path) -> list[Diagnostic]:
    """Build the site of *root*, which has one; return what went wrong. MkDocs says what it does on standard error."""
    with closing(MkDocs(root, "build")) as process:
        code = process.wait()
    return [failed(code, again="build again")] if code else []
