"""Every check on a pack of its own. Comments in `checks/<CODE>.yaml` say what is found where.

`# expect: PS205` stands in the line that is reported; `# expect+2: PS205` two lines above it, for lines of a text
that can hold no comment. The files that a fixture needs beside pack.yaml stand in `checks/<CODE>/`.
"""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import catalog
from generator.checks import check_modules, run_checks
from generator.checks.walk import prose, records
from generator.diagnostics import Diagnostic, Severity, ordered
from generator.settings import Settings

HERE = Path(__file__).parent
FIXTURES = HERE / "checks"
CODES = sorted(p.stem for p in FIXTURES.glob("*.yaml"))
SETTINGS = Settings(datetime.date(2026, 11, 21))
_EXPECTED = re.compile(r"# expect(?:\+(\d+))?: (PS\d{3})")


def expected(text: str) -> list[tuple[int, str]]:
    """Return line and code of everything that the comments of *text* expect."""
    return sorted(
        (number + int(found[1] or 0), found[2])
        for number, line in enumerate(text.splitlines(), 1)
        for found in _EXPECTED.finditer(line)
    )


def checked(root: Path, name: str) -> list[Diagnostic]:
    loaded, found = catalog.load_pack(root, name)
    assert loaded is not None, found
    return ordered([*found, *run_checks(loaded, SETTINGS)])


