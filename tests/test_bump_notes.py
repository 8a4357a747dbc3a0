"""`packscribe bump`: what it says of paths, version ranges and words."""

from __future__ import annotations

from pathlib import Path

import pytest
from bump_packs import (
    ENTRY,
    HEAD,
    NEW_VALUES,
    NEXT,
    PACK_VALUES,
    PARAMETERS,
    SMALL,
    SOURCE,
    chart,
    command,
    indented,
    made,
    pack,
    passes,
    said,
    source,
)

from generator.bump.ranges import extended
from generator.model.versioning import VersionRange


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return pack(tmp_path / "repository")


# --- What no longer fits -------------------------------------------------------------------------------------------

NAMED = """\
constraints:
  resources:
    - type: cpu
      minLimit: 1
      components:
        - {scheduleType: all, replicaCountParamRef: charts.demo.sidecar.enabled}
"""
PRESETS = """\
presets:
  - name: "on"
    displayName: With policies
    group: Policies
    remove: [charts.demo.rbac]
    add: |
      charts:
        demo:
          # on
          rbac:
            psp: true
    cite: [own]
"""


def test_gone_paths_are_named_with_their_places(tmp_path: Path) -> None:
    text = SOURCE.replace("sources:\n", NAMED + "sources:\n") + PRESETS
    root = pack(tmp_path, text.replace("    hosts: [a, b]", "    sidecar: {enabled: true}\n          hosts: [a, b]"))
    outcome = made(root)
    lines = source(root).splitlines()
    found = {
        (lines[d.location.line - 1].strip(), d.message.partition(",")[0])
        for d in outcome.diagnostics
        if d.code == "PS174"
    }
    assert found == {
        ("rbac:", "`charts.demo.rbac` is set in the values"),
        ("sidecar: {enabled: true}", "`charts.demo.sidecar` is set in the values"),
        ("- path: charts.demo.rbac.psp", "`charts.demo.rbac.psp` has a parameter record"),
        ("remove: [charts.demo.rbac]", "`charts.demo.rbac` is removed by the preset `Policies:on`"),
        ("psp: true", "`charts.demo.rbac.psp` is added by the preset `Policies:on`"),
        (
            "- {scheduleType: all, replicaCountParamRef: charts.demo.sidecar.enabled}",
            "`charts.demo.sidecar.enabled` is what a constraint refers to",
        ),
    }
    record = next(d for d in outcome.diagnostics if "parameter record" in d.message)
    assert 'lifecycle: {removed: "1.5.0"}' in record.help


def test_gone_paths_in_texts_of_presets_and_schema(tmp_path: Path) -> None:
    presets = "presets:\n- name: a\n  remove:\n  - charts.demo.rbac.psp\n"
    presets += "  add: |\n    charts:\n      demo:\n        rbac: {psp: true}\n"
    schema = "charts.demo.rbac.psp:\n  schema: '{{ required }}'\n"
    texts = "    presetsText:\n      file: p.yaml\n    schemaText: |\n" + indented(schema, 6)
    root = pack(
        tmp_path, HEAD + ENTRY.replace("    notes:", texts + "    notes:") + indented(PACK_VALUES, 6), p_yaml=presets
    )
    outcome = made(root)
    assert not outcome.failed, outcome.diagnostics
    places = {(d.location.path.rpartition("/")[2], d.location.line) for d in outcome.diagnostics if d.code == "PS174"}
    line = 1 + source(root).splitlines().index("      charts.demo.rbac.psp:")
    assert {("p.yaml", 4), ("p.yaml", 8), ("pack.yaml", line)} <= places


def test_paths_that_are_open_or_still_read_are_not_gone(tmp_path: Path) -> None:
    values = "charts: {demo: {resources: {limits: {cpu: 1}}, extra: {a: 1}, read: 1, gone: 1, deep: {x: 1}}}\n"
    old = "resources: {limits: {cpu: 1}}\nextra: {}\nread: 1\ngone: 1\ndeep: {x: 1}\n"
    root = pack(tmp_path, HEAD + ENTRY + indented(values, 6), old)
    new = chart(
        root / "n.tgz",
        "resources: {}\nextra:\n",
        files={"templates/a.yaml": "{{ .Values.read }}{{ with .Values.deep }}{{ end }}"},
    )
    outcome = made(root, charts=(new,))
    assert [m.partition(" ")[0] for m in said(outcome, "PS174")] == ["`charts.demo.gone`"]


def test_what_has_moved_is_guessed(root: Path) -> None:
    text = source(root).replace("          rbac:\n", "          sidecar: {enabled: true}\n          rbac:\n")
    (root / "packs/demo/pack.yaml").write_text(text)
    outcome = made(root, charts=(chart(root / "n.tgz", NEW_VALUES),))
    assert all("new and has the same default" not in d.help for d in outcome.diagnostics if "rbac" in d.message)
    again = pack(root / "again", HEAD + ENTRY + "      charts: {demo: {a: 7}}\n", "a: 7\n")
    outcome = made(again, charts=(chart(again / "n.tgz", "b: {a: 7}\n"),))
    assert ["`charts.demo.b.a` is new" in d.help for d in outcome.diagnostics if d.code == "PS174"] == [True]


def test_offered_paths_have_their_default_and_are_counted(root: Path) -> None:
    values = NEW_VALUES + "".join(f"more{number}: {number}\n" for number in range(60))
    done = command(root, "demo", NEXT, "--chart", chart(root / "n.tgz", values))
    assert done.exit_code == 0, done.output
    assert "offers `charts.demo.metrics.port`, default `9090`" in done.output
    assert done.output.count("the new chart offers `") == 40 and "… and 22 more" in done.output


