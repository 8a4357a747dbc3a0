"""What was found out about a pack in a registry: statement by statement, whether it holds, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.diagnostics import Diagnostic, Location, Severity

MISSING, MANIFEST, ARCHIVE, OTHER_PACK, OTHER_TAR = "PS665", "PS666", "PS667", "PS668", "PS669"
UNSIGNED, FORGED, SBOM, PROVENANCE, SOURCE, STRANGE = "PS670", "PS671", "PS672", "PS673", "PS674", "PS675"


class State(StrEnum):
    """Whether a statement holds. *unchecked*: it was made, and nothing was given to check it by."""

    HOLDS = "holds"
    FAILS = "fails"
    ABSENT = "absent"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement: what it is *about*, its *state*, and *why*; with *code* and *help* where that is a problem."""

    about: str
    state: State
    why: str
    code: str = ""
    help: str = ""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class Report:
    """All statements about the pack at *place*, which is how its user has called it."""

    place: str
    findings: tuple[Finding, ...]
    pack: str = ""

    def state(self, about: str) -> State | None:
        """Return whether what is said *about* something holds, None where nothing was said: the worst of several."""
        states = [each.state for each in self.findings if each.about == about]
        return State.FAILS if State.FAILS in states else states[0] if states else None

    @property
    def problems(self) -> list[Diagnostic]:
        """What is wrong, as problems."""
        place = Location(self.place)
        return [
            Diagnostic(each.code, f"{each.about}: {each.why}", place, each.help, each.severity, self.pack)
            for each in self.findings
            if each.code
        ]

    def lines(self) -> Iterator[str]:
        """Yield a line for each statement."""
        wide = max((len(each.about) for each in self.findings), default=0)
        for each in self.findings:
            yield f"{each.state:<9}  {each.about:<{wide}}  {each.why}"


def holds(about: str, why: str) -> Finding:
    """Return a statement that holds."""
    return Finding(about, State.HOLDS, why)


def absent(about: str, why: str) -> Finding:
    """Return a statement that nobody makes, which is no problem."""
    return Finding(about, State.ABSENT, why)


def unchecked(about: str, why: str) -> Finding:
    """Return a statement that could not be checked."""
    return Finding(about, State.UNCHECKED, why)


def fails(about: str, why: str, code: str, help: str) -> Finding:
    """Return a statement that does not hold."""
    return Finding(about, State.FAILS, why, code, help)
