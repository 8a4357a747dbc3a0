"""The gate of `packscribe diff`, and what is said of files that were edited by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from git_repositories import PACK, Repo

from generator.diagnostics import Diagnostic
from generator.meaning import Impact
from generator.review.run import review
from generator.review.versions import says_so, would_do

CHANGE = ('greeting: "Hello"', 'greeting: "Good day"')
VERSIONS = "versions:\n"


def gate(repo: Repo, base: str = "HEAD") -> list[Diagnostic]:
    return list(review(repo.root, base, "", gate=True).gate)


def new_version(repo: Repo, version: str, greeting: str = "Hello") -> None:
    """Add a version that differs from 1.1.0 in its greeting, if at all."""
    text = PACK[PACK.index('  - version: "1.1.0"') : PACK.index('  - version: "1.0.0"')]
    text = text.replace("1.1.0", version).replace("1.1.x", version[:3] + ".x").replace('"Hello"', f'"{greeting}"')
    repo.edit(VERSIONS, VERSIONS + text)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


def lock(repo: Repo, *versions: str) -> None:
    """Write down *versions* as published."""
    digest = "sha256:" + "0" * 64
    packs = [{"name": "hello", "version": v, "tar": digest, "manifest": digest} for v in versions]
    repo.write("packs.lock.json", json.dumps({"format": 1, "packs": packs}))


def test_published_content_needs_a_new_version(repo: Repo) -> None:
    repo.edit(*CHANGE)
    (found,) = gate(repo)
    assert found.code == "PS380"
    assert "version 1.1.0 is published" in found.message
    assert "2.0.0 would do" in found.help
    assert "greeting" in PACK.split("\n")[found.location.line - 1]


def test_a_feature_needs_a_minor_version(repo: Repo) -> None:
    repo.edit("port: 80", "port: 80\n          nodePort: 30080")
    (found,) = gate(repo)
    assert (found.code, "1.2.0 would do" in found.help) == ("PS380", True)


def test_an_image_needs_a_patch(repo: Repo) -> None:
    repo.edit("busybox:1.36.1", "busybox:1.37.0")
    (found,) = gate(repo)
    assert (found.code, "1.1.1 would do" in found.help) == ("PS380", True)


@pytest.mark.parametrize(
    ("old", "new"), [("It says hello.", "It greets."), ("Mind the clock.", "Mind it."), ("deprecated: 2026-10-05", "")]
)
def test_words_and_days_pass(repo: Repo, old: str, new: str) -> None:
    repo.edit(old, new)
    assert gate(repo) == []


def test_what_was_not_published_may_change(repo: Repo) -> None:
    lock(repo, "1.0.0")
    repo.commit()
    repo.edit(*CHANGE)
    assert gate(repo) == []


def test_with_a_lock_every_byte_counts(repo: Repo) -> None:
    lock(repo, "1.1.0")
    repo.commit()
    repo.edit("The page has a greeting.", "The page greets.")
    (found,) = gate(repo)
    assert (found.code, "1.1.1 would do" in found.help) == ("PS380", True)


@pytest.mark.parametrize(("version", "codes"), [("1.2.0", ["PS381"]), ("1.1.1", ["PS381"]), ("2.0.0", [])])
def test_a_new_version_says_what_it_breaks(repo: Repo, version: str, codes: list[str]) -> None:
    new_version(repo, version, "Good day")
    found = gate(repo)
    assert [d.code for d in found] == codes
    assert all("2.0.0" in d.help for d in found)


def test_a_new_version_that_breaks_nothing_passes(repo: Repo) -> None:
    new_version(repo, "1.1.1")
    assert gate(repo) == []


@pytest.mark.parametrize(
    ("rule", "version", "passes"), [("minor", "1.2.0", True), ("minor", "1.1.1", False), ("any", "1.1.1", True)]
)
def test_a_repository_has_its_own_rule(repo: Repo, rule: str, version: str, passes: bool) -> None:
    repo.write("packscribe.toml", f'as_of = 2026-11-21\n[review]\nbreaking = "{rule}"\n')
    repo.commit()
    new_version(repo, version, "Good day")
    assert (gate(repo) == []) is passes


@pytest.mark.parametrize(
    ("old", "new"), [("windows: {state: preview}", "windows: {state: unsupported}"), ("  - {path: none}", "")]
)
def test_the_pack_as_a_whole_needs_a_major_version(repo: Repo, old: str, new: str) -> None:
    if old not in PACK:
        old, new = "  slow: {name: Slow engine, systems: [linux]}\n", ""
    repo.edit(old, new)
    (found,) = [d for d in gate(repo) if d.code == "PS381"]
    assert "2.0.0 would do" in found.help
    new_version(repo, "2.0.0")
    assert not [d for d in gate(repo) if d.code == "PS381"]


def test_a_version_that_was_deleted_as_announced_may_go(repo: Repo) -> None:
    text = PACK.replace("deprecated: 2026-10-05", "deprecated: 2026-01-06, disabled: 2026-02-01, deleted: 2026-03-01")
    repo.write("packs/hello/pack.yaml", text)
    repo.commit()
    repo.write("packs/hello/pack.yaml", text[: text.index('  - version: "1.0.0"')] + text[text.index("parameters:") :])
    assert gate(repo) == []


def test_a_version_that_people_use_may_not_go(repo: Repo) -> None:
    repo.write("packs/hello/pack.yaml", PACK[: PACK.index('  - version: "1.0.0"')] + PACK[PACK.index("parameters:") :])
    assert [d.code for d in gate(repo)] == ["PS381"]


STEPS = [
    ("1.4.0", "2.0.0", "major", True),
    ("1.4.0", "1.5.0", "major", False),
    ("1.4.0", "1.5.0", "minor", True),
    ("1.4.0", "1.4.1", "minor", False),
    ("0.4.0", "0.5.0", "major", True),
    ("0.4.0", "0.4.1", "major", False),
    ("1.16", "2.0", "major", True),
    ("v1.4.0", "v2.0.0", "major", True),
    ("2.0.2-up.4", "2.0.2-up.5", "major", False),
]


@pytest.mark.parametrize(("before", "after", "rule", "says"), STEPS)
def test_which_step_says_that_something_breaks(before: str, after: str, rule: str, says: bool) -> None:
    assert says_so(before, after, rule) is says


NEXT = [
    ("1.4.0", Impact.BREAKING, ["1.4.0"], "2.0.0"),
    ("1.4.0", Impact.BREAKING, ["1.4.0", "2.1.0"], "3.0.0"),
    ("1.4.0", Impact.FEATURE, ["1.4.0", "1.5.0"], "1.6.0"),
    ("1.4.0", Impact.FIX, ["1.4.0", "1.4.1"], "1.4.2"),
    ("0.4.0", Impact.BREAKING, ["0.4.0"], "0.5.0"),
    ("1.16", Impact.BREAKING, ["1.16"], "2.0"),
    ("1.16", Impact.FIX, ["1.16"], "1.16.1"),
    ("v1.4.0", Impact.DOCS, ["v1.4.0"], "v1.4.1"),
]


@pytest.mark.parametrize(("version", "impact", "taken", "expected"), NEXT)
def test_which_version_would_do(version: str, impact: Impact, taken: list[str], expected: str) -> None:
    assert would_do(version, impact, taken) == expected


def test_a_hand_edit_is_named_with_the_line_to_change(tmp_path: Path) -> None:
    repo = Repo(tmp_path, built=True)
    page = repo.root / "docs_src/packs/hello.md"
    page.write_text(page.read_text().replace("It says hello.", "It says nothing."))
    found = review(tmp_path, "HEAD", "")
    (edit,) = found.edits
    assert edit.location.path == "docs_src/packs/hello.md"
    line = PACK.split("\n").index("  about: {text: It says hello., place: intro}") + 1
    assert edit.ruled.startswith(f"packs/hello/pack.yaml:{line}:")
    assert not found.changes
    assert [d.code for d in review(tmp_path, "HEAD", "", gate=True).gate] == ["PS382"]


def test_a_hand_edit_that_was_committed_is_named_too(tmp_path: Path) -> None:
    repo = Repo(tmp_path, built=True)
    values = repo.root / "packs/hello/1.1.0/values.yaml"
    values.write_text(values.read_text().replace("port: 80", "port: 81"))
    repo.commit()
    (edit,) = repo.diff("HEAD~1", "HEAD").edits
    assert edit.location.path == "packs/hello/1.1.0/values.yaml"
    assert edit.ruled.startswith("packs/hello/pack.yaml:")


def test_a_source_that_was_not_built_is_a_note(tmp_path: Path) -> None:
    repo = Repo(tmp_path, built=True)
    repo.edit("It says hello.", "It greets.")
    found = repo.diff()
    assert not found.edits
    assert [(d.code, str(d.severity)) for d in found.problems] == [("PS383", "note")]
    repo.build()
    assert not repo.diff().problems


def test_the_page_of_all_packs_edited_by_hand(tmp_path: Path) -> None:
    repo = Repo(tmp_path, built=True)
    repo.edit("# Packs", "# All packs", "docs_src/packs/index.md")
    (edit,) = repo.diff().edits
    assert edit.location.path == "docs_src/packs/index.md"


@pytest.mark.parametrize("folder", ["docs_src/configure", "docs_src/exports/markdown/packs", "docs_src/exports/gatsby"])
def test_every_page_of_a_pack_is_looked_at(tmp_path: Path, folder: str) -> None:
    repo = Repo(tmp_path, built=True)
    page = next((path for path in sorted((tmp_path / folder).glob("hello.*")) if path.suffix != ".json"), None)
    if page is None:
        pytest.skip(f"the pack has no page in {folder}")
    page.write_text(page.read_text() + "more\n")
    (edit,) = repo.diff().edits
    assert edit.location.path == page.relative_to(tmp_path).as_posix()
