"""`packscribe build --site`: the packs, and then the site of them, or neither."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from repositories import MKDOCS, PROJECT, with_site

from generator.serving import process

PAGE, SITE_PAGE = "docs_src/packs/sample.md", "site/packs/sample/index.html"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return with_site(tmp_path)


def build(root: Path, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "generator", "build", "--site", "--root", str(root), *options]
    done = subprocess.run(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def test_the_site_has_the_pages_that_were_compiled(root: Path) -> None:
    code, said = build(root)
    assert (code, "1 pack up to date" in said) == (0, True), said
    assert "Sample Pack" in (root / SITE_PAGE).read_text()
    edit(root / "packs/sample/pack.yaml", "displayName: Sample Pack", "displayName: Another Name")
    assert build(root)[0] == 0
    assert "Another Name" in (root / SITE_PAGE).read_text()


def test_a_site_takes_the_place_of_the_one_before(root: Path) -> None:
    (root / "mkdocs.yml").write_text("site_name: Trial\ndocs_dir: docs_src\ntheme: material\nplugins: [packscribe]\n")
    for _ in range(2):
        code, said = build(root)
        assert code == 0, said
        assert (root / "site/packs/sample/pack.yaml").exists()


def test_pages_that_are_ready_are_not_compiled_again(root: Path) -> None:
    assert build(root)[0] == 0
    (root / SITE_PAGE).unlink()
    code, said = build(root)
    assert (code, "nothing to do" in said) == (0, True), said
    assert (root / SITE_PAGE).exists()


def test_of_packs_with_errors_there_is_no_site(root: Path) -> None:
    edit(root / "packs/sample/pack.yaml", "displayName: Sample Pack", "displayNam: Sample Pack")
    code, said = build(root)
    assert code == 1 and "error PS1" in said and "INFO" not in said
    assert not (root / PAGE).exists() and not (root / "site").exists()


def test_without_settings_of_a_site_nothing_is_done(root: Path) -> None:
    (root / "mkdocs.yml").unlink()
    code, said = build(root)
    assert code == 2 and "error PS191 there is no site: there is no mkdocs.yml here" in said
    assert not (root / PAGE).exists()


def test_what_mkdocs_refuses_is_told_and_the_pages_stay(root: Path) -> None:
    (root / "mkdocs.yml").write_text(MKDOCS + "hooks: [missing.py]\n")
    code, said = build(root)
    assert code == 1 and "missing.py" in said and "error PS192 MkDocs ended with exit code 1" in said
    assert (root / PAGE).exists()


def test_nothing_is_to_be_written_and_a_site(root: Path) -> None:
    code, said = build(root, "--check")
    assert code == 2 and "leave one of them out" in said


def test_mkdocs_ends_where_nobody_is_left_to_work_for(root: Path) -> None:
    child = [sys.executable, "-P", str(process._CHILD), "build", "--config-file", str(root / "mkdocs.yml")]
    assert subprocess.run(child, stdin=subprocess.DEVNULL, check=False).returncode != 0
    assert not (root / "site").exists()
