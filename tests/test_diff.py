"""`packscribe diff`: kinds of change in real git repositories, one edit at a time, and everything that is no change."""

# ruff: noqa: E501 - a case is a line

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args, get_origin

import pytest
from git_repositories import PACK, Repo, told
from pydantic import BaseModel

from generator.meaning import Side, judges
from generator.meaning.explained import page
from generator.meaning.judges import Seen
from generator.meaning.kinds import KINDS
from generator.meaning.rules import RULES, Inside, Records
from generator.model import Pack

EDITS: list[tuple[str, str, str, list[tuple[str, str]]]] = [
    ("display name", "displayName: Hello\n", "displayName: Hullo\n", [("PS308", "docs")]),
    ("layer", "layer: addon", "layer: csi", [("PS305", "breaking")]),
    ("cloud taken away", "[aws, azure]", "[aws]", [("PS306", "breaking")]),
    ("cloud added", "[aws, azure]", "[aws, azure, gcp]", [("PS306", "feature")]),
    ("architecture taken away", "[amd64, arm64]", "[amd64]", [("PS307", "breaking")]),
    ("tag", "tags: [packs, hello]", "tags: [packs, hello, new]", [("PS309", "docs")]),
    ("dependency required", "type: optional", "type: required", [("PS342", "breaking")]),
    ("minimum raised", '"1.27.0"', '"1.28.0"', [("PS342", "breaking")]),
    ("minimum lowered", '"1.27.0"', '"1.9.0"', [("PS342", "feature")]),
    ("maximum set", 'maxVersion: ""', 'maxVersion: "1.30.0"', [("PS342", "breaking")]),
    ("demand raised", "minLimit: 20", "minLimit: 30", [("PS343", "breaking")]),
    ("demand lowered", "minLimit: 20", "minLimit: 3", [("PS343", "feature")]),
    ("source", "title: Handbook, url: \"https://example.org/handbook\", rank", "title: Book, url: \"https://example.org/handbook\", rank", [("PS369", "docs")]),
    ("system of an engine", "systems: [linux, windows], rec", "systems: [linux], rec", [("PS364", "breaking")]),
    ("default", "replicas: 1\n        engine: \"quick\"\n        service", "replicas: 2\n        engine: \"quick\"\n        service", [("PS314", "breaking")]),
    ("undocumented value", "port: 80", "port: 8080", [("PS327", "breaking")]),
    ("value of another type", "port: 80", 'port: "80"', [("PS327", "breaking")]),
    ("value added", "port: 80", "port: 80\n          nodePort: 30080", [("PS325", "feature")]),
    ("value removed", "          port: 80\n", "", [("PS326", "breaking")]),
    ("block renamed", "        service:\n", "        exposure:\n", [("PS328", "breaking")]),
    ("comment in values", "# What the page says.", "# What it says.", [("PS329", "docs")]),
    ("form of values", 'type: "ClusterIP"', "type: ClusterIP", [("PS330", "none")]),
    ("image", "busybox:1.36.1", "busybox:1.37.0", [("PS331", "fix")]),
    ("notes", "notes: The page has a greeting.", "notes: It has a greeting.", [("PS368", "docs")]),
    ("deprecated", "deprecated: 2026-10-05", "deprecated: 2026-11-05", [("PS304", "feature")]),
    ("disabled", "deprecated: 2026-10-05", "deprecated: 2026-10-05, disabled: 2027-01-01", [("PS304", "feature")]),
    ("disabled already", "deprecated: 2026-10-05", "deprecated: 2026-10-05, disabled: 2026-11-01", [("PS304", "breaking")]),
    ("type", "    type: integer", "    type: number", [("PS313", "feature")]),
    ("type narrowed", "    type: integer", "    type: string", [("PS313", "breaking")]),
    ("required", "description: How many there are.", "description: How many there are.\n    required: true", [("PS319", "breaking")]),
    ("description", "description: How many there are.", "description: How many.", [("PS368", "docs")]),
    ("option removed", "      - {value: slow, means: The slow engine., engine: slow}\n", "", [("PS316", "breaking")]),
    ("option added", "      - {value: slow,", "      - {value: none, means: Nothing.}\n      - {value: slow,", [("PS315", "feature")]),
    ("options listed", "description: What the page says.\n", "description: What the page says.\n    options: [{value: Hello, means: A word.}, {value: Hi, means: A word.}]\n", [("PS317", "breaking")]),
    ("engine of an option", "means: The slow engine., engine: slow", "means: The slow engine., engine: quick", [("PS318", "breaking")]),
    ("preset changed", "        replicas: 2\n", "        replicas: 3\n", [("PS337", "breaking")]),
    ("preset in another form", "        replicas: 2\n", "        replicas:   2 # two\n", [("PS337", "none")]),
    ("preset renamed", "  - name: two", "  - name: double", [("PS336", "breaking"), ("PS335", "feature")]),
    ("cell loses", "windows: {state: preview}", "windows: {state: unsupported}", [("PS345", "breaking")]),
    ("cell gains", "windows: {state: preview}", "windows: {state: supported}", [("PS345", "feature")]),
    ("cell removed", "          windows: {state: preview}\n", "", [("PS347", "breaking")]),
    ("hard limit", "  speed: {", "  nodes: {text: One node., strength: hard}\n  speed: {", [("PS350", "breaking")]),
    ("limit lifted", "  size: {text: At most 250 nodes., strength: hard}\n", "", [("PS351", "feature")]),
    ("limit reworded", "Slow at first.", "Slow for a minute.", [("PS368", "docs")]),
    ("limit harder", "strength: information", "strength: hard", [("PS352", "breaking")]),
    ("warning", "warnings:\n", "warnings:\n  fire: {text: Mind the fire.}\n", [("PS353", "docs")]),
    ("warning of another kind", "kind: warning, text: Mind", "kind: danger, text: Mind", [("PS355", "docs")]),
    ("retirement earlier", "date: 2027-09-30", "date: 2027-03-31", [("PS361", "breaking")]),
    ("retirement later", "date: 2027-09-30", "date: 2028-03-31", [("PS361", "feature")]),
    ("rule milder", "says: error", "says: warning", [("PS358", "feature")]),
    ("rule for more", '"> 250"', '"> 100"', [("PS358", "breaking")]),
    ("procedure", "curl http://hello", "curl -s http://hello", [("PS367", "docs")]),
    ("prerequisite reworded", "{text: A cluster.}", "{text: One cluster.}", [("PS368", "docs")]),
    ("prerequisite added", "  - {text: A cluster.}", "  - {text: A cluster.}\n  - {text: Coffee and cake}", [("PS368", "docs")]),
    ("section", "It says hello.", "It greets.", [("PS368", "docs")]),
    ("record under another id", "  clock: {kind", "  time: {kind", [("PS322", "docs")]),
    ("parameter for one version", "description: How many there are.", "description: How many there are.\n    versions: 1.1.x", [("PS323", "breaking")]),
    ("value for text", "annotations: {}", "annotations: {a: b}", [("PS327", "breaking")]),
]  # fmt: skip

