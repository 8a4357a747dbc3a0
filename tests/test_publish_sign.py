"""`publish --sign`: what is published can be verified from the key, the registry and the source."""

from __future__ import annotations

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