# --- Version ranges and words --------------------------------------------------------------------------------------

RANGES = [
    ("1.4.0", ">=1.4.0"),
    ("1.4.x", "1.4.x || 1.5.x"),
    ("=1.4.0", ">=1.4.0"),
    ("<=1.4.0", "<=1.5.0"),
    (">=1.2 <=1.4.0", ">=1.2 <=1.5.0"),
    ("1.2.0 || 1.4.0", "1.2.0 || >=1.4.0"),
    ("11.4.0 || 1.4.0", "11.4.0 || >=1.4.0"),
    ("1.2.x || 1.4.x", "1.2.x || 1.4.x || 1.5.x"),
]


@pytest.mark.parametrize(("text", "expected"), RANGES)
def test_ranges_are_extended(text: str, expected: str, tmp_path: Path) -> None:
    assert extended(VersionRange(text), "1.4.0", "1.5.0", ("1.5.x", ["1.4.0", "1.3.0", "1.2.0"])) == expected
    for quote in ("'", '"'):
        limit = f"prerequisites:\n  - text: A cluster.\n    versions: {quote}{text}{quote}   # so far\n"
        root = pack(tmp_path / str(ord(quote)), HEAD + SMALL + limit, None)
        made(root, charts=())
        assert f"    versions: {quote}{expected}{quote}" in source(root)
        assert "# so far" in source(root)


def test_a_range_does_not_grow_over_versions_it_left_out() -> None:
    range_ = VersionRange("1.2.0")
    assert extended(range_, "1.2.0", "1.3.0", ("1.3.x", ["1.4.0", "1.2.0"])) == "1.2.0 || 1.3.0"
    assert extended(range_, "1.2.0", "1.2.1", ("1.2.x", ["1.4.0", "1.2.5", "1.2.0"])) == "1.2.0 || 1.2.1"


@pytest.mark.parametrize("text", ["<2", ">=1 <1.4.5", "<=1.4.9"])
def test_a_stated_end_is_only_reported(text: str, tmp_path: Path) -> None:
    limit = f'prerequisites:\n  - text: A cluster.\n    versions: "{text}"\n'
    root = pack(tmp_path, HEAD + SMALL + limit, None)
    outcome = made(root, charts=(), version="2.1.0")
    assert limit in source(root)
    assert any("says itself where it ends" in message for message in said(outcome, "PS177"))


@pytest.mark.parametrize("text", ["*", ">=1.4.0", "1.x", ">1", "1.3.x", "<1.4.0"])
def test_ranges_that_hold_on_or_never_held_are_left(text: str, tmp_path: Path) -> None:
    limit = f'prerequisites:\n  - text: A cluster.\n    versions: "{text}"\n'
    older = SMALL.replace("1.4", "1.3")
    root = pack(tmp_path, HEAD + SMALL + older + limit, None)
    outcome = made(root, charts=())
    assert limit in source(root) and said(outcome, "PS177") == []


def test_no_extend_only_reports(root: Path) -> None:
    outcome = made(root, extend=False)
    assert source(root).endswith(PARAMETERS)
    assert said(outcome, "PS177") == ["`1.4.x` ends before 1.5.0"]


def test_a_record_that_is_prepared_for_the_new_version_wins(root: Path) -> None:
    ready = PARAMETERS.partition("- path: charts.demo.rbac")[2].replace("1.4.x", '">=1.5"')
    (root / "packs/demo/pack.yaml").write_text(source(root) + "  - path: charts.demo.rbac" + ready)
    # a range for no version is an error of the pack: it has to be there for the version that is there, too
    text = (
        source(root)
        .replace('">=1.5"', '">=1.5 || 1.3.0"')
        .replace("parameters:\n", indented(SMALL.replace("1.4", "1.3"), 0) + "parameters:\n")
    )
    (root / "packs/demo/pack.yaml").write_text(text)
    outcome = made(root)
    assert not outcome.failed, outcome.diagnostics
    assert any("another record" in message for message in said(outcome, "PS177"))
    assert passes(root) == []


def test_words_about_the_old_version_are_reported_and_stay(tmp_path: Path) -> None:
    words = """\
prerequisites:
  - text: Since 1.4.0, a cluster with 11.4.0 nodes and v1.4.01.
  - text: Only for 1.4.0.
    versions: 1.3.x || <1.4
  - text: |
      Two lines.
      Here 1.4.0 is meant, v1.4.0 too, and 1.4.0-rc1 is not.
  - text: >-
      This is folded
      and says 1.4.0.
readme:
  - text: {file: readme.md}
"""
    older = SMALL.replace("1.4", "1.3")
    root = pack(tmp_path, HEAD + SMALL + older + words, None)
    (root / "packs/demo/readme.md").write_text("# Demo\n\nVersion 1.4.0 of it.\n")
    before = source(root)
    outcome = made(root, charts=())
    places = {
        (d.location.path.rpartition("/")[2], d.location.line, d.location.column)
        for d in outcome.diagnostics
        if d.code == "PS178"
    }
    lines = source(root).splitlines()
    first, second = (next(n for n, line in enumerate(lines, 1) if text in line) for text in ("Since", "Here"))
    third = next(n for n, line in enumerate(lines, 1) if "and says" in line)
    in_pack = {(first, 17), (second, 12), (second, 28), (third, 16)}
    assert places == {*(("pack.yaml", *place) for place in in_pack), ("readme.md", 3, 9)}
    assert before.partition("prerequisites")[2] == source(root).partition("prerequisites")[2]
