"""`packscribe import`: what goes in comes out, byte for byte; families that fail leave no trace; merges keep edits."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from audit_packs import clean
from click.testing import CliRunner, Result
from variations import kinds, variations

from generator import pipeline
from generator.cli import cli
from generator.diagnostics import Diagnostic, has_errors
from generator.importer.merging import merged, range_of
from generator.importer.run import Outcome, import_packs

SEEDS = range(60)


def command(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["import", *map(str, arguments)])


def take_over(root: Path, *folders: Path) -> Outcome:
    """Import *folders* into a new repository at *root*."""
    root.mkdir(exist_ok=True)
    (root / "packscribe.toml").write_text("as_of = 2026-11-21\n")
    return import_packs(folders, root / "packs")


def built(root: Path) -> list[Diagnostic]:
    return pipeline.build(root, []).diagnostics


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def same(original: Path, made: Path) -> list[str]:
    """Return the files of *original* that *made*, a generated version folder, does not hold as they were."""
    wrong = [
        name
        for name in ("values.yaml", "presets.yaml", "schema.yaml")
        if (original / name).exists() != (made / name).exists()
        or ((original / name).exists() and (original / name).read_bytes() != (made / name).read_bytes())
    ]
    if json.loads((original / "pack.json").read_bytes()) != json.loads((made / "pack.json").read_bytes()):
        wrong.append("pack.json")
    readme = any(path.name.lower() == "readme.md" for path in original.iterdir())
    return wrong + ["README.md"] * (readme != (made / "README.md").exists())


def version_of(folder: Path) -> tuple[str, str]:
    facts = json.loads((folder / "pack.json").read_bytes())
    return facts["name"], facts["version"]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return clean(tmp_path / "packs-before" / "monitoring-1.4.0")


def another(pack: Path, version: str, **texts: Callable[[str], str]) -> Path:
    """Copy *pack* as *version*, with the texts of some files changed; `values` stands for values.yaml, and so on."""
    target = pack.with_name(f"monitoring-{version}")
    shutil.copytree(pack, target)
    facts = (target / "pack.json").read_text()
    (target / "pack.json").write_text(facts.replace('"version": "1.4.0"', f'"version": "{version}"'))
    for name, change in texts.items():
        path = target / {"values": "values.yaml", "readme": "README.md", "pack_json": "pack.json"}[name]
        path.write_text(change(path.read_text()))
    return target


def test_a_pack_comes_out_as_it_went_in(pack: Path, tmp_path: Path) -> None:
    outcome = take_over(tmp_path / "new", pack)
    assert not has_errors(outcome.diagnostics), outcome.diagnostics
    assert built(tmp_path / "new") == []
    assert same(pack, tmp_path / "new/packs/monitoring/1.4.0") == []
    assert pipeline.check(tmp_path / "new", [], compare_bytes=True).diagnostics == []
    others = {path: data for path, data in files(pack).items() if path.startswith(("charts/", "manifests/", "logo"))}
    kept = files(tmp_path / "new/packs/monitoring/assets")
    assert others and kept == others


def test_rows_of_a_parameter_table_are_records(pack: Path, tmp_path: Path) -> None:
    take_over(tmp_path / "new", pack)
    source = yaml.safe_load((tmp_path / "new/packs/monitoring/pack.yaml").read_text())
    replicas = next(p for p in source["parameters"] if p["path"].endswith("replicaCount"))
    assert replicas["type"] == "number" and "default" not in replicas, "the default is read from the values"
    assert replicas["table"] in {part["table"] for part in source["readme"] if "table" in part}


ROWS = {
    "plain": ("How many.", "`2`", True),
    "code and strong": ("How **many** `pods`.", "2", True),
    "link": ("See [the docs](https://docs.example.com/a) *now*.", "`2`", True),
    "bare address": ("See https://docs.example.com/b.", "`2`", True),
    "tags": ("<b>How</b> many <a href='https://docs.example.com/c'>pods</a>.", "`2`", True),
    "line break": ("How many.<br>Pods.", "`2`", True),
    "escaped pipe": ("`a` \\| `b`", "`2`", True),
    "image": ("How many ![pods](https://docs.example.com/d.png).", "`2`", False),
    "path": ("See [the file](docs/x.md).", "`2`", False),
    "placeholder": ("How many <pods>.", "`2`", False),
    "struck": ("How ~~few~~ many.", "`2`", False),
    "remark beside the default": ("How many.", "`2` (see [here](https://docs.example.com/e))", True),
    "remark beside a wrong default": ("How many.", "`3` (a remark)", False),
    "nothing": ("", "`2`", False),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_is_a_record_only_if_that_loses_nothing(name: str, pack: Path, tmp_path: Path) -> None:
    description, default, record = ROWS[name]
    row = f"| `replicaCount` | {description} | {default} |"
    (pack / "README.md").write_text(f"# Monitoring\n\n| Parameter | Description | Default |\n|--|--|--|\n{row}\n")
    outcome = take_over(tmp_path / "new", pack)
    assert not has_errors(outcome.diagnostics) and not has_errors(built(tmp_path / "new"))
    source = yaml.safe_load((tmp_path / "new/packs/monitoring/pack.yaml").read_text())
    assert bool(source.get("parameters")) == record
    made = (tmp_path / "new/packs/monitoring/1.4.0/README.md").read_text()
    if record:
        line = next(line for line in made.splitlines() if "replicaCount" in line)
        addresses = re.findall(r"https://[a-z./]+[a-z]", row)
        assert all(address in line for address in addresses)
        assert set(re.findall(r"\w+", re.sub("<[^>]*>", " ", description))) <= set(re.findall(r"\w+", line))
    else:
        assert row in made
        assert any(d.code == "PS169" for d in outcome.diagnostics), "it is said"


def readme(pack: Path, tmp_path: Path, text: str) -> str:
    """Import *pack* with the README *text*; return the README that comes out, having looked at the pages too."""
    (pack / "README.md").write_text(text)
    outcome = take_over(tmp_path / "new", pack)
    assert not has_errors(outcome.diagnostics) and not has_errors(built(tmp_path / "new"))
    assert not [d for d in pipeline.check(tmp_path / "new", []).diagnostics if d.code.startswith("PS5")]
    for page in (tmp_path / "new/docs_src").rglob("monitoring.md*"):
        assert "packscribe-table" not in page.read_text() and "replicaCount" in page.read_text()
    return (tmp_path / "new/packs/monitoring/1.4.0/README.md").read_text()


HEAD = "| Parameter | Description |\n|--|--|\n"


def test_a_table_inside_of_html_stays_words(pack: Path, tmp_path: Path) -> None:
    text = f"<table><tr><td>\n\n{HEAD}| `replicaCount` | How many. |\n\n</td></tr></table>\n"
    assert readme(pack, tmp_path, text) == text


def test_rows_keep_their_order(pack: Path, tmp_path: Path) -> None:
    rows = ["| `replicaCount` | How many. |", "| `no.such` | Nothing. |", "| `password` | Secret. |"]
    made = readme(pack, tmp_path, HEAD + "\n".join(rows) + "\n").splitlines()
    places = [
        next(n for n, line in enumerate(made) if word in line) for word in ("replicaCount", "no.such", "password")
    ]
    assert places == sorted(places)


def test_a_table_with_groups_stays_words(pack: Path, tmp_path: Path) -> None:
    rows = ["| **Size** | |", "| `replicaCount` | How many. |", "| | More |", "| **Other** | |", "| `password` | No. |"]
    text = HEAD + "\n".join(rows) + "\n"
    assert readme(pack, tmp_path, text) == text


def test_an_empty_readme_stays(pack: Path, tmp_path: Path) -> None:
    (pack / "README.md").write_text("")
    assert not has_errors(take_over(tmp_path / "new", pack).diagnostics) and not has_errors(built(tmp_path / "new"))
    assert (tmp_path / "new/packs/monitoring/1.4.0/README.md").read_bytes() == b""


def test_numbers_of_unknown_keys(pack: Path, tmp_path: Path) -> None:
    facts = json.loads((pack / "pack.json").read_text())
    (pack / "pack.json").write_text(json.dumps({**facts, "weight": 1.0, "more": [0.5, {"a": None, "b": True}]}))
    assert not has_errors(take_over(tmp_path / "new", pack).diagnostics) and not has_errors(built(tmp_path / "new"))
    assert same(pack, tmp_path / "new/packs/monitoring/1.4.0") == []


def test_a_default_that_was_wrong_is_read_from_the_values(pack: Path, tmp_path: Path) -> None:
    readme = (pack / "README.md").read_text()
    row = next(line for line in readme.splitlines() if "replicaCount" in line and line.startswith("|"))
    assert "`2`" in row
    (pack / "README.md").write_text(readme.replace(row, row.replace("`2`", "`7`")))
    outcome = take_over(tmp_path / "new", pack)
    note = next(d for d in outcome.diagnostics if d.code == "PS166")
    assert note.location.line == readme.splitlines().index(row) + 1 and "`7`" in note.message
    built(tmp_path / "new")
    made = (tmp_path / "new/packs/monitoring/1.4.0/README.md").read_text()
    assert "`7`" not in next(line for line in made.splitlines() if "replicaCount`" in line)


PRESETS = """\
presets:
  - name: "large"
    displayName: "Large"
    group: "Size"
    remove: ["pack.content"]
    add: |
      charts:
        monitoring:
          replicaCount: 9   # nine
