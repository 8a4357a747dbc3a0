"""What every registry does, whatever is behind it: each module of generator/registry with an `open_registry`.

A registry that needs a server is tried with Debian's docker-registry, where that is installed.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from generator.registry import INDEX, MANIFEST, Descriptor, Manifest, Options, Registry, RegistryError
from generator.registry.destinations import open_destination, schemes

REPOSITORY = "spectro-packs/archive/sample"
MISSING = "sha256:" + "0" * 64


def digest(data: bytes) -> str:
    return f"sha256:{sha256(data).hexdigest()}"


def blob(data: bytes, media_type: str = "application/octet-stream") -> Descriptor:
    return Descriptor(media_type, digest(data), len(data))


def opener(data: bytes) -> Callable[[], io.BytesIO]:
    return lambda: io.BytesIO(data)


def image(data: bytes, subject: Manifest | None = None) -> Manifest:
    """Return an image manifest with one blob, of *data*, and a configuration that is `{}`."""

    def pointer(media_type: str, content: bytes) -> dict[str, object]:
        return {"mediaType": media_type, "digest": digest(content), "size": len(content)}

    fields: dict[str, object] = {"schemaVersion": 2, "mediaType": MANIFEST}
    fields["config"] = pointer("application/vnd.example.config.v1+json", b"{}")
    fields["layers"] = [pointer("application/vnd.oci.image.layer.v1.tar", data)]
    if subject:
        fields["subject"] = pointer(subject.media_type, subject.data)
    written = json.dumps(fields).encode()
    return Manifest(MANIFEST, written, digest(written))


def store(registry: Registry, manifest: Manifest, data: bytes, *references: str, repository: str = REPOSITORY) -> None:
    for content in (b"{}", data):
        registry.put_blob(repository, blob(content), opener(content))
    for reference in references:
        registry.put_manifest(repository, reference, manifest)


@contextlib.contextmanager
def docker_registry(folder: Path) -> Iterator[str]:
    """Yield host and port of a docker-registry whose files are in *folder*."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    (folder / "config.yml").write_text(
        "version: 0.1\nlog: {level: error}\n"
        f"storage: {{filesystem: {{rootdirectory: {folder}/data}}, delete: {{enabled: true}}}}\n"
        f"http: {{addr: '{host}'}}\n"
    )
    command = ["docker-registry", "serve", str(folder / "config.yml")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(200):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"http://{host}/v2/", timeout=5).close()
                    break
                time.sleep(0.05)
            yield host
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not shutil.which("docker-registry"):
        pytest.skip("docker-registry is not installed")
    with docker_registry(tmp_path_factory.mktemp("registry")) as host:
        yield host


@pytest.fixture(params=schemes())
def registry(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Registry]:
    addresses = {
        "memory": lambda: f"memory:{uuid4()}",
        "oci-layout": lambda: f"oci-layout:{tmp_path / 'layouts'}",
        "oci": lambda: f"oci://{request.getfixturevalue('server')}/t{uuid4().hex}",
    }
    assert request.param in addresses, "say here where the tests find a registry of this kind"
    opened = open_destination(addresses[request.param](), Options(deadline=20, retries=2))
    yield opened
    opened.close()


def test_an_empty_registry_has_nothing(registry: Registry) -> None:
    assert registry.manifest(REPOSITORY, "1.0.0") is None and registry.manifest(REPOSITORY, MISSING) is None
    assert registry.head(REPOSITORY, "1.0.0") is None and not registry.has_blob(REPOSITORY, MISSING)
    assert not registry.tags(REPOSITORY) and not registry.referrers(REPOSITORY, MISSING)
    assert not registry.repositories("")


def test_a_blob_is_stored_once_and_comes_back(registry: Registry) -> None:
    data = bytes(range(256)) * 10_000
    assert registry.put_blob(REPOSITORY, blob(data), opener(data)) is True
    assert registry.put_blob(REPOSITORY, blob(data), opener(data)) is False
    assert registry.has_blob(REPOSITORY, digest(data))
    assert b"".join(registry.blob(REPOSITORY, digest(data), len(data))) == data


