"""`packscribe audit` of compiled packs: each version with the files that pack.yaml adds to its archive."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml
from audit_packs import clean
from click.testing import CliRunner
from repositories import AS_OF, PACKS, PROJECT, repository

from generator import pipeline
from generator.audit.compiled import Archive, Said, versions
from generator.audit.disk import Disk, Refused
from generator.audit.run import run
from generator.cli import cli
from generator.diagnostics import Diagnostic

#: What the checks of pack.yaml say with codes of their own, and their counterparts in an audit.
OF_PACK_YAML = ("PS02", "PS221", "PS224", "PS236", "PS249")
PACK = "name: monitoring\nlogo: {{file: assets/logo.png}}\nversions:\n  - version: '1.4.0'\n    {}\n"


def told(found: list[Diagnostic]) -> Counter[tuple[object, ...]]:
    """Return findings as they are compared: code, severity, place and words."""
    return Counter(
        (d.code, str(d.severity), d.location, d.message) for d in found if not d.code.startswith(OF_PACK_YAML)
    )


def audit(*arguments: object) -> list[dict[str, object]]:
    done = CliRunner().invoke(cli, ["audit", *map(str, arguments), "--format", "json"])
    listed: list[dict[str, object]] = json.loads(done.output)
    return listed


@pytest.fixture
def split(tmp_path: Path) -> Path:
    """Return a clean pack as a compiled one keeps it: charts, manifests and logo lie beside pack.yaml."""
    pack = tmp_path / "packs/monitoring"
    clean(pack / "1.4.0")
    (pack / "assets").mkdir()
    for name in ("charts/monitoring-1.4.0.tgz", "manifests/namespace.yaml", "logo.png"):
        (pack / "1.4.0" / name).rename(pack / "assets" / Path(name).name)
    write(pack, "assets: {manifests/namespace.yaml: assets/namespace.yaml, charts/: assets/}")
    (tmp_path / "packscribe.toml").write_text(f"as_of = {AS_OF}\n")
    return pack


def write(pack: Path, version: str) -> None:
    (pack / "pack.yaml").write_text(PACK.format(version))


# --- As `packscribe check` -----------------------------------------------------------------------------------


def test_the_shipped_packs_are_found_as_a_check_finds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)
    done = CliRunner().invoke(cli, ["audit", "packs", "--format", "json"])
    checked = pipeline.check(Path(), []).diagnostics
    assert done.exit_code == 0
    assert Counter((d["code"], d["path"], d["line"]) for d in json.loads(done.output)) == Counter(
        (d.code, d.location.path, d.location.line) for d in checked
    )


@pytest.mark.parametrize("name", ["sample", "plain"])
def test_small_packs_too(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path, PACKS / name)
    pipeline.build(root, [])
    monkeypatch.chdir(root)
    assert told(run([Path("packs")], AS_OF).diagnostics) == told(pipeline.check(Path(), []).diagnostics)


def test_errors_of_a_pack_that_was_taken_over_are_warnings(split: Path) -> None:
    (split / "assets/namespace.yaml").unlink()
    assert [(d["code"], d["severity"]) for d in audit(split)] == [("PS236", "error")]
    write(split, "comments: verbatim\n    assets: {charts/: assets/}")
    assert [(d["code"], d["severity"]) for d in audit(split)] == [("PS236", "warning")]


# --- Files beside pack.yaml ----------------------------------------------------------------------------------


def test_what_pack_yaml_adds_is_in_the_folder(split: Path) -> None:
    assert run([split.parent], AS_OF).diagnostics == []
    assert run([split / "1.4.0"], AS_OF).diagnostics == []
    (split / "pack.yaml").unlink()
    assert {"PS236", "PS287"} <= {d.code for d in run([split / "1.4.0"], AS_OF).diagnostics}


def test_charts_and_manifests_may_lie_beside_under_their_own_path(split: Path) -> None:
    (split / "charts").mkdir()
    (split / "assets/monitoring-1.4.0.tgz").rename(split / "charts/monitoring-1.4.0.tgz")
    write(
        split,
        "charts: [charts/monitoring-1.4.0.tgz]\n    assets: {manifests/namespace.yaml: assets/namespace.yaml}",
    )
    assert run([split], AS_OF).diagnostics == []


@pytest.mark.parametrize(
    ("inside", "argument", "path"),
    [
        ("..", "packs", "packs/monitoring/assets/namespace.yaml"),
        ("monitoring", "1.4.0", "assets/namespace.yaml"),
        ("monitoring/1.4.0", ".", "../assets/namespace.yaml"),
    ],
)
def test_a_finding_points_at_the_file_on_the_disk(
    split: Path, inside: str, argument: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (split / "assets/namespace.yaml").write_text("kind: Pod\nspec: {}\n---\n  image: docker.io/a/b:1\n")
    monkeypatch.chdir(split.parent / inside)
    assert [(d["code"], d["path"], d["line"], d["pack"]) for d in audit(argument)] == [("PS251", path, 4, "monitoring")]
    assert Path(path).is_file()


def test_a_baseline_knows_it_from_anywhere(split: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (split / "assets/namespace.yaml").write_text("image: docker.io/a/b:1\n")
    file = split.parent.parent / "b.json"
    CliRunner().invoke(cli, ["audit", str(split.parent), "--baseline", str(file), "--update-baseline"])
    assert [entry["path"] for entry in json.loads(file.read_text())] == ["monitoring/assets/namespace.yaml"]
    assert audit(split, "--baseline", file) == audit(split.parent, "--baseline", file) == []
    for inside in (split, split / "1.4.0"):
        monkeypatch.chdir(inside)
        assert audit("1.4.0" if inside is split else ".", "--baseline", file) == []
    (split / "assets/namespace.yaml").write_text("kind: Namespace\n")
    assert [d["code"] for d in audit(split.parent, "--baseline", file)] == ["PS127"]
    assert audit(split / "1.4.0", "--baseline", file) == [], "another version may hold the file"


def test_settings_ignore_by_the_name_of_the_pack(split: Path) -> None:
    (split / "assets/namespace.yaml").write_text("image: docker.io/a/b:1\n")
    values = split / "1.4.0/values.yaml"
    values.write_text(values.read_text() + "other: {enabled: true}\n")
    root = split.parent.parent
    assert [d["code"] for d in audit(split.parent, "--root", root)] == ["PS247", "PS251"]
    ignored = ", ".join(f'{{ code = "{code}", pack = "monitoring", reason = "known" }}' for code in ("PS251", "PS247"))
    (root / "packscribe.toml").write_text(f"as_of = {AS_OF}\nignore = [{ignored}]\n")
    assert audit(split.parent, "--root", root) == audit(split / "1.4.0", "--root", root) == []
    plain = clean(root / "plain/monitoring-1.4.0")
    (plain / "values.yaml").write_text(values.read_text())
    assert audit(plain, "--root", root) == [], "by the name in pack.json, too"


# --- Hostile files -------------------------------------------------------------------------------------------

HOSTILE = {
    "no YAML": "versions: [\n",
    "empty": "",
    "a list": "- a\n",
    "versions no list": "versions: {a: b}\nlogo: [x]\n",
    "of no kind": "versions: [1, x, null, {version: 1.4}, {version: [1]}, {version: '1.4.0', assets: [x], charts: {}}]",
    "numbers": f"versions: [{{version: {'9' * 6000}}}, {{version: '1.4.0', assets: {{1: 2, x: 3}}, charts: [1]}}]",
    "ways out": "versions: [{version: '1.4.0', assets: {../../x: a, /etc/x: a, a: ../../etc/passwd, b: /etc/x}}]",
    "everything": "versions: [{version: '1.4.0', assets: {x/: ./, y/: '.', z: '', '': z, './': ./}}]",
    "a bomb": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{c}: &{c} [{', '.join(['*' + p] * 9)}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)),
    "zero": 'versions: [{version: \'1.4.0\', assets: {"a\\0b": "c\\0d", ok: "c\\0d"}}]',
    "no text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_pack_yaml_breaks_nothing(case: str, tmp_path: Path) -> None:
    pack = tmp_path / "monitoring"
    clean(pack / "1.4.0")
    content = HOSTILE[case]
    (pack / "pack.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    assert run([tmp_path], AS_OF).diagnostics == []


def test_links_out_of_the_pack_are_refused(split: Path) -> None:
    outside = split.parent.parent / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text("token: x\n")
    (split / "assets/link.yaml").symlink_to(outside / "secret.yaml")
    (split / "assets/inner.yaml").symlink_to(split / "assets/namespace.yaml")
    (split / "out").symlink_to(outside)
    (split / "round").symlink_to(split / "round")
    assets = {"a": "assets/link.yaml", "b": "out/secret.yaml", "c/": "out/", "d": "assets/inner.yaml", "e": "round"}
    store = Archive(Disk(split / "1.4.0"), split, Said(assets))
    assert {path: why.code for path, why in store.refused.items()} == {
        **dict.fromkeys("abc", "PS105"),
        "e": "PS003",
    }
    assert store.read("d") == b"apiVersion: v1\nkind: Namespace\nmetadata:\n  name: monitoring\n"
    assert store.has("a") and "a" not in store.sizes and not store.has("missing")
    for path in ("a", "c/secret.yaml", "missing"):
        with pytest.raises(Refused):
            store.read(path)
    with pytest.raises(Refused):
        store.read("d", 3)
    write(split, "assets: {manifests/namespace.yaml: assets/link.yaml, charts/: assets/}")
    assert ("PS105", (split / "assets/link.yaml").as_posix()) in {
        (d.code, d.location.path) for d in run([split], AS_OF).diagnostics
    }


def test_the_folder_wins_over_what_pack_yaml_adds(split: Path) -> None:
    store = Archive(Disk(split / "1.4.0"), split, Said({"values.yaml": "assets/namespace.yaml"}))
    assert store.read("values.yaml").startswith(b"pack:") and "values.yaml" not in store.elsewhere


def test_a_large_pack_yaml_is_read_once(split: Path) -> None:
    many = "".join(f"  - version: '{n}'\n    assets: {{a: b}}\n" for n in range(5_000))
    (split / "pack.yaml").write_text(f"versions:\n{many}")
    assert len(versions(split)) == 5_000


# --- The shipped packs ---------------------------------------------------------------------------------------


def test_presets_that_the_values_hold_are_called_enabled() -> None:
    """hello-edge ships with its login turned on: the preset that does so is in the first line of the values."""
    for file in sorted((PROJECT / "packs/hello-edge").glob("*/values.yaml")):
        text = file.read_text(encoding="utf-8")
        login = yaml.safe_load(text)["manifests"]["hello-edge"]["login"]
        assert ("Login:password" in text.splitlines()[0]) is login["enabled"]
