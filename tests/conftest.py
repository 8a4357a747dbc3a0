"""What tests share: figures that they measure, printed at the end of the run, and the site in a browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import chromium
import pytest
from repositories import PROJECT
from site_build import built
from site_server import Server, serving
from site_visit import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

os.environ["PACKSCRIBE_NO_CACHE"] = "1"  # tests put faults into the code, which a verdict of before would not see


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return a folder that all worker processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def site(shared_folder: Path) -> Path:
    """Return the project's own site, built strictly."""
    return built(lambda _: PROJECT, shared_folder / "project")


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[Server]:
    """Serve the project's own site."""
    with serving(site) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Chromium, one for each worker process."""
    if reason := chromium.available():
        pytest.skip(reason)
    with chromium.launched() as running:
        yield running


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Return who opens pages; a test in which a page had an error, or asked another host, fails."""
    someone = Visitor(browser)
    yield someone
    someone.close()
    assert not someone.faults


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
