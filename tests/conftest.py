"""Figures that tests measure, such as shares of planted falsehoods found, are printed at the end of the run."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Return a function that prints a line in the summary of the run, from any worker process."""
    return lambda line: record_property("figure", line)


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Callable[[str, int, int], None]:
    """Return a function that takes what was counted, how many were right and of how many; the summary adds them up."""
    return lambda label, right, of: record_property("tally", (label, right, of))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [r for kind in ("passed", "failed") for r in terminalreporter.stats.get(kind, [])]
    lines = [str(v) for r in reports for k, v in getattr(r, "user_properties", ()) if k == "figure"]
    sums: dict[str, tuple[int, int]] = {}
    for label, right, of in (v for r in reports for k, v in getattr(r, "user_properties", ()) if k == "tally"):
        before = sums.get(label, (0, 0))
        sums[label] = before[0] + right, before[1] + of
    lines += [f"{label}: {right} of {of} ({100 * right / max(of, 1):.1f} %)" for label, (right, of) in sums.items()]
    if lines:
        terminalreporter.section("measured")
        for line in sorted(lines):
            terminalreporter.write_line(line)