def repository(root: Path, text: str, files: Path | None = None, name: str = "fixture") -> Path:
    folder = root / "packs" / name
    if files is not None and files.is_dir():
        shutil.copytree(files, folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("code", CODES)
def test_fixture(code: str, tmp_path: Path) -> None:
    """A fixture holds the faults of one check, and nothing else is found in it."""
    text = (FIXTURES / f"{code}.yaml").read_text()
    found = checked(repository(tmp_path, text, FIXTURES / code), "fixture")
    assert sorted((d.location.line, d.code) for d in found) == expected(text), "\n".join(map(str, found))
    assert {d.code for d in found} == {code}
    written = text.splitlines()
    for problem in found:
        assert problem.location.path == "packs/fixture/pack.yaml" and problem.pack == "fixture"
        assert problem.help and "\n" not in problem.message and problem.message.isprintable()
        assert problem.location.column > len(written[problem.location.line - 1]) - len(
            written[problem.location.line - 1].lstrip()
        )


@pytest.mark.parametrize("module", check_modules(), ids=lambda m: str(m.CODE))
def test_form(module: object) -> None:
    """A check has a code, a fixture, and a docstring that is a page: a title, then what it means and the way out."""
    code, page = str(getattr(module, "CODE", "")), str(module.__doc__)
    title, blank, *rest = page.splitlines()
    assert re.fullmatch(r"PS[278]\d\d", code) and code in CODES
    assert 5 < len(title) < 80 and not title.endswith(".") and blank == "" and len(rest) >= 4


def test_codes_are_unique() -> None:
    codes = [str(m.CODE) for m in check_modules()]
    assert len(codes) == len(set(codes)) and set(CODES) == set(codes)


def test_checks_do_not_know_each_other() -> None:
    """Any one check can be deleted: no other module of the project imports it."""
    names = {m.__name__.rpartition(".")[2] for m in check_modules()}
    used = re.compile(r"generator\.checks\.(\w+)|from generator\.checks import (.+)")
    for path in (HERE.parent / "generator").rglob("*.py"):
        for found in used.finditer(path.read_text(encoding="utf-8")):
            imported = {found[1]} if found[1] else set(re.findall(r"\w+", found[2]))
            assert not imported & names, path


def test_without_any_one(tmp_path: Path) -> None:
    """With a check's file gone, the others still load."""
    package = tmp_path / "generator"
    shutil.copytree(HERE.parent / "generator", package, ignore=shutil.ignore_patterns("__pycache__"))
    modules = [m.__name__.rpartition(".")[2] for m in check_modules()]
    script = (
        "import sys, importlib\n"
        "from generator import checks\n"
        "for gone in sys.argv[1:]:\n"
        "    for name in [n for n in sys.modules if n.startswith('generator.checks')]: del sys.modules[name]\n"
        "    sys.modules[f'generator.checks.{gone}'] = None\n"
        "    for name in set(sys.argv[1:]) - {gone}: importlib.import_module(f'generator.checks.{name}')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *modules], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_plain_pack_is_clean() -> None:
    assert checked(HERE, "plain") == []


def test_names_come_with_a_suggestion(tmp_path: Path) -> None:
    """A misspelt name is answered by the one that was meant."""
    wanted = {
        "PS201": "weak",
        "PS202": "windows",
        "PS204": "strong",
        "PS205": "manual",
        "PS206": '"1.2.0"',
        "PS207": "Policy:strong",
        "PS208": "strong-ends",
        "PS209": "switch",
        "PS213": "none",
        "PS214": "strong",
    }
    for code, name in wanted.items():
        found = checked(repository(tmp_path, (FIXTURES / f"{code}.yaml").read_text()), "fixture")
        assert any(f"did you mean `{name}`?" in d.help for d in found), code


def test_a_file_of_values_is_named(tmp_path: Path) -> None:
    """A fault in values that stand in a file of their own is reported there."""
    text = (FIXTURES / "PS213.yaml").read_text().replace("# Of this version.", "")
    start, end = text.index("    values: |"), text.index('  - version: "1.0.0"')
    text = text[:start] + "    values: {file: values/1.2.0.yaml}\n" + text[end:]
    repository(tmp_path, text)
    (tmp_path / "packs/fixture/values").mkdir()
    (tmp_path / "packs/fixture/values/1.2.0.yaml").write_text("pack:\n  policy: wrong\n")
    places = [str(d.location) for d in checked(tmp_path, "fixture")]
    assert "packs/fixture/values/1.2.0.yaml:2:3" in places


@pytest.mark.parametrize("target", ["/etc/hostname", "../other/secret.png", "loop.png"])
def test_links_stay_inside(tmp_path: Path, target: str) -> None:
    """A symbolic link may not lead out of the pack folder, or round in a circle."""
    text = (HERE / "packs/plain/pack.yaml").read_text()
    repository(tmp_path, text, HERE / "packs/plain", "plain")
    (tmp_path / "packs/other").mkdir()
    (tmp_path / "packs/other/secret.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    logo = tmp_path / "packs/plain/assets/logo.png"
    logo.unlink()
    logo.symlink_to(target if target != "../other/secret.png" else tmp_path / "packs/other/secret.png")
    (found,) = checked(tmp_path, "plain")
    assert found.code == "PS221" and found.location.line == 8 and found.location.column == 14


def test_severities(tmp_path: Path) -> None:
    """What does no harm is a warning."""
    lenient = {"PS220", "PS223", "PS224", "PS225", "PS801"}
    for code in CODES:
        found = checked(
            repository(tmp_path / code, (FIXTURES / f"{code}.yaml").read_text(), FIXTURES / code), "fixture"
        )
        severities = {d.severity for d in found}
        assert severities == {Severity.WARNING} if code in lenient else Severity.ERROR in severities, code


def test_every_fault_is_found_at_once(tmp_path: Path) -> None:
    """Faults of different checks are reported together."""
    text = (HERE / "packs/plain/pack.yaml").read_text()
    text = text.replace("engine: weak, os", "engine: waek, os").replace("cite: [manual]}}", "cite: [manul]}}")
    text = text.replace("restart: {text: Every", "restart: {text: <b>Every").replace(
        'policy: "none"', 'policy: "nnoe"', 1
    )
    repository(tmp_path, text, HERE / "packs/plain", "plain")
    assert {d.code for d in checked(tmp_path, "plain")} >= {"PS201", "PS213", "PS218"}


def test_walk_reaches_everything() -> None:
    """Every record and every prose of the file is visited, at its own place."""
    loaded, _ = catalog.load_pack(HERE, "plain")
    assert loaded is not None
    routes = [route for route, _ in records(loaded.pack)]
    assert len(routes) == len(set(routes)) and ("matrix", "rows", 0, "cells", "weak", "linux") in routes
    words = dict(prose(loaded.pack))
    assert words[("engines", "strong", "mechanism", "linux")] == "It uses eBPF."
    assert words[("procedures", "switch", "requires", 0)] == "A cluster."
    assert words[("conflicts", "default", "claims", 1, "says")] == "It is `strong`."
    assert ("parameters", 0, "path") not in words
    for route in words:
        assert loaded.where(route) != loaded.where(route[:-1]) or isinstance(route[-1], int)
