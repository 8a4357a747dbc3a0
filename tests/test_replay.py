"""The history of the Azure CNI page and of Microsoft's article, replayed: a diff names exactly what happened.

What happened stands in tests/replay/*.yaml, and was written down from the history, not from what the diff said.
"""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from repositories import AS_OF, PROJECT

from generator import pipeline
from generator.diagnostics import Severity
from generator.review.change import Change
from generator.review.run import review

REPLAY = PROJECT / "tests" / "replay"
PALETTE: dict[str, list[dict[str, Any]]] = yaml.safe_load((REPLAY / "palette.yaml").read_text())["diffs"]
MICROSOFT: dict[str, Any] = yaml.safe_load((REPLAY / "microsoft.yaml").read_text())
STAGES = [f"P{n}" for n in range(1, 10)]
#: At P8 the page sent its readers to the catalog of packs, under a name that no pack has.
REDIRECT = '<RedirectPackPage packName="{{ attr(v.pack.name) }}" />'
WRONG_REDIRECT = '<Redirect to="/integrations/packs/?pack=docs/docs-content/integrations/{{ v.pack.name }}" />'


def repository(root: Path, source: str, *, redirect: str = "") -> Path:
    (root / "packs/cni-azure").mkdir(parents=True)
    (root / "packs/cni-azure/pack.yaml").write_text(source)
    (root / "packscribe.toml").write_text(f"as_of = {AS_OF}\n")
    if redirect:
        shipped = (PROJECT / "templates/dialects/docusaurus.j2").read_text()
        assert REDIRECT in shipped
        (root / "templates/dialects").mkdir(parents=True)
        (root / "templates/dialects/docusaurus.j2").write_text(shipped.replace(REDIRECT, redirect))
    return root


def stage(folder: Path, name: str) -> Path:
    source = (REPLAY / "palette" / name / "packs/cni-azure/pack.yaml").read_text()
    return repository(folder / name, source, redirect=WRONG_REDIRECT if name == "P8" else "")


def line(source: str, path: str) -> range:
    """Return the lines of *source*, from 1, on which the fact at *path* may be named: of its key, and of its value."""
    node, steps = yaml.compose(source), [a or b for a, b in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path)]
    first = node.start_mark.line
    while steps and not isinstance(node, yaml.ScalarNode):
        step = steps.pop(0)
        if isinstance(node, yaml.SequenceNode):
            node = node.value[int(step)]
            first = node.start_mark.line
        else:
            here = [(key.start_mark.line, value) for key, value in node.value if key.value == step]
            if not here:  # no longer set: the record around it stands for it
                return range(first + 1, first + 2)
            first, node = here[0]
    if steps:  # a key in the text of the values
        first += next(n for n, text in enumerate(source.split("\n")[first:]) if f"{steps[-1]}:" in text)
    return range(first + 1, first + 3 if isinstance(node, yaml.ScalarNode) and not steps else first + 2)


def told(changes: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    return sorted((change.path, change.code, str(change.impact)) for change in changes)


def expected(changes: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return sorted((one["path"], one["code"], one["impact"]) for one in changes)


def clean(root: Path) -> None:
    """Build *root* and check it: nothing is wrong with it, down to warnings."""
    assert not [d for d in pipeline.build(root, []).diagnostics if d.severity is not Severity.NOTE]
    assert not [d for d in pipeline.check(root, []).diagnostics if d.severity is not Severity.NOTE]


@pytest.mark.parametrize("name", STAGES)
def test_each_stage_is_a_clean_pack(name: str, tmp_path: Path) -> None:
    root = stage(tmp_path, name)
    if name == "P8":  # the page lacks what it must state; without its template it is clean
        assert not pipeline.build(root, []).diagnostics
        assert {d.code for d in pipeline.check(root, []).diagnostics} >= {"PS511"}
        shutil.rmtree(root / "templates")
    clean(root)


@pytest.mark.parametrize("pair", PALETTE)
def test_stages_of_the_page(pair: str, tmp_path: Path) -> None:
    before, after = (stage(tmp_path, name) for name in pair.split(" to "))
    found = review(PROJECT, str(before), str(after))
    assert told(found.changes) == expected(PALETTE[pair])
    assert not found.problems and not found.edits
    assert all(change.files for change in found.changes)
    for change in found.changes:
        root = before if change.side == "base" else after
        assert not change.path or change.location.line in line((root / change.location.path).read_text(), change.path)
    reached = {one["code"]: one["files"] for one in PALETTE[pair] if "files" in one}
    assert {change.code: list(change.files) for change in found.changes if change.code in reached} == reached


def test_every_neighbour_is_compared() -> None:
    assert list(PALETTE) == [f"{a} to {b}" for a, b in zip(STAGES, STAGES[1:], strict=False)]


def test_formatting_changes_no_file(tmp_path: Path) -> None:
    found = review(PROJECT, str(stage(tmp_path, "P4")), str(stage(tmp_path, "P5")))
    assert not found.changes and not found.files and found.impact == "none"
    assert (tmp_path / "P4/packs/cni-azure/pack.yaml").read_text() != (
        tmp_path / "P5/packs/cni-azure/pack.yaml"
    ).read_text()


def sources() -> dict[datetime.date, tuple[str, str]]:
    """Return the pack source before and after each step."""
    text, found = MICROSOFT["pack"], {}
    for one in MICROSOFT["steps"]:
        before = text
        for old, new in one["edits"]:
            assert text.count(old) == 1, f"{one['date']}: {old!r} stands there {text.count(old)} times"
            text = text.replace(old, new)
        found[one["date"]] = before, text
    return found


@pytest.mark.parametrize("number", range(len(MICROSOFT["steps"])), ids=lambda n: str(MICROSOFT["steps"][n]["date"]))
def test_steps_of_the_article(number: int, tmp_path: Path) -> None:
    one = MICROSOFT["steps"][number]
    before, after = sources()[one["date"]]
    roots = repository(tmp_path / "before", before), repository(tmp_path / "after", after)
    clean(roots[1])
    shutil.rmtree(roots[1] / "docs_src")
    found = review(PROJECT, *map(str, roots))
    assert told(found.changes) == expected(one["changes"])
    assert all(change.files for change in found.changes)
