"""`publish --sign`: what is published can be verified from the key, the registry and the source."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from repositories import PACKS, repository

from generator import pipeline
from generator.cli import cli


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = repository(tmp_path, PACKS / "sample")
    assert not pipeline.build(made, []).diagnostics
    for command in (
        ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "key.pem"],
        ["openssl", "ec", "-in", "key.pem", "-pubout", "-out", "key.pub"],
    ):
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    return made


def test_what_is_signed_verifies(root: Path) -> None:
    to = f"oci-layout:{root}/dist"
    done = run("publish", "--root", root, "--to", to, "--sign", root / "key.pem")
    assert done.exit_code == 0, done.output
    version = pipeline.compile_packs(root, ["sample"])[1][0].packs[0].pack.versions[0].version
    checked = run("verify", f"{to}#sample:{version}", "--key", root / "key.pub", "--root", root)
    assert checked.exit_code == 0, checked.output
    lines = [line.split() for line in checked.output.splitlines()]
    assert {line[1] for line in lines if line[0] == "holds"} >= {
        "manifest",
        "signature",
        "archive",
        "tar",
        "sbom",
        "source",
    }
    assert not [line for line in lines if line[0] == "fails"]


def test_no_key_publishes_nothing(root: Path) -> None:
    done = run("publish", "--root", root, "--to", f"oci-layout:{root}/dist", "--sign", root / "none.pem")
    assert done.exit_code == 1 and "PS660" in done.output and not (root / "dist").exists()


def digests(root: Path) -> set[str]:
    """Return the names of all blobs of the layout."""
    return {path.name for path in (root / "dist").rglob("blobs/sha256/*")}


def test_what_is_published_is_signed_later(root: Path, tmp_path: Path) -> None:
    to = f"oci-layout:{root}/dist"
    assert run("publish", "--root", root, "--to", to).exit_code == 0
    lock = (root / "packs.lock.json").read_bytes()
    before = digests(root)
    plain = run("publish", "--root", root, "--to", to, "--plan")
    assert {line.split()[0] for line in plain.output.splitlines()[:-1]} == {"unchanged"}
    planned = run("publish", "--root", root, "--to", to, "--plan", "--sign", root / "key.pem")
    states = {line.split()[0] for line in planned.output.splitlines() if "sha256:" in line}
    assert states == {"unsigned"} and digests(root) == before
    report = tmp_path / "report.json"
    done = run("publish", "--root", root, "--to", to, "--sign", root / "key.pem", "--report", report)
    assert done.exit_code == 0 and ": 3 signed" in done.output, done.output
    assert {pack["state"] for pack in json.loads(report.read_text())["packs"]} == {"signed"}
    assert digests(root) > before and (root / "packs.lock.json").read_bytes() == lock
    for version in ("1.4.0", "1.3.0", "1.2.0"):
        checked = run("verify", f"{to}#sample:{version}", "--key", root / "key.pub", "--root", root)
        lines = [line.split() for line in checked.output.splitlines()]
        assert {line[1] for line in lines if line[0] == "holds"} >= {"signature", "sbom", "provenance", "source"}
    after = digests(root)
    again = run("publish", "--root", root, "--to", to, "--sign", root / "key.pem")
    assert ": 3 unchanged" in again.output and digests(root) == after


def test_another_key_signs_too(root: Path) -> None:
    to = f"oci-layout:{root}/dist"
    assert run("publish", "--root", root, "--to", to, "--sign", root / "key.pem").exit_code == 0
    for command in (
        ["openssl", "genpkey", "-algorithm", "ed25519", "-out", "other.pem"],
        ["openssl", "pkey", "-in", "other.pem", "-pubout", "-out", "other.pub"],
    ):
        subprocess.run(command, cwd=root, check=True, capture_output=True)
    assert "signed" in run("publish", "--root", root, "--to", to, "--sign", root / "other.pem").output
    for key in ("key.pub", "other.pub"):
        assert run("verify", f"{to}#sample:1.4.0", "--key", root / key, "--root", root).exit_code == 0


def test_what_a_check_finds_errors_in_is_not_signed(root: Path) -> None:
    to = f"oci-layout:{root}/dist"
    assert run("publish", "--root", root, "--to", to).exit_code == 0
    before = digests(root)
    page = root / "docs_src" / "packs" / "sample.md"
    page.write_text(page.read_text() + "more\n")
    done = run("publish", "--root", root, "--to", to, "--sign", root / "key.pem")
    assert done.exit_code == 1 and "refused" in done.output and digests(root) == before


def test_what_is_mended_keeps_its_signature(root: Path) -> None:
    to = f"oci-layout:{root}/dist"
    words = ("publish", "--root", root, "--to", to, "--sign", root / "key.pem")
    assert run(*words).exit_code == 0
    before = {path: path.read_bytes() for path in (root / "dist").rglob("*") if path.is_file()}
    archive = next(path for path, data in before.items() if data.startswith(b"\x1f\x8b"))
    archive.write_bytes(before[archive][:-1] + b"?")
    done = run(*words, "--force", "--message", "mend")
    assert done.exit_code == 0 and ": 2 unchanged, 1 mended" in done.output, done.output
    assert {path: path.read_bytes() for path in (root / "dist").rglob("*") if path.is_file()} == before
