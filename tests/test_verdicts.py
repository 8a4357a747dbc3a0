"""What was judged is not judged again, and only as long as nothing that was judged has changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from small_packs import pack, repository

from generator import judging, pipeline, published
from generator.compiled import Compiled
from generator.diagnostics import Diagnostic, Location, Severity, has_errors
from generator.publishing.judged import Wish
from generator.publishing.package import package
from generator.publishing.plan import State
from generator.publishing.run import Request, publish
from generator.verdicts import Verdict, inputs
from generator.verdicts.memory import Memory, memory

Change = Callable[[Path], object]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "root", "one", "two")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "cache"
    made.mkdir()
    return made


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the packs that are judged, as they are."""
    names: list[str] = []
    real = judging.judged

    def noted(root: Path, unit: Compiled, source: list[Diagnostic]) -> Verdict:
        names.append(unit.name)
        return real(root, unit, source)

    monkeypatch.setattr("generator.job.judged", noted)
    return names


def check(root: Path, folder: Path, *names: str) -> list[Diagnostic]:
    return pipeline.check(root, list(names), memory=Memory(root, folder)).diagnostics


def test_a_check_is_not_done_again(root: Path, folder: Path, judged: list[str]) -> None:
    first = check(root, folder)
    assert judged == ["one", "two"]
    assert check(root, folder) == first
    assert check(root, folder, "two") == [d for d in first if d.pack == "two"]
    assert judged == ["one", "two"]


def test_after_a_check_nothing_is_judged_to_publish_or_to_package(
    root: Path, folder: Path, judged: list[str], tmp_path: Path
) -> None:
    check(root, folder)
    judged.clear()
    outcome = publish(root, Wish(memory=Memory(root, folder)), Request(f"memory:{uuid4()}"))
    assert [row.state for row in outcome.rows.values()] == [State.PUBLISHED] * 2
    written = package(root, Wish(memory=Memory(root, folder)), tmp_path / "dist").written
    assert judged == []
    again = package(root, Wish(), tmp_path / "dist").written
    assert [each.changed for each in again] == [False, False]
    assert [each.tar for each in again] == [each.tar for each in written]
    assert [each.tar for each in again] == [row.tar for row in outcome.rows.values()]


@pytest.mark.parametrize("before", ["publish", "package"])
def test_publish_and_package_remember_too(
    root: Path, folder: Path, judged: list[str], tmp_path: Path, before: str
) -> None:
    if before == "publish":
        publish(root, Wish(memory=Memory(root, folder)), Request(f"memory:{uuid4()}"))
    else:
        package(root, Wish(memory=Memory(root, folder)), tmp_path / "dist")
    assert judged == ["one", "two"]
    publish(root, Wish(memory=Memory(root, folder)), Request(f"memory:{uuid4()}"))
    assert judged == ["one", "two"]


def test_a_verdict_holds_for_the_same_files_elsewhere(
    root: Path, folder: Path, judged: list[str], tmp_path: Path
) -> None:
    first = check(root, folder)
    other = shutil.copytree(root, tmp_path / "clone")
    judged.clear()
    assert check(other, folder) == first
    assert judged == []


