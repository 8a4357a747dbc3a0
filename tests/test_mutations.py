"""Every kind of change, made by a program: a diff names it with its kind, impact and place, and names nothing else."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import small_packs
import yaml
from mutations import Subject, dotted, mutations
from repositories import AS_OF, PROJECT, load, repository
from test_facts_reach_files import leaves, mutant
from test_import import take_over

from generator import catalog
from generator.catalog import Route
from generator.diagnostics import has_errors
from generator.explain import explained
from generator.meaning import Difference, Reading, differences
from generator.review.run import review

OWN = ("cni-azure", "sample", "ranges", "cni-calico", "hello-edge")
CORPUS = PROJECT.parent / "shared" / "corpus"
#: Folders of real packs, and what the packs in them are called.
FAMILIES = {
    "argocd": "argo-cd",
    "crossplane": "crossplane",
    "fluentbit": "fluentbit",
    "piraeus-operator": "piraeus-operator",
    "hitachi-hspc": "csi-hitachi-hspc",
}
Tally = Callable[[str, int, int], None]


def told(found: list[Difference]) -> Counter[tuple[str, str, str]]:
    return Counter((d.code, str(d.impact), _path(d)) for d in found)


def _path(difference: Difference) -> str:
    route = difference.route
    route = route[: route.index("@line")] if "@line" in route else route
    return dotted(route) + (f".{difference.leaf}" if difference.leaf else "")


def held(subject: Subject, tally: Tally) -> list[str]:
    """Make every change to *subject*, and return what was not found as it should, or found besides."""
    before, wrong, right, number = subject.reading, [], 0, 0
    for one in mutations(subject):
        number += 1
        found, wanted = told(differences(before, one.after.reading)), Counter(one.told)
        right += found == wanted
        if found != wanted:
            wrong.append(f"{one.name}: missed {sorted(wanted - found)}, false {sorted(found - wanted)}")
    assert number > 25
    tally("mutations named exactly", right, number)
    return wrong


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with a few families of real packs."""
    if not CORPUS.is_dir():
        pytest.skip("needs ../shared with the corpus of real packs")
    root = tmp_path_factory.mktemp("families")
    outcome = take_over(root, *(folder for name in FAMILIES for folder in sorted(CORPUS.glob(f"{name}-[0-9]*"))))
    assert not has_errors(outcome.diagnostics), outcome.diagnostics
    return root


@pytest.mark.parametrize("name", FAMILIES.values())
def test_changes_of_real_packs(name: str, imported: Path, tally: Tally) -> None:
    loaded, found = catalog.load_pack(imported, name)
    assert loaded and not has_errors(found)
    assert held(Subject.of(loaded), tally) == []


@pytest.mark.parametrize("name", OWN)
def test_changes_of_our_packs(name: str, tally: Tally) -> None:
    assert held(Subject.of(load(name)), tally) == []


def test_every_kind_of_change_is_made() -> None:
    """Kinds that concern whole packs and templates are made below, with files."""
    kinds = {f"PS{number}" for number in range(300, 380) if explained(f"PS{number}")}
    made = {code for name in OWN for one in mutations(Subject.of(load(name))) for code, _, _ in one.told}
    assert kinds - made == {"PS300", "PS301", "PS328", "PS371", "PS374"}


