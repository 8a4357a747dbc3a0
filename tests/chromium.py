"""Debian's Chromium, driven without a screen. No tests in here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",  # continuous integration runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def available() -> str | None:
    """Return None when a browser can be driven, else the reason in one sentence, for ``pytest.skip``."""
    if _command() is None:
        return "The browser tests need Chromium (apt-get install chromium), and it was not found."
    if find_spec("playwright") is None:
        return "The browser tests need playwright (pip install 'packscribe[dev]'), and it was not found."
    return None


def _command() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """Start Chromium, and end it with the context."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_command(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
