"""Value that two YAML readers understand differently

Helm and PyYAML read YAML 1.1, editors and newer tools YAML 1.2, and on this value they differ: `yes`, `on`, `012`,
`1e3`, `22:22`. Or it is a tag or version without quotes whose text is lost because it is read as a number, as `1.10`
becomes `1.1`.

    serviceAccountCreate: yes      true for Helm, the text "yes" for others
    tag: 1.10                      the image 1.1

Write `true` or `false`, or put the text in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.audit.folder import PackFolder
from generator.diagnostics import Diagnostic, Severity

CODE = "PS249"
DIFFERENT, TEXT_LOST = "PS023", "PS024"

# Where a number is meant, its text does not matter: `qps: 5.0`.
_TEXTS = re.compile(r"[\s\-?]*[\"']?\w*(?:tag|version|revision|release)[\"']?\s*:", re.IGNORECASE)


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each scalar of values.yaml that is not certain."""
    file = folder.values
    for found in file.problems if file else ():
        if found.code == DIFFERENT or (found.code == TEXT_LOST and file and _is_text(file.text, found)):
            yield replace(found, code=CODE, severity=Severity.WARNING)


def _is_text(text: str, found: Diagnostic) -> bool:
    lines = text.removeprefix("\ufeff").splitlines()
    return len(lines) >= found.location.line and _TEXTS.match(lines[found.location.line - 1]) is not None
