"""The page and the command line never disagree: the same values, findings and procedures for every choice."""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from configurator_choices import Picks, Subject, subject
from repositories import PROJECT, SHARED

from generator import catalog
from generator.configure.evaluation import Finding
from generator.configure.form import form_json
from generator.configure.result import configuration
from generator.configure.wanted import Asked, understood
from generator.diagnostics import has_errors
from generator.importer.run import import_packs
from generator.values import Unmergeable

CHUNK = 20_000
ALSO = {"cni-azure": ("plugin", "os")}
"""Choices that are combined with all controls at once, too."""
CORPUS = SHARED / "corpus"
REAL = ["argocd-3.26.7", "crossplane-1.7.0", "elastic-stack-0.19.0", "kubeflow-training-operator-1.9.3"]
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="the page's code runs in Node, and no node command was found")


def in_python(one: Subject, picks: Picks) -> str:
    """Return what the command line makes of *picks*, in the words of configurator.cjs."""
    try:
        made = configuration(one.loaded.pack, one.known, one.wanted(picks), datetime.date.fromisoformat(picks.day))
    except Unmergeable:
        return "refused"
    named = [[_named(f) for f in findings] for findings in (made.findings, made.procedures)]
    data = [made.values.text, [list(lines) for lines in made.changed], made.works, *named]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _named(finding: Finding) -> str:
    record = finding.record
    return f"{record.kind} {record.id} {'yes' if finding.sure else 'maybe'} {'ended' if finding.ended else ''}"


def in_page(one: Subject, choices: Sequence[Picks], *, whole: bool = False) -> list[str]:
    """Return what the page makes of *choices*: a digest of each, or the *whole*."""
    text = form_json(one.loaded.pack, one.as_of, one.loaded.values)
    data = {"form": json.loads(text), "choices": [one.page(picks) for picks in choices], "whole": whole}
    done = subprocess.run(
        [NODE or "node", str(PROJECT / "tests" / "configurator.cjs")],
        input=json.dumps(data),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    results: list[str] = json.loads(done.stdout)
    return results


def digest(told: str) -> str:
    return told if told == "refused" else hashlib.sha256(told.encode()).hexdigest()


def disagreeing(one: Subject, choices: Sequence[Picks]) -> list[Picks]:
    found = []
    for start in range(0, len(choices), CHUNK):
        chunk = choices[start : start + CHUNK]
        found += [
            picks
            for picks, told in zip(chunk, in_page(one, chunk), strict=True)
            if digest(in_python(one, picks)) != told
        ]
    return found


@needs_node
@pytest.mark.parametrize("name", catalog.pack_names(PROJECT))
def test_every_combination(name: str, figure: Callable[[str], None]) -> None:
    """For each record, all combinations of what it depends on; and choices in which everything is given at random."""
    one = subject(PROJECT, name)
    choices = [*one.every(ALSO.get(name, ())), *one.some(2000)]
    wrong = disagreeing(one, choices)
    if wrong:
        assert json.loads(in_python(one, wrong[0])) == json.loads(in_page(one, wrong[:1], whole=True)[0]), wrong[0]
    assert not wrong
    figure(f"configurator: {len(choices)} choices of {name}, page and command line agree")


@needs_node
def test_hostile_pack(hostile: Subject) -> None:
    """Names of JavaScript's own, markup, signs of two units and values that cannot be changed make no difference."""
    choices = [*hostile.every(), *hostile.some(1000)]
    assert not [
        (picks, json.loads(in_python(hostile, picks)), json.loads(in_page(hostile, [picks], whole=True)[0]))
        for picks in disagreeing(hostile, choices)[:1]
    ]
    assert {change.refused for v in hostile.form.versions for c in v.clusters for change in c.changes.values()} > {""}


@pytest.fixture
def hostile(tmp_path: Path) -> Subject:
    home = tmp_path / "packs" / "hostile"
    home.mkdir(parents=True)
    (home / "pack.yaml").write_bytes((PROJECT / "tests" / "configurator" / "hostile.yaml").read_bytes())
    return subject(tmp_path, "hostile")


def test_typed_as_clicked(hostile: Subject) -> None:
    """A choice typed on the command line is the choice clicked on the page."""
    for one in (hostile, subject(PROJECT, "cni-azure"), subject(PROJECT, "hello-edge")):
        for picks in one.some(60):
            words = one.typed(picks)
            pairs = list(zip(words[::2], words[1::2], strict=True))
            asked = Asked(
                picks.version,
                [value for option, value in pairs if option == "--set"],
                [value for option, value in pairs if option == "--choose"],
                [value for option, value in pairs if option == "--preset"],
            )
            wanted, wrong = understood(one.loaded, asked)
            assert wanted is not None, wrong
            clicked = one.wanted(picks)
            assert (wanted.picked, wanted.chosen) == (clicked.picked, clicked.chosen)


@needs_node
@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real packs is not here")
@pytest.mark.parametrize("folder", REAL)
def test_presets_of_real_packs(folder: str, tmp_path: Path) -> None:
    """Real packs, taken over: the presets of all groups, combined, give the same values in the page."""
    done = import_packs((CORPUS / folder,), tmp_path / "packs", None, dry_run=False)
    assert not has_errors(done.diagnostics)
    one = subject(tmp_path, catalog.pack_names(tmp_path)[0])
    choices = list(one.every())
    assert len(choices) > 1
    assert disagreeing(one, choices[:500]) == []
