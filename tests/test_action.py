"""The action, run as GitHub runs it, on a clone with real branches; see action_steps."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import small_packs
from action_steps import ACTION, Event, Ran, evaluate, run
from repositories import PROJECT

MARKER = "<!-- packscribe-diff -->"
PACK = "packs/one/pack.yaml"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}: {done.stderr}"
    return done.stdout.strip()


class Forge:
    """A repository as a forge has it, with the branch main, and what a runner checks out of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.work = small_packs.repository(folder / "work", "one", "two")
        git(self.work, "init", "--quiet")
        self.commit("The packs")
        self.main = git(self.work, "rev-parse", "HEAD")
        git(self.work, "checkout", "--quiet", "-b", "branch")

    def commit(self, message: str) -> None:
        git(self.work, "add", "--all")
        git(self.work, "commit", "--quiet", "--allow-empty", "--message", message)

    def edit(self, before: str, after: str, *, build: bool = True) -> None:
        """Change pack.yaml of the branch, and commit it with what is built from it."""
        source = self.work / PACK
        assert before in source.read_text()
        source.write_text(source.read_text().replace(before, after, 1))
        if build:
            small_packs.build(self.work)
        self.commit(f"{before} becomes {after}")

    def pull_request(self, **more: object) -> Event:
        """Merge the branch as the forge does for a pull request, and check that out as actions/checkout does."""
        git(self.work, "checkout", "--quiet", "--detach", "main")
        self.work.joinpath("elsewhere.txt").write_text("main went on\n")
        self.commit("Something else on main")
        git(self.work, "merge", "--quiet", "--no-ff", "branch", "--message", "Merge branch into main")
        git(self.work, "update-ref", "refs/pull/7/merge", "HEAD")
        self.checkout("refs/pull/7/merge")
        git(self.work, "checkout", "--quiet", "branch")
        of = {"base": {"sha": self.main}, "head": {"repo": {"full_name": "us/packs"}}, "number": 7}
        return Event(payload={"pull_request": {**of, **more}})

    def checkout(self, ref: str) -> Path:
        """Check *ref* out with one commit of history."""
        clone = self.clone
        clone.mkdir()
        git(clone, "init", "--quiet")
        git(clone, "remote", "add", "origin", self.work.as_uri())
        git(clone, "fetch", "--quiet", "--no-tags", "--depth=1", "origin", ref)
        git(clone, "checkout", "--quiet", "--detach", "FETCH_HEAD")
        return clone

    @property
    def clone(self) -> Path:
        return self.folder / "clone"


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    return Forge(tmp_path)


def ours(number: int, body: str = f"{MARKER}\nas it was", kind: str = "Bot") -> dict[str, object]:
    return {"id": number, "user": {"type": kind}, "body": body}


def test_pull_request_from_a_branch(forge: Forge) -> None:
    forge.edit("nodes: 1", "nodes: 2")
    ran = run(forge.clone, forge.pull_request())
    assert ran.code == 0, ran.log
    assert ran.outputs == {"impact": "breaking", "changes": "1"}
    assert MARKER in ran.summary and "nodes" in ran.summary
    (posted,) = ran.written
    assert posted["call"][2:4] == ["--method", "POST"] and "repos/us/packs/issues/7/comments" in posted["call"]
    assert posted["body"] == ran.summary and posted["token"] == "a token"
    assert f"file={PACK}," in ran.log


def test_the_comment_is_brought_up_to_date_in_place(forge: Forge) -> None:
    forge.edit("nodes: 1", "nodes: 2")
    event = forge.pull_request()
    event.comments.extend([ours(10, "hello"), ours(11, kind="User"), ours(12), ours(13)])
    (posted,) = run(forge.clone, event).written
    assert posted["call"][2:5] == ["--method", "PATCH", "repos/us/packs/issues/comments/12"]


def test_nothing_changed_is_no_comment_but_ends_an_old_one(forge: Forge) -> None:
    forge.edit("description: A small pack.", "description: A small pack. # as before")
    event = forge.pull_request()
    ran = run(forge.clone, event)
    assert ran.code == 0 and ran.outputs == {"impact": "none", "changes": "0"} and not ran.written
    event.comments.append(ours(12))
    assert [call["call"][3] for call in run(forge.clone, event).written] == ["PATCH"]


def test_a_fork_gets_the_summary_alone(forge: Forge) -> None:
    forge.edit("nodes: 1", "nodes: 2")
    ran = run(forge.clone, forge.pull_request(head={"repo": {"full_name": "them/packs"}}))
    assert ran.code == 0 and not ran.calls
    assert "nodes" in ran.summary


def test_a_token_that_may_only_read_fails_nothing(forge: Forge) -> None:
    forge.edit("nodes: 1", "nodes: 2")
    event = forge.pull_request()
    ran = run(forge.clone, Event(payload=event.payload, read_only=True))
    assert ran.code == 0 and "::warning title=packscribe::no comment" in ran.log


def test_no_comment_wanted(forge: Forge) -> None:
    forge.edit("nodes: 1", "nodes: 2")
    ran = run(forge.clone, forge.pull_request(), comment="false")
    assert ran.code == 0 and not ran.calls and ran.outputs["changes"] == "1"


