"""Every command of every page can be pasted into a shell, every manifest into a cluster."""

from __future__ import annotations

import re
import subprocess
import textwrap
from pathlib import Path

import kubernetes_validate
import pytest
import yaml
from repositories import PROJECT

PAGES = sorted([*PROJECT.glob("docs_src/**/*.md*"), *PROJECT.glob("packs/*/*/README.md")])
FENCE = re.compile(
    r"^(?P<indent>[ >]*)(?P<ticks>`{3,})(?P<language>\w*)[^\n]*\n(?P<body>.*?)^(?P=indent)(?P=ticks)$", re.M | re.S
)
#: What the documents that facts come from get wrong, and a page must not copy.
FAULTS = {
    "k8s.gcr.io": "the frozen registry; registry.k8s.io is its successor",
    "kubectl apply –": "an en dash is no option",
    "\n$": "`$NAME=value` is no assignment in bash",
}


def blocks(page: Path, *languages: str) -> list[tuple[int, str]]:
    text = page.read_text()
    return [
        (text[: found.start()].count("\n") + 1, textwrap.dedent(found["body"]))
        for found in FENCE.finditer(text)
        if found["language"] in languages
    ]


def name(page: Path) -> str:
    return page.relative_to(PROJECT).as_posix()


def test_there_are_commands() -> None:
    assert sum(len(blocks(page, "bash")) for page in PAGES) > 30


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_are_bash_in_ascii(page: Path) -> None:
    for line, body in blocks(page, "bash"):
        done = subprocess.run(["bash", "-n"], input=body, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{name(page)}:{line}: {done.stderr}"
        assert body.isascii(), f"{name(page)}:{line}: {[c for c in body if not c.isascii()]}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_code_copies_no_known_fault(page: Path) -> None:
    for line, body in blocks(page, "bash", "yaml", "text", "hcl"):
        found = [why for fault, why in FAULTS.items() if fault in f"\n{body}"]
        assert not found, f"{name(page)}:{line}: {found}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_manifests_are_valid(page: Path) -> None:
    for line, body in blocks(page, "yaml"):
        for document in yaml.safe_load_all(body):
            if isinstance(document, dict) and "apiVersion" in document:
                try:
                    kubernetes_validate.validate(document, "1.31", strict=True)
                except kubernetes_validate.ValidationError as wrong:
                    pytest.fail(f"{name(page)}:{line}: {wrong.message}")


def test_the_guide_has_manifests() -> None:
    guide = PROJECT / "docs_src/guides/cni-azure/network-policies.md"
    assert sum("apiVersion" in body for _, body in blocks(guide, "yaml")) >= 5
