"""Keys from files: what is taken, what is refused, and that no message shows a secret."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from generator.registry import RegistryError
from generator.trust import keys
from generator.trust.key_files import read_signing_key, read_verifying_key

SECRET = "correct horse battery"
P256, ED = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()
PLAIN = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def private(key: object, form: PrivateFormat = PrivateFormat.PKCS8, secret: str = "") -> bytes:
    encryption = BestAvailableEncryption(secret.encode()) if secret else NoEncryption()
    return key.private_bytes(Encoding.PEM, form, encryption)  # type: ignore[attr-defined, no-any-return]


def public(key: object) -> bytes:
    pem: bytes = key.public_key().public_bytes(  # type: ignore[attr-defined]
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )
    return pem


@pytest.mark.parametrize(
    ("pem", "password"),
    [
        pytest.param(private(P256), "", id="PKCS8"),
        pytest.param(private(P256, PrivateFormat.TraditionalOpenSSL), "", id="SEC1"),
        pytest.param(private(P256, secret=SECRET), SECRET, id="encrypted"),
        pytest.param(private(P256, PrivateFormat.TraditionalOpenSSL, SECRET), SECRET, id="encrypted SEC1"),
        pytest.param(private(P256), SECRET, id="passphrase of another key"),
        pytest.param(private(ED), "", id="Ed25519"),
        pytest.param(
            b"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
            + private(P256, PrivateFormat.TraditionalOpenSSL),
            "",
            id="with parameters",
        ),
    ],
)
def test_a_key_is_read_and_signs(tmp_path: Path, pem: bytes, password: str) -> None:
    (tmp_path / "k.pem").write_bytes(pem)
    key = read_signing_key(tmp_path / "k.pem", password)
    (tmp_path / "k.pub").write_bytes(key.public.pem)
    verifying = read_verifying_key(tmp_path / "k.pub")
    assert verifying.verifies(key.sign(b"said"), b"said")
    assert not verifying.verifies(key.sign(b"said"), b"done")
    assert verifying.hint == key.public.hint


def test_a_signature_is_the_same_each_time() -> None:
    for key in (keys.SigningKey(P256), keys.SigningKey(ED)):
        assert key.sign(b"said") == key.sign(b"said")


@pytest.mark.parametrize(
    ("pem", "password", "code", "word"),
    [
        pytest.param(private(P256, secret=SECRET), "", "PS662", "no passphrase", id="no passphrase"),
        pytest.param(private(P256, secret=SECRET), "hunter2", "PS662", "passphrase", id="wrong passphrase"),
        pytest.param(private(rsa.generate_private_key(65537, 2048)), "", "PS661", "neither", id="RSA"),
        pytest.param(private(ec.generate_private_key(ec.SECP384R1())), "", "PS661", "neither", id="P-384"),
        pytest.param(public(P256), "", "PS661", "public key", id="public"),
        pytest.param(b"-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n", "", "PS661", "cosign", id="cosign"),
        pytest.param(b"", "", "PS661", "no private key", id="empty"),
        pytest.param(b"\xff" * 100, "", "PS661", "no private key", id="binary"),
        pytest.param(private(P256)[:-60], "", "PS661", "no private key", id="cut short"),
        pytest.param(b"x" * 70_000, "", "PS660", "more than", id="huge"),
    ],
)
def test_no_signing_key(tmp_path: Path, pem: bytes, password: str, code: str, word: str) -> None:
    (tmp_path / "k.pem").write_bytes(pem)
    with pytest.raises(RegistryError) as caught:
        read_signing_key(tmp_path / "k.pem", password)
    said = f"{caught.value.message} {caught.value.help}"
    assert caught.value.code == code and word in caught.value.message and not caught.value.world
    assert not password or password not in said.replace("passphrase", "")
    assert not any(line and line in said for line in pem.decode("latin-1").split("\n")[1:-2])


@pytest.mark.parametrize(
    ("pem", "word"),
    [
        pytest.param(private(P256), "private key", id="private"),
        pytest.param(public(rsa.generate_private_key(65537, 2048)), "neither", id="RSA"),
        pytest.param(b"-----BEGIN CERTIFICATE-----\n", "certificate", id="certificate"),
        pytest.param(b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "no public key", id="broken"),
        pytest.param(b"\0", "no public key", id="nothing"),
    ],
)
def test_no_verifying_key(tmp_path: Path, pem: bytes, word: str) -> None:
    (tmp_path / "k.pub").write_bytes(pem)
    with pytest.raises(RegistryError) as caught:
        read_verifying_key(tmp_path / "k.pub")
    assert caught.value.code == "PS661" and word in caught.value.message and caught.value.help


@pytest.mark.parametrize("name", ["missing.pem", ".", "a\0b"])
def test_no_file(tmp_path: Path, name: str) -> None:
    for read in (lambda path: read_signing_key(path, ""), read_verifying_key):
        with pytest.raises(RegistryError) as caught:
            read(tmp_path / name)
        assert caught.value.code == "PS660"


def test_a_key_never_shows_itself() -> None:
    key = keys.SigningKey(P256)
    assert "0x" not in repr(key) and "Private" not in repr(key)


def test_without_cryptography_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "k.pub").write_bytes(public(P256))
    code = (
        "import sys; sys.modules['cryptography'] = None\n"
        "from pathlib import Path\n"
        "from generator.registry import RegistryError\n"
        "from generator.trust import verify, seal\n"
        "from generator.trust.key_files import read_verifying_key\n"
        "try: read_verifying_key(Path(sys.argv[1]))\n"
        "except RegistryError as e: print(e.code, e.help)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "k.pub")], capture_output=True, text=True)
    assert done.stdout.startswith("PS663") and "packscribe[sign]" in done.stdout, done.stderr
