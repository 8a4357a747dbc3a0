"""`packscribe check` audits what it compiles: every version as its archive will hold it."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from repositories import AS_OF, PACKS, PROJECT, repository

from generator import pipeline
from generator.diagnostics import Diagnostic, Severity, has_errors


def checked(root: Path) -> list[Diagnostic]:
    """Build the packs below *root* and return what a check finds afterwards."""
    built = pipeline.build(root, []).diagnostics
    assert not [d for d in built if d.severity is Severity.ERROR], built
    return pipeline.check(root, []).diagnostics


def edit(root: Path, name: str, before: str, after: str) -> None:
    source = root / "packs" / name / "pack.yaml"
    text = source.read_text(encoding="utf-8")
    assert before in text
    source.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return repository(tmp_path, PACKS / "sample")


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return repository(tmp_path, PACKS / "plain")


def test_nothing_is_wrong_in_the_shipped_packs() -> None:
    found = pipeline.check(PROJECT, []).diagnostics
    assert not has_errors(found, strict=True), found


def test_a_finding_points_at_the_generated_file(sample: Path) -> None:
    edit(sample, "sample", "    series: 1.4.x\n", '    series: 1.4.x\n    eol: "2025-01-01"\n')
    (found,) = (d for d in checked(sample) if d.code == "PS239")
    assert (found.code, found.pack, found.location.path) == ("PS239", "sample", "packs/sample/1.4.0/pack.json")
    line = (sample / found.location.path).read_text().splitlines()[found.location.line - 1]
    assert '"eol"' in line


def test_the_day_is_that_of_the_settings(sample: Path) -> None:
    edit(sample, "sample", "    series: 1.4.x\n", '    series: 1.4.x\n    eol: "2026-12-01"\n')
    assert "PS239" not in {d.code for d in checked(sample)}
    (sample / "packscribe.toml").write_text("as_of = 2026-12-02\n")
    assert "PS239" in {d.code for d in checked(sample)}


def test_a_finding_in_an_asset_points_at_the_asset(plain: Path) -> None:
    found = {d.code: d for d in checked(plain)}
    assert found["PS241"].location.path == "packs/plain/assets/plain.tgz"


def test_settings_ignore_it(plain: Path) -> None:
    (plain / "packscribe.toml").write_text(
        f'as_of = {AS_OF}\nignore = [{{ code = "PS241", reason = "a stand-in", pack = "plain" }}]\n'
    )
    assert "PS241" not in {d.code for d in checked(plain)}


def test_nothing_is_said_twice(sample: Path) -> None:
    edit(sample, "sample", "    values: |\n", "    values: |\n      answer: yes\n")
    assert [d.location.path for d in checked(sample) if d.code in ("PS023", "PS249")] == ["packs/sample/pack.yaml"]


def test_a_readme_is_no_mdx(sample: Path) -> None:
    """The page that is MDX is compiled with escapes of its own."""
    edit(sample, "sample", "description: A small pack", "description: A small {pack} of one")
    assert not {d.code for d in checked(sample)} & {"PS284", "PS285"}
    assert "{pack}" in (sample / "packs/sample/1.4.0/README.md").read_text()


def test_a_chart_beside_pack_yaml_is_in_the_archive(plain: Path) -> None:
    edit(plain, "plain", "    assets: {charts/plain-1.1.0.tgz: assets/plain.tgz}\n", "")
    (plain / "packs/plain/charts").mkdir()
    (plain / "packs/plain/charts/plain-1.1.0.tgz").write_bytes(b"no archive")
    found = {d.code: d.location.path for d in checked(plain)}
    assert found["PS241"] == "packs/plain/charts/plain-1.1.0.tgz" and "PS236" not in found


def dangerous() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        member = tarfile.TarInfo("plain/Chart.yaml")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(member)
    return buffer.getvalue()


def test_errors_fail_a_check_and_no_build(plain: Path) -> None:
    (plain / "packs/plain/assets/plain.tgz").write_bytes(dangerous())
    found = {d.code: d for d in checked(plain)}
    assert found["PS240"].severity is Severity.ERROR


def test_errors_of_a_pack_that_was_taken_over_are_warnings(plain: Path) -> None:
    edit(plain, "plain", "    series: 1.1.x\n", "    series: 1.1.x\n    comments: verbatim\n")
    (plain / "packs/plain/assets/plain.tgz").write_bytes(dangerous())
    found = {d.code: d for d in checked(plain)}
    assert found["PS240"].severity is Severity.WARNING


def test_without_bytes_it_audits_too(sample: Path) -> None:
    edit(sample, "sample", "    series: 1.4.x\n", '    series: 1.4.x\n    eol: "2025-01-01"\n')
    assert "PS239" in {d.code for d in pipeline.check(sample, ["sample"], compare_bytes=False).diagnostics}
