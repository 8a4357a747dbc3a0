"""Against docker's registry itself: what is published is read back by skopeo and oras-py, byte for byte."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from oci_packs import ARCHIVE, CONFIG, REPOSITORY, TAG, blob, digest, image, publish
from real_registry import MISSING, PASSWORD, USER, RealRegistry

from generator.registry import Options, Registry, RegistryError
from generator.registry.oci import OciRegistry
from generator.registry.wire.address import parse

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed here: {', '.join(MISSING)}")

LOGIN = {"PACKSCRIBE_USERNAME": USER, "PACKSCRIBE_PASSWORD": PASSWORD}
FAST = Options(connect_timeout=2, read_timeout=5, deadline=20, unreachable_deadline=2, retries=3)
KINDS = ["open", "basic", "token", "tls"]
NAME = f"base/{REPOSITORY}"

Opener = Callable[..., OciRegistry]


def opened(server: RealRegistry, options: Options = FAST, **env: str) -> OciRegistry:
    return OciRegistry(parse(server.address), replace(options, ca_file=server.ca_file), environment=env or LOGIN)


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RealRegistry]:
    with RealRegistry(tmp_path, request.param) as started:
        yield started


def test_published_packs_are_read_by_others(server: RealRegistry, tmp_path: Path) -> None:
    registry = opened(server)
    publish(registry)
    reference = f"docker://{server.host}/{NAME}:{TAG}"
    assert server.skopeo("inspect", "--raw", reference) == image().data
    server.skopeo("copy", "-q", reference, f"dir:{tmp_path / 'copied'}")
    assert (tmp_path / "copied" / digest(ARCHIVE)[7:]).read_bytes() == ARCHIVE
    assert (tmp_path / "copied" / "manifest.json").read_bytes() == image().data
    assert b"".join(registry.blob(REPOSITORY, digest(ARCHIVE), len(ARCHIVE))) == ARCHIVE
    assert registry.tags(REPOSITORY) == [TAG]
    before = server.writes()
    publish(opened(server))
    assert server.writes() == before > 0
    registry.close()


def test_oras_reads_it(server: RealRegistry, tmp_path: Path) -> None:
    pytest.importorskip("oras")
    if server.kind == "token":
        pytest.skip("oras-py asks for one token for everything")
    publish(opened(server))
    script = (
        "import json, sys, oras.provider\n"
        "host, name, tag, ca, user, password, out = sys.argv[1:]\n"
        "basic = {'auth_backend': 'basic'} if user else {}\n"
        "registry = oras.provider.Registry(hostname=host, insecure=not ca, tls_verify=ca or False, **basic)\n"
        "user and registry.login(username=user, password=password, hostname=host, config_path=out + '.json')\n"
        "container = registry.get_container(f'{host}/{name}:{tag}')\n"
        "manifest = registry.get_manifest(container)\n"
        "digest = manifest['layers'][0]['digest']\n"
        "registry.download_blob(container, digest, out)\n"
        "print(json.dumps(manifest))\n"
    )
    login = (USER, PASSWORD) if server.kind != "open" else ("", "")
    out = tmp_path / "archive"
    command = [sys.executable, "-c", script, server.host, NAME, TAG, server.ca_file, *login, str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == json.loads(image().data) and out.read_bytes() == ARCHIVE


def test_what_refers_to_a_pack_is_found(server: RealRegistry) -> None:
    registry = opened(server)
    publish(registry)
    signature = image(subject=image())
    registry.attach(REPOSITORY, signature, image().digest)
    assert [each.digest for each in registry.referrers(REPOSITORY, image().digest)] == [signature.digest]
    assert registry.tags(REPOSITORY) == [TAG, image().digest.replace(":", "-")]


def test_what_is_not_there(server: RealRegistry) -> None:
    registry = opened(server)
    assert registry.head(REPOSITORY, TAG) is None and registry.manifest(REPOSITORY, TAG) is None
    assert registry.tags(REPOSITORY) == [] and registry.referrers(REPOSITORY, digest(b"x")) == []
    assert not registry.has_blob(REPOSITORY, digest(b"x"))
    with pytest.raises(RegistryError) as wrong:
        list(registry.blob(REPOSITORY, digest(b"x"), 1))
    assert wrong.value.code == "PS643"


def test_a_wrong_password_and_none(server: RealRegistry) -> None:
    if server.kind == "open":
        pytest.skip("wants no login")
    for env in ({"PACKSCRIBE_USERNAME": USER, "PACKSCRIBE_PASSWORD": "wrong-Wort"}, {"HOME": "/nonexistent"}):
        with pytest.raises(RegistryError) as wrong:
            publish(opened(server, **env))
        assert wrong.value.code == "PS639" and "Wort" not in wrong.value.message


def test_tokens_have_the_right_scope(tmp_path: Path) -> None:
    with RealRegistry(tmp_path, "token") as server:
        publish(opened(server))
        assert server.asked == [f"repository:{NAME}:pull", f"repository:{NAME}:pull,push"]


def test_a_token_that_expires_is_asked_for_anew(tmp_path: Path) -> None:
    with RealRegistry(
        tmp_path, "token", life=-61
    ) as server:  # the registry allows a minute of difference between clocks
        registry = opened(server)
        with pytest.raises(RegistryError) as wrong:
            registry.head(REPOSITORY, TAG)
        assert wrong.value.code in ("PS640", "PS642") and len(server.asked) == 2, "asked once more, then told"
        server.life = 300
        publish(registry)


def test_a_certificate_of_nobody(tmp_path: Path) -> None:
    with RealRegistry(tmp_path, "tls") as server:
        registry = OciRegistry(parse(server.address), FAST, environment=LOGIN)
        with pytest.raises(RegistryError) as wrong:
            registry.head(REPOSITORY, TAG)
        assert wrong.value.code == "PS635" and "--ca-file" in wrong.value.help


def test_plain_http_where_tls_is_wanted(tmp_path: Path) -> None:
    with RealRegistry(tmp_path, "open") as server:
        (tmp_path / "ca.crt").write_text(_some_certificate(tmp_path))
        registry = OciRegistry(parse(server.address), replace(FAST, ca_file=str(tmp_path / "ca.crt")), environment={})
        with pytest.raises(RegistryError) as wrong:
            registry.head(REPOSITORY, TAG)
        assert wrong.value.code == "PS635" and "--plain-http" in wrong.value.help


def test_plain_http_is_asked_for_at_a_port_of_tls(tmp_path: Path) -> None:
    with RealRegistry(tmp_path, "tls") as server:
        options = replace(FAST, plain_http=True)
        registry = OciRegistry(parse(server.address), options, environment=LOGIN)
        for ask in (lambda: registry.head(REPOSITORY, TAG), lambda: registry.manifest(REPOSITORY, TAG)):
            with pytest.raises(RegistryError) as wrong:
                ask()
            assert (wrong.value.code, wrong.value.help) == ("PS635", "leave `--plain-http` out")
            assert "speaks TLS" in wrong.value.message


def _some_certificate(folder: Path) -> str:
    key, out = str(folder / "k"), str(folder / "c")
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        key,
        "-out",
        out,
        "-subj",
        "/CN=x",
    ]
    subprocess.run(command, check=True, capture_output=True)
    return Path(out).read_text()


def test_many_versions_of_one_pack_at_once(tmp_path: Path) -> None:
    """Not grouped by repository on purpose: the registry's race must not reach the caller."""
    with RealRegistry(tmp_path, "open") as server:
        registry = opened(server)

        def one(number: int) -> None:
            data = bytes([number]) * 1000
            registry.put_blob(REPOSITORY, blob(CONFIG), lambda: io.BytesIO(CONFIG))
            registry.put_blob(REPOSITORY, blob(data), lambda: io.BytesIO(data))
            registry.put_manifest(REPOSITORY, f"1.{number}.0", image(data))

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(one, range(64)))
        assert len(registry.tags(REPOSITORY)) == 64


def test_a_registry_that_dies_between_blob_and_manifest(tmp_path: Path) -> None:
    with RealRegistry(tmp_path, "open") as server:
        registry = opened(server, replace(FAST, retries=1))
        registry.put_blob(REPOSITORY, blob(ARCHIVE), lambda: io.BytesIO(ARCHIVE))
        server._process.kill()
        server._process.wait()
        with pytest.raises(RegistryError) as wrong:
            registry.put_manifest(REPOSITORY, TAG, image())
        assert wrong.value.code in ("PS633", "PS637") and server.host in wrong.value.message


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    small = tmp_path / "data"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "none", str(small)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        with RealRegistry(tmp_path, "open") as server:
            registry: Registry = opened(server)
            with pytest.raises(RegistryError) as wrong:
                publish(registry)
            assert wrong.value.code == "PS651" and registry.head(REPOSITORY, TAG) is None
    finally:
        subprocess.run(["umount", str(small)], check=True)
