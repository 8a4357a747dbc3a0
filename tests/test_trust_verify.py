"""Verifying a pack in a registry: what holds, and that every kind of byte that is changed makes something fail."""

from __future__ import annotations

import base64
import io
import itertools
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from sealed_packs import (
    NAME,
    ORIGIN,
    REPOSITORY,
    VERSION,
    Shop,
    a_key,
    a_shop,
    an_artifact,
    files_of_pack,
    gate,
    gate_missing,
)

from generator import archive
from generator.registry import MANIFEST, Descriptor, Manifest, RegistryError
from generator.registry.stored import described, descriptor, digest_of, fields
from generator.trust import attachments, cosign_legacy
from generator.trust.bundle import BUNDLE, bundle
from generator.trust.contents import of_entries
from generator.trust.provenance import PROVENANCE, provenance
from generator.trust.report import Report
from generator.trust.sbom import CYCLONEDX, About, sbom
from generator.trust.statement import SIGNED, signed_statement, statement
from generator.trust.verify import Asked, Rebuilt, verify

_numbers = itertools.count()
KEY = a_key().public
FORMS = ("signature", "cosign signature")
ALL = ("manifest", *FORMS, "archive", "tar", "provenance", "sbom")


def shop(signed: bool = True, **more: object) -> Shop:
    return a_shop(f"verify-{next(_numbers)}", a_key() if signed else None, **more)  # type: ignore[arg-type]


def checked(where: Shop, reference: str = VERSION, **asked: object) -> Report:
    given = {"name": NAME, "version": VERSION, "key": KEY} | asked
    return verify(where.registry, REPOSITORY, reference, Asked(**given))  # type: ignore[arg-type]


def states(report: Report) -> dict[str, str]:
    return {each.about: str(report.state(each.about)) for each in report.findings}


def codes(report: Report) -> set[str]:
    return {each.code for each in report.problems}


def layers(manifest: Manifest) -> list[Descriptor]:
    listed = fields(manifest.data)["layers"]
    assert isinstance(listed, list)
    return [found for each in listed if (found := descriptor(each))]


def test_everything_holds() -> None:
    for kind in ("ecdsa", "ed25519"):
        where = a_shop(f"holds-{kind}", a_key(kind))
        report = checked(where, key=a_key(kind).public)
        assert states(report) == dict.fromkeys(ALL, "holds"), list(report.lines())
        assert not report.problems and len(list(report.lines())) == len(ALL)
        assert states(checked(where, where.manifest.digest, version="", key=a_key(kind).public)) == states(report)


def test_sealing_twice_adds_nothing() -> None:
    first, second = a_shop("twice", a_key()), a_shop("twice", a_key())
    assert len(first.store.manifests) == len(second.store.manifests) == 5
    assert first.manifest == second.manifest


def test_without_a_key_signatures_are_unchecked() -> None:
    report = checked(shop(), key=None)
    assert {states(report)[form] for form in FORMS} == {"unchecked"} and not report.problems
    assert states(report)["provenance"] == "holds"


def test_unsigned_and_unsealed_packs() -> None:
    report = checked(shop(signed=False), key=None)
    assert {states(report)[form] for form in FORMS} == {"absent"} and not report.problems
    assert states(report)["provenance"] == states(report)["sbom"] == "holds"
    bare = shop(signed=False, sealed=False)
    report = checked(bare, key=None)
    assert states(report)["provenance"] == states(report)["sbom"] == "absent" and not report.problems
    assert codes(checked(bare)) == {"PS670"}


def test_with_a_key_an_unsigned_provenance_is_nothing() -> None:
    assert codes(checked(shop(signed=False))) == {"PS670", "PS673"}


def test_another_key() -> None:
    report = checked(shop(), key=a_key("other").public)
    assert codes(report) == {"PS671", "PS673"} and {states(report)[form] for form in FORMS} == {"fails"}


def test_what_is_not_there() -> None:
    assert codes(checked(shop(), "9.9.9")) == {"PS665"}
    assert codes(checked(shop(), "sha256:" + "0" * 64)) == {"PS665"}


# Tampering with what is stored. A registry that is honest about digests notices first; one that is not, we do.


def with_a_bit_flipped(data: bytes | bytearray, at: int) -> bytes:
    changed = bytearray(data)
    changed[at % len(data)] ^= 1
    return bytes(changed)


