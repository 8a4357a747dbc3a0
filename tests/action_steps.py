"""Runs the steps of action.yml as GitHub would, on a clone on this disk. No tests in here.

The scripts are read out of action.yml and run as they are. Stand-ins are there for two things only: for `gh`, which
records what would be posted, and for the action that sets up Python.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from repositories import PROJECT

ACTION: dict[str, Any] = yaml.safe_load((PROJECT / "action.yml").read_text())
GH = """#!{python}
import json, os, sys
call = sys.argv[1:]
body = next((open(a.partition("=@")[2], encoding="utf-8").read() for a in call if "=@" in a), None)
with open(os.environ["GH_CALLS"], "a", encoding="utf-8") as calls:
    calls.write(json.dumps({{"call": call, "body": body, "token": os.environ.get("GH_TOKEN")}}) + "\\n")
if os.environ.get("GH_REFUSES"):
    sys.exit("gh: Resource not accessible by integration (HTTP 403)")
if "--jq" in call:
    import jq
    for found in jq.compile(call[call.index("--jq") + 1]).input_text(os.environ["GH_COMMENTS"]).all():
        print(found)
"""


@dataclass(frozen=True)
class Event:
    """What GitHub says of a run: the *contexts* of its expressions, and the comments that are there already."""

    name: str = "pull_request"
    ref: str = "refs/pull/7/merge"
    payload: dict[str, Any] = field(default_factory=dict)
    comments: list[dict[str, Any]] = field(default_factory=list)
    read_only: bool = False


@dataclass(frozen=True)
class Ran:
    """What a run of the action did."""

    code: int
    log: str
    summary: str
    outputs: dict[str, str]
    calls: list[dict[str, Any]]

    @property
    def written(self) -> list[dict[str, Any]]:
        """The calls that change something."""
        return [call for call in self.calls if "--method" in call["call"]]


def run(workspace: Path, event: Event, *, install: bool = False, **inputs: str) -> Ran:
    """Run the action in the checkout *workspace* for *event*; without *install*, with packscribe as it is here."""
    home = workspace.parent / "runner"
    home.mkdir(exist_ok=True)
    contexts = _contexts(event, inputs)
    if not install:
        contexts["steps"]["install"] = {"outputs": {"bin": str(Path(sys.executable).parent)}}
    environment = _environment(workspace, home, event)
    log, code = [], 0
    for step in ACTION["runs"]["steps"]:
        if "if" in step and not evaluate(step["if"], contexts):
            continue
        if "uses" in step:
            contexts["steps"][step["id"]] = {"outputs": {"python-path": sys.executable}}
        elif install or step.get("id") != "install":
            code, said = _script(step, contexts, environment, workspace)
            log.append(said)
        if code:
            break
    outputs = {name: str(filled(given["value"], contexts)) for name, given in ACTION["outputs"].items()}
    calls = (home / "calls").read_text().splitlines() if (home / "calls").exists() else []
    return Ran(code, "".join(log), (home / "summary").read_text(), outputs, [json.loads(c) for c in calls])


def _contexts(event: Event, inputs: dict[str, str]) -> dict[str, Any]:
    given = {name: one.get("default", "") for name, one in ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    github = {"event_name": event.name, "event": event.payload, "repository": "us/packs", "token": "a token"}
    return {"inputs": given, "github": {**github, "action_path": str(PROJECT)}, "steps": {}}


def _environment(workspace: Path, home: Path, event: Event) -> dict[str, str]:
    for name in ("calls", "summary"):
        (home / name).unlink(missing_ok=True)
    (home / "summary").touch()
    (home / "bin").mkdir(exist_ok=True)
    (home / "bin/gh").write_text(GH.format(python=sys.executable))
    (home / "bin/gh").chmod(0o755)
    return {
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
        "HOME": str(home),
        "GITHUB_REF": event.ref,
        "GITHUB_EVENT_NAME": event.name,
        "GITHUB_WORKSPACE": str(workspace),
        "GITHUB_STEP_SUMMARY": str(home / "summary"),
        "RUNNER_TEMP": str(home),
        "GH_CALLS": str(home / "calls"),
        "GH_COMMENTS": json.dumps(event.comments),
        **({"GH_REFUSES": "yes"} if event.read_only else {}),
    }


def _script(
    step: dict[str, Any], contexts: dict[str, Any], environment: dict[str, str], workspace: Path
) -> tuple[int, str]:
    assert step["shell"] == "bash"
    script, output = workspace.parent / "runner/step.sh", workspace.parent / "runner/output"
    script.write_text(filled(step["run"], contexts))
    output.write_text("")
    given = {name: str(filled(value, contexts)) for name, value in step.get("env", {}).items()}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],  # as GitHub runs `shell: bash`
        cwd=workspace,
        env={**environment, **given, "GITHUB_OUTPUT": str(output)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
    contexts["steps"][step.get("id", step["name"])] = {"outputs": outputs}
    return done.returncode, done.stdout


# --- GitHub's expressions, as far as action.yml uses them ----------------------------------------------------

_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<sign>==|!=|&&|\|\||[()!])|(?P<name>[\w.-]+))")


def filled(text: str, contexts: dict[str, Any]) -> str:
    """Return *text* with every `${{ }}` in it replaced by what it stands for."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(evaluate(found[1], contexts)), text)


def evaluate(expression: str, contexts: dict[str, Any]) -> Any:
    """Return the value of *expression*; what is not there is an empty text."""
    tokens: list[tuple[str, str]] = []
    end = 0
    while expression[end:].strip():
        found = _TOKEN.match(expression, end)
        assert found and found.lastgroup, f"not understood: {expression[end:]}"
        tokens.append((found.lastgroup, found[found.lastgroup]))
        end = found.end()
    value = _either(tokens, contexts)
    assert not tokens, f"not understood: {tokens}"
    return value


def _either(tokens: list[tuple[str, str]], contexts: dict[str, Any]) -> Any:
    value = _both(tokens, contexts)
    while tokens[:1] == [("sign", "||")]:
        tokens.pop(0)
        other = _both(tokens, contexts)
        value = value or other
    return value


def _both(tokens: list[tuple[str, str]], contexts: dict[str, Any]) -> Any:
    value = _compared(tokens, contexts)
    while tokens[:1] == [("sign", "&&")]:
        tokens.pop(0)
        other = _compared(tokens, contexts)
        value = value and other
    return value


def _compared(tokens: list[tuple[str, str]], contexts: dict[str, Any]) -> Any:
    value = _one(tokens, contexts)
    if tokens and tokens[0][1] in ("==", "!="):
        sign = tokens.pop(0)[1]
        return (str(value) == str(_one(tokens, contexts))) is (sign == "==")
    return value


def _one(tokens: list[tuple[str, str]], contexts: dict[str, Any]) -> Any:
    kind, text = tokens.pop(0)
    if text == "!":
        return not _one(tokens, contexts)
    if text == "(":
        value = _either(tokens, contexts)
        assert tokens.pop(0)[1] == ")"
        return value
    if kind == "text":
        return text[1:-1].replace("''", "'")
    value = contexts
    for part in text.split("."):
        value = value.get(part, "") if isinstance(value, dict) else ""
    return value
