"""What leads out of a folder is not in it: links, loops, `..`, and names that no file can have."""

from __future__ import annotations

import contextlib
from itertools import product
from pathlib import Path

import pytest

from generator.tree import is_file_inside, is_inside

NAMES = ["a", "sub", "up", "out", "loop", "gone", "deep", "secret", "missing", "..", ".", "", "x\0y"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    around = tmp_path_factory.mktemp("around").resolve()
    home = around / "home"
    for folder in (home / "sub" / "deep", around / "home2"):
        folder.mkdir(parents=True)
    for file in (
        home / "a",
        home / "sub" / "a",
        home / "sub" / "deep" / "a",
        around / "secret",
        around / "home2" / "a",
    ):
        (around / file).write_text("text", "utf-8")
    links = {"up": "..", "out": "../home2", "loop": "loop", "gone": "nowhere", "secret": "../secret"}
    for folder in (home, home / "sub"):
        for name, target in links.items():
            (folder / name).symlink_to(target)
    return home


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_files_inside_are_those_that_the_system_finds_there(home: Path, steps: int) -> None:
    for parts in product(NAMES, repeat=steps):
        path, found = "/".join(parts), False
        with contextlib.suppress(OSError, ValueError, RuntimeError):
            place = Path(f"{home}/{path}")
            found = place.is_file() and place.resolve().is_relative_to(home)
        assert is_file_inside(str(home), path) == found, path


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_what_is_there_is_inside_where_it_leads(home: Path, steps: int) -> None:
    for parts in product([name for name in NAMES if "\0" not in name], repeat=steps):
        place = Path(f"{home}/{'/'.join(parts)}")
        with contextlib.suppress(OSError, RuntimeError):
            real = place.resolve(strict=True)
            assert is_inside(str(home), "/".join(parts)) == real.is_relative_to(home), parts
