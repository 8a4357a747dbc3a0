"""110 real packs: taken over, built, and nothing is lost; every page of them compiles as MDX and reads back."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import mdx_gate
import pytest
from test_import import same, take_over, version_of
from variations import variations

from generator import pipeline
from generator.audit.folder import PackFolder, find_folders
from generator.diagnostics import Severity, has_errors
from generator.importer.original import Original
from generator.readback import read

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
Figure = Callable[[str], None]

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared with the corpus of real packs")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with every pack of the corpus, imported and built."""
    root = tmp_path_factory.mktemp(f"corpus-{os.getpid()}")
    outcome = take_over(root, CORPUS)
    assert not has_errors(outcome.diagnostics), outcome.diagnostics
    assert sum(len(report.proofs) for report in outcome.reports) == outcome.folders >= 100
    wrong = [d for d in pipeline.build(root, []).diagnostics if d.severity is Severity.ERROR]
    assert not wrong, wrong
    return root


def originals() -> list[Original]:
    return [Original(folder) for folder in find_folders([CORPUS]) if isinstance(folder, PackFolder)]


def test_every_file_comes_out_as_it_went_in(repository: Path, figure: Figure) -> None:
    same = 0
    for original in originals():
        made = repository / "packs" / original.name / original.version
        assert (made / "values.yaml").read_bytes() == original.read("values.yaml"), original.folder.path
        same += 1
        for name in ("presets.yaml", "schema.yaml"):
            assert (made / name).exists() == (name in original.texts), f"{original.folder.path}/{name}"
            assert not (made / name).exists() or (made / name).read_bytes() == original.read(name)
        facts = (made / "pack.json").read_bytes()
        assert json.loads(facts) == original.facts
        if original.pack_json == json.dumps(original.facts, indent=2, ensure_ascii=False) + "\n":
            assert facts.decode() == original.pack_json
        assert (made / "README.md").exists() == (original.readme is not None)
        assert not (made / "values.schema.json").exists()
    figure(f"values.yaml of imported real packs that are the same, byte for byte: {same} of {len(originals())}")


def words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z0-9]+", re.sub(r"<[^>]*>", " ", text)))


def test_readmes_keep_every_block(repository: Path, figure: Figure) -> None:
    """Read by our own reader, which knows nothing of the importer: what is missing are cells of parameter tables."""
    kept = rows = 0
    for original in originals():
        if original.readme is None:
            continue
        made = (repository / "packs" / original.name / original.version / "README.md").read_text()
        before, after = (read("", text, "github") for text in (original.readme, made))
        there = {(f.kind, f.value) for f in after}
        gone = [f for f in before if (f.kind, f.value) not in there]
        assert {f.kind for f in gone} <= {"columns", "row", "cell"}, (original.folder.path, gone[:3])
        kept += len(before) - len(gone)
        known = words(" ".join(f.value for f in after))
        for fact in gone:  # the record names the whole path; its default and its type are those of the values
            if fact.kind == "row" or (fact.kind == "cell" and "descr" in fact.key.rpartition(" | ")[2].lower()):
                rows += fact.kind == "row"
                assert words(fact.value) <= known, (original.folder.path, fact, words(fact.value) - known)
    figure(f"READMEs of imported real packs: {kept} facts as they were, {rows} rows under the whole path")


def test_other_files_are_kept_and_stored_once(repository: Path) -> None:
    for pack in (repository / "packs").iterdir():
        stored = [p for p in (pack / "assets").rglob("*") if p.is_file()]
        assert len({p.read_bytes() for p in stored}) == len(stored), pack.name


def test_what_was_built_agrees(repository: Path) -> None:
    found = pipeline.check(repository, []).diagnostics
    assert not [d for d in found if d.severity is Severity.ERROR]
    assert not [d for d in found if d.code.startswith("PS5")]
    assert pipeline.build_check(repository, []).changed == []


def test_every_page_compiles_as_mdx(repository: Path, figure: Figure) -> None:
    if reason := mdx_gate.available():
        pytest.skip(reason)
    pages = sorted(repository.glob("docs_src/exports/*/*.mdx"))
    results = mdx_gate.run([{"name": p.name, "text": p.read_text()} for p in pages])
    broken = [f"{r['name']}:{r.get('line')}: {r['error']}" for r in results if not r["ok"]]
    figure(f"MDX pages of imported real packs that compile and render: {len(pages) - len(broken)} of {len(pages)}")
    assert not broken and len(pages) >= 90


@pytest.mark.parametrize("seed", range(24))
def test_variations_of_real_packs_come_out_as_they_went_in(seed: int, tmp_path: Path) -> None:
    """Families at random, each version changed at random: renamed keys, odd indents, line ends, other READMEs."""
    rng = random.Random(seed)
    families: dict[str, list[Original]] = {}
    for original in originals():
        families.setdefault(original.name, []).append(original)
    for name in rng.sample(sorted(families), 3):
        for original in rng.sample(families[name], min(3, len(families[name]))):
            folder = Path(original.folder.path)
            variations(folder, tmp_path / "changed" / folder.name, rng.randrange(10**6))
    outcome = take_over(tmp_path / "new", tmp_path / "changed")
    assert not has_errors(outcome.diagnostics), outcome.diagnostics
    built = pipeline.build(tmp_path / "new", []).diagnostics
    assert not has_errors(built), built
    for folder in sorted((tmp_path / "changed").iterdir()):
        name, version = version_of(folder)
        assert same(folder, tmp_path / "new/packs" / name / version) == [], folder.name