"""


def test_presets_and_comments_of_the_values_are_on_the_page(pack: Path, tmp_path: Path) -> None:
    (pack / "presets.yaml").write_text(PRESETS)
    values = (pack / "values.yaml").read_text()
    (pack / "values.yaml").write_text(values.replace("charts:\n  monitoring:\n", VALUES, 1))
    assert VALUES in (pack / "values.yaml").read_text()
    take_over(tmp_path / "new", pack)
    assert not has_errors(built(tmp_path / "new"))
    assert same(pack, tmp_path / "new/packs/monitoring/1.4.0") == []
    page = (tmp_path / "new/docs_src/packs/monitoring.md").read_text()
    assert "**Large** (`Size:large`, off by default)" in page and "replicaCount: 9   # nine" in page
    row = next(line for line in page.splitlines() if "charts.monitoring.watched" in line)
    assert "Whether somebody watches." in row and "`true`" in row
    gone = next(line for line in page.splitlines() if "charts.monitoring.tolerance" in line)
    assert "Only where it is needed." in gone and "not set" in gone
    assert not [d for d in pipeline.check(tmp_path / "new", []).diagnostics if d.code.startswith("PS5")]


VALUES = """\
charts:
  monitoring:
    # -- Whether somebody watches.
    watched: true
    # -- Only where it is needed.
    # tolerance: 1

