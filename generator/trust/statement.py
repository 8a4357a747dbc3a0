"""in-toto statements: what is said (*predicate*) of which content (*subject*), by digest.

The form is that of in-toto's attestation framework, Statement v1. A statement is nothing until it is signed, or at
least attached to what it speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.trust.strict_json import Malformed, at, items_at, read_object, text_at, written

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT = "https://in-toto.io/Statement/v1"
SIGNED = "https://sigstore.dev/cosign/sign/v1"
"""What cosign says of an image that it signs: nothing but that it is signed (BUNDLE_SPEC.md of sigstore/cosign)."""

_MOST_SUBJECTS = 1000


@dataclass(frozen=True, slots=True)
class Statement:
    """What a statement says: the SHA-256 digests (`sha256:…`) of its *subjects*, and the *predicate* of a type."""

    subjects: tuple[str, ...]
    predicate_type: str
    predicate: Mapping[str, object]


def statement(subjects: Iterable[tuple[str, str]], predicate_type: str, predicate: Mapping[str, object]) -> bytes:
    """Return the statement that says *predicate* of *subjects*: pairs of a name, "" for none, and a digest."""
    listed = [({"name": name} if name else {}) | {"digest": digests(digest)} for name, digest in subjects]
    return written(
        {"_type": STATEMENT, "subject": listed, "predicateType": predicate_type, "predicate": dict(predicate)}
    )


def signed_statement(digest: str) -> bytes:
    """Return the statement that the image manifest *digest* is signed, as cosign makes it."""
    return statement([("", digest)], SIGNED, {})


def digests(digest: str) -> dict[str, str]:
    """Return *digest* (`sha256:…`) as in-toto writes it: by algorithm."""
    algorithm, _, value = digest.partition(":")
    return {algorithm: value}


def read_statement(payload: bytes) -> Statement:
    """Return what a statement says. Raises `Malformed`."""
    data = read_object(payload)
    if data.get("_type") != STATEMENT:
        raise Malformed(f"is no statement of the type {STATEMENT}")
    listed = items_at(data, "subject")
    if not 0 < len(listed) <= _MOST_SUBJECTS:
        raise Malformed("says nothing of any subject" if not listed else "has too many subjects")
    subjects = [text_at(subject, "digest", "sha256") for subject in listed]
    if not all(subjects):
        raise Malformed("has a subject without a SHA-256 digest")
    predicate = at(data, "predicate")
    if not isinstance(predicate, dict):
        raise Malformed("has no predicate")
    return Statement(tuple(f"sha256:{each}" for each in subjects), text_at(data, "predicateType"), predicate)
