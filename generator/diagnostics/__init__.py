"""Problems as data: where something is wrong, what, and the way out.

A function that looks for problems returns or yields `Diagnostic`s and never prints, logs or exits. They are
sorted, printed and turned into an exit code in one place, the command line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How bad a problem is. Only an error fails a command (with `--strict` a warning does too)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. *line* and *column* count from 1; *path* is as given or relative to the root."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. *code* is stable (`PSnnn`, never reused); *help* says what to do about it."""

    code: str
    message: str
    location: Location
    help: str = ""
    severity: Severity = Severity.ERROR
    pack: str = ""

    def sort_key(self) -> tuple[Location, str, str]:
        """Order by place, then code, then text, so that a report is the same on every run."""
        return self.location, self.code, self.message

    def in_pack(self, name: str) -> Diagnostic:
        """Return the same problem, said of the pack *name* unless it already names one."""
        return self if self.pack else replace(self, pack=name)


class Problems(Exception):
    """Carries diagnostics to where they are reported, when a stage cannot go on without a value."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("; ".join(str(d.message) for d in self.diagnostics))


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return *diagnostics* sorted and without repeats."""
    return sorted(set(diagnostics), key=Diagnostic.sort_key)


def has_errors(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Tell whether any of *diagnostics* fails a run; with *strict*, warnings fail it too."""
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(d.severity in failing for d in diagnostics)