class Liar:
    """A registry that serves other bytes under the digests of *instead*, and says that all is well."""

    def __init__(self, where: Shop, instead: dict[str, bytes]) -> None:
        self._where, self._instead = where, instead
        self.name = where.registry.name

    def __getattr__(self, name: str) -> object:
        return getattr(self._where.registry, name)

    def blob(self, repository: str, digest: str, size: int) -> object:
        if digest in self._instead:
            return iter([self._instead[digest]])
        return self._where.registry.blob(repository, digest, size)

    def manifest(self, repository: str, reference: str) -> Manifest | None:
        found = self._where.registry.manifest(repository, reference)
        return replace(found, data=self._instead[found.digest]) if found and found.digest in self._instead else found


def blobs(where: Shop) -> dict[str, tuple[str, bytes]]:
    """Return each kind of blob and manifest that is stored: digest and bytes."""
    store = where.store
    bundles = {name: where.attached(kind) for name, kind in (("sign", SIGNED), ("origin", PROVENANCE))}
    bill = next(each for each in store.manifests.values() if CYCLONEDX.encode() in each.data)
    legacy = store.manifests[store.tags[cosign_legacy.tag_of(where.manifest.digest)]]
    owners = {"image": where.manifest, **bundles, "bill": bill, "legacy": legacy}
    found = {f"{name} manifest": (each.digest, each.data) for name, each in owners.items()}
    found |= {f"{name} blob": (d := layers(each)[0].digest, store.blobs[d]) for name, each in owners.items()}
    return found


