"""Keys from files. Whatever is wrong with one is said without a byte of it."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

from generator.registry import RegistryError

if TYPE_CHECKING:
    from generator.trust.keys import NoKey, SigningKey, VerifyingKey

UNREADABLE, NO_KEY, LOCKED, NO_LIBRARY = "PS660", "PS661", "PS662", "PS663"
PASSWORD_VARIABLE = "PACKSCRIBE_KEY_PASSWORD"  # the name of a variable, no password
_LARGEST = 64 * 2**10

_MAKE = "`openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out KEY` makes one"
_PUBLIC = "`openssl pkey -in KEY -pubout -out KEY.pub` writes the public half of a key"


def read_signing_key(path: Path, password: str) -> SigningKey:
    """Return the private key in the file *path*; *password* opens it, "" where it is not encrypted.

    Raises `RegistryError` with the codes PS660 to PS663.
    """
    from_library()
    from generator.trust.keys import NoKey, signing_key

    pem = _read(path)
    if b"ENCRYPTED SIGSTORE" in pem or b"ENCRYPTED COSIGN" in pem:
        raise _wrong(path, "is encrypted in cosign's own way", f"only cosign reads that; {_MAKE}, which cosign takes")
    if b"PUBLIC KEY-----" in pem:
        raise _wrong(path, "is a public key, which cannot sign", "name the private key that belongs to it")
    try:
        return signing_key(_without_parameters(pem), password)
    except NoKey as why:
        raise _refused(path, why, _MAKE) from None


def read_verifying_key(path: Path) -> VerifyingKey:
    """Return the public key in the file *path*. Raises `RegistryError` with the codes PS660, PS661 and PS663."""
    from_library()
    from generator.trust.keys import NoKey, verifying_key

    pem = _read(path)
    if b"PRIVATE KEY-----" in pem:
        raise _wrong(path, "is a private key, which nobody but its owner needs", f"name its public half: {_PUBLIC}")
    if b"BEGIN CERTIFICATE" in pem:
        way_out = "`openssl x509 -in CERTIFICATE -pubkey -noout` prints the public key in it"
        raise _wrong(path, "is a certificate, no public key", way_out)
    try:
        return verifying_key(pem)
    except NoKey as why:
        raise _refused(path, why, _PUBLIC) from None


def from_library() -> None:
    """Raise `RegistryError` where nothing can be signed or verified, as `cryptography` is not installed."""
    try:
        import cryptography  # noqa: F401
    except ImportError:
        message = "signatures need the package `cryptography`, which is not installed"
        raise RegistryError(NO_LIBRARY, message, "install it: `pip install 'packscribe[sign]'`", world=False) from None


def _read(path: Path) -> bytes:
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            raise _unreadable(path, "is no file")
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror or "unreadable").lower() if isinstance(error, OSError) else "no valid name"
        raise _unreadable(path, f"cannot be read: {reason}") from None
    if len(data) > _LARGEST:
        raise _unreadable(path, f"has more than {_LARGEST:,} bytes, which no key has")
    return data


def _without_parameters(pem: bytes) -> bytes:
    """Leave out the parameters of a curve that `openssl ecparam -genkey` writes before the key; the key has them."""
    end = b"-----END EC PARAMETERS-----"
    return pem[pem.index(end) + len(end) :].lstrip() if b"BEGIN EC PARAMETERS" in pem and end in pem else pem


def _unreadable(path: Path, why: str) -> RegistryError:
    message = f"the key file `{_shown(path)}` {why}"
    return RegistryError(UNREADABLE, message, "check its path and permissions", world=False)


def _refused(path: Path, why: NoKey, help: str) -> RegistryError:
    if why.locked:
        message = f"the key in `{_shown(path)}` {why}"
        return RegistryError(LOCKED, message, f"put its passphrase into {PASSWORD_VARIABLE}", world=False)
    return _wrong(path, str(why), help)


def _wrong(path: Path, why: str, help: str) -> RegistryError:
    return RegistryError(NO_KEY, f"what is in `{_shown(path)}` {why}", help, world=False)


def _shown(path: Path) -> str:
    return "".join(c if c.isprintable() else "?" for c in path.as_posix())[:200]