NOTHING: list[tuple[str, str, str]] = [
    ("comment", "name: hello\n", "# a remark\nname: hello # this one\n"),
    ("quotes", "displayName: Hello\n", 'displayName: "Hello"\n'),
    ("flow for block", "tags: [packs, hello]", "tags:\n  - packs\n  - hello"),
    ("order of keys", "name: hello\ndisplayName: Hello\n", "displayName: Hello\nname: hello\n"),
    ("order of records", "  clock: {kind: warning, text: Mind the clock.}", "  clock: {text: Mind the clock., kind: warning}"),
    ("order of tags", "tags: [packs, hello]", "tags: [hello, packs]"),
    ("default written out", "kind: warning, text: Mind", "kind: warning, place: version, text: Mind"),
    ("indentation of values", "    values: |\n      pack:\n        namespace: \"hello\"\n      app:\n        greeting: \"Hi\"\n        replicas: 1\n        engine: \"quick\"\n", "    values: |\n         pack:\n           namespace: \"hello\"\n         app:\n           greeting: \"Hi\"\n           replicas: 1\n           engine: \"quick\"\n"),
]  # fmt: skip


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    return Repo(tmp_path_factory.mktemp("diff") / "repo")


#: The same change in both versions: what stands there before and after, twice, and what is told of each.
TWICE = {
    "preset no longer on": ('    enabledPresets: ["Size:two"]\n', "", "Presets that are on: removed `Size:two`"),
    "presets.yaml": ("name: y}]", "name: z}]", "Preset `X:z` added"),
    "comment": ("# What the page says.", "# What it says.", "Comments of the values changed"),
}