KINDS = sorted(blobs(a_shop("kinds", a_key())))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "legacy manifest"])
@pytest.mark.parametrize("lying", [False, True], ids=["honest", "lying"])
def test_a_changed_byte_is_found(kind: str, lying: bool) -> None:
    where = shop()
    before = states(checked(where))
    digest, data = blobs(where)[kind]
    for at in (0, 1, 57, len(data) // 2, len(data) - 9, len(data) - 1):
        report = served(where, digest, with_a_bit_flipped(data, at), lying=lying)
        assert states(report) != before, (kind, at)
        if kind.startswith("image"):
            assert codes(report) == {"PS666" if kind == "image manifest" else "PS667"}


def test_a_changed_signature_of_the_older_form_is_found() -> None:
    """Its tag may lead to any manifest, so no digest protects the signature in it: only the key does."""
    where = shop()
    tag = cosign_legacy.tag_of(where.manifest.digest)
    read = json.loads(where.store.manifests[where.store.tags[tag]].data)
    signature = bytearray(base64.b64decode(read["layers"][0]["annotations"][cosign_legacy.SIGNATURE]))
    for at in range(len(signature)):
        read["layers"][0]["annotations"][cosign_legacy.SIGNATURE] = base64.b64encode(
            with_a_bit_flipped(signature, at)
        ).decode()
        put_manifest(where, json.dumps(read).encode(), tag=tag)
        assert codes(checked(where)) == {"PS671"}


def served(where: Shop, digest: str, instead: bytes, *, lying: bool) -> Report:
    """Return what is found out where a registry has other bytes under a digest; a *lying* one does not check them."""
    if lying:
        return verify(Liar(where, {digest: instead}), REPOSITORY, VERSION, Asked(NAME, VERSION, KEY))  # type: ignore[arg-type]
    blobs_, manifests = dict(where.store.blobs), dict(where.store.manifests)
    if digest in blobs_:
        where.replace_blob(digest, instead)
    else:
        where.store.manifests[digest] = Manifest(MANIFEST, instead, digest)
    try:
        return checked(where)
    finally:
        where.store.blobs, where.store.manifests = blobs_, manifests


def test_the_archive_may_be_cut_longer_or_gone() -> None:
    where = shop()
    digest, data = blobs(where)["image blob"]
    for instead in (data[:-1], data + b"x", data + data, b"", data[: len(data) // 2]):
        liar = Liar(where, {digest: instead})
        report = verify(liar, REPOSITORY, VERSION, Asked(NAME, VERSION, KEY))  # type: ignore[arg-type]
        assert codes(report) == {"PS667"}
    del where.store.blobs[digest]
    assert codes(checked(where)) == {"PS667"}


# Tampering by somebody who may push: every digest is right, and something else is said.


def put_manifest(where: Shop, data: bytes, *, tag: str = VERSION) -> Manifest:
    manifest = Manifest(MANIFEST, data, digest_of(data))
    where.store.manifests[manifest.digest] = manifest
    where.store.tags[tag] = manifest.digest
    return manifest


def put_archive(where: Shop, files: dict[str, bytes], **said: str) -> None:
    """Put another archive under the tag; *said* replaces what the image manifest says."""
    out = io.BytesIO()
    packed = archive.write("monitoring-1.4.0", an_artifact(files).entries, out)
    where.store.blobs[packed.digest] = out.getvalue()
    read = json.loads(where.manifest.data)
    read["layers"][0] |= {"digest": packed.digest, "size": packed.size}
    read["annotations"] = {"dev.packscribe.tar.digest": said.get("tar", packed.tar)}
    if "title" in said:
        read["layers"][0]["annotations"]["org.opencontainers.image.title"] = said["title"]
    put_manifest(where, json.dumps(read).encode())


def test_another_archive_under_the_tag_is_not_signed() -> None:
    where = shop()
    put_archive(where, files_of_pack(**{"values.yaml": b"pack: {}\n"}))
    report = checked(where)
    assert codes(report) == {"PS670"} and states(report)["archive"] == "holds"


def test_signatures_of_one_manifest_do_not_sign_another() -> None:
    """What is attached to the signed manifest is attached to another one as it is: subjects are inside."""
    where = shop()
    data = files_of_pack(**{"values.yaml": b"pack: {}\n"})
    put_archive(where, data)
    other = where.store.manifests[where.store.tags[VERSION]]
    for each in (SIGNED, PROVENANCE):
        content = where.store.blobs[layers(where.attached(each))[0].digest]
        made = attachments.attachment(BUNDLE, content, described(other), "x", predicate=each)
        attachments.attach(where.registry, REPOSITORY, [made])
    legacy = where.store.manifests[where.store.tags[cosign_legacy.tag_of(where.manifest.digest)]]
    put_manifest(where, legacy.data, tag=cosign_legacy.tag_of(other.digest))
    assert codes(checked(where)) == {"PS671", "PS673"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"tar": "sha256:" + "0" * 64}, "PS669", id="tar annotation"),
        pytest.param({"tar": "none"}, "PS666", id="tar annotation that is none"),
        pytest.param({"title": "monitoring-1.3.0.tar.gz"}, "PS668", id="title of another version"),
        pytest.param({"title": "../x.tar.gz"}, "PS666", id="title that is a path"),
    ],
)
def test_annotations(change: dict[str, str], code: str) -> None:
    where = shop()
    put_archive(where, files_of_pack(), **change)
    assert code in codes(checked(where, key=None))


def test_another_pack_in_the_archive() -> None:
    for facts in ({"name": "other", "version": VERSION}, {"name": NAME, "version": "1.3.0"}, {}, {"name": [1]}):
        where = shop()
        put_archive(where, files_of_pack(**{"pack.json": json.dumps(facts).encode()}))
        assert codes(checked(where, key=None)) == {"PS668"}
    for broken in (b"", b"[", b"\xff", b"[" * 50_000):
        where = shop()
        put_archive(where, files_of_pack(**{"pack.json": broken}))
        assert codes(checked(where, key=None)) == {"PS667"}


FORM_CHANGES: dict[str, Callable[[dict[str, object]], object]] = {
    "config type": lambda read: read["config"].update(mediaType="application/vnd.oci.empty.v1+json"),  # type: ignore[attr-defined]
    "no layer": lambda read: read.update(layers=[]),
    "two layers": lambda read: read.update(layers=read["layers"] * 2),  # type: ignore[operator]
    "layers no list": lambda read: read.update(layers={"a": 1}),
    "layer no object": lambda read: read.update(layers=[3]),
    "layer type": lambda read: read["layers"][0].update(mediaType="text/plain"),  # type: ignore[index]
    "layer size": lambda read: read["layers"][0].update(size=-1),  # type: ignore[index]
    "layer size huge": lambda read: read["layers"][0].update(size=10**15),  # type: ignore[index]
    "no title": lambda read: read["layers"][0].pop("annotations"),  # type: ignore[index]
    "media type": lambda read: read.update(mediaType="application/vnd.oci.image.index.v1+json"),
    "schema version": lambda read: read.update(schemaVersion=1),
    "annotations no object": lambda read: read.update(annotations=3),
}


