"""`packscribe bump`: a new version in the text of pack.yaml, and nothing else of it changed."""

from __future__ import annotations

import difflib
import io
import shutil
import tarfile
from pathlib import Path

import pytest
import yaml
from audit_packs import clean
from bump_packs import (
    ENTRY,
    HEAD,
    PACK_VALUES,
    PARAMETERS,
    SMALL,
    archive,
    chart,
    data,
    entry,
    indented,
    made,
    pack,
    passes,
    said,
    source,
)
from repositories import PROJECT

from generator import pipeline
from generator.bump.run import Outcome, Request, bump
from generator.bump.series import series_for
from generator.diagnostics import has_errors
from generator.importer.run import import_packs
from generator.model.versions import Version


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return pack(tmp_path / "repository")


# --- The text of pack.yaml ---------------------------------------------------------------------------------------

COPIED = """\
  - version: "1.5.0"        # the newest
    # how it is shown
    series: 1.5.x
    charts: [charts/demo-1.5.0.tgz]
    # what belongs to it
    assets:
      charts/demo-1.5.0.tgz: assets/charts/demo-1.5.0.tgz
      logo.png: assets/logo.png
    # the values come last
    values: |
      pack:
        namespace: "demo"
        content:
          images:
            - image: registry.example.com/demo/server:1.5.0
            - image: docker.io/library/busybox:1.36.1
          charts:
            - repo: https://charts.example.com
              name: demo
              version: 1.5.0
      charts:
        demo:
          replicas: 2          # one is enough
          image:
            repository: mirror.example.com/demo/server
            tag: "1.5.0"
          logLevel: debug
          rbac:
            psp: false
          resources: {}
          hosts: [a, c]
"""


def test_an_entry_is_copied_with_its_comments_and_its_order(root: Path) -> None:
    outcome = made(root)
    assert not outcome.failed
    assert source(root) == HEAD + COPIED + ENTRY + indented(PACK_VALUES, 6) + PARAMETERS.replace(
        "1.4.x", "1.4.x || 1.5.x"
    )
    assert (root / "packs/demo/assets/charts/demo-1.5.0.tgz").read_bytes() == (root / "new.tgz").read_bytes()
    assert passes(root) == []


def test_only_the_entry_and_extended_ranges_change(root: Path) -> None:
    before = source(root)
    made(root)
    _same_but_for(before, source(root), {"1.4.x": "1.4.x || 1.5.x"})


