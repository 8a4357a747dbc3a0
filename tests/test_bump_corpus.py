"""`packscribe bump` on real packs: from each version to the next one with its chart, held against what people made.

People add new keys by hand, so not every leaf can come out; but a bump must never be further from the real pack than
a copy is.
"""

from __future__ import annotations

import json
import tarfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from repositories import AS_OF

from generator import pipeline
from generator.bump.plain import scalars
from generator.bump.run import Outcome, Request, bump
from generator.diagnostics import has_errors
from generator.importer.run import import_packs
from generator.model.versioning import version_key
from generator.source import parse_values
from generator.source.outline import Path as Steps
from generator.values.plain_data import same

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
Tally = Callable[[str, int, int], None]
Leaves = dict[Steps, object]

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared with the corpus of real packs")


@cache
def families() -> dict[str, list[tuple[str, Path]]]:
    """Return the packs of the corpus that have several versions, each with its folders, the oldest first."""
    found: dict[str, list[tuple[str, Path]]] = defaultdict(list)
    for path in sorted(CORPUS.glob("*/pack.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        found[facts["name"]].append((facts["version"], path.parent))
    several = {name: listed for name, listed in found.items() if len(listed) > 1}
    return {name: sorted(listed, key=lambda one: version_key(one[0])) for name, listed in several.items()}


def charts(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield name, version and folder of each unpacked chart of a pack, but not of the charts below it."""
    for path in sorted(folder.glob("charts/**/Chart.yaml")):
        if not any((parent / "Chart.yaml").exists() for parent in path.parent.parents if folder in parent.parents):
            read = yaml.safe_load(path.read_text(encoding="utf-8"))
            yield read["name"], str(read["version"]), path.parent


def newer(before: Path, after: Path, target: Path) -> tuple[Path, ...]:
    """Pack each chart of *after* that *before* has in another version."""
    known = {name: version for name, version, _folder in charts(before)}
    packed: dict[str, Path] = {}
    for name, version, folder in charts(after):
        if name not in packed and known.get(name, version) != version:
            packed[name] = target / f"{name}-{version}.tgz"
            with tarfile.open(packed[name], "w:gz") as tar:
                tar.add(folder, folder.name)
    return tuple(packed.values())


def leaves(path: Path) -> Leaves:
    document, _found = parse_values("values.yaml", path.read_bytes().decode())
    return dict(scalars(document.data if document else None))


def bumped(name: str, before: tuple[str, Path], after: tuple[str, Path], root: Path) -> tuple[Outcome, Leaves]:
    """Import *before*, bump it to *after*, build and check it; return the values."""
    root.mkdir()
    (root / "packscribe.toml").write_text(f"as_of = {AS_OF}\n")
    assert not has_errors(import_packs([before[1]], root / "packs").diagnostics)
    outcome = bump(root, Request(name, after[0], newer(before[1], after[1], root)))
    assert not outcome.failed, outcome.diagnostics
    found = [*pipeline.build(root, []).diagnostics, *pipeline.check(root, []).diagnostics]
    assert not has_errors(found), found
    return outcome, leaves(root / "packs" / name / after[0] / "values.yaml")


@needs_corpus
@pytest.mark.parametrize("name", families())
def test_a_bump_comes_near_to_what_people_made(name: str, tmp_path: Path, tally: Tally) -> None:
    for number, (before, after) in enumerate(zip(families()[name], families()[name][1:], strict=False)):
        _outcome, made = bumped(name, before, after, tmp_path / str(number))
        old, real = leaves(before[1] / "values.yaml"), leaves(after[1] / "values.yaml")
        right = {path for path, value in real.items() if path in made and same(made[path], value)}
        copied = {path for path, value in real.items() if path in old and same(old[path], value)}
        moved = {path for path in real if path in old} - copied
        tally("bump, leaves of real packs as they were made by hand", len(right), len(real))
        tally("bump, the same for a mere copy", len(copied), len(real))
        tally("bump, leaves that changed by hand, changed likewise", len(right & moved), len(moved))
        tally("bump, leaves that stayed by hand, not changed", len(right & copied), len(copied))
        assert len(copied - right) <= 1, [(path, old[path], made.get(path)) for path in copied - right]


def test_corpus_is_looked_for() -> None:
    if not CORPUS.is_dir():
        pytest.skip("needs ../shared with the corpus of real packs")
    assert len(families()) > 10
