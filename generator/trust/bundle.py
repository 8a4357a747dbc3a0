"""Sigstore bundles, version 0.3: a signed in-toto statement in one JSON file.

Form: sigstore_bundle.proto of sigstore/protobuf-specs, with a DSSE envelope (secure-systems-lab/dsse) and the hint of
a public key. There is no entry of a transparency log in it: a local key signs offline, and whoever verifies has the
public key already (`cosign verify --key … --insecure-ignore-tlog`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.trust.statement import PAYLOAD_TYPE
from generator.trust.strict_json import Malformed, at, base64_of, from_base64, items_at, read_object, text_at, written

if TYPE_CHECKING:
    from generator.trust.keys import SigningKey, VerifyingKey

BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json"
_ALSO = "application/vnd.dev.sigstore.bundle+json;version=0.3"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle holds: the signed *payload*, its *signature*, and the *hint* of the key, "" for a certificate."""

    payload: bytes
    signature: bytes
    hint: str

    def signed_by(self, key: VerifyingKey) -> bool:
        """Tell whether *key* has signed the payload. The hint is no proof and is not asked."""
        return key.verifies(self.signature, encoded(PAYLOAD_TYPE, self.payload))


def encoded(payload_type: str, payload: bytes) -> bytes:
    """Return what a DSSE signature is made of: type and payload, each with its length before it (PAE)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def bundle(payload: bytes, key: SigningKey) -> bytes:
    """Return the bundle of the statement *payload*, signed by *key*."""
    signature = key.sign(encoded(PAYLOAD_TYPE, payload))
    return written(
        {
            "mediaType": BUNDLE,
            "verificationMaterial": {"publicKey": {"hint": key.public.hint}, "tlogEntries": []},
            "dsseEnvelope": {
                "payload": base64_of(payload),
                "payloadType": PAYLOAD_TYPE,
                "signatures": [{"sig": base64_of(signature)}],
            },
        }
    )


def read_bundle(data: bytes) -> Bundle:
    """Return what is in a bundle, signed by whomever. Raises `Malformed`."""
    read = read_object(data)
    if text_at(read, "mediaType") not in (BUNDLE, _ALSO):
        raise Malformed("is no Sigstore bundle of version 0.3")
    if not isinstance(at(read, "dsseEnvelope"), dict):
        raise Malformed("has no DSSE envelope")
    if text_at(read, "dsseEnvelope", "payloadType") != PAYLOAD_TYPE:
        raise Malformed("signs something else than an in-toto statement")
    if len(items_at(read, "dsseEnvelope", "signatures")) != 1:
        raise Malformed("has not just one signature")  # Sigstore allows no more, and readers take the first
    payload = from_base64(text_at(read, "dsseEnvelope", "payload"), "payload")
    signature = from_base64(text_at(read, "dsseEnvelope", "signatures", 0, "sig"), "signature")
    return Bundle(payload, signature, text_at(read, "verificationMaterial", "publicKey", "hint"))