def _same_but_for(before: str, after: str, ranges: dict[str, str]) -> None:
    """Hold two texts against each other: one run of new lines, and the lines with *ranges*."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    inserted = 0
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if kind == "insert":
            inserted += 1
            continue
        assert kind == "replace" and i2 - i1 == j2 - j1, (kind, old[i1:i2], new[j1:j2])
        for line, other in zip(old[i1:i2], new[j1:j2], strict=True):
            assert any(line.replace(a, b) == other for a, b in ranges.items()), (line, other)
    assert inserted == 1


def test_what_is_true_for_the_old_version_alone_is_dropped_and_reported(root: Path) -> None:
    outcome = made(root)
    assert {"lifecycle", "notes"} & entry(root).keys() == set()
    dropped = [d for d in outcome.diagnostics if "is true for that version alone" in d.message]
    lines = source(root).splitlines()
    assert [lines[d.location.line - 1].strip() for d in dropped] == [
        "lifecycle:",
        "notes: Faster than 1.3.0.",
    ]


SERIES = [
    ("1.5.0", "1.4.0", "1.4.x", "1.5.x"),
    ("1.4.1", "1.4.0", "1.4.x", "1.4.x"),
    ("2.0.0", "1.4.0", "1.x", "2.x"),
    ("1.9.0", "1.4.0", "1.x", "1.x"),
    ("1.5.0", "1.4.0", "1.4", "1.5"),
    ("1.5.0", "1.4.0", "v1.4.x", "v1.5.x"),
    ("1.5.0", "1.4.0", "1.4.0", "1.5.0"),
    ("v1.5.0", "v1.4.0", "1.4.x", "1.5.x"),
    ("1.5.0", "1.4.0", "Deprecated", "1.5.x"),
    ("1.5.0", "1.4.0", "2026.1.x", "1.5.x"),
    ("7", "6", "6", "7"),
    ("2.0.1-up.2", "2.0.1-up.1", "2.0.x", "2.0.x"),
    ("next", "1.4.0", "Old", "next"),
]


@pytest.mark.parametrize(("new", "old", "label", "expected"), SERIES)
def test_series_keep_the_style_of_the_author(new: str, old: str, label: str, expected: str) -> None:
    version = Version(version=old, series=label)
    assert series_for(new, version, [version]) == expected


def test_a_named_series_gives_way_to_the_style_of_siblings() -> None:
    old, sibling = Version(version="3.22.0", series="Deprecated"), Version(version="3.27.0", series="3.27")
    assert series_for("3.28.0", old, [sibling, old]) == "3.28"


TEXTS = {
    "blank lines between entries": HEAD + SMALL + "\n\n" + SMALL.replace("1.4", "1.3"),
    "comments between entries": HEAD + SMALL + "  # older\n" + SMALL.replace("1.4", "1.3"),
    "a comment about the list": HEAD + "  # newest first\n" + SMALL,
    "a dash alone": HEAD + '  -\n    # first\n    version: "1.4.0"\n    series: 1.4.x\n    values: "a: 1\\n"\n',
    "a comment behind the dash": HEAD
    + '  - # first - of all\n    version: "1.4.0"\n    series: 1.4.x\n    values: ""\n',
    "indented like the key": HEAD + '- version: "1.4.0"\n  series: 1.4.x\n  values: ""\n',
    "in brackets": HEAD.replace("versions:\n", "") + 'versions: [{version: "1.4.0", series: 1.4.x, values: "a: 1"}]\n',
    "in brackets over lines": HEAD.replace("versions:\n", "")
    + 'versions: [\n  {version: "1.4.0",\n   series: 1.4.x, notes: x, values: "a: 1"},\n]\n',
    "an entry in braces": HEAD
    + '  - {version: "1.4.0", series: 1.4.x, values: "", notes: "No, that. }", eol: "2027-01-01"}\n',
    "single quotes": HEAD + "  - version: '1.4.0'\n    series: '1.4.x'\n    values: 'a: 1'\n",
    "plain": HEAD + "  - version: 1.4.0\n    series: 1.4.x\n    values: ''\n",
    "values not last": HEAD + '  - values: |\n      a: 1\n      # end\n\n    version: "1.4.0"\n    series: 1.4.x\n',
    "notes first": HEAD + '  - notes: Words.\n    version: "1.4.0"\n    series: 1.4.x\n    values: ""\n',
    "values that keep blank lines": HEAD
    + '  - version: "1.4.0"\n    series: 1.4.x\n    values: |+\n      a: 1\n\n\n'
    + PARAMETERS[:0],
    "values of another": HEAD
    + '  - {version: "1.4.0", series: 1.4.x, valuesOf: "1.3.0"}\n'
    + SMALL.replace("1.4", "1.3"),
    "no newline at the end": (HEAD + SMALL).rstrip("\n"),
    "line ends of Windows": (HEAD + SMALL + "\n" + SMALL.replace("1.4", "1.3")).replace("\n", "\r\n"),
    "a comment above what is dropped": HEAD
    + '  - version: "1.4.0"\n    series: 1.4.x\n    values: ""\n'
    + '    # the day it ends\n    # is known\n    eol: "2027-01-01"\n',
    "not in order": HEAD + SMALL.replace("1.4", "1.3") + SMALL,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_however_versions_are_written(text: str, tmp_path: Path) -> None:
    root = pack(tmp_path, text, None)
    before = source(root)
    outcome = made(root, charts=())
    assert not outcome.failed, outcome.diagnostics
    after = source(root)
    matched = difflib.SequenceMatcher(None, before, after, autojunk=False)
    assert {kind for kind, *_ in matched.get_opcodes()} == {"equal", "insert"}, "nothing was taken away"
    new, old = entry(root), entry(root, "1.4.0")
    assert (new["series"], new["version"]) == ("1.5.x", "1.5.0")
    assert new["valuesOf"] == old.get("valuesOf", "1.4.0") and not {"values", "notes", "eol"} & new.keys()
    assert list(new) == [key for key in (k if k != "values" else "valuesOf" for k in old) if key in new]
    assert "is known" not in after.replace(before, "") or after.count("is known") == 1
    assert ("\r\n" in before) == ("\r\n" in after) and after.count("\r\n") in (0, after.count("\n"))
    assert passes(root) == []


def test_where_an_older_version_goes(tmp_path: Path) -> None:
    text = HEAD + SMALL + SMALL.replace("1.4", "1.2") + "  # the first\n" + SMALL.replace("1.4", "1.0")
    for version, start, expected in [
        ("1.3.0", "1.2.0", ["1.4.0", "1.3.0", "1.2.0", "1.0.0"]),
        ("1.1.0", "1.0.0", ["1.4.0", "1.2.0", "1.1.0", "1.0.0"]),
        ("0.9.0", "1.0.0", ["1.4.0", "1.2.0", "1.0.0", "0.9.0"]),
        ("1.4.1", "1.2.0", ["1.4.1", "1.4.0", "1.2.0", "1.0.0"]),
    ]:
        root = pack(tmp_path / version, text, None)
        assert not made(root, charts=(), version=version, start=start).failed
        assert [e["version"] for e in data(root)["versions"]] == expected  # type: ignore[attr-defined]
        lines = source(root).splitlines()
        assert "1.0.0" in lines[lines.index("  # the first") + 1], "the comment stays with its entry"
        assert passes(root) == []


# --- Charts and assets ---------------------------------------------------------------------------------------------


def assets_of(tmp_path: Path, assets: str, place: str, declared: str = "charts/demo-1.4.0.tgz") -> tuple[Path, Outcome]:
    """Bump a pack whose old chart stands at *place*, and whose `assets` are as given."""
    text = HEAD + f'  - version: "1.4.0"\n    series: 1.4.x\n    charts: [{declared}]\n{assets}    values: ""\n'
    root = pack(tmp_path / "r", text, None)
    chart(root / "packs/demo" / place, "a: 1\n", version="1.4.0")
    return root, made(root)


def test_an_archive_stored_in_another_style(tmp_path: Path) -> None:
    root, outcome = assets_of(
        tmp_path, "    assets: {charts/demo-1.4.0.tgz: assets/demo-1.4.0.tgz}\n", "assets/demo-1.4.0.tgz"
    )
    assert not outcome.failed
    assert entry(root)["assets"] == {"charts/demo-1.5.0.tgz": "assets/demo-1.5.0.tgz"}
    assert passes(root) == []


def test_an_archive_beside_pack_yaml(tmp_path: Path) -> None:
    root, outcome = assets_of(tmp_path, "", "charts/demo-1.4.0.tgz")
    assert not outcome.failed and "assets" not in entry(root)
    assert entry(root)["charts"] == ["charts/demo-1.5.0.tgz"]
    assert (root / "packs/demo/charts/demo-1.5.0.tgz").is_file()
    assert passes(root) == []


def test_an_archive_without_a_version_in_its_name(tmp_path: Path) -> None:
    root, outcome = assets_of(
        tmp_path,
        "    assets:\n      charts/demo.tgz: assets/charts/demo.tgz\n",
        "assets/charts/demo.tgz",
        "charts/demo.tgz",
    )
    assert not outcome.failed
    assert entry(root)["assets"] == {"charts/demo.tgz": "assets/1.5.0/charts/demo.tgz"}
    assert entry(root, "1.4.0")["assets"] == {"charts/demo.tgz": "assets/charts/demo.tgz"}
    assert passes(root) == []


def test_an_archive_in_a_folder_that_is_named_as_a_whole(tmp_path: Path) -> None:
    root, outcome = assets_of(tmp_path, "    assets:\n      charts/: assets/charts/\n", "assets/charts/demo-1.4.0.tgz")
    assert not outcome.failed
    assert entry(root)["assets"] == {"charts/demo-1.5.0.tgz": "assets/1.5.0/charts/demo-1.5.0.tgz"}
    built = {p.name for p in (root / "packs/demo/assets/charts").iterdir()}
    assert built == {"demo-1.4.0.tgz"}, "the folder of the old version has nothing new"
    assert passes(root) == []


@pytest.mark.parametrize("folder", [True, False])
def test_the_unpacked_old_chart_is_left_out(folder: bool, root: Path) -> None:
    home = root / "packs/demo/assets/u/demo"
    home.mkdir(parents=True)
    (home / "Chart.yaml").write_text("name: demo\nversion: 1.4.0\n")
    (home / "values.yaml").write_text("replicas: 1\n")
    named = ["charts/demo/: assets/u/demo/"]
    if not folder:
        named = [f"charts/demo/{name}: assets/u/demo/{name}" for name in ("Chart.yaml", "values.yaml")]
    text = source(root).replace("      logo.png:", "".join(f"      {each}\n" for each in named) + "      logo.png:", 1)
    (root / "packs/demo/pack.yaml").write_text(text)
    outcome = made(root)
    assert set(entry(root)["assets"]) == {"charts/demo-1.5.0.tgz", "logo.png"}  # type: ignore[call-overload]
    assert any("unpacked chart at `charts/demo`" in message for message in said(outcome, "PS179"))
    assert passes(root) == []


def test_several_charts(tmp_path: Path) -> None:
    text = (
        source(pack(tmp_path / "a"))
        .replace(
            "charts: [charts/demo-1.4.0.tgz]", "charts:\n      - charts/demo-1.4.0.tgz\n      - charts/more-2.0.0.tgz"
        )
        .replace("      logo.png:", "      charts/more-2.0.0.tgz: assets/charts/more-2.0.0.tgz\n      logo.png:", 1)
    )
    root = pack(tmp_path / "b", text)
    chart(root / "packs/demo/assets/charts/more-2.0.0.tgz", "a: 1\n", name="more", version="2.0.0")
    more = chart(root / "m.tgz", "a: 2\n", name="more", version="2.1.0")
    assert not made(root, charts=(chart(root / "n.tgz"), more)).failed
    assert entry(root)["charts"] == ["charts/demo-1.5.0.tgz", "charts/more-2.1.0.tgz"]
    assert passes(root) == []
    only = pack(tmp_path / "c", text)
    shutil.copy(root / "packs/demo/assets/charts/more-2.0.0.tgz", only / "packs/demo/assets/charts")
    assert not made(only, charts=(more,)).failed
    assert entry(only)["charts"] == ["charts/demo-1.4.0.tgz", "charts/more-2.1.0.tgz"]


def test_an_old_chart_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    root = pack(tmp_path)
    (root / "packs/demo/assets/charts/demo-1.4.0.tgz").write_bytes(b"no archive")
    outcome = made(root)
    assert not outcome.failed
    assert any("cannot be read" in message for message in said(outcome, "PS179"))
    assert yaml.safe_load(entry(root)["values"])["charts"]["demo"]["replicas"] == 1  # type: ignore[arg-type]


# --- Packs of the project, and imported ones --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["cni-azure", "cni-calico", "cni-cilium-oss", "hello-edge"])
def test_packs_of_the_project_pass_afterwards(name: str, tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    shutil.copytree(PROJECT / "packs" / name, tmp_path / "packs" / name)
    shutil.copy(PROJECT / "packscribe.toml", tmp_path)
    before = (tmp_path / "packs" / name / "pack.yaml").read_text()
    outcome = bump(tmp_path, Request(name, "99.1.0"))
    assert not outcome.failed
    after = (tmp_path / "packs" / name / "pack.yaml").read_text()
    ranges = {old: f"{old} || 99.1.x" for old in ("3.27.x", "1.15.x")}
    _same_but_for(before, after, ranges)
    found = [*pipeline.build(tmp_path, []).diagnostics, *pipeline.check(tmp_path, []).diagnostics]
    assert not has_errors(found), found


def test_an_imported_pack_passes_afterwards(tmp_path: Path) -> None:
    (tmp_path / "packscribe.toml").write_text("as_of = 2026-11-21\n")
    import_packs([clean(tmp_path / "before" / "monitoring-1.4.0")], tmp_path / "packs")
    path = tmp_path / "packs/monitoring/pack.yaml"
    declared = yaml.safe_load(path.read_text())["versions"][0]["charts"][0]
    stored = yaml.safe_load(path.read_text())["versions"][0]["assets"][declared]
    with tarfile.open(tmp_path / "packs/monitoring" / stored) as tar:
        members = {m.name: tar.extractfile(m).read() for m in tar if m.isreg()}  # type: ignore[union-attr]
    name = next(name for name in members if name.endswith("Chart.yaml") and name.count("/") == 1)
    read = yaml.safe_load(members[name])
    members[name] = io.BytesIO(yaml.safe_dump({**read, "version": "99.0.0"}).encode()).getvalue()
    outcome = bump(tmp_path, Request("monitoring", "1.5.0", (archive(tmp_path / "n.tgz", members),)))
    assert not outcome.failed, outcome.diagnostics
    assert passes(tmp_path) == []
    assert (tmp_path / "packs/monitoring/1.5.0/values.yaml").is_file()