# --- whole packs, templates, and the tool itself ---------------------------------------------------------------


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Return a repository of three packs, twice."""
    before = small_packs.repository(tmp_path / "before", "one", "two", "three")
    return before, Path(shutil.copytree(before, tmp_path / "after"))


def codes(before: Path, after: Path) -> list[tuple[str, str, str]]:
    return [(c.pack, c.code, str(c.impact)) for c in review(PROJECT, str(before), str(after)).changes]


def test_pack_added_and_removed(two: tuple[Path, Path]) -> None:
    shutil.rmtree(two[1] / "packs/two")
    small_packs.pack(two[1], "four")
    small_packs.build(two[1])
    assert codes(*two) == [("two", "PS301", "breaking"), ("four", "PS300", "feature")]


def test_template_changed(two: tuple[Path, Path]) -> None:
    page = (PROJECT / "templates/pages/readme.j2").read_text()
    (two[1] / "templates/pages").mkdir(parents=True)
    (two[1] / "templates/pages/readme.j2").write_text(page + "\nThe end.\n")
    small_packs.build(two[1])
    assert codes(*two) == [(name, "PS371", "docs") for name in ("one", "three", "two")]
    found = review(PROJECT, *map(str, two))
    assert [list(c.files) for c in found.changes] == [[f"packs/{c.pack}/1.0.0/README.md"] for c in found.changes]


def test_a_fact_and_a_template_are_two_changes(two: tuple[Path, Path]) -> None:
    test_template_changed(two)
    source = two[1] / "packs/one/pack.yaml"
    source.write_text(source.read_text().replace("nodes: 1", "nodes: 2"))
    small_packs.build(two[1])
    assert sorted(codes(*two)) == [
        ("one", "PS327", "breaking"),
        *(("one", "PS371", "docs"), ("three", "PS371", "docs"), ("two", "PS371", "docs")),
    ]


def test_constraint_of_schema_text(two: tuple[Path, Path]) -> None:
    text = {"pack.nodes": {"schema": "${number}"}}
    for root, more in ((two[0], {}), (two[1], {"pack.other": {"schema": "${text}"}})):
        source = root / "packs/one/pack.yaml"
        data = yaml.safe_load(source.read_text())
        data["versions"][0]["schemaText"] = yaml.safe_dump({**text, **more})
        source.write_text(yaml.safe_dump(data))
    assert codes(*two) == [("one", "PS374", "breaking")]


# --- what is no change -----------------------------------------------------------------------------------------


class Wild(yaml.SafeDumper):
    """Writes YAML as nobody would, always another way."""

    chance = random.Random(7)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _text(dumper: Wild, value: str) -> yaml.ScalarNode:
    styles = ['"', "'", None, "|", ">"] if "\n" in value else ['"', "'", None]
    safe = [s for s in styles if s != ">" or not any(line[:1].isspace() for line in value.split("\n"))]
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=dumper.chance.choice(safe))


def _mapping(dumper: Wild, value: dict[str, Any]) -> yaml.MappingNode:
    items = list(value.items())
    dumper.chance.shuffle(items)
    flow = dumper.chance.random() < 0.2 and len(str(value)) < 500
    return dumper.represent_mapping("tag:yaml.org,2002:map", items, flow_style=flow)


Wild.add_representer(str, _text)
Wild.add_representer(dict, _mapping)


def written_anew(data: object, seed: int) -> str:
    """Return *data* as YAML in another form: order of keys, quotes, indentation, folding, comments, blank lines."""
    Wild.chance = random.Random(seed)
    width, indent = Wild.chance.choice([30, 80, 10_000]), Wild.chance.choice([2, 3, 4, 8])
    text = yaml.dump(data, Dumper=Wild, sort_keys=False, width=width, indent=indent, allow_unicode=bool(seed % 2))
    lines = []
    for line in text.split("\n"):
        if line[:1].isalpha() and Wild.chance.random() < 0.5:  # between two keys of the top level
            lines += ["", "# a comment", ""]
        lines.append(line)
    return "---\n" * (seed % 2) + "\n".join(lines)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", OWN)
def test_another_form_is_no_change(name: str, seed: int, tmp_path: Path) -> None:
    home = PROJECT / "packs" / name
    home = home if home.is_dir() else PROJECT / "tests/packs" / name
    (tmp_path / "before").mkdir()
    before = repository(tmp_path / "before", home)
    after = Path(shutil.copytree(before, tmp_path / "after"))
    source = after / "packs" / name / "pack.yaml"
    data = yaml.safe_load(source.read_text())
    source.write_text(written_anew(data, seed))
    assert yaml.safe_load(source.read_text()) == data
    found = review(PROJECT, str(before), str(after))
    assert not found.problems and not found.changes and found.impact == "none"


# --- every single fact -------------------------------------------------------------------------------------------


def strays(route: Route, found: list[Difference]) -> list[Difference]:
    """Return those of *found* that are about another record than the one in which the leaf at *route* is."""

    def near(other: Route | None) -> bool:
        return other is not None and (other[:2] == route[:2] or other == route[: len(other)])

    return [d for d in found if not near(d.route) and not near(d.other)]


@pytest.mark.parametrize(
    ("name", "part"), [("sample", 1), ("ranges", 1), ("plain", 1), ("hello-edge", 3), ("cni-azure", 9)]
)
def test_a_change_of_any_fact_is_told_at_its_record(name: str, part: int, tally: Tally) -> None:
    loaded, wrong, tried = load(name), [], 0
    before = Reading(loaded.pack, loaded.values, AS_OF)
    for route, value in list(leaves(loaded.document.data))[::part]:
        other = mutant(loaded, route, value)
        if other is None or "assets" in route or route == ("name",) or route[-1] == "valuesOf":
            continue  # another name is another pack, and what a version takes from another one stands there
        tried += 1
        found = differences(before, Reading(other.pack, other.values, AS_OF))
        if not found or (route[-1] != "version" and strays(route, found)):
            wrong.append(f"{dotted(route)} ({value!r}): {[(d.code, dotted(d.route)) for d in found]}")
    tally("facts changed one at a time, told at their record", tried - len(wrong), tried)
    assert tried > 30 and not wrong, "\n".join(wrong)
