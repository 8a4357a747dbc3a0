"""Collects what is wrong with one text, and words it so that it fits a terminal line."""

from __future__ import annotations

from collections import Counter

from generator.diagnostics import Diagnostic, Severity
from generator.source.places import Places

MOST_OF_ONE_CODE = 100
"""A binary file has thousands of control characters; after this many of one code the rest is only counted."""


class Findings:
    """The problems of one text so far. *strict* is for pack.yaml; else it is values text of somebody else."""

    def __init__(self, places: Places, *, strict: bool) -> None:
        self.places = places
        self.strict = strict
        self._found: list[Diagnostic] = []
        self._counts: Counter[str] = Counter()

    def add(self, code: str, offset: int, message: str, way_out: str = "", *, lenient: bool = False) -> None:
        """Note a problem at *offset*. A *lenient* one is only a warning where the text is not strict."""
        self._counts[code] += 1
        if self._counts[code] > MOST_OF_ONE_CODE:
            return
        severity = Severity.WARNING if lenient and not self.strict else Severity.ERROR
        self._found.append(Diagnostic(code, message, self.places.at(offset), way_out, severity))

    def diagnostics(self) -> list[Diagnostic]:
        """Return what was found, in order of place; a code that was cut short says so at its last finding."""
        cut = {code: n - MOST_OF_ONE_CODE for code, n in self._counts.items() if n > MOST_OF_ONE_CODE}
        found = list(self._found)
        for code, more in cut.items():
            last = max((d for d in found if d.code == code), key=Diagnostic.sort_key)
            message = f"{last.message} (and at least {more} more like this)"
            found[found.index(last)] = Diagnostic(code, message, last.location, last.help, last.severity)
        return sorted(found, key=Diagnostic.sort_key)


def quoted(text: str, width: int = 40) -> str:
    """Return *text* in backquotes (or quotes), on one line, without control characters, cut at *width*."""
    shown = text if len(text) <= width else text[: width - 1] + "…"
    mark = "`" if "`" not in shown else '"'
    return mark + "".join(c if c.isprintable() else repr(c)[1:-1] for c in shown) + mark
