"""`oci-layout:DIR`: other tools read it, damage is named, and two processes do not tear it."""

from __future__ import annotations

import fcntl
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from test_registry_contract import REPOSITORY, blob, docker_registry, image, opener, store

from generator.registry import Options, Registry, RegistryError, layout_files
from generator.registry.destinations import open_destination

needs_skopeo = pytest.mark.skipif(not shutil.which("skopeo"), reason="skopeo is not installed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the layout of a repository with a version."""
    registry = opened(tmp_path)
    store(registry, image(b"one"), b"one", image(b"one").digest, "1.0.0")
    return tmp_path / "layouts" / REPOSITORY


def opened(folder: Path) -> Registry:
    return open_destination(f"oci-layout:{folder / 'layouts'}", Options())


def skopeo(*arguments: str) -> bytes:
    return subprocess.run(["skopeo", *arguments], capture_output=True, check=True).stdout


def test_it_is_an_image_layout_to_the_letter(folder: Path) -> None:
    assert json.loads((folder / "oci-layout").read_bytes()) == {"imageLayoutVersion": "1.0.0"}
    manifest = image(b"one")
    entry = {"mediaType": manifest.media_type, "digest": manifest.digest, "size": len(manifest.data)}
    entry["artifactType"] = "application/vnd.example.config.v1+json"
    entry["annotations"] = {"org.opencontainers.image.ref.name": "1.0.0"}
    index = json.loads((folder / "index.json").read_bytes())
    assert index == {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [entry],
    }
    digests = sorted(layer.digest[7:] for layer in (blob(b"one"), blob(b"{}"), blob(manifest.data)))
    assert sorted(p.name for p in folder.iterdir()) == ["blobs", "index.json", "oci-layout"]
    assert sorted(p.name for p in (folder / "blobs" / "sha256").iterdir()) == digests


@needs_skopeo
def test_skopeo_reads_it(folder: Path, tmp_path: Path) -> None:
    assert skopeo("inspect", "--raw", f"oci:{folder}:1.0.0") == image(b"one").data
    skopeo("copy", "-q", f"oci:{folder}:1.0.0", f"dir:{tmp_path / 'copy'}")
    assert (tmp_path / "copy" / blob(b"one").digest[7:]).read_bytes() == b"one"
    assert (tmp_path / "copy" / "manifest.json").read_bytes() == image(b"one").data


@needs_skopeo
@pytest.mark.skipif(not shutil.which("docker-registry"), reason="docker-registry is not installed")
def test_skopeo_copies_it_on_to_a_registry(folder: Path, tmp_path: Path) -> None:
    with docker_registry(tmp_path) as host:
        target = f"{host}/base/{REPOSITORY}:1.0.0"
        skopeo(
            "copy", "-q", "--preserve-digests", "--dest-tls-verify=false", f"oci:{folder}:1.0.0", f"docker://{target}"
        )
        assert skopeo("inspect", "--raw", "--tls-verify=false", f"docker://{target}") == image(b"one").data


@needs_skopeo
def test_what_skopeo_adds_is_read_and_kept(folder: Path, tmp_path: Path) -> None:
    skopeo("copy", "-q", f"oci:{folder}:1.0.0", f"oci:{folder}:copied")
    registry = opened(tmp_path)
    assert list(registry.tags(REPOSITORY)) == ["1.0.0", "copied"]
    store(registry, image(b"two"), b"two", "2.0.0")
    assert list(registry.tags(REPOSITORY)) == ["1.0.0", "2.0.0", "copied"]
    assert skopeo("inspect", "--raw", f"oci:{folder}:copied") == image(b"one").data


def test_what_others_wrote_into_the_index_stays(folder: Path, tmp_path: Path) -> None:
    index = json.loads((folder / "index.json").read_bytes())
    index["annotations"] = {"com.example": "ours"}
    other = {**index["manifests"][0], "platform": {"os": "linux"}, "annotations": {"com.example": "theirs"}}
    index["manifests"].append(other)
    (folder / "index.json").write_text(json.dumps(index))
    store(opened(tmp_path), image(b"two"), b"two", "2.0.0")
    after = json.loads((folder / "index.json").read_bytes())
    assert after["annotations"] == {"com.example": "ours"} and other in after["manifests"]
    assert len(after["manifests"]) == 3


def test_writing_the_same_again_changes_no_file(folder: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    store(opened(tmp_path), image(b"one"), b"one", image(b"one").digest, "1.0.0")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == before


def index_of(**changes: object) -> str:
    entry = {"mediaType": "x", "digest": "sha256:" + "0" * 64, "size": 1}
    named = {**entry, "annotations": {"org.opencontainers.image.ref.name": "1.0.0"}}
    return json.dumps({"schemaVersion": 2, "manifests": [{**named, **changes}]})


DAMAGE: dict[str, tuple[str, str | bytes | None]] = {
    "no version": ("oci-layout", None),
    "a version that is no JSON": ("oci-layout", "1.0.0"),
    "version 2": ("oci-layout", '{"imageLayoutVersion": "2.0.0"}'),
    "a version that is a list": ("oci-layout", "[]"),
    "no index": ("index.json", None),
    "an empty index": ("index.json", ""),
    "half an index": ("index.json", '{"schemaVersion": 2, "manif'),
    "an index of bytes": ("index.json", b"\xff\xfe\x00"),
    "a list as index": ("index.json", "[]"),
    "an index nested too deep": ("index.json", "[" * 100_000),
    "an index that is too large": ("index.json", " " * (16 * 2**20 + 1)),
    "no manifests": ("index.json", "{}"),
    "manifests that are text": ("index.json", '{"manifests": "x"}'),
    "an entry that is text": ("index.json", '{"manifests": ["x"]}'),
    "an entry without digest": ("index.json", '{"manifests": [{"mediaType": "x", "size": 1}]}'),
    "a digest that leads out": ("index.json", index_of(digest="sha256:../../../../x")),
    "a size that is text": ("index.json", index_of(size="1")),
    "a size that is true": ("index.json", index_of(size=True)),
    "a size below zero": ("index.json", index_of(size=-1)),
    "a huge manifest": ("index.json", index_of(size=2**40)),
    "annotations that are a list": ("index.json", index_of(annotations=["x"])),
    "a blob that is not there": ("index.json", index_of()),
}


@pytest.mark.parametrize(("name", "content"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_said_with_the_file_and_nothing_is_written(
    name: str, content: str | bytes | None, folder: Path, tmp_path: Path
) -> None:
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(RegistryError) as refused:
        opened(tmp_path).head(REPOSITORY, "1.0.0")
    assert refused.value.code == "PS610" and folder.as_posix() in refused.value.message and refused.value.help
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    store(opened(tmp_path), image(b"one"), b"one", "1.0.0", repository="spectro-packs/archive/other")


def test_two_manifests_of_one_name_are_damage(folder: Path, tmp_path: Path) -> None:
    store(opened(tmp_path), image(b"two"), b"two", "2.0.0")
    text = (folder / "index.json").read_text().replace('"2.0.0"', '"1.0.0"')
    (folder / "index.json").write_text(text)
    with pytest.raises(RegistryError, match=r"2 manifests called `1.0.0`"):
        opened(tmp_path).manifest(REPOSITORY, "1.0.0")


@pytest.mark.parametrize("content", [b"", b"xyz", b"longer"])
def test_a_damaged_blob_is_found_and_stored_again(content: bytes, folder: Path, tmp_path: Path) -> None:
    path = folder / "blobs" / "sha256" / blob(b"one").digest[7:]
    path.write_bytes(content)
    registry = opened(tmp_path)
    with pytest.raises(RegistryError) as refused:
        list(registry.blob(REPOSITORY, blob(b"one").digest, 3))
    assert refused.value.code == "PS613"
    assert registry.put_blob(REPOSITORY, blob(b"one"), opener(b"one"))
    assert path.read_bytes() == b"one"


@pytest.mark.parametrize(("damage", "said"), [("cut", "has 2 bytes, not 3"), ("gone", "is not there")])
def test_a_version_without_its_archive_is_not_there_unchanged(
    damage: str, said: str, folder: Path, tmp_path: Path
) -> None:
    archive = folder / "blobs" / "sha256" / blob(b"one").digest[7:]
    archive.write_bytes(b"on") if damage == "cut" else archive.unlink()
    with pytest.raises(RegistryError, match=said) as wrong:
        opened(tmp_path).head(REPOSITORY, "1.0.0")
    assert wrong.value.code == "PS610"


def test_a_damaged_manifest_is_found_and_stored_again(folder: Path, tmp_path: Path) -> None:
    (folder / "blobs" / "sha256" / image(b"one").digest[7:]).write_bytes(b"{}")
    with pytest.raises(RegistryError):
        opened(tmp_path).head(REPOSITORY, "1.0.0")
    store(opened(tmp_path), image(b"one"), b"one", "1.0.0")
    assert opened(tmp_path).manifest(REPOSITORY, "1.0.0") == image(b"one")


def test_a_layout_that_was_only_begun_is_empty(tmp_path: Path) -> None:
    home = tmp_path / "layouts" / REPOSITORY
    (home / "blobs" / "sha256").mkdir(parents=True)
    (home / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    assert opened(tmp_path).head(REPOSITORY, "1.0.0") is None
    store(opened(tmp_path), image(b"one"), b"one", "1.0.0")
    assert opened(tmp_path).manifest(REPOSITORY, "1.0.0") == image(b"one")


ADDRESSES: dict[str, Callable[[Path], str]] = {
    "a file": lambda home: f"oci-layout:{home / 'file'}",
    "a layout": lambda home: f"oci-layout:{home / 'layout'}",
    "a broken layout": lambda home: f"oci-layout:{home / 'broken'}",
    "nothing": lambda home: "oci-layout:",
    "a host": lambda home: "oci-layout://registry.example.com/x",
    "no scheme": lambda home: "dist/registry",
    "an unknown scheme": lambda home: "ocl-layout:x",
    "a scheme with capitals": lambda home: "OCI-layout:x",
    "a module of ours": lambda home: "names:x",
    "a module of Python's": lambda home: "os:x",
    "a control character": lambda home: "oci-layout:a\x1b[31m",
    "empty": lambda home: "",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_a_destination_that_is_none_is_refused(address: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "layout").mkdir()
    (tmp_path / "layout" / "oci-layout").write_text("{}")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "index.json").write_text("garbage")
    with pytest.raises(RegistryError) as refused:
        open_destination(address(tmp_path), Options())
    assert refused.value.code == "PS600" and not refused.value.world
    assert refused.value.help and refused.value.message.isprintable()


def test_a_process_that_holds_the_lock_is_waited_for_and_then_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout_files, "PATIENCE", 0.1)
    with (tmp_path / "layouts" / layout_files.LOCK_FILE).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(RegistryError) as refused:
            store(opened(tmp_path), image(b"two"), b"two", "2.0.0")
    assert refused.value.code == "PS611" and refused.value.help
    assert opened(tmp_path).manifest(REPOSITORY, "2.0.0") is None
    store(opened(tmp_path), image(b"two"), b"two", "2.0.0")
    assert opened(tmp_path).manifest(REPOSITORY, "2.0.0") == image(b"two")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said(folder: Path, tmp_path: Path) -> None:
    folder.chmod(0o500)
    with pytest.raises(RegistryError) as refused:
        store(opened(tmp_path), image(b"two"), b"two", "2.0.0")
    folder.chmod(0o700)
    assert refused.value.code == "PS612" and refused.value.world


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    registry = opened(tmp_path)
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "spectro-packs").write_text("x")
    with pytest.raises(RegistryError) as refused:
        store(registry, image(b"one"), b"one", "1.0.0")
    assert refused.value.code == "PS612" and refused.value.help and not refused.value.world


def test_a_writer_that_fails_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    def broken() -> io.BytesIO:
        raise OSError(28, "No space left on device")

    with pytest.raises(RegistryError, match="no space left on device"):
        opened(tmp_path).put_blob(REPOSITORY, blob(b"two"), broken)
    assert not [path for path in folder.rglob("*") if path.name.startswith(".")]


WRITER = """
import sys
sys.path[:0] = [{tests!r}]
from test_registry_contract import image, store
from generator.registry import Options
from generator.registry.destinations import open_destination
registry = open_destination({address!r}, Options())
for number in range(15):
    data = f"{{sys.argv[1]}} {{number}}".encode()
    store(registry, image(data), data, f"{{sys.argv[1]}}.{{number}}")
"""


def test_processes_at_once_lose_no_tag(tmp_path: Path) -> None:
    code = WRITER.format(tests=str(Path(__file__).parent), address=f"oci-layout:{tmp_path / 'layouts'}")
    root = Path(__file__).parent.parent
    writers = [subprocess.Popen([sys.executable, "-c", code, str(number)], cwd=root) for number in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert len(opened(tmp_path).tags(REPOSITORY)) == 45