def test_a_file_edited_by_hand_fails_and_is_named(forge: Forge) -> None:
    page = forge.work / "docs_src/packs/one.md"
    page.write_text(page.read_text().replace("A small pack", "A tiny pack"))
    forge.commit("An edit by hand")
    ran = run(forge.clone, forge.pull_request())
    assert ran.code == 1
    assert "::error file=docs_src/packs/one.md" in ran.log and "edited by hand" in ran.summary
    assert ran.written and "docs_src/packs/one.md" in ran.written[0]["body"]


def test_breaking_change_with_and_without_the_gate(forge: Forge) -> None:
    forge.edit("nodes: 1", "nodes: 2")
    event = forge.pull_request()
    assert run(forge.clone, event).code == 0
    ran = run(forge.clone, event, gate="true")
    assert ran.code == 1 and f"::error file={PACK}" in ran.log


def test_packs_in_a_folder(tmp_path: Path) -> None:
    work = tmp_path / "work"
    source = small_packs.repository(work / "deep/inside", "one") / PACK
    git(work, "init", "--quiet")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "The packs")
    push = Event(name="push", ref="refs/heads/main", payload={"before": git(work, "rev-parse", "HEAD")})
    source.write_text(source.read_text().replace("nodes: 1", "nodes: 2"))
    ran = run(work, push, root="./deep/inside/")
    found = {place for place in re.findall(r"^::\w+ file=([^,]+),", ran.log, re.M) if place.endswith("pack.yaml")}
    assert ran.code == 1 and found == {f"deep/inside/{PACK}"}  # nothing was built from it yet


@pytest.mark.parametrize("before", ["", "0" * 40])
def test_nothing_to_compare_with(forge: Forge, before: str) -> None:
    ran = run(forge.checkout("branch"), Event(name="push", ref="refs/heads/branch", payload={"before": before}))
    assert ran.code == 0 and "there is nothing to compare with" in ran.log
    assert ran.outputs == {"impact": "", "changes": ""} and not ran.summary


def test_push_is_compared_with_what_was_there(forge: Forge) -> None:
    forge.edit("nodes: 1", "nodes: 2")
    ran = run(forge.checkout("branch"), Event(name="push", ref="refs/heads/branch", payload={"before": forge.main}))
    assert ran.code == 0 and ran.outputs["changes"] == "1" and not ran.calls


@pytest.mark.parametrize("base", ["main", "refs/heads/main"])
def test_base_by_name_in_a_shallow_clone(forge: Forge, base: str) -> None:
    forge.edit("nodes: 1", "nodes: 2")
    ran = run(forge.checkout("branch"), Event(name="workflow_dispatch", ref="refs/heads/branch"), base=base)
    assert ran.code == 0, ran.log
    assert ran.outputs["changes"] == "1"


@pytest.mark.parametrize("base", ["no-such-branch", "--upload-pack=touch pwned", "main; touch pwned", "$(touch pwned)"])
def test_base_that_is_none(forge: Forge, base: str) -> None:
    ran = run(forge.checkout("branch"), Event(name="workflow_dispatch", ref="refs/heads/branch"), base=base)
    assert ran.code != 0 and "Traceback" not in ran.log
    assert not list(forge.folder.rglob("pwned"))


def test_words_of_a_pack_run_nothing(forge: Forge) -> None:
    words = "'$(touch pwned) `touch pwned` ::error::no %0A::stop-commands::x | <!-- --> [a](javascript:b)'"
    forge.edit("description: A small pack.", f"description: {words}")
    ran = run(forge.clone, forge.pull_request())
    assert ran.code == 0, ran.log
    assert not [line for line in ran.log.splitlines() if line.startswith(("::error::", "::stop-commands"))]
    assert not list(forge.folder.rglob("pwned"))


def test_templates_of_a_stranger_are_not_run_with_our_rights(forge: Forge) -> None:
    ran = run(forge.checkout("branch"), Event(name="pull_request_target", ref="refs/heads/main"))
    assert ran.code == 2 and not ran.calls


@pytest.mark.parametrize(
    "version", ["1.0 --index-url=http://example.org", "git+https://example.org/x", "$(id)", "-r x"]
)
def test_version_that_is_none(forge: Forge, version: str) -> None:
    ran = run(forge.checkout("branch"), Event(name="push"), install=True, version=version)
    assert ran.code == 2 and "is not a version" in ran.log


def test_it_installs_itself(forge: Forge) -> None:
    event = Event(name="push", ref="refs/heads/branch", payload={"before": forge.main})
    ran: Ran = run(forge.checkout("branch"), event, install=True)
    if "Failed to establish a new connection" in ran.log or "No matching distribution" in ran.log:
        pytest.skip("The package index cannot be reached, so that packscribe cannot be installed anew.")
    assert ran.code == 0, ran.log
    assert ran.outputs == {"impact": "none", "changes": "0"}


def test_scripts_take_what_comes_from_outside_through_their_environment() -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert len(scripts) > 5 and not [script for script in scripts if "${{" in script]


def test_expressions_are_understood() -> None:
    contexts = {"a": {"b": "x", "c": ""}}
    assert evaluate("a.b == 'x' && (a.c != '' || a.d.e == '')", contexts) is True
    assert evaluate("a.c || a.b", contexts) == "x" and evaluate("!a.b", contexts) is False


def test_readme_names_every_input_of_the_action() -> None:
    told = (PROJECT / "README.md").read_text() + (PROJECT / "CONTRIBUTING.md").read_text()
    assert not [name for name in ACTION["inputs"] if f"`{name}`" not in told and f"{name}:" not in told]
