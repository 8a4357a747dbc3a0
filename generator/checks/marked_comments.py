"""Comment with the mark of generated ones

In values with `comments: generated`, lines that start with `#: ` are packscribe's own: a build takes them out and
writes the records anew. A line of that form in the source would be lost.

    values: |
      #: Set by the platform team.
      pack: {}

Write a plain `# ` comment, move the words into the parameter's `description`, or choose `comments: verbatim`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.catalog import LINE, LoadedPack
from generator.checks.walk import owner
from generator.diagnostics import Diagnostic
from generator.settings import Settings
from generator.source.outline import Unreadable, content_lines

CODE = "PS226"

_MARKED = re.compile(r"[ \t]*#:(?: |$)")


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each line that a build would take out."""
    for version in loaded.pack.versions:
        values = loaded.values.get(version.version)
        if version.comments != "generated" or values is None or "#:" not in values.text:
            continue
        try:
            inside = content_lines(values.text)
        except Unreadable:
            continue
        for number, line in enumerate(values.lines):
            if _MARKED.match(line) and number not in inside:
                route = ("versions", owner(loaded.pack, version), "values", LINE, number)
                way_out = "write `# `, or move the words into the parameter's `description`"
                yield loaded.problem(CODE, "`#: ` marks generated comments: this line would be lost", route, way_out)
