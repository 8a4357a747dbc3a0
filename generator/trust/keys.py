"""Keys that sign and keys that verify: ECDSA on the curve P-256, and Ed25519. The only module with `cryptography`.

Both are what cosign and Sigstore's own verifiers take from a key file (SIGNATURE_SPEC.md of sigstore/cosign asks for
ECDSA P-256). ECDSA signs as RFC 6979 has it, so that signing the same thing twice gives the same bytes.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)


class NoKey(Exception):
    """Bytes that are no key that is taken here: the message says why; *locked*: a passphrase is missing or wrong."""

    def __init__(self, message: str, *, locked: bool = False) -> None:
        super().__init__(message)
        self.locked = locked


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A public key."""

    key: ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey

    @property
    def hint(self) -> str:
        """What a bundle calls the key: the SHA-256 of its DER in base64, as sigstore-go has it."""
        der = self.key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return b64encode(sha256(der).digest()).decode("ascii")

    @property
    def pem(self) -> bytes:
        """The key in PEM form."""
        return self.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def verifies(self, signature: bytes, data: bytes) -> bool:
        """Tell whether *signature* is one of *data* by this key."""
        try:
            if isinstance(self.key, ed25519.Ed25519PublicKey):
                self.key.verify(signature, data)
            else:
                self.key.verify(signature, data, ec.ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, which no message and no representation shows."""

    key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> VerifyingKey:
        """The key that verifies what this one signs."""
        return VerifyingKey(self.key.public_key())

    def sign(self, data: bytes) -> bytes:
        """Return the signature of *data*, the same each time; that of ECDSA in DER form."""
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return self.key.sign(data)
        try:
            return self.key.sign(data, ec.ECDSA(SHA256(), deterministic_signing=True))
        except UnsupportedAlgorithm:  # OpenSSL before 3.2: as safe, but signing again makes another signature
            return self.key.sign(data, ec.ECDSA(SHA256()))


def signing_key(pem: bytes, password: str) -> SigningKey:
    """Take the PEM of a private key (PKCS#8 or SEC 1) and its passphrase, "" where it has none. Raises `NoKey`."""
    try:
        try:
            found = load_pem_private_key(pem, password.encode() or None)
        except TypeError:
            if not password:
                raise NoKey("is encrypted, and no passphrase is given", locked=True) from None
            found = load_pem_private_key(pem, None)  # the passphrase is for another key
    except (ValueError, TypeError, UnsupportedAlgorithm):
        if b"ENCRYPTED" in pem and password:
            raise NoKey("cannot be opened with the passphrase that is given", locked=True) from None
        raise NoKey("is no private key in PEM form") from None
    if isinstance(found, ed25519.Ed25519PrivateKey):
        return SigningKey(found)
    if isinstance(found, ec.EllipticCurvePrivateKey) and isinstance(found.curve, ec.SECP256R1):
        return SigningKey(found)
    raise NoKey("is neither ECDSA on the curve P-256 nor Ed25519")


def verifying_key(pem: bytes) -> VerifyingKey:
    """Take the PEM of a public key (SubjectPublicKeyInfo). Raises `NoKey`."""
    try:
        found = load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise NoKey("is no public key in PEM form") from None
    if isinstance(found, ed25519.Ed25519PublicKey):
        return VerifyingKey(found)
    if isinstance(found, ec.EllipticCurvePublicKey) and isinstance(found.curve, ec.SECP256R1):
        return VerifyingKey(found)
    raise NoKey("is neither ECDSA on the curve P-256 nor Ed25519")