"""


def test_versions_of_one_name_are_one_pack(pack: Path, tmp_path: Path) -> None:
    other = another(pack, "1.5.0", readme=lambda text: text + "\n## New in 1.5\n\nMore.\n")
    (other / "logo.png").write_bytes((pack / "logo.png").read_bytes() + b"\n")
    outcome = take_over(tmp_path / "new", pack.parent)
    assert not has_errors(outcome.diagnostics) and [len(r.proofs) for r in outcome.reports] == [2]
    assert built(tmp_path / "new") == []
    for original in (pack, other):
        assert same(original, tmp_path / "new/packs/monitoring" / version_of(original)[1]) == []
    source = yaml.safe_load((tmp_path / "new/packs/monitoring/pack.yaml").read_text())
    assert [v["version"] for v in source["versions"]] == ["1.5.0", "1.4.0"]
    assert source["versions"][1]["valuesOf"] == "1.5.0", "equal values are kept once"
    assert all("versions" not in parameter for parameter in source["parameters"]), "records are shared"
    assert [part.get("versions") for part in source["readme"] if "New in" in part.get("text", "")] == [">=1.5.0"]
    stored = files(tmp_path / "new/packs/monitoring/assets")
    assert len(set(stored.values())) == len(stored), "equal files are stored once"
    assert "1.4.0/logo.png" in stored and "1.5.0/logo.png" in stored


@pytest.mark.parametrize("seed", SEEDS)
def test_variations_come_out_as_they_went_in(seed: int, pack: Path, tmp_path: Path) -> None:
    """Odd indents, line ends, encodings of numbers, tables, missing files: whatever it is, nothing is lost."""
    _comes_out(pack, tmp_path, seed)


@pytest.mark.parametrize("kind", [kind.name for kind in kinds()])
def test_every_variation_alone(kind: str, pack: Path, tmp_path: Path) -> None:
    _comes_out(pack, tmp_path, 1, only=kind)


def _comes_out(pack: Path, tmp_path: Path, seed: int, **how: str) -> None:
    changed = tmp_path / "changed" / pack.name
    done = variations(pack, changed, seed, **how)
    outcome = take_over(tmp_path / "new", changed)
    errors = [d for d in outcome.diagnostics if d.severity.name == "ERROR"]
    assert not errors, (done, errors)
    assert not has_errors(built(tmp_path / "new")), (done, built(tmp_path / "new"))
    name, version = version_of(changed)
    assert same(changed, tmp_path / "new/packs" / name / version) == [], done


# --- what cannot be taken over -----------------------------------------------------------------------------------


def _no_values(pack: Path) -> None:
    (pack / "values.yaml").unlink()


def _no_pack_json(pack: Path) -> None:
    (pack / "pack.json").unlink()


def _broken_json(pack: Path) -> None:
    (pack / "pack.json").write_text('{"name": ')


def _list(pack: Path) -> None:
    (pack / "pack.json").write_text("[]")


def _no_version(pack: Path) -> None:
    (pack / "pack.json").write_text('{"name": "monitoring", "displayName": "M", "layer": "addon"}')


def _bad_name(pack: Path) -> None:
    text = (pack / "pack.json").read_text()
    (pack / "pack.json").write_text(text.replace('"name": "monitoring"', '"name": "../up"'))


def _bad_layer(pack: Path) -> None:
    text = (pack / "pack.json").read_text()
    (pack / "pack.json").write_text(text.replace('"addon"', '"cheese"'))


def _broken_values(pack: Path) -> None:
    (pack / "values.yaml").write_text("a: [1\nb: 2\n")


def _latin_readme(pack: Path) -> None:
    (pack / "README.md").write_bytes("# Caf\xe9\n".encode("latin-1"))


def _link_out(pack: Path) -> None:
    (pack / "secret").symlink_to("/etc/passwd")


def _link_for_values(pack: Path) -> None:
    (pack / "values.yaml").unlink()
    (pack / "values.yaml").symlink_to("/etc/hostname")


def _broken_archive(pack: Path) -> None:
    (pack / "charts/monitoring-1.4.0.tgz").write_bytes(b"\x1f\x8b not gzip")


def _pipe(pack: Path) -> None:
    os.mkfifo(pack / "pipe")


BAD: dict[Callable[[Path], None], str] = {
    _no_values: "PS230",
    _no_pack_json: "PS230",
    _broken_json: "PS232",
    _list: "PS160",
    _no_version: "PS160",
    _bad_name: "PS161",
    _bad_layer: "PS160",
    _broken_values: "PS0",
    _latin_readme: "PS005",
    _link_out: "PS105",
    _link_for_values: "PS105",
    _broken_archive: "PS241",
    _pipe: "PS002",
}


@pytest.mark.parametrize("spoil", BAD, ids=lambda f: f.__name__.strip("_"))
def test_a_bad_folder_leaves_no_trace_and_the_others_go_on(
    spoil: Callable[[Path], None], pack: Path, tmp_path: Path
) -> None:
    good = clean(tmp_path / "packs-before" / "other-1.4.0")
    text = (good / "pack.json").read_text()
    (good / "pack.json").write_text(text.replace('"name": "monitoring"', '"name": "other"'))
    spoil(pack)
    result = command(pack.parent, "--into", tmp_path / "new/packs", "--format", "json")
    assert result.exit_code == 1, result.output
    found = [d for d in json.loads(result.output) if d["severity"] == "error"]
    assert found and all(d["code"].startswith(BAD[spoil]) for d in found), found
    assert all(d["help"] and d["line"] >= 1 and "monitoring-1.4.0" in d["path"] for d in found)
    assert [p.name for p in (tmp_path / "new/packs").iterdir()] == ["other"]


def test_an_archive_that_is_only_untidy_is_taken_over(pack: Path, tmp_path: Path) -> None:
    """Files of macOS in a packed chart are a warning of the audit, and no reason to leave the pack behind."""
    path = pack / "charts/monitoring-1.4.0.tgz"
    with tarfile.open(path) as archive:
        members = [(m, archive.extractfile(m).read() if m.isfile() else b"") for m in archive.getmembers()]  # type: ignore[union-attr]
    with tarfile.open(path, "w:gz") as archive:
        for member, data in [*members, (tarfile.TarInfo("monitoring/._Chart.yaml"), b"")]:
            archive.addfile(member, io.BytesIO(data))
    outcome = take_over(tmp_path / "new", pack)
    assert not has_errors(outcome.diagnostics) and not has_errors(built(tmp_path / "new"))


def test_two_folders_with_one_version(pack: Path, tmp_path: Path) -> None:
    shutil.copytree(pack, pack.with_name("copy"))
    outcome = take_over(tmp_path / "new", pack.parent)
    assert [d.code for d in outcome.diagnostics if d.severity.name == "ERROR"] == ["PS162"]
    assert not (tmp_path / "new/packs/monitoring").exists()


def test_equal_versions_cannot_be_told_apart(pack: Path, tmp_path: Path) -> None:
    another(pack, "1.4")
    assert {d.code for d in take_over(tmp_path / "new", pack.parent).diagnostics} == {"PS162"}


def test_a_folder_that_is_no_pack(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = command(tmp_path / "empty", "--into", tmp_path / "new/packs")
    assert result.exit_code == 1 and "PS230" in result.output and not (tmp_path / "new").exists()


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\n\n", " \n"], ids=["empty", "comment", "blank", "space"])
def test_values_without_values(text: str, pack: Path, tmp_path: Path) -> None:
    (pack / "values.yaml").write_text(text)
    outcome = take_over(tmp_path / "new", pack)
    assert not has_errors(outcome.diagnostics) and not has_errors(built(tmp_path / "new"))
    assert same(pack, tmp_path / "new/packs/monitoring/1.4.0") == []


def test_a_pack_written_by_hand_is_not_touched(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "new/packs/monitoring").mkdir(parents=True)
    (tmp_path / "new/packs/monitoring/pack.yaml").write_text("name: monitoring\n")
    outcome = take_over(tmp_path / "new", pack)
    assert [d.code for d in outcome.diagnostics] == ["PS165"]
    assert files(tmp_path / "new/packs/monitoring") == {"pack.yaml": b"name: monitoring\n"}


def test_into_is_a_folder_that_builds_look_into(pack: Path, tmp_path: Path) -> None:
    result = command(pack, "--into", tmp_path / "elsewhere")
    assert result.exit_code == 2 and "--into" in result.output


def test_dry_run_writes_nothing(pack: Path, tmp_path: Path) -> None:
    result = command(pack, "--into", tmp_path / "new/packs", "--dry-run")
    assert result.exit_code == 0 and "+name: monitoring" in result.output
    assert not (tmp_path / "new").exists()


def test_the_command_says_what_it_did(pack: Path, tmp_path: Path) -> None:
    result = command(pack, "--into", tmp_path / "new/packs")
    assert result.exit_code == 0, result.output
    assert "values.yaml   1 of 1 byte for byte" in result.output
    assert (tmp_path / "new/packscribe.toml").exists() and "next: packscribe build" in result.output
    assert "plugins: [packscribe" in (tmp_path / "new/mkdocs.yml").read_text()
    assert built(tmp_path / "new") == []


def test_a_repository_that_has_settings_gets_no_site(pack: Path, tmp_path: Path) -> None:
    root = tmp_path / "own"
    root.mkdir()
    (root / "packscribe.toml").write_text("as_of = 2026-11-21\n")
    assert command(pack, "--into", root / "packs").exit_code == 0
    assert not (root / "mkdocs.yml").exists()


def test_what_a_killed_import_left_is_swept(pack: Path, tmp_path: Path) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    left = tmp_path / f"new/packs/.packscribe-import-{gone.stdout.strip()}"
    (left / "packs/half").mkdir(parents=True)
    take_over(tmp_path / "new", pack)
    assert [p.name for p in (tmp_path / "new/packs").iterdir()] == ["monitoring"]


# --- importing again ---------------------------------------------------------------------------------------------


def edited(root: Path, before: str, after: str) -> Path:
    path = root / "packs/monitoring/pack.yaml"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    return path


def test_importing_again_changes_nothing(pack: Path, tmp_path: Path) -> None:
    take_over(tmp_path / "new", pack)
    before = files(tmp_path / "new")
    outcome = take_over(tmp_path / "new", pack)
    assert not has_errors(outcome.diagnostics) and [r.verb for r in outcome.reports] == ["nothing new for"]
    assert files(tmp_path / "new") == before


def test_an_edit_survives_a_change_of_the_folder(pack: Path, tmp_path: Path) -> None:
    root = tmp_path / "new"
    take_over(root, pack)
    source = edited(root, "layer: addon\n", "layer: addon # reviewed by the platform team\n")
    values = (pack / "values.yaml").read_text()
    (pack / "values.yaml").write_text(values + "# upstream wrote this\n")
    outcome = take_over(root, pack)
    assert not has_errors(outcome.diagnostics) and [r.verb for r in outcome.reports] == ["merged into"]
    assert "reviewed by the platform team" in source.read_text() and "upstream wrote this" in source.read_text()
    assert built(root) == []
    assert (root / "packs/monitoring/1.4.0/values.yaml").read_text().endswith("# upstream wrote this\n")


def test_a_new_version_joins_those_that_are_there(pack: Path, tmp_path: Path) -> None:
    root = tmp_path / "new"
    take_over(root, pack)
    source = edited(root, "layer: addon\n", "layer: addon # kept\n")
    newer = another(pack, "1.5.0", values=lambda text: text + "# 1.5\n")
    outcome = take_over(root, newer)
    assert not has_errors(outcome.diagnostics), outcome.diagnostics
    assert [v["version"] for v in yaml.safe_load(source.read_text())["versions"]] == ["1.5.0", "1.4.0"]
    assert "# kept" in source.read_text() and built(root) == []
    for folder in (pack, newer):
        assert same(folder, root / "packs/monitoring" / version_of(folder)[1]) == []


def test_a_conflict_is_shown_and_nothing_of_either_side_is_gone(pack: Path, tmp_path: Path) -> None:
    root = tmp_path / "new"
    take_over(root, pack)
    facts = json.loads((pack / "pack.json").read_bytes())
    source = edited(root, f"displayName: {facts['displayName']}\n", "displayName: Ours\n")
    (pack / "pack.json").write_text(json.dumps({**facts, "displayName": "Theirs"}, indent=2) + "\n")
    outcome = take_over(root, pack)
    conflict = next(d for d in outcome.diagnostics if d.code == "PS167")
    lines = source.read_text().splitlines()
    assert lines[conflict.location.line - 1].startswith("<<<<<<<")
    assert "displayName: Ours" in lines and "displayName: Theirs" in lines
    assert {d.code for d in built(root)} == {"PS013"}, "a build waits until it is resolved"
    again = take_over(root, pack)
    assert [d.code for d in again.diagnostics if d.severity.name == "ERROR"] == ["PS167"] and not again.reports


def test_an_asset_changed_on_both_sides_stays(pack: Path, tmp_path: Path) -> None:
    root = tmp_path / "new"
    take_over(root, pack)
    logo = root / "packs/monitoring/assets/logo.png"
    logo.write_bytes(b"\x89PNG\r\n\x1a\nours")
    (pack / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\ntheirs")
    outcome = take_over(root, pack)
    assert [d.code for d in outcome.diagnostics if d.severity.name == "ERROR"] == ["PS167"]
    assert logo.read_bytes().endswith(b"ours")


def test_a_dry_run_of_a_merge_shows_the_difference(pack: Path, tmp_path: Path) -> None:
    root = tmp_path / "new"
    take_over(root, pack)
    before = files(root)
    (pack / "values.yaml").write_text((pack / "values.yaml").read_text() + "# upstream wrote this\n")
    result = command(pack, "--into", root / "packs", "--dry-run")
    assert result.exit_code == 0 and "# upstream wrote this" in result.output and "would merge" in result.output
    assert files(root) == before


# --- what versions share -----------------------------------------------------------------------------------------


def test_merged_sequences_hold_each_in_its_order() -> None:
    sequences = [list("abcdef"), list("abxdf"), list("bcdyef"), [], list("zzz")]
    found = merged(sequences)
    for number, sequence in enumerate(sequences):
        assert [item for item, owners in found if number in owners] == sequence


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (["1.0", "1.1", "1.2", "2.0"], "*"),
        (["2.0"], ">=2.0"),
        (["1.2", "2.0"], ">=1.2"),
        (["1.0"], "1.0"),
        (["1.0", "1.1"], "<=1.1"),
        (["1.1", "1.2"], ">=1.1 <=1.2"),
        (["1.0", "1.2"], "1.0 || 1.2"),
    ],
)
def test_ranges(chosen: list[str], expected: str) -> None:
    assert range_of(chosen, ["2.0", "1.2", "1.1", "1.0"]) == expected
