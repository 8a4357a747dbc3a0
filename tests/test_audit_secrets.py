"""What the audit takes for a secret. They are put together here, so that nobody takes this file for a leak."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from audit_packs import FIXTURES, audited, clean

from generator.diagnostics import Diagnostic, Severity

SECRETS = {
    "slack": "xoxb-" + "000000000000-000000000000-EXAMPLEMASKEDTOKEN00000",
    "webhook": "https://hooks.slack.com/services/" + "T0AB12CD3/B0AB12CD3/" + "a1B2c3D4e5F6g7H8i9J0k1L2",
    "github": "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
    "github fine-grained": "github_pat_" + "11AB" * 15,
    "gitlab": "glpat-" + "a1B2c3D4e5F6g7H8i9J0",
    "aws": "AKIA" + "IOSFODNN7QWERTYU",
    "google": "AIza" + "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q",
    "azure": "DefaultEndpointsProtocol=https;AccountKey=" + "a1B2c3D4" * 11 + "==",
    "azure sas": "https://a.blob.core.windows.net/c?sv=2022-11-02&sp=r&sig=" + "a1B2c3D4%2F" * 5,
    "stripe": "sk_live_" + "a1B2c3D4e5F6g7H8i9J0",
    "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    "npm": "npm_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
}
NO_SECRETS = (
    "xoxb-your-token-here",
    "xoxb-" + "xxxxxxxxxxxx-xxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx",
    "AKIA" + "IOSFODNN7EXAMPLE",
    "ghp_" + "x" * 36,
    "changeme-please-now",
    "my-database-credentials-secret",
    "<your-password-here-123>",
    "{{ .spectro.var.password }}",
    "/var/run/secrets/kubernetes.io/serviceaccount/token",
    "Y2hhbmdlbWUgcGxlYXNlIG5vdw==",
)


def _values(text: str, root: Path) -> list[Diagnostic]:
    folder = clean(root / "monitoring-1.4.0")
    (folder / "values.yaml").write_text(text, encoding="utf-8")
    return audited(folder)


def _with_secret(line: str, key: str = "password") -> str:
    return (FIXTURES / "clean/values.yaml").read_text().replace('password: ""', f'{key}: "{line}"')


@pytest.mark.parametrize("kind", SECRETS)
def test_secret(kind: str, tmp_path: Path) -> None:
    found = _values(_with_secret(SECRETS[kind]), tmp_path)
    assert [d.code for d in found] == ["PS255"]
    assert found[0].severity is Severity.ERROR
    assert SECRETS[kind][-12:] not in found[0].message, "a report must not spread the secret"


def test_random_text_under_a_password(tmp_path: Path) -> None:
    random = "q7" + "Rz2VbX9mKp4LwT8sHd"
    assert [d.code for d in _values(_with_secret(random), tmp_path)] == ["PS255"]


def test_private_key(tmp_path: Path) -> None:
    key = f"|\n      -----BEGIN RSA PRIVATE {'KEY'}-----\n      {'MIIEowIBAAKCAQEA' * 4}\n"
    text = (FIXTURES / "clean/values.yaml").read_text().replace('password: ""', f"password: {key}")
    assert [d.code for d in _values(text, tmp_path)] == ["PS255"]
    commented = re.sub(r"(?m)^( +)(-----|MIIE)", r"\1# \2", text)
    assert _values(commented, tmp_path / "commented") == []


@pytest.mark.parametrize("text", NO_SECRETS)
def test_no_secret(text: str, tmp_path: Path) -> None:
    assert _values(_with_secret(text), tmp_path) == []


def test_secret_in_a_comment(tmp_path: Path) -> None:
    text = (FIXTURES / "clean/values.yaml").read_text().replace("xoxb-your-token", SECRETS["slack"])
    assert _values(text, tmp_path) == []