@pytest.mark.parametrize("case", FORM_CHANGES)
def test_manifests_of_another_form(case: str) -> None:
    where = shop()
    read = json.loads(where.manifest.data)
    FORM_CHANGES[case](read)
    put_manifest(where, json.dumps(read).encode())
    found = codes(checked(where, key=None))
    assert found == ({"PS666"} if case != "annotations no object" else set())


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"[" * 100_000, b"\xff", b'{"layers":1,"layers":2}'])
def test_manifests_that_are_none(data: bytes) -> None:
    where = shop()
    put_manifest(where, data)
    assert codes(checked(where, key=None)) == {"PS666"}


def forged(where: Shop, kind: str, content: bytes, **more: str) -> None:
    made = attachments.attachment(kind, content, described(where.manifest), "x", **more)
    attachments.attach(where.registry, REPOSITORY, [made])


def test_what_others_attach_does_no_harm() -> None:
    where = shop()
    forged(where, BUNDLE, bundle(signed_statement(where.manifest.digest), a_key("other")), predicate=SIGNED)
    other = About(NAME, VERSION, "sha256:" + "0" * 64)
    forged(where, BUNDLE, bundle(provenance(other, where.manifest.digest, ORIGIN), a_key("other")))
    forged(where, CYCLONEDX, sbom(other, of_entries(an_artifact().entries)))
    forged(where, "application/vnd.example", b"\0" * 100)
    assert not checked(where).problems


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 100_000, b"\xff" * 50, b"{}", b'{"mediaType":"' + BUNDLE.encode() + b'"}', b" " * 17_000_000],
    ids=["empty", "broken", "deep", "binary", "object", "bare", "huge"],
)
def test_hostile_attachments_are_warnings(content: bytes) -> None:
    where = shop()
    forged(where, BUNDLE, content)
    report = checked(where)
    assert codes(report) == {"PS675"} and {str(each.severity) for each in report.problems} == {"warning"}
    assert {state for about, state in states(report).items() if about != "attached"} == {"holds"}


def test_hostile_bills() -> None:
    for content in (b"", b"{", b"[]", b"{}", b'{"bomFormat":"CycloneDX"}', b'{"bomFormat":"CycloneDX","metadata":[]}'):
        where = shop(signed=False, sealed=False)
        forged(where, CYCLONEDX, content)
        assert codes(checked(where, key=None)) == {"PS672"}


def test_a_bill_that_the_provenance_does_not_name() -> None:
    where = shop(sealed=False)
    contents = of_entries(an_artifact().entries)
    said = provenance(where.about, where.manifest.digest, ORIGIN, digest_of(sbom(where.about, contents, 5)))
    forged(where, BUNDLE, bundle(said, a_key()), predicate=PROVENANCE)
    forged(where, CYCLONEDX, sbom(where.about, contents))
    assert "PS672" in codes(checked(where))


def test_a_provenance_of_something_else() -> None:
    zeros = "sha256:" + "0" * 64
    for about, manifest in ((None, zeros), (About(NAME, VERSION, zeros), "")):
        where = shop(sealed=False)
        said = provenance(about or where.about, manifest or where.manifest.digest, ORIGIN)
        forged(where, BUNDLE, bundle(said, a_key()), predicate=PROVENANCE)
        assert "PS673" in codes(checked(where))
    where = shop(sealed=False)
    subjects = [("", where.manifest.digest), ("", where.about.tar)]
    for predicate in ({}, {"buildDefinition": 3, "runDetails": []}, {"buildDefinition": {"resolvedDependencies": [3]}}):
        forged(where, BUNDLE, bundle(statement(subjects, PROVENANCE, predicate), a_key()), predicate=PROVENANCE)
        assert states(checked(where))["provenance"] == "holds"


def test_too_much_is_not_read() -> None:
    where = shop()
    for number in range(120):
        forged(where, CYCLONEDX, b'{"bomFormat": %d}' % number)
    report = checked(where)
    assert "PS675" in codes(report) and any("too much" in each.why for each in report.findings)


