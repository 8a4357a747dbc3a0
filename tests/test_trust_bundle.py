"""Signatures in both forms: verified by Sigstore's own verifier and by openssl, and never by us alone."""

from __future__ import annotations

import json
import shutil
import subprocess
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sealed_packs import a_key, gate, gate_missing

from generator.registry.stored import digest_of
from generator.trust import cosign_legacy
from generator.trust.bundle import bundle, encoded, read_bundle
from generator.trust.statement import PAYLOAD_TYPE, SIGNED, read_statement, signed_statement
from generator.trust.strict_json import LARGEST, Malformed

DIGEST = "sha256:" + "5a" * 32
KINDS = ("ecdsa", "ed25519")


def a_bundle(kind: str = "ecdsa") -> bytes:
    return bundle(signed_statement(DIGEST), a_key(kind))


def changed(data: bytes, route: tuple[str | int, ...], value: Any) -> bytes:
    """Return a bundle with another value at *route*."""
    read: Any = json.loads(data)
    place = read
    for step in route[:-1]:
        place = place[step]
    place[route[-1]] = value
    return json.dumps(read).encode()


def with_a_bit_flipped(data: bytes, route: tuple[str | int, ...], at: int) -> bytes:
    """Return a bundle in which one bit of the base64 at *route* is another."""
    value: Any = json.loads(data)
    for step in route:
        value = value[step]
    raw = bytearray(b64decode(value))
    raw[at % len(raw)] ^= 1
    return changed(data, route, b64encode(raw).decode())


PAYLOAD: tuple[str | int, ...] = ("dsseEnvelope", "payload")
SIGNATURE: tuple[str | int, ...] = ("dsseEnvelope", "signatures", 0, "sig")


@pytest.mark.parametrize("kind", KINDS)
def test_a_bundle_is_read_back_and_the_same_each_time(kind: str) -> None:
    read = read_bundle(a_bundle(kind))
    said = read_statement(read.payload)
    assert said.subjects == (DIGEST,) and said.predicate_type == SIGNED and said.predicate == {}
    assert read.signed_by(a_key(kind).public) and not read.signed_by(a_key("other").public)
    assert a_bundle(kind) == a_bundle(kind)


def test_the_form_is_pinned() -> None:
    read = json.loads(a_bundle())
    assert list(read) == ["mediaType", "verificationMaterial", "dsseEnvelope"]
    assert read["mediaType"] == "application/vnd.dev.sigstore.bundle.v0.3+json"
    assert read["verificationMaterial"] == {"publicKey": {"hint": a_key().public.hint}, "tlogEntries": []}
    assert read["dsseEnvelope"]["payloadType"] == "application/vnd.in-toto+json"
    assert b64decode(read["dsseEnvelope"]["payload"]) == (
        b'{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"' + b"5a" * 32 + b'"}}],'
        b'"predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{}}'
    )


def test_sigstores_own_verifier_agrees() -> None:
    if reason := gate_missing():
        pytest.skip(reason)
    good = [(a_bundle(kind), a_key(kind)) for kind in KINDS]
    bad = [
        (with_a_bit_flipped(data, route, at), key)
        for data, key in good
        for route in (PAYLOAD, SIGNATURE)
        for at in (0, 1, 7, 20, 33, -1)
    ]
    bad += [(changed(data, ("dsseEnvelope", "payloadType"), "text/plain"), key) for data, key in good]
    bad += [(data, a_key("other")) for data, _ in good]
    assert gate(good) == ["ok", "ok"]
    verdicts = gate(bad)
    assert "ok" not in verdicts and set(verdicts[:-2]) == {"SIGNATURE_ERROR"}


def test_every_byte_of_payload_and_signature_counts() -> None:
    for kind in KINDS:
        good, key = a_bundle(kind), a_key(kind).public
        whole = read_bundle(good)
        for route, length in ((PAYLOAD, len(whole.payload)), (SIGNATURE, len(whole.signature))):
            for at in range(length):
                assert not read_bundle(with_a_bit_flipped(good, route, at)).signed_by(key)


