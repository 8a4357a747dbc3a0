"""`verify`, `pull` and `registry ls`, and sealing while publishing: from the source to a registry and back."""

from __future__ import annotations

import io
import json
import os
import subprocess
import tarfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from real_registry import MISSING, RealRegistry
from sealed_packs import a_key, gate, gate_missing
from small_packs import build, repository

from generator.cli import cli
from generator.diagnostics.catalogue import EXPLANATIONS
from generator.publishing.judged import Wish
from generator.publishing.run import Request, publish
from generator.registry import NoSubjects, Options, RegistryError
from generator.registry.destinations import open_destination
from generator.registry.stored import descriptor, fields
from generator.retrieval.reference import Reference, reference
from generator.sealing import Sealer, sealer
from generator.trust.bundle import BUNDLE

ONE = "spectro-packs/archive/one"
DIGEST = "sha256:" + "0" * 64


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "repository", "one", "two", versions=("1.1.0", "1.0.0"))


@pytest.fixture
def pub(tmp_path: Path) -> Path:
    file = tmp_path / "pack.pub"
    file.write_bytes(a_key().public.pem)
    return file


def run(root: Path, *words: object) -> Result:
    return CliRunner().invoke(cli, [*map(str, words), "--root", str(root)], catch_exceptions=False)


def problems(root: Path, *words: object) -> list[dict[str, Any]]:
    """Return what a command finds wrong; every problem has a way out and an explanation."""
    listed: list[dict[str, Any]] = json.loads(run(root, *words, "--format", "json").output)
    assert all(each["help"] and each["code"] in EXPLANATIONS for each in listed)
    return listed


def codes(root: Path, *words: object) -> set[str]:
    return {each["code"] for each in problems(root, *words)}


def sealed(root: Path, to: str = "", *names: str, signed: bool = True) -> str:
    """Publish packs with a seal, and return the destination."""
    to = to or f"oci-layout:{root / 'dist' / 'registry'}"
    seal = Sealer(root, "", a_key() if signed else None)
    outcome = publish(root, Wish(names), Request(to, seal=seal, workers=2))
    assert not [each for each in outcome.found if each.code.startswith("PS6")], outcome.found
    return to


# References.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("oci://h.example/base/monitoring:1.4.0", Reference("oci://h.example/base", "monitoring", "1.4.0", "")),
        ("oci://h.example:5000/monitoring:1.4.0", Reference("oci://h.example:5000", "monitoring", "1.4.0", "")),
        ("oci://h.example/a/b/m:LTS__22.4", Reference("oci://h.example/a/b", "m", "LTS__22.4", "")),
        (f"oci://h.example/base/m@{DIGEST}", Reference("oci://h.example/base", "m", "", DIGEST)),
        (f"oci://h.example/base/m:1.0@{DIGEST}", Reference("oci://h.example/base", "m", "1.0", DIGEST)),
        ("oci://h.example/base/spectro-packs/archive/m:1", Reference("oci://h.example/base", "m", "1", "")),
        ("oci://h.example/spectro-packs/archive/m:1", Reference("oci://h.example", "m", "1", "")),
        ("oci-layout:dist/registry#m:1.4.0", Reference("oci-layout:dist/registry", "m", "1.4.0", "")),
        ("oci-layout:/a#b/c#m:1.4.0", Reference("oci-layout:/a#b/c", "m", "1.4.0", "")),
        ("memory:x#m:1", Reference("memory:x", "m", "1", "")),
    ],
)
def test_references(text: str, expected: Reference) -> None:
    assert reference(text) == expected and expected.target in (expected.version, expected.digest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "monitoring",
        "monitoring:1.4.0",
        "oci://",
        "oci://h.example",
        "oci://h.example:5000",
        "oci://monitoring:1.4.0",
        "oci:///monitoring:1.4.0",
        "oci://h.example/base/monitoring",
        "oci://h.example/base/monitoring:",
        "oci://h.example/base/Monitoring:1.4.0",
        "oci://h.example/base/monitoring:1.4.0+build",
        "oci://h.example/base/monitoring@sha256:abc",
        "oci://h.example/base/monitoring@sha512:" + "0" * 128,
        "oci-layout:dist/registry:1.4.0",
        "oci-layout:#monitoring:1.4.0",
        "oci-layout:dist#monitoring",
        "oci://h.example/base/m:1\x1b[2J",
        "oci://h.example/base/" + "m" * 1_000_000 + ":1",
        "a:" * 500_000,
    ],
    ids=lambda text: text[:40] or "empty",
)
def test_no_references(text: str) -> None:
    with pytest.raises(RegistryError) as caught:
        reference(text)
    assert caught.value.code == "PS664" and len(caught.value.message) < 300 and caught.value.message.isprintable()