@pytest.mark.parametrize(("old", "new", "expected"), TWICE.values(), ids=TWICE)
def test_the_same_in_two_versions_names_them(old: str, new: str, expected: str, tmp_path: Path) -> None:
    more = '    enabledPresets: ["Size:two"]\n    presetsText: |\n      presets: [{group: X, name: y}]\n'
    text = PACK.replace("    notes: The page", f"{more}    notes: The page")
    text = text.replace("    lifecycle: {supp", f"{more}    lifecycle: {{supp")
    text = text.replace('        greeting: "Hi"', '        # What the page says.\n        greeting: "Hi"')
    repo = Repo(tmp_path, packs={"hello": text})
    repo.write("packs/hello/pack.yaml", text.replace(old, new))
    summaries = [change.summary for change in repo.diff().changes]
    assert {f"{expected} in 1.0.0", f"{expected} in 1.1.0"} <= set(summaries)
    assert len(set(summaries)) == len(summaries)


@pytest.mark.parametrize(("old", "new", "expected"), [e[1:] for e in EDITS], ids=[e[0] for e in EDITS])
def test_an_edit_is_one_change_of_its_kind(repo: Repo, old: str, new: str, expected: list[tuple[str, str]]) -> None:
    repo.write("packs/hello/pack.yaml", PACK)
    repo.edit(old, new)
    found = repo.diff()
    assert told(found) == expected, [change.summary for change in found.changes]
    assert not found.problems
    for change in found.changes:
        assert change.location.path == "packs/hello/pack.yaml"
        assert (
            change.files
            or change.impact == "none"
            or change.code in ("PS323", "PS369", "PS304", "PS308", "PS322", "PS367")
        )


@pytest.mark.parametrize(("old", "new"), [e[1:] for e in NOTHING], ids=[e[0] for e in NOTHING])
def test_form_is_no_change(repo: Repo, old: str, new: str) -> None:
    repo.write("packs/hello/pack.yaml", PACK)
    repo.edit(old, new)
    found = repo.diff()
    assert not found.changes, [change.summary for change in found.changes]
    assert not found.problems


def test_a_change_stands_at_its_line(repo: Repo) -> None:
    repo.write("packs/hello/pack.yaml", PACK)
    repo.edit("type: string\n    description: What serves it.", "type: string\n    description: What serves.")
    (change,) = repo.diff().changes
    lines = (repo.root / "packs/hello/pack.yaml").read_text().split("\n")
    assert "What serves." in lines[change.location.line - 1]
    assert change.path == "parameters[2].description"


def test_what_was_removed_stands_at_its_line_of_the_base(repo: Repo) -> None:
    repo.write("packs/hello/pack.yaml", PACK)
    repo.edit("  clock: {kind: warning, text: Mind the clock.}\n", "  fire: {text: Mind the fire.}\n")
    removed = next(change for change in repo.diff().changes if change.code == "PS354")
    assert removed.side is Side.BASE
    assert "clock" in PACK.split("\n")[removed.location.line - 1]
    assert removed.summary.endswith("(line of the base)")


def test_a_parameter_comes_with_its_key(repo: Repo) -> None:
    repo.write("packs/hello/pack.yaml", PACK)
    repo.edit('greeting: "Hello"', 'greeting: "Hello"\n        color: "white"')
    repo.edit(
        "presets:\n", "  - {path: app.color, type: string, description: The background., versions: 1.1.x}\npresets:\n"
    )
    assert told(repo.diff()) == [("PS310", "feature")]


def test_a_renamed_parameter_is_one_change(repo: Repo) -> None:
    text = PACK.replace("greeting:", "salute:").replace("app.greeting", "app.salute")
    repo.write("packs/hello/pack.yaml", text)
    assert told(repo.diff()) == [("PS312", "breaking")]


def test_an_engine_goes_with_its_cells(repo: Repo) -> None:
    repo.write("packs/hello/pack.yaml", PACK)
    repo.edit(
        "  quick: {name: Quick engine, systems: [linux, windows], recommended: true}\n",
        "  fast: {name: Fast engine, systems: [linux]}\n",
    )
    repo.edit(
        "        quick:\n          linux: {state: supported}\n          windows: {state: preview}\n",
        "        fast: {linux: {state: supported}}\n",
    )
    repo.edit("The quick engine., engine: quick", "The quick engine., engine: fast")
    assert told(repo.diff()) == [("PS363", "breaking"), ("PS318", "breaking"), ("PS362", "feature")]


