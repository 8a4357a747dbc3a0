"""Neighboring versions of real packs: every diff ends, counts what two values.yaml say, and stays readable."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from repositories import AS_OF, SHARED

from generator.audit.folder import PackFolder, find_folders
from generator.catalog import LoadedPack, load_pack
from generator.importer.run import import_packs
from generator.meaning import Leaves, Reading, Step, predecessor, step

CORPUS = SHARED / "corpus"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the real packs of ../shared/corpus are not here")

_VALUES = {"PS314", "PS325", "PS326", "PS327", "PS328", "PS331"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("corpus")
    import_packs([CORPUS], root / "packs")
    return root


@pytest.fixture(scope="module")
def folders() -> dict[tuple[str, str], Path]:
    """Return the folder of each version of the corpus that can be told by its pack.json."""
    found = {}
    for each in find_folders([CORPUS]):
        if isinstance(each, PackFolder):
            folder = CORPUS / Path(each.path).name if not Path(each.path).is_absolute() else Path(each.path)
            about = json.loads((folder / "pack.json").read_text())
            found[about["name"], str(about["version"])] = folder
    return found


def neighbors(root: Path) -> Iterator[tuple[LoadedPack, str, str]]:
    """Yield each pack of *root* that has several versions, with each version and the one before it."""
    for path in sorted((root / "packs").glob("*/pack.yaml")):
        loaded, _ = load_pack(root, path.parent.name)
        assert loaded is not None
        names = [version.version for version in loaded.pack.versions]
        for name in names:
            if before := predecessor(name, names):
                yield loaded, before, name


def taken(loaded: LoadedPack, before: str, after: str) -> Step:
    reading = Reading(loaded.pack, loaded.values, AS_OF)
    return step(reading, before, reading, after)


def leaves(data: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from leaves(value, f"{path}/{key}")
    elif isinstance(data, list) and data:
        for number, value in enumerate(data):
            yield from leaves(value, f"{path}/[{number}]")
    elif path or data not in (None, {}, []):
        yield path, f"{type(data).__name__} {data!r}"


def recount(before: Path, after: Path) -> Leaves:
    """Count what differs between two values.yaml, with another parser and code of its own."""
    old, new = (dict(leaves(yaml.safe_load((folder / "values.yaml").read_text()))) for folder in (before, after))
    changed = sum(old[path] != new[path] for path in old.keys() & new.keys())
    return Leaves(len(new.keys() - old.keys()), len(old.keys() - new.keys()), changed)


def test_counted_values_are_those_of_another_count(
    root: Path, folders: dict[tuple[str, str], Path], figure: Callable[[str], None]
) -> None:
    pairs = compared = total = 0
    for loaded, before, after in neighbors(root):
        found = taken(loaded, before, after)
        pairs += 1
        here = folders.get((loaded.name, before)), folders.get((loaded.name, after))
        assert all(here), (loaded.name, before, after)
        try:
            expected = recount(here[0], here[1])  # type: ignore[arg-type]
        except yaml.YAMLError:
            continue  # a template, which PyYAML alone cannot read
        compared += 1
        total += expected.added + expected.removed + expected.changed
        assert found.leaves == expected, (loaded.name, before, after)
    assert pairs > 40
    figure(f"neighboring versions compared: {pairs}, recounted: {compared}, values that differ: {total}")


def test_what_is_told_of_values_covers_what_is_counted(root: Path) -> None:
    for loaded, before, after in neighbors(root):
        found = taken(loaded, before, after)
        told = sum((change.leaves for change in found.changes if change.code in _VALUES), Leaves())
        with_parameters = any(change.code in ("PS310", "PS311", "PS312") for change in found.changes)
        assert told == found.leaves or with_parameters, (loaded.name, before, after)


def test_moved_blocks_are_one_line(root: Path) -> None:
    """A family of the corpus put all of its values under another key: 284 of them are the same."""
    steps = [taken(*each) for each in neighbors(root)]
    largest = max(
        (change for found in steps for change in found.changes if change.code == "PS328"),
        key=lambda change: change.leaves.added,
    )
    assert largest.leaves.added >= 200
    for found in steps:
        values = [change for change in found.changes if change.code in _VALUES]
        assert len(values) <= max(12, found.leaves.added + found.leaves.removed + found.leaves.changed)
