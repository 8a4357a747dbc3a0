"""The wheel holds the templates and what the site serves: packscribe works where only it is installed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from repositories import PROJECT


def test_templates_are_in_the_wheel(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(PROJECT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    shipped = {
        f"generator/templates/{p.relative_to(PROJECT / 'templates').as_posix()}"
        for p in (PROJECT / "templates").rglob("*.j*")
    }
    served = {
        p.relative_to(PROJECT).as_posix() for p in (PROJECT / "generator" / "site" / "theme").rglob("*") if p.is_file()
    }
    assert shipped and shipped <= names
    assert served and served | {"generator/templates/scaffold/mkdocs.yml"} <= names