# From the source to a registry and back.


def test_what_was_published_is_proven(root: Path, pub: Path) -> None:
    to = sealed(root)
    done = run(root, "verify", f"{to}#one:1.1.0", "--key", pub)
    assert done.exit_code == 0, done.output
    about = [line.split()[1] for line in done.output.splitlines()]
    assert about == ["manifest", "signature", "cosign", "archive", "tar", "provenance", "sbom", "source"]
    assert {line.split()[0] for line in done.output.splitlines()} == {"holds"}
    assert not problems(root, "verify", f"{to}#one:1.1.0", "--key", pub)


def test_a_layout_of_a_sealed_pack_lists_what_refers_to_it(root: Path) -> None:
    found = open_destination(sealed(root), Options())
    manifest = found.manifest(ONE, "1.0.0")
    assert manifest
    kinds = sorted(each.artifact_type for each in found.referrers(ONE, manifest.digest))
    assert kinds == ["application/vnd.cyclonedx+json", BUNDLE, BUNDLE]
    assert not [each for each in found.tags(ONE) if each not in ("1.0.0", "1.1.0") and not each.endswith(".sig")]


def test_sigstores_own_verifier_takes_what_publishing_attached(root: Path) -> None:
    if reason := gate_missing():
        pytest.skip(reason)
    found = open_destination(sealed(root, "", "one"), Options())
    manifest = found.manifest(ONE, "1.0.0")
    assert manifest
    bundles = [each for each in found.referrers(ONE, manifest.digest) if each.artifact_type == BUNDLE]
    contents = []
    for each in bundles:
        owner = found.manifest(ONE, each.digest)
        assert owner
        layer = descriptor(fields(owner.data)["layers"][0])  # type: ignore[index]
        assert layer
        contents.append(b"".join(found.blob(ONE, layer.digest, layer.size)))
    assert gate([(each, a_key()) for each in contents]) == ["ok", "ok"]


def test_sealing_the_same_source_again_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    once = open_destination(sealed(root), Options())
    again = open_destination(sealed(root, f"oci-layout:{tmp_path / 'again'}"), Options())
    manifest = once.manifest(ONE, "1.0.0")
    assert manifest
    assert {each.digest for each in once.referrers(ONE, manifest.digest)} == {
        each.digest for each in again.referrers(ONE, manifest.digest)
    }


def test_unsigned_packs_verify_without_a_key_and_fail_with_one(root: Path, pub: Path) -> None:
    to = sealed(root, signed=False)
    assert run(root, "verify", f"{to}#one:1.0.0").exit_code == 0
    assert run(root, "verify", f"{to}#one:1.0.0", "--key", pub).exit_code == 1
    assert codes(root, "verify", f"{to}#one:1.0.0", "--key", pub) == {"PS670", "PS673"}


def test_a_changed_source_is_found_out(root: Path) -> None:
    to = sealed(root)
    file = root / "packs" / "one" / "pack.yaml"
    file.write_text(file.read_text().replace("nodes: 1", "nodes: 2"))
    build(root)
    found = problems(root, "verify", f"{to}#one:1.0.0")
    assert [each["code"] for each in found] == ["PS674"]
    assert "values.yaml" in found[0]["message"] and "packs/one/pack.yaml" in found[0]["message"]
    assert codes(root, "verify", f"{to}#one:1.0.0", "--source", "one") == {"PS674"}


