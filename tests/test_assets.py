"""The CSS and JavaScript that the site serves: made from readable sources, and small."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from repositories import PROJECT

SERVED = PROJECT / "docs_src" / "assets"
SOURCES = PROJECT / "templates" / "assets"
TOOLS = PROJECT / "tests" / "assets"
MOST = 30_000
"""Bytes of all styles and scripts of our own together, before any compression."""


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.skipif(not (TOOLS / "node_modules").exists(), reason="the minifiers are not installed: run `make mdx`")
def test_what_is_served_is_what_the_sources_make(tmp_path: Path) -> None:
    subprocess.run([TOOLS / "make.sh", tmp_path], check=True)
    assert files(SERVED) == files(tmp_path), "run `make assets`, and commit what it writes"


def test_what_is_served_says_where_to_read() -> None:
    assert files(SERVED).keys() == files(SOURCES).keys()
    for name, text in files(SERVED).items():
        assert f"templates/assets/{name}" in text.splitlines()[0]


def test_what_is_served_is_small(figure: Callable[[str], None]) -> None:
    size = sum(path.stat().st_size for path in SERVED.iterdir())
    assert 0 < size < MOST
    figure(f"assets: {size:,} bytes of CSS and JavaScript of our own, {MOST:,} at most")