CHANGES: dict[str, Change] = {
    "pack.yaml": lambda root: _append(root / "packs/one/pack.yaml", "# a word\n"),
    "a generated file": lambda root: _append(root / "packs/one/1.0.0/values.yaml", "more: 1\n"),
    "a page": lambda root: _append(root / "docs_src/packs/one.md", "more\n"),
    "a page that is gone": lambda root: (root / "docs_src/exports/gatsby/one.mdx").unlink(),
    "an asset": lambda root: _append(root / "packs/one/assets/charts/notes.txt", "more\n"),
    "another asset": lambda root: _append(root / "packs/one/assets/charts/more.txt", "more\n"),
    "an asset that is gone": lambda root: (root / "packs/one/assets/charts/notes.txt").unlink(),
    "a file in the version's folder": lambda root: _append(root / "packs/one/1.0.0/more.txt", "more\n"),
    "settings": lambda root: _append(root / "packscribe.toml", "# a word\n"),
    "the lock": lambda root: _append(root / "packs/one/generated.lock.json", "\n"),
    "a template": lambda root: _append(root / "templates/pages/more.j2", "more\n"),
    "a link": lambda root: (root / "packs/one/assets/charts/link.txt").symlink_to("notes.txt"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changes_is_judged_again(root: Path, folder: Path, judged: list[str], what: str) -> None:
    check(root, folder)
    judged.clear()
    CHANGES[what](root)
    found = check(root, folder)
    assert "one" in judged
    assert found == pipeline.check(root, []).diagnostics


@pytest.mark.parametrize(
    "what",
    {
        "a stranger among the pages": "docs_src/packs/three.md",
        "packs.lock.json": published.FILE,
        "the page of all packs": "docs_src/packs/index.md",
    }.items(),
    ids=lambda item: item[0],
)
def test_what_no_pack_covers_is_looked_at_again(
    root: Path, folder: Path, judged: list[str], what: tuple[str, str]
) -> None:
    check(root, folder)
    judged.clear()
    _append(root / what[1], "more\n")
    found = check(root, folder)
    assert found and found == pipeline.check(root, []).diagnostics
    assert judged == ["one", "two"]  # by the check that remembers nothing


@pytest.mark.parametrize("part", ["_code", "_libraries"])
def test_another_packscribe_judges_for_itself(
    root: Path, folder: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    check(root, folder)
    judged.clear()
    monkeypatch.setattr(inputs, part, lambda: "another")
    check(root, folder)
    assert judged == ["one", "two"]


def test_what_is_wrong_is_not_remembered(root: Path, folder: Path) -> None:
    _append(root / "packs/one/1.0.0/values.yaml", "more: 1\n")
    assert has_errors(check(root, folder))
    remembered = len(list(folder.iterdir()))
    assert remembered == 1  # of the other pack
    assert check(root, folder) == pipeline.check(root, []).diagnostics


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "one byte": lambda data: data[:-9] + b"#" + data[-8:],
    "longer": lambda data: data + b" ",
    "no JSON": lambda data: data.partition(b"\n")[0] + b"\nnone",
    "not ASCII": lambda data: b"\xff" + data,
}


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_verdict_is_no_verdict(root: Path, folder: Path, judged: list[str], how: str) -> None:
    first = check(root, folder)
    for file in folder.iterdir():
        file.write_bytes(DAMAGES[how](file.read_bytes()))
    judged.clear()
    assert check(root, folder) == first
    assert judged == ["one", "two"]


def test_a_verdict_under_the_name_of_another_is_none(root: Path, folder: Path, judged: list[str]) -> None:
    check(root, folder)
    files = sorted(folder.iterdir())
    texts = [file.read_bytes() for file in files]
    for file, text in zip(files, [*texts[1:], texts[0]], strict=True):
        file.write_bytes(text)
    judged.clear()
    check(root, folder)
    assert judged == ["one", "two"]


def test_findings_come_back_as_they_were(root: Path, folder: Path, tmp_path: Path) -> None:
    pack(root, "three", addition="kubeManifests: [manifests/none.yaml]")
    pipeline.build(root, [])
    first = check(root, folder)
    assert any(d.severity is not Severity.NOTE for d in first)
    assert check(root, folder) == first == pipeline.check(root, []).diagnostics


def test_a_file_that_changes_after_it_was_judged_is_not_published(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(root, folder)
    known = Memory(root, folder)
    real = known.verdict

    def then_changed(name: str) -> Verdict | None:
        verdict = real(name)
        notes = root / f"packs/{name}/assets/charts/notes.txt"
        notes.write_text("A NOTE\n")  # of the same size
        return verdict

    monkeypatch.setattr(known, "verdict", then_changed)
    outcome = publish(root, Wish(memory=known), Request(f"memory:{uuid4()}"))
    assert [row.state for row in outcome.rows.values()] == [State.FAILED] * 2
    assert {d.code for d in outcome.found if d.severity is Severity.ERROR} == {"PS603"}
    assert not (root / published.FILE).exists()


def test_where_it_is_kept(root: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    memory(root, {"XDG_CACHE_HOME": str(home)}).keep_check([], "x", [])
    assert (home / "packscribe" / "verdicts").is_dir()
    assert not list(root.rglob("*cache*"))


def test_nothing_is_kept_where_that_is_not_wanted_or_not_safe(root: Path, tmp_path: Path, judged: list[str]) -> None:
    home = tmp_path / "home"
    shared = home / "packscribe" / "verdicts"
    shared.mkdir(parents=True)
    shared.chmod(0o777)
    (tmp_path / "file").write_text("")
    for environment in (
        {"XDG_CACHE_HOME": str(home)},
        {"XDG_CACHE_HOME": str(tmp_path / "file")},
        {"XDG_CACHE_HOME": str(tmp_path / "other"), "PACKSCRIBE_NO_CACHE": "1"},
    ):
        judged.clear()
        pipeline.check(root, [], memory=memory(root, environment))
        pipeline.check(root, [], memory=memory(root, environment))
        assert judged == ["one", "two"] * 2
    assert not list(shared.iterdir()) and not (tmp_path / "other").exists()


def test_many_verdicts_do_not_pile_up(folder: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    for number in range(40):
        (folder / f"{number:03}").write_text("old")
        os.utime(folder / f"{number:03}", (number, number))
    monkeypatch.setattr("generator.verdicts.memory._MOST", 30)
    monkeypatch.setattr("generator.verdicts.memory._KEPT", 20)
    check(root, folder)
    left = {path.name for path in folder.iterdir()}
    assert len(left) <= 21 and "000" not in left and "039" in left


def test_a_live_secret_is_refused_whatever_a_check_has_let_pass(root: Path, folder: Path) -> None:
    known = Memory(root, folder)
    verdict = judging.judged(root, pipeline.compile_packs(root, ["one"])[1][0], [])
    secret = Diagnostic(
        "PS255", "this looks like a secret", Location("packs/one/pack.yaml"), "", Severity.WARNING, "one"
    )
    assert known.verdict("one") is None
    known.keep([Verdict("one", (), (), (), (secret,), verdict.packing, verdict.further)])
    outcome = publish(root, Wish(("one",), memory=Memory(root, folder)), Request(f"memory:{uuid4()}"))
    assert [row.state for row in outcome.rows.values()] == [State.REFUSED]


def _append(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(text)