def test_sources(root: Path, tmp_path: Path) -> None:
    to = sealed(root)
    elsewhere = run(tmp_path, "verify", f"{to}#one:1.0.0")
    assert elsewhere.exit_code == 0 and "source" not in elsewhere.output
    assert codes(root, "verify", f"{to}#one:1.0.0", "--source", "two") == {"PS674"}
    assert "PS110" in codes(root, "verify", f"{to}#one:1.0.0", "--source", "three")
    file = root / "packs" / "one" / "pack.yaml"
    file.write_text(file.read_text().replace("1.0.0", "0.9.0"))
    build(root)
    gone = run(root, "verify", f"{to}#one:1.0.0")
    assert gone.exit_code == 0 and "absent     source" in gone.output, gone.output
    assert codes(root, "verify", f"{to}#one:1.0.0", "--source", "one") == {"PS674"}


def test_a_source_with_errors_is_no_fault_of_the_registry(root: Path) -> None:
    to = sealed(root)
    file = root / "packs" / "one" / "pack.yaml"
    file.write_text(file.read_text().replace("layer: addon", "layer: roof"))
    done = run(root, "verify", f"{to}#one:1.0.0")
    assert done.exit_code == 0 and "cannot be packed" in done.output
    assert run(root, "verify", f"{to}#one:1.0.0", "--source", "one").exit_code == 1


def test_keys_that_cannot_verify(root: Path, tmp_path: Path) -> None:
    to = sealed(root)
    for content, code in ((b"", "PS661"), (None, "PS660")):
        file = tmp_path / "k"
        file.unlink(missing_ok=True)
        if content is not None:
            file.write_bytes(content)
        done = run(root, "verify", f"{to}#one:1.0.0", "--key", file)
        assert done.exit_code == 1 and code in done.output


def test_wrong_references_and_destinations(root: Path) -> None:
    no_folder = f"oci-layout:{root / 'packscribe.toml'}#one:1.0.0"
    for text, expected in (("one:1.0.0", 2), ("nothing:there#one:1.0.0", 1), (no_folder, 1)):
        for words in (("verify", text), ("pull", text, "-o", str(root / "out"))):
            done = run(root, *words)
            assert done.exit_code == expected and "help:" in done.output, (words, done.output)
    to = sealed(root)
    for text in (f"{to}#one:9.0.0", f"{to}#three:1.0.0"):
        assert codes(root, "verify", text) == codes(root, "pull", text, "-o", root / "out") == {"PS665"}
    assert not (root / "out").exists()


def test_a_registry_that_is_not_there_is_the_worlds_fault(root: Path) -> None:
    for words in (("verify", "oci://127.0.0.1:9/x/one:1.0.0"), ("registry", "ls", "oci://127.0.0.1:9/x")):
        done = run(root, *words, "--retries", "0")
        assert done.exit_code == 3 and "127.0.0.1:9" in done.output, done.output


# Pulling and listing.


def test_pulling_gives_the_archive(root: Path, tmp_path: Path) -> None:
    to = sealed(root)
    run(root, "package", "-o", tmp_path / "dist")
    done = run(root, "pull", f"{to}#one:1.0.0", "-o", tmp_path / "out")
    assert done.exit_code == 0 and done.output.startswith("wrote")
    file = tmp_path / "out" / "one-1.0.0.tar.gz"
    assert file.read_bytes() == (tmp_path / "dist" / "one-1.0.0.tar.gz").read_bytes()
    again = run(root, "pull", f"{to}#one:1.0.0", "-o", tmp_path / "out")
    assert again.exit_code == 0 and again.output.startswith("unchanged")
    file.write_bytes(b"mine")
    assert codes(root, "pull", f"{to}#one:1.0.0", "-o", tmp_path / "out") == {"PS676"}
    assert file.read_bytes() == b"mine" and [p.name for p in (tmp_path / "out").iterdir()] == [file.name]