def test_a_referrer_of_another_manifest_is_not_taken() -> None:
    """A registry may list anything; a manifest counts where it says itself what it is about."""
    where = shop(sealed=False)
    foreign = attachments.attachment(
        BUNDLE,
        bundle(signed_statement(where.manifest.digest), a_key()),
        Descriptor(MANIFEST, "sha256:" + "0" * 64, 1),
        "x",
    )
    where.store.manifests[foreign.manifest.digest] = foreign.manifest
    liar = Liar(where, {})
    liar.referrers = lambda repository, digest: [described(foreign.manifest)]  # type: ignore[attr-defined]
    report = verify(liar, REPOSITORY, VERSION, Asked(NAME, VERSION, KEY))  # type: ignore[arg-type]
    assert codes(report) == {"PS670", "PS675"}


def test_payloads_of_the_older_form() -> None:
    where = shop(sealed=False)
    good = cosign_legacy.payload_of(where.manifest.digest, "x")
    cases = {
        b"{": a_key().sign(b"{"),
        cosign_legacy.payload_of("sha256:" + "0" * 64, "x"): None,
        good.replace(b"cosign container", b"something"): None,
        good: b"no signature",
        b"x" * 100_000: None,
    }
    for payload, signature in cases.items():
        signature = signature or a_key().sign(payload)
        note = ((cosign_legacy.SIGNATURE, base64.b64encode(signature).decode()),)
        layer = Descriptor(cosign_legacy.PAYLOAD, digest_of(payload), len(payload), note)
        where.store.blobs[layer.digest] = payload
        data = {"schemaVersion": 2, "config": {}, "layers": [attachments.pointer(layer)]}
        put_manifest(where, json.dumps(data).encode(), tag=cosign_legacy.tag_of(where.manifest.digest))
        assert "PS671" in codes(checked(where)), payload[:40]


def test_where_the_world_fails_it_is_an_error_of_the_world() -> None:
    def down(*_: object) -> None:
        raise RegistryError("PS633", "nobody answers", "start it")

    for name in ("manifest", "referrers", "blob"):
        liar = Liar(shop(), {})
        setattr(liar, name, down)
        with pytest.raises(RegistryError):
            verify(liar, REPOSITORY, VERSION, Asked(NAME, VERSION, KEY))  # type: ignore[arg-type]


# A rebuild from the source.


def rebuild(files: dict[str, bytes] | None = None, **sources: str) -> Callable[[str, int], Rebuilt]:
    artifact = an_artifact(files)

    def made(version: str, mtime: int) -> Rebuilt:
        assert version == VERSION
        return Rebuilt(artifact.tar(mtime), of_entries(artifact.entries).digests, sources)

    return made


def test_a_rebuild_gives_the_same_tar_whatever_time_it_has() -> None:
    for mtime in (0, 1_700_000_000):
        where = shop(mtime=mtime)
        report = checked(where, rebuild=rebuild())
        assert states(report)["source"] == "holds" and "byte for byte" in report.findings[-1].why


def test_a_rebuild_that_differs_says_where() -> None:
    files = files_of_pack(**{"values.yaml": b"", "more": b""})
    report = checked(shop(), rebuild=rebuild(files, **{"packs/monitoring/pack.yaml": "sha256:00"}))
    assert codes(report) == {"PS674"}
    said = "`more`, `values.yaml`; changed since it was made: `packs/monitoring/pack.yaml`"
    assert report.findings[-1].why.endswith(said)


def test_the_same_files_packed_by_another_tool() -> None:
    where, files = shop(sealed=False), of_entries(an_artifact().entries).digests
    report = checked(where, key=None, rebuild=lambda *_: Rebuilt("sha256:x", files, {}))
    assert states(report)["source"] == "holds" and "another tool" in report.findings[-1].why
    assert states(checked(where, key=None, rebuild=lambda *_: "no source"))["source"] == "absent"


def test_sigstores_own_verifier_takes_what_is_attached() -> None:
    if reason := gate_missing():
        pytest.skip(reason)
    where = shop()
    attached = [where.store.blobs[layers(where.attached(kind))[0].digest] for kind in (SIGNED, PROVENANCE)]
    assert gate([(each, a_key()) for each in attached]) == ["ok", "ok"]
