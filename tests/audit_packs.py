"""Small pack folders for the tests of the audit. No tests in here.

`audit/clean/` is a whole pack in which nothing is found. `audit/<CODE>/` (or `audit/<CODE>/<case>/`) holds only the
files that differ from it, and `expected.txt`: a line `path:line CODE` for each finding, with a remark after it, and
`# folder: NAME` or `# absent: PATH` where the folder has another name or lacks a file. A folder that is called
`….tgz` is packed to an archive of that name.
"""

from __future__ import annotations

import datetime
import re
import shutil
import tarfile
from pathlib import Path

from generator.audit.run import run
from generator.diagnostics import Diagnostic

FIXTURES = Path(__file__).parent / "audit"
AS_OF = datetime.date(2026, 11, 21)
CASES = sorted(path.parent.relative_to(FIXTURES).as_posix() for path in FIXTURES.rglob("expected.txt"))
_OPTION = re.compile(r"# (folder|absent): (.+)")
_LINE = re.compile(r"(\S+:\d+) (PS\d{3})\b")


def clean(target: Path) -> Path:
    """Copy the clean pack to *target* and pack its charts."""
    return overlay(FIXTURES / "clean", target)


def overlay(source: Path, target: Path) -> Path:
    """Put the files of *source* over those of *target*; folders that are called like archives are packed."""
    for path in sorted(source.rglob("*")):
        relative = path.relative_to(source)
        if path.is_file() and path.name != "expected.txt" and not any(p.endswith(".tgz") for p in relative.parts[:-1]):
            (target / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / relative)
        elif path.is_dir() and path.name.endswith(".tgz"):
            (target / relative).parent.mkdir(parents=True, exist_ok=True)
            with tarfile.open(target / relative, "w:gz") as archive:
                for child in sorted(path.iterdir()):
                    archive.add(child, child.name)
    return target


def fixture(case: str, root: Path) -> tuple[Path, list[str]]:
    """Build the pack of *case* below *root*; return it and what is expected of it."""
    text = (FIXTURES / case / "expected.txt").read_text(encoding="utf-8")
    options = dict(found.groups() for found in _OPTION.finditer(text))
    target = overlay(FIXTURES / case, clean(root / options.get("folder", "monitoring-1.4.0")))
    if "absent" in options:
        (target / options["absent"]).unlink()
    return target, sorted(f"{place} {code}" for place, code in _LINE.findall(text))


def audited(folder: Path) -> list[Diagnostic]:
    """Audit one pack folder."""
    return run([folder], AS_OF).diagnostics


def lines(found: list[Diagnostic], folder: Path) -> list[str]:
    """Return findings as the lines of an `expected.txt`."""
    return sorted(f"{d.location.path.removeprefix(folder.as_posix() + '/')}:{d.location.line} {d.code}" for d in found)