def test_pulling_a_folder(root: Path, tmp_path: Path) -> None:
    to = sealed(root)
    run(root, "package", "-o", tmp_path / "dist", "--as", "folder")
    words = ("pull", f"{to}#one:1.0.0", "-o", tmp_path / "out", "--as", "folder")
    before = os.umask(0o077)
    try:
        assert run(root, *words).exit_code == 0
    finally:
        os.umask(before)
    for made in ("dist", "out"):
        assert (tmp_path / made / "one-1.0.0" / "pack.json").is_file()
        modes = {oct(p.stat().st_mode & 0o7777) for p in (tmp_path / made).rglob("*")}
        assert modes == {"0o644", "0o755"}
    files = {
        made: {
            p.relative_to(tmp_path / made).as_posix(): p.read_bytes()
            for p in (tmp_path / made / "one-1.0.0").rglob("*")
            if p.is_file()
        }
        for made in ("dist", "out")
    }
    assert files["dist"] == files["out"]
    assert run(root, *words).output.startswith("unchanged")
    (tmp_path / "out" / "one-1.0.0" / "more").write_text("")
    assert codes(root, *words) == {"PS676"}
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["one-1.0.0"]


def a_foreign_pack(to: str, files: dict[str, bytes], link: str = "") -> None:
    """Push an archive as another tool would."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for path, data in files.items():
            info = tarfile.TarInfo(path)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
        if link:
            info = tarfile.TarInfo(link)
            info.type, info.linkname = tarfile.SYMTYPE, "/etc"
            tar.addfile(info)
    from hashlib import sha256

    from generator.publishing import image
    from generator.registry import MANIFEST, Descriptor, Manifest

    data = out.getvalue()
    note = ((image.TITLE, "one-1.0.0.tar.gz"),)
    blob = Descriptor(image.ARCHIVE_TYPE, f"sha256:{sha256(data).hexdigest()}", len(data), note)
    registry = open_destination(to, Options())
    registry.put_blob(ONE, image.config(), lambda: io.BytesIO(image.CONFIG))
    registry.put_blob(ONE, blob, lambda: io.BytesIO(data))
    pointers = [
        {"mediaType": each.media_type, "digest": each.digest, "size": each.size, "annotations": dict(each.annotations)}
        for each in (image.config(), blob)
    ]
    text = json.dumps({"schemaVersion": 2, "mediaType": MANIFEST, "config": pointers[0], "layers": pointers[1:]})
    manifest = Manifest(MANIFEST, text.encode(), f"sha256:{sha256(text.encode()).hexdigest()}")
    registry.put_manifest(ONE, "1.0.0", manifest)


PACK_JSON = b'{"name": "one", "version": "1.0.0"}'


def test_what_other_tools_have_pushed_can_be_pulled(root: Path, tmp_path: Path) -> None:
    to = f"oci-layout:{tmp_path / 'foreign'}"
    a_foreign_pack(to, {"any-folder/pack.json": PACK_JSON, "any-folder/values.yaml": b"a: 1\n"})
    words = ("pull", f"{to}#one:1.0.0", "-o", tmp_path / "out", "--as", "folder")
    assert run(root, *words).exit_code == 0
    assert (tmp_path / "out" / "one-1.0.0" / "values.yaml").read_text() == "a: 1\n"
    assert "absent     tar" in run(tmp_path, "verify", f"{to}#one:1.0.0").output


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    to = f"oci-layout:{tmp_path / 'none'}"
    for words in (("verify", f"{to}#one:1.0.0"), ("pull", f"{to}#one:1.0.0", "-o", tmp_path), ("registry", "ls", to)):
        done = run(tmp_path, *words)
        assert done.exit_code == 1 and "error PS600" in done.output and "there is no such folder" in done.output
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("files", "link"),
    [
        ({"p/pack.json": PACK_JSON}, "p/out"),
        ({"p/pack.json": PACK_JSON, "../../evil": b"x"}, ""),
        ({"p/pack.json": PACK_JSON, "/tmp/evil": b"x"}, ""),
        ({"p/pack.json": PACK_JSON, "p/PACK.json": b"x"}, ""),
    ],
)
def test_hostile_archives_are_not_pulled(root: Path, tmp_path: Path, files: dict[str, bytes], link: str) -> None:
    to = f"memory:{uuid4()}"
    a_foreign_pack(to, files, link)
    for form in ("archive", "folder"):
        words = ("pull", f"{to}#one:1.0.0", "-o", tmp_path / "out", "--as", form)
        assert codes(root, *words) == {"PS667"}
    assert not (tmp_path / "out").exists() and not (tmp_path / "evil").exists()
    assert codes(tmp_path, "verify", f"{to}#one:1.0.0") == {"PS667"}


def test_listing(root: Path) -> None:
    to = sealed(root)
    assert run(root, "registry", "ls", to).output.split("\n") == [
        "one 1.0.0",
        "one 1.1.0",
        "two 1.0.0",
        "two 1.1.0",
        "",
    ]
    assert run(root, "registry", "ls", to, "two").output == "two 1.0.0\ntwo 1.1.0\n"
    nothing = run(root, "registry", "ls", f"memory:{uuid4()}")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert nothing.stderr.startswith("no packs at memory:")
    assert codes(root, "registry", "ls", "nothing") == {"PS600"}


def test_versions_are_listed_by_their_numbers(tmp_path: Path) -> None:
    root = repository(tmp_path / "repository", "one", versions=("1.10.0", "1.9.0"))
    assert run(root, "registry", "ls", sealed(root)).output == "one 1.9.0\none 1.10.0\n"


# Sealing.


def test_a_registry_that_takes_no_subjects_has_the_older_form(
    root: Path, pub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.registry.memory import Memory

    def attach(*_: object) -> None:
        raise NoSubjects("PS645", "it takes none", "use another registry", world=False)

    monkeypatch.setattr(Memory, "attach", attach)
    to = f"memory:{uuid4()}"
    outcome = publish(root, Wish(("one",)), Request(to, seal=Sealer(root, "", a_key())))
    assert {each.code for each in outcome.found if each.code.startswith("PS6")} == {"PS645"}
    done = run(root, "verify", f"{to}#one:1.0.0", "--key", pub)
    assert done.exit_code == 0 and "holds      cosign signature" in done.output


def test_the_provenance_names_the_commit(root: Path) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "all"]):
        subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)
    commit = subprocess.run(["git", "-C", str(root), "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    done = run(root, "verify", f"{sealed(root)}#one:1.0.0")
    assert f"made of revision {commit.stdout[:12]}" in done.output


def test_key_passphrase_and_time_come_from_file_and_environment(root: Path, pub: Path, tmp_path: Path) -> None:
    secret = BestAvailableEncryption(b"open sesame")
    (tmp_path / "k.pem").write_bytes(a_key().key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret))
    environment = {"PACKSCRIBE_KEY_PASSWORD": "open sesame", "SOURCE_DATE_EPOCH": "1700000000"}
    to = f"memory:{uuid4()}"
    wish = Wish(("one",), time=environment["SOURCE_DATE_EPOCH"])
    publish(root, wish, Request(to, seal=sealer(root, tmp_path / "k.pem", environment)))
    done = run(root, "verify", f"{to}#one:1.0.0", "--key", pub)
    assert done.exit_code == 0 and done.output.count("holds") == 8, done.output
    with pytest.raises(RegistryError) as caught:
        sealer(root, tmp_path / "k.pem", {})
    assert caught.value.code == "PS662"


@pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}: apt-get install docker-registry skopeo")
def test_a_real_registry(root: Path, pub: Path, tmp_path: Path) -> None:
    """docker-registry 2.8 knows no referrers: what is attached is found by the tag that stands in for them."""
    (tmp_path / "served").mkdir()
    with RealRegistry(tmp_path / "served") as served:
        to = sealed(root, f"oci://127.0.0.1:{served.port}/base")
        done = run(root, "verify", f"{to}/one:1.0.0", "--key", pub)
        assert done.exit_code == 0, done.output
        assert {line.split()[0] for line in done.output.splitlines()} == {"holds"}
        assert run(root, "pull", f"{to}/one:1.0.0", "-o", tmp_path / "out").exit_code == 0
        assert run(root, "registry", "ls", to).output == "one 1.0.0\none 1.1.0\ntwo 1.0.0\ntwo 1.1.0\n"


def test_every_code_is_explained() -> None:
    room = Path(__file__).parent.parent / "generator"
    text = "".join(p.read_text("utf-8") for name in ("trust", "retrieval") for p in (room / name).glob("*.py"))
    mine = {f"PS{number}" for number in range(660, 680)}
    assert {code for code in mine if f'"{code}"' in text} == mine & set(EXPLANATIONS)
