"""Broken pack.json

pack.json is no strict JSON: a syntax error, a comment, a comma too many, a byte order mark, `NaN`, or a key that
stands twice, of which one reader takes the first and another the last.

    "version": "1.4.0",
    "version": "1.4.1",

Correct the place that is named.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.audit.text_files import BROKEN_JSON
from generator.diagnostics import Diagnostic

CODE = BROKEN_JSON


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield an error for what makes pack.json unreadable."""
    yield from (found for found in (folder.pack_json.problems if folder.pack_json else ()) if found.code == CODE)
