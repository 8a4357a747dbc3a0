"""Published versions as sides of `packscribe diff`: from a registry, against another version and against the source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from git_repositories import PACK, Repo

from generator.cli import cli


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Return a repository whose versions are published beside it."""
    folder = tmp_path_factory.mktemp("published")
    repo = Repo(folder / "repo", packs={"hello": PACK})
    repo.build()
    code, out = run("publish", "--root", repo.root, "--to", f"oci-layout:{folder}/registry")
    assert code == 0, out
    repo.commit("published")
    return repo


def reference(repo: Repo, version: str) -> str:
    return f"oci-layout:{repo.root.parent}/registry#hello:{version}"


def diff(repo: Repo, *arguments: object) -> tuple[int, list[tuple[str, str]], str]:
    code, out = run("diff", "--root", repo.root, *arguments, "--format", "json")
    return code, [(c["code"], c["impact"]) for c in json.loads(out)["changes"]], out


def test_the_source_of_what_was_published(repo: Repo) -> None:
    assert diff(repo, reference(repo, "1.1.0"))[:2] == (0, [])
    assert diff(repo, reference(repo, "1.0.0"), "HEAD")[:2] == (0, [])


def test_the_source_has_moved_on(repo: Repo, tmp_path: Path) -> None:
    repo.edit("port: 80", "port: 81")
    try:
        code, changes, _ = diff(repo, reference(repo, "1.1.0"))
        assert (code, ("PS327", "breaking") in changes) == (0, True)
        assert not {"PS302", "PS303"} & {code for code, _ in changes}
        code, _, out = diff(repo, reference(repo, "1.1.0"), "--gate")
        assert (code, [d["code"] for d in json.loads(out)["gate"]]) == (1, ["PS380"])
    finally:
        repo.write("packs/hello/pack.yaml", PACK)


def test_two_published_versions(repo: Repo) -> None:
    code, changes, out = diff(repo, reference(repo, "1.0.0"), reference(repo, "1.1.0"))
    assert code == 0
    assert ("PS314", "breaking") in changes
    assert not {"PS302", "PS303"} & {code for code, _ in changes}
    (step,) = json.loads(out)["versions"]
    assert (step["before"], step["version"]) == ("1.0.0", "1.1.0")


@pytest.mark.parametrize(("text", "expected"), [("#hello:9.9.9", "PS665"), ("#none:1.0.0", "PS665")])
def test_what_is_not_there(repo: Repo, text: str, expected: str) -> None:
    code, out = run("diff", "--root", repo.root, f"oci-layout:{repo.root.parent}/registry{text}")
    assert (code, expected in out) == (1, True)


@pytest.mark.parametrize(
    "text", ["oci://host/x", "oci://host", "oci://", "oci-layout:x", "oci-layout:", "oci-layout:x#y"]
)
@pytest.mark.parametrize("arguments", [("diff",), ("diff", "HEAD"), ("pull",), ("verify",)], ids=" ".join)
def test_a_reference_that_is_none_is_wrong_use(repo: Repo, arguments: tuple[str, ...], text: str) -> None:
    command, *before = arguments
    code, out = run(command, *(("--root", repo.root) if command == "diff" else ()), *before, text)
    assert (code, "PS664" in out) == (2, True), out


def test_a_registry_that_does_not_answer(repo: Repo) -> None:
    code, out = run("diff", "--root", repo.root, "oci://127.0.0.1:9/packs/hello:1.0.0", "--retries", "0")
    assert code == 3, out