def test_openssl_verifies_the_raw_signatures(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl command was found")
    key = a_key()
    layer = cosign_legacy.signatures(cosign_legacy.signature(DIGEST, "packs/x", key).manifest)[0]
    signed = {
        "dsse": (encoded(PAYLOAD_TYPE, signed_statement(DIGEST)), read_bundle(a_bundle()).signature),
        "legacy": (
            cosign_legacy.payload_of(DIGEST, "packs/x"),
            b64decode(dict(layer.annotations)[cosign_legacy.SIGNATURE]),
        ),
    }
    (tmp_path / "k.pub").write_bytes(key.public.pem)
    for name, (data, signature) in signed.items():
        (tmp_path / "s").write_bytes(signature)
        for content, right in ((data, True), (data + b" ", False)):
            (tmp_path / "d").write_bytes(content)
            command = ["openssl", "dgst", "-sha256", "-verify", "k.pub", "-signature", "s", "d"]
            done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
            assert (done.returncode == 0) is right, (name, done.stdout)


def test_the_older_form_is_pinned() -> None:
    made = cosign_legacy.signature(DIGEST, "spectro-packs/archive/x", a_key())
    assert made.tag == "sha256-" + "5a" * 32 + ".sig"
    payload = made.blobs[0][1]
    assert payload == (
        b'{"critical":{"identity":{"docker-reference":"spectro-packs/archive/x"},"image":{"docker-manifest-digest":"'
        + DIGEST.encode()
        + b'"},"type":"cosign container image signature"},"optional":null}'
    )
    read = json.loads(made.manifest.data)
    assert read["config"]["mediaType"] == "application/vnd.oci.image.config.v1+json"
    assert [layer["mediaType"] for layer in read["layers"]] == [cosign_legacy.PAYLOAD]
    assert json.loads(made.blobs[1][1])["rootfs"]["diff_ids"] == [digest_of(payload)]


def test_signatures_of_others_stay_and_ours_is_added_once() -> None:
    first = cosign_legacy.signature(DIGEST, "x", a_key("other"))
    both = cosign_legacy.signature(DIGEST, "x", a_key(), first.manifest)
    again = cosign_legacy.signature(DIGEST, "x", a_key(), both.manifest)
    assert len(cosign_legacy.signatures(both.manifest)) == 2 and again.manifest == both.manifest


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"", "JSON", id="empty"),
        pytest.param(b"\xff\xfe", "UTF-8", id="no text"),
        pytest.param(b"[" * 200_000, "deep", id="deep"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "deep", id="deep objects"),
        pytest.param(b" " * (LARGEST + 1), "allowed", id="huge"),
        pytest.param(b"[]", "no JSON object", id="list"),
        pytest.param(b'{"mediaType": NaN}', "JSON", id="NaN"),
        pytest.param(b'{"x": ' + b"9" * 10_000 + b"}", "JSON", id="number"),
        pytest.param(b'{"mediaType": "a", "mediaType": "b"}', "twice", id="key twice"),
        pytest.param(b"{}", "bundle", id="nothing"),
        pytest.param(changed(a_bundle(), ("mediaType",), 3), "bundle", id="media type"),
        pytest.param(changed(a_bundle(), ("mediaType",), "application/json"), "bundle", id="other media type"),
        pytest.param(changed(a_bundle(), ("dsseEnvelope",), []), "envelope", id="envelope"),
        pytest.param(changed(a_bundle(), ("dsseEnvelope", "payloadType"), "x"), "in-toto", id="payload type"),
        pytest.param(changed(a_bundle(), ("dsseEnvelope", "signatures"), []), "one signature", id="no signature"),
        pytest.param(changed(a_bundle(), ("dsseEnvelope", "signatures"), [1, 2]), "one signature", id="two"),
        pytest.param(changed(a_bundle(), PAYLOAD, "!!"), "base64", id="payload no base64"),
        pytest.param(changed(a_bundle(), PAYLOAD, "QUJ\n"), "base64", id="payload odd"),
        pytest.param(changed(a_bundle(), SIGNATURE, "ünicode"), "base64", id="signature no base64"),
    ],
)
def test_hostile_bundles_are_said_not_raised(data: bytes, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        read_bundle(data)


@pytest.mark.parametrize(
    "payload",
    [
        b"{}",
        b'{"_type":"https://in-toto.io/Statement/v1"}',
        b'{"_type":"https://in-toto.io/Statement/v1","subject":[{}],"predicate":{}}',
        b'{"_type":"https://in-toto.io/Statement/v1","subject":{"digest":{"sha256":"a"}},"predicate":{}}',
        b'{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"a"}}],"predicate":[]}',
        b'{"_type":"https://in-toto.io/Statement/v1","subject":[' + b"1," * 5000 + b'1],"predicate":{}}',
    ],
)
def test_statements_that_say_nothing(payload: bytes) -> None:
    with pytest.raises(Malformed):
        read_statement(payload)


JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
ROUTES = st.sampled_from([("mediaType",), ("verificationMaterial",), ("dsseEnvelope",), PAYLOAD, SIGNATURE])


@settings(max_examples=200, deadline=None)
@given(ROUTES, JSONISH)
def test_whatever_stands_in_a_bundle_it_is_read_or_malformed(route: tuple[str | int, ...], value: Any) -> None:
    try:
        read = read_bundle(changed(a_bundle(), route, value))
        read_statement(read.payload)
    except Malformed:
        return
    assert route[0] == "verificationMaterial" or (route == SIGNATURE and not read.signed_by(a_key().public))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_signature_and_any_payload(data: bytes) -> None:
    for kind in KINDS:
        assert not a_key(kind).public.verifies(data, b"said")
    with pytest.raises(Malformed):
        cosign_legacy.signed_digest(data)