def test_an_empty_blob_is_one(registry: Registry) -> None:
    assert registry.put_blob(REPOSITORY, blob(b""), opener(b""))
    assert b"".join(registry.blob(REPOSITORY, digest(b""), 0)) == b""


def test_a_blob_that_is_not_there_is_said(registry: Registry) -> None:
    with pytest.raises(RegistryError):
        list(registry.blob(REPOSITORY, MISSING, 3))


@pytest.mark.parametrize("data", [b"wrong", b"right!", b"righ", b""])
def test_a_blob_of_other_content_is_not_taken(registry: Registry, data: bytes) -> None:
    with pytest.raises(RegistryError) as refused:
        registry.put_blob(REPOSITORY, blob(b"right"), opener(data))
    assert refused.value.help and refused.value.code.startswith("PS6")
    assert not registry.has_blob(REPOSITORY, digest(b"right"))
    assert registry.put_blob(REPOSITORY, blob(b"right"), opener(b"right"))


def test_a_blob_is_read_with_the_size_that_was_said(registry: Registry) -> None:
    registry.put_blob(REPOSITORY, blob(b"right"), opener(b"right"))
    with pytest.raises(RegistryError):
        list(registry.blob(REPOSITORY, digest(b"right"), 4))


def test_a_manifest_is_found_by_tag_and_by_digest(registry: Registry) -> None:
    manifest = image(b"one")
    store(registry, manifest, b"one", manifest.digest, "1.0.0", "LTS__22.4")
    for reference in (manifest.digest, "1.0.0", "LTS__22.4"):
        assert registry.manifest(REPOSITORY, reference) == manifest
        head = registry.head(REPOSITORY, reference)
        assert head is not None
        assert (head.media_type, head.digest, head.size) == (MANIFEST, manifest.digest, len(manifest.data))
    assert list(registry.tags(REPOSITORY)) == ["1.0.0", "LTS__22.4"]


def test_a_manifest_by_digest_moves_no_tag(registry: Registry) -> None:
    store(registry, image(b"one"), b"one", "1.0.0")
    store(registry, image(b"two"), b"two", image(b"two").digest)
    assert registry.manifest(REPOSITORY, "1.0.0") == image(b"one")
    assert list(registry.tags(REPOSITORY)) == ["1.0.0"]


def test_a_tag_moves_and_the_old_manifest_stays(registry: Registry) -> None:
    store(registry, image(b"one"), b"one", "1.0.0")
    store(registry, image(b"two"), b"two", "1.0.0")
    assert registry.manifest(REPOSITORY, "1.0.0") == image(b"two")
    assert registry.manifest(REPOSITORY, image(b"one").digest) == image(b"one")
    assert list(registry.tags(REPOSITORY)) == ["1.0.0"]


def test_a_manifest_without_its_blobs_is_refused(registry: Registry) -> None:
    registry.put_blob(REPOSITORY, blob(b"{}"), opener(b"{}"))
    with pytest.raises(RegistryError):
        registry.put_manifest(REPOSITORY, "1.0.0", image(b"one"))
    assert registry.manifest(REPOSITORY, "1.0.0") is None


def test_a_manifest_under_another_digest_is_refused(registry: Registry) -> None:
    manifest = image(b"one")
    store(registry, manifest, b"one")
    wrong = Manifest(manifest.media_type, manifest.data, MISSING)
    for reference in (MISSING, "1.0.0"):
        with pytest.raises(RegistryError):
            registry.put_manifest(REPOSITORY, reference, wrong)
    assert registry.manifest(REPOSITORY, "1.0.0") is None


