"""Every audit check on a small pack of its own: see `audit_packs` for how they are written."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from audit_packs import AS_OF, CASES, audited, clean, fixture, lines
from click.testing import CliRunner, Result

from generator.audit import audit, audit_modules, pack_fields
from generator.audit.folder import Memory, PackFolder
from generator.audit.run import run
from generator.checks import check_modules
from generator.cli import cli
from generator.diagnostics.catalogue import EXPLANATIONS
from generator.explain import codes, explanation
from generator.model import identity

#: Codes whose packs are made by a test: broken archives, secrets that no scanner should find, two folders.
MADE_BY_TESTS = {"PS240", "PS241", "PS255", "PS256", "PS289"}


@pytest.mark.parametrize("case", CASES)
def test_fixture(case: str, tmp_path: Path) -> None:
    folder, expected = fixture(case, tmp_path)
    found = audited(folder)
    assert lines(found, folder) == expected, "\n".join(f"{d.location} {d.code} {d.message}" for d in found)
    assert {d.code for d in found} <= {case[:5]}
    for problem in found:
        assert problem.pack == folder.name and problem.help
        assert problem.message.isprintable() and len(problem.message) < 400


def test_nothing_is_found_in_a_clean_pack(tmp_path: Path) -> None:
    assert audited(clean(tmp_path / "monitoring-1.4.0")) == []


@pytest.mark.parametrize("module", audit_modules(), ids=lambda m: str(m.CODE))
def test_form(module: object) -> None:
    """A check has a code of its own, a fixture, and a docstring that is a page."""
    code, page = str(getattr(module, "CODE", "")), str(module.__doc__)
    title, blank, *rest = page.splitlines()
    assert re.fullmatch(r"PS2[3-9]\d", code)
    assert code in MADE_BY_TESTS or any(case[:5] == code for case in CASES), f"add tests/audit/{code}/"
    assert 5 < len(title) < 80 and not title.endswith(".") and blank == "" and len(rest) >= 4
    assert any(line.startswith("    ") for line in rest), "an example"


def test_codes_are_unique() -> None:
    codes = [str(m.CODE) for m in (*audit_modules(), *check_modules())]
    assert len(codes) == len(set(codes)) and not set(codes) & set(EXPLANATIONS)


def test_two_processes_find_what_one_finds(tmp_path: Path) -> None:
    for number, case in enumerate(CASES):
        fixture(case, tmp_path / f"{number}")
    paths = sorted(tmp_path.iterdir())
    alone, together = (run(paths, AS_OF, processes=n) for n in (1, 2))
    assert alone == together and alone.folders == len(paths) - 1  # one lies a level deeper


def test_files_in_memory() -> None:
    """What is compiled can be audited before it is written."""
    files = {"pack.json": b'{"name": "a", "displayName": "A", "version": "v1", "layer": "cni"}', "values.yaml": b""}
    folder = PackFolder("packs/a/v1", "v1", Memory(files))
    assert {d.code for d in audit(folder) if d.code < "PS260"} == {"PS234"}


def _command(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["audit", *arguments])


def test_command(tmp_path: Path) -> None:
    """Warnings fail with --strict only; JSON names the folder as pack, and the path as it was given."""
    folder, _expected = fixture("PS239/past", tmp_path)
    assert _command(str(folder)).exit_code == 0, "without a day, nothing is past"
    found = _command(str(folder), "--as-of", "2026-11-21", "--format", "json")
    assert found.exit_code == 0
    assert [(d["code"], d["pack"], d["line"]) for d in json.loads(found.output)] == [("PS239", "monitoring-1.4.0", 44)]
    assert json.loads(found.output)[0]["path"] == f"{folder.as_posix()}/pack.json"
    assert _command(str(folder), "--as-of", "2026-11-21", "--strict").exit_code == 1
    assert _command(str(folder), "--as-of", "tomorrow").exit_code == 2
    assert _command(str(tmp_path / "nothing")).exit_code == 2


def test_command_takes_the_day_and_suppressions_from_the_settings(tmp_path: Path) -> None:
    folder, _expected = fixture("PS239/past", tmp_path)
    settings = tmp_path / "packscribe.toml"
    settings.write_text("as_of = 2026-11-21\n")
    assert "PS239" in _command(str(folder), "--root", str(tmp_path)).output
    settings.write_text('as_of = 2026-11-21\nignore = [{ code = "PS239", reason = "ends with the fleet" }]\n')
    assert "PS239" not in _command(str(folder), "--root", str(tmp_path)).output
    settings.write_text("as_of = soon\n")
    assert _command(str(folder), "--root", str(tmp_path)).exit_code == 1


def test_an_image_of_one_word_is_found_in_a_manifest(tmp_path: Path) -> None:
    """Without a tag it is both: not listed and not pinned. Elsewhere than in a pod, a word is no image."""
    folder = clean(tmp_path / "monitoring-1.4.0")
    manifest = folder / "manifests/namespace.yaml"
    manifest.write_text("kind: Pod\nspec:\n  initContainers:\n    - image: toolbox\n")
    assert [(d.code, d.location.line) for d in audited(folder)] == [("PS251", 4), ("PS253", 4)]
    manifest.write_text("kind: Theme\nspec:\n  image: background\n")
    assert audited(folder) == []


def test_a_name_that_leads_elsewhere_is_an_error(tmp_path: Path) -> None:
    """What only a registry refuses is a warning: Palette itself takes it."""
    for case, severity in (("path", "error"), ("registry", "warning")):
        found = audited(fixture(f"PS292/{case}", tmp_path / case)[0])
        assert {str(d.severity) for d in found} == {severity}


def test_many_presets_and_entries_take_no_long_time() -> None:
    entry = "charts.a.{}: {{schema: '{{{{ format \"${{number:[1-5]}}\" }}}}'}}\n"
    preset = "  - {{name: p{}, group: g, add: 'charts: {{a: {{k{}: x}}}}'}}\n"
    files = {
        "values.yaml": b"charts: {a: {}}\n",
        "schema.yaml": "".join(entry.format(f"k{n}") for n in range(5_000)).encode(),
        "presets.yaml": ("presets:\n" + "".join(preset.format(n, n) for n in range(500))).encode(),
    }
    start = time.process_time()
    assert "PS278" in {d.code for d in audit(PackFolder("a-1", "a-1", Memory(files)))}
    assert time.process_time() - start < 10


def test_explain() -> None:
    assert "# PS246: Values at the wrong level" in str(explanation("PS246"))
    assert {str(module.CODE) for module in audit_modules()} <= set(codes())


def test_tables_are_those_of_the_model() -> None:
    """The audit restates the pack schema, as reading the models would cost more than auditing forty packs."""
    assert set(pack_fields.LAYERS) == {layer.value for layer in identity.Layer}
    assert set(pack_fields.CLOUDS) == {cloud.value for cloud in identity.CloudType}
    assert set(pack_fields.DEPENDENCIES) == {kind.value for kind in identity.DependencyType}
