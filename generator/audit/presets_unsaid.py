"""Presets without a choice

The pack offers presets, and values.yaml does not say which of them its values correspond to: the line for that is not
there. Palette then shows none of a group as chosen, though the values are those of one.

    # spectrocloud.com/enabled-presets: Size:small

Write it as the first line of values.yaml, with the presets that the values already contain; with nothing behind the
colon where they contain none.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.audit.presets_file import mentions_header, presets
from generator.audit.wording import listing, short
from generator.diagnostics import Diagnostic, Severity
from generator.values import ENABLED_PRESETS

CODE = "PS283"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield one note for presets of which values.yaml says nothing."""
    values, offered = folder.values, folder.once(presets)
    if values is None or values.document is None or not offered or mentions_header(folder):
        return
    message = f"values.yaml does not say which presets it contains, of {listing((short(p.called) for p in offered), 3)}"
    help = f"write `{ENABLED_PRESETS} Group:name` as its first line, or nothing behind the colon"
    yield folder.problem(CODE, message, folder.at("values.yaml"), help, severity=Severity.NOTE)