def test_repositories_do_not_mix(registry: Registry) -> None:
    store(registry, image(b"one"), b"one", "1.0.0")
    assert registry.manifest("spectro-packs/archive/other", "1.0.0") is None
    store(registry, image(b"two"), b"two", "1.0.0", repository="spectro-packs/archive/other")
    store(registry, image(b"two"), b"two", "1.0.0", repository="elsewhere")
    assert registry.manifest(REPOSITORY, "1.0.0") == image(b"one")
    assert list(registry.repositories("spectro-packs/")) == ["spectro-packs/archive/other", REPOSITORY]
    assert "elsewhere" in registry.repositories("")


def test_what_refers_to_a_manifest_is_found(registry: Registry) -> None:
    manifest = image(b"one")
    store(registry, manifest, b"one", "1.0.0")
    for data in (b"signature", b"attestation"):
        referring = image(data, manifest)
        store(registry, referring, data)
        registry.attach(REPOSITORY, referring, manifest.digest)
        registry.attach(REPOSITORY, referring, manifest.digest)
    found = registry.referrers(REPOSITORY, manifest.digest)
    expected = {image(data, manifest).digest for data in (b"signature", b"attestation")}
    assert {each.digest for each in found} == expected and len(found) == 2
    assert {each.artifact_type for each in found} == {"application/vnd.example.config.v1+json"}
    assert registry.manifest(REPOSITORY, "1.0.0") == manifest
    for each in expected:
        assert registry.manifest(REPOSITORY, each) is not None


def test_an_index_is_a_manifest_too(registry: Registry) -> None:
    store(registry, image(b"one"), b"one", image(b"one").digest)
    listed = {"mediaType": MANIFEST, "digest": image(b"one").digest, "size": len(image(b"one").data)}
    data = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": [listed]}).encode()
    index = Manifest(INDEX, data, digest(data))
    registry.put_manifest(REPOSITORY, "all", index)
    assert registry.manifest(REPOSITORY, "all") == index


@pytest.mark.parametrize(
    "repository", ["Upper/case", "../out", "a//b", "/a", "a/", "a..b", "", "a" * 300, "a b", "a\n"]
)
def test_names_that_are_none_are_refused_before_anything_else(registry: Registry, repository: str) -> None:
    for attempt in (
        lambda: registry.put_blob(repository, blob(b"x"), opener(b"x")),
        lambda: registry.manifest(repository, "1.0.0"),
        lambda: registry.put_manifest(repository, "1.0.0", image(b"x")),
        lambda: registry.create_repository(repository),
    ):
        with pytest.raises(RegistryError) as refused:
            attempt()
        assert not refused.value.world and refused.value.help


@pytest.mark.parametrize("reference", ["1.0.0+build", "a/b", "x" * 129, "-x", "sha256:12", "a b", "a\n"])
def test_tags_that_are_none_are_refused(registry: Registry, reference: str) -> None:
    store(registry, image(b"one"), b"one")
    with pytest.raises(RegistryError) as refused:
        registry.put_manifest(REPOSITORY, reference, image(b"one"))
    assert not refused.value.world and refused.value.help


def test_a_repository_may_be_made_before(registry: Registry) -> None:
    registry.create_repository(REPOSITORY)
    registry.create_repository(REPOSITORY)
    store(registry, image(b"one"), b"one", "1.0.0")
    assert registry.manifest(REPOSITORY, "1.0.0") == image(b"one")


def test_many_threads_publish_at_once(registry: Registry) -> None:
    def publish(number: int) -> None:
        data = f"pack {number}".encode()
        repository = f"spectro-packs/archive/p{number % 4}"
        store(registry, image(data), data, image(data).digest, f"1.0.{number}", repository=repository)

    for start in range(0, 24, 4):  # those at once have repositories of their own, as in publishing
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(publish, range(start, start + 4)))
    for number in range(24):
        found = registry.manifest(f"spectro-packs/archive/p{number % 4}", f"1.0.{number}")
        assert found == image(f"pack {number}".encode())


def test_it_has_a_name_to_be_called_by(registry: Registry) -> None:
    assert registry.name.startswith(("memory:", "oci-layout:", "oci://"))