def test_order_of_versions_asks_nothing(repo: Repo) -> None:
    start, first, second = (
        PACK.index('  - version: "1.1.0"'),
        PACK.index('  - version: "1.0.0"'),
        PACK.index("parameters:"),
    )
    text = PACK[:start] + PACK[first:second] + PACK[start:first] + PACK[second:]
    repo.write("packs/hello/pack.yaml", text)
    assert told(repo.diff()) == [("PS370", "none")]


def test_a_new_version_is_compared_with_the_one_before(repo: Repo) -> None:
    repo.write("packs/hello/pack.yaml", PACK)
    repo.edit(
        "versions:\n",
        'versions:\n  - {version: "1.2.0", series: 1.2.x, values: "app: {greeting: Hello, replicas: 3}\\n"}\n',
    )
    found = repo.diff()
    assert told(found) == [("PS302", "breaking")]
    (step,) = found.steps
    assert (step.before, step.version) == ("1.1.0", "1.2.0")
    assert {change.code for change in step.changes} >= {"PS314", "PS326"}
    assert (step.leaves.added, step.leaves.removed, step.leaves.changed) == (0, 6, 1)


def test_a_new_version_with_the_same_content_is_a_feature(repo: Repo) -> None:
    repo.write("packs/hello/pack.yaml", PACK)
    repo.edit("versions:\n", 'versions:\n  - {version: "1.1.1", series: 1.1.x, valuesOf: "1.1.0"}\n')
    found = repo.diff()
    assert told(found) == [("PS302", "feature")]
    assert found.steps[0].changes == ()


def test_a_version_removed(repo: Repo) -> None:
    repo.write("packs/hello/pack.yaml", PACK[: PACK.index('  - version: "1.0.0"')] + PACK[PACK.index("parameters:") :])
    assert told(repo.diff()) == [("PS303", "breaking")]


def test_packs_added_and_removed(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.write("packs/other/pack.yaml", PACK.replace("name: hello", "name: other"))
    first = repo.commit()
    assert told(repo.diff("HEAD~1", first)) == [("PS300", "feature")]
    assert told(repo.diff(first, "HEAD~1")) == [("PS301", "breaking")]


def _models(model: type[BaseModel], found: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """Return the models that the comparison goes into, starting from *model*."""
    found.add(model)
    for name, rule in RULES[model].items():
        if isinstance(rule, Inside | Records):
            for inner in _inner(model.model_fields[name].annotation):
                if inner not in found:
                    _models(inner, found)
    return found


def _inner(annotation: object) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and not get_origin(annotation) and issubclass(annotation, BaseModel):
        return {annotation}
    return {model for argument in get_args(annotation) for model in _inner(argument)}


def test_every_field_of_the_model_has_a_kind_of_change() -> None:
    for model in _models(Pack, set()):
        assert set(RULES[model]) == set(model.model_fields), model.__name__


def test_every_verdict_has_a_kind_and_every_kind_explains_itself() -> None:
    from generator.explain import explanation
    from generator.meaning.explained import verdicts_of

    used = {verdict.code for fields in RULES.values() for field in fields.values() for _, verdict in verdicts_of(field)}
    assert used <= set(KINDS)
    for code in KINDS:
        assert explanation(code)


def test_the_page_of_impact_rules_is_the_table() -> None:
    """`PACKSCRIBE_GOLDENS=write pytest tests/test_diff.py` writes it anew."""
    path = Path(__file__).parent.parent / "docs_src/impact-rules.md"
    if os.environ.get("PACKSCRIBE_GOLDENS") == "write":
        path.write_text(page())
    assert path.read_text() == page()


@pytest.mark.parametrize(
    ("before", "after", "impact"),
    [
        ("${number:[1-5]}", "${number:[1-9]}", "feature"),
        ("${number:[1-5]}", "${number:[2-5]}", "breaking"),
        ("${number:[1-5]}", None, "feature"),
        ("${number:[1-5]}", "${string}", "breaking"),
    ],
)
def test_a_format_breaks_only_where_it_refuses_more(before: str, after: str | None, impact: str) -> None:
    assert judges.format_breaks(Seen(before, after)).value == impact
