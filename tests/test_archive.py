"""Archives: the same bytes everywhere, read by every tar, and nothing in them that should not be there."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import random
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import archive
from generator.archive import Entry, Unpackable
from generator.archive.entries import below, of_bytes, of_file, problems

PLAIN = [of_bytes("values.yaml", b"pack: {}\n"), of_bytes("charts/one-1.0.0.tgz", b"\x1f\x8b"), of_bytes("empty", b"")]
#: Of PLAIN: an identity that was given to somebody must not change with packscribe, Python or the system.
DIGEST = "sha256:385b3719cb7fc3fbcd98c505aa3e56810f718eaf83f3da436deab27ffb6b3ce8"


def written(entries: list[Entry], mtime: int = archive.MTIME) -> bytes:
    out = io.BytesIO()
    packed = archive.write("one-1.0.0", entries, out, mtime)
    data = out.getvalue()
    tar = gzip.decompress(data)
    assert packed.size == len(data) and packed.digest == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert packed.tar == f"sha256:{hashlib.sha256(tar).hexdigest()}" == archive.tar_digest("one-1.0.0", entries, mtime)
    return data


def test_the_digest_is_the_one_that_was_promised() -> None:
    assert archive.tar_digest("one-1.0.0", PLAIN) == DIGEST


def test_the_order_of_entries_does_not_count() -> None:
    assert written(PLAIN) == written(PLAIN[::-1])


def test_gzip_names_no_file_no_time_and_no_system() -> None:
    assert written(PLAIN)[:10] == bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255))


@pytest.mark.parametrize("sizes", [(0,), (1,), (65_535, 65_536), (3 * 2**20 + 1, 0, 70_000)], ids=str)
def test_what_is_compressed_already_is_stored_as_it_is(sizes: tuple[int, ...], tmp_path: Path) -> None:
    charts = [of_bytes(f"charts/{size}.tgz", random.Random(size).randbytes(size)) for size in sizes]
    texts = [of_bytes("charts/notes.txt", b"a note\n" * 50_000), *PLAIN]
    data = written([*charts, *texts])
    assert len(data) < sum(sizes) + sum(sizes) // 65_535 * 5 + 4_000
    (tmp_path / "x.tar.gz").write_bytes(data)
    subprocess.run(["gzip", "-t", tmp_path / "x.tar.gz"], check=True)
    subprocess.run(["tar", "-xzf", tmp_path / "x.tar.gz", "-C", tmp_path], check=True)
    for chart in charts:
        assert (tmp_path / "one-1.0.0" / chart.path).read_bytes() == chart.content


def test_members_belong_to_nobody_and_have_one_time() -> None:
    with tarfile.open(fileobj=io.BytesIO(written(PLAIN))) as tar:
        members = tar.getmembers()
    assert [m.name for m in members] == [
        "one-1.0.0",
        "one-1.0.0/charts",
        "one-1.0.0/charts/one-1.0.0.tgz",
        "one-1.0.0/empty",
        "one-1.0.0/values.yaml",
    ]
    assert {(m.uid, m.gid, m.uname, m.gname, m.mtime) for m in members} == {(0, 0, "", "", archive.MTIME)}
    assert {m.mode for m in members if m.isfile()} == {0o644} and {m.mode for m in members if m.isdir()} == {0o755}


LONG = {
    "a name of 100 bytes": "x" * 90,
    "a name of 101 bytes": "x" * 91,
    "a prefix of 155 bytes": f"{'d' * 144}/{'x' * 100}",
    "a prefix of 156 bytes": f"{'d' * 145}/{'x' * 100}",
    "a last step of 101 bytes": f"d/{'x' * 101}",
    "a folder of 120 bytes": f"{'d' * 120}/x",
    "many steps": "/".join("d" * 9 for _ in range(60)),
    "umlauts": "größe/Übersicht.txt",
    "200 umlauts": "ö" * 120,
}


@pytest.mark.parametrize("path", LONG.values(), ids=LONG)
def test_every_path_is_read_back(path: str, tmp_path: Path) -> None:
    entry = of_bytes(path, b"content")
    data = written([entry])
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        member = tar.getmember(f"one-1.0.0/{path}")
        file = tar.extractfile(member)
        assert file is not None and file.read() == b"content"
    (tmp_path / "x.tar.gz").write_bytes(data)
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    command = ["tar", "--quoting-style=literal", "-tzf", str(tmp_path / "x.tar.gz")]
    listed = subprocess.run(command, capture_output=True, check=True, env=environment)
    assert listed.stdout.decode().splitlines()[-1] == f"one-1.0.0/{path}" and not listed.stderr


def test_files_of_more_than_8_gib_fit(tmp_path: Path) -> None:
    from generator.archive.tar import file

    head = file("one/large", 2**34, 0)
    with tarfile.open(fileobj=io.BytesIO(head + bytes(1024))) as tar:
        info = tar.firstmember
    assert info is not None and info.size == 2**34 and info.name == "one/large"


@pytest.mark.parametrize(
    ("text", "time"), [("", archive.MTIME), (None, archive.MTIME), ("0", 0), ("1700000000", 1700000000)]
)
def test_the_time_is_that_of_the_environment(text: str | None, time: int) -> None:
    assert archive.modification_time(text) == time
    with tarfile.open(fileobj=io.BytesIO(written(PLAIN, time))) as tar:
        assert {m.mtime for m in tar} == {time}


@pytest.mark.parametrize("text", ["-1", "1.5", "now", " 1", "1\n", "9" * 12, "8589934592", "١"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        archive.modification_time(text)


def link(target: str) -> Callable[[Path], None]:
    return lambda place: place.symlink_to(target)


OUT: dict[str, tuple[Callable[[Path], None], str]] = {
    "a link out": (link("../../secret"), "leads out"),
    "an absolute link": (link("/etc/hostname"), "leads out"),
    "a link to nothing": (link("nothing"), "leads nowhere"),
    "a link to itself": (link("file"), "in a circle"),
    "a link to a folder": (link("sub"), "a folder"),
    "a folder": (lambda place: place.mkdir(), "a folder"),
    "a pipe": (os.mkfifo, "a pipe"),
    "a device": (link("/dev/null"), "leads out"),
}


@pytest.mark.parametrize(("make", "said"), OUT.values(), ids=OUT)
def test_only_plain_files_of_the_pack_go_in(make: Callable[[Path], None], said: str, tmp_path: Path) -> None:
    home = tmp_path / "packs" / "one"
    (home / "sub").mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    make(home / "file")
    with pytest.raises(Unpackable, match=said) as refused:
        of_file("file", home / "file", home)
    assert refused.value.path == "file" and refused.value.help


def test_a_link_inside_is_followed_and_nothing_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"real")
    (tmp_path / "file").symlink_to("real")
    entry = of_file("file", tmp_path / "file", tmp_path)
    assert entry is not None and b"real" in gzip.decompress(written([entry]))
    assert of_file("file", tmp_path / "missing", tmp_path) is None


def test_what_is_below_a_folder_is_listed_with_what_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home" / "folder" / "sub").mkdir(parents=True)
    folder = tmp_path / "home" / "folder"
    (folder / "sub" / "plain").write_text("x")
    (folder / "sub" / "up").symlink_to("..")
    (folder / "out").symlink_to("../../..")
    os.mkfifo(folder / "pipe")
    found = {path: why.message if why else "" for path, why in below(folder, tmp_path / "home")}
    assert found.pop("sub/plain") == "" and set(found) == {"sub/up", "out", "pipe"} and all(found.values())


COLLISIONS = {
    "case": ["README.md", "readme.md"],
    "case of a folder": ["charts/a", "Charts/b"],
    "forms of Unicode": ["caf\u00e9", "cafe\u0301"],
    "case beyond ASCII": ["STRASSE", "stra\u00dfe"],
    "a file and a folder": ["charts", "charts/a"],
}


@pytest.mark.parametrize("paths", COLLISIONS.values(), ids=COLLISIONS)
def test_names_that_are_one_elsewhere_are_refused(paths: list[str]) -> None:
    assert [bool(why.collides) for why in problems(paths)] == [True]


@pytest.mark.parametrize(
    "path",
    [
        "/etc/x",
        "../x",
        "a/../b",
        "a//b",
        "./a",
        "",
        "a/",
        "C:x",
        "a\\b",
        "a\nb",
        "a\u202eb",
        "a\0",
        "\udcff",
        "x" * 256,
    ],
)
def test_names_that_not_every_system_has_are_refused(path: str) -> None:
    assert [why.collides for why in problems([path, "good"])] == [""]


def test_many_deep_names_take_no_time() -> None:
    paths = ["/".join("d" for _ in range(500)) + f"/{number}" for number in range(200)]
    assert list(problems(paths)) == []


@pytest.mark.parametrize("size", [5, 20])
def test_a_file_that_changes_meanwhile_is_refused(size: int, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 10)
    entry = of_file("file", tmp_path / "file", tmp_path)
    (tmp_path / "file").write_bytes(b"x" * size)
    assert entry is not None
    with pytest.raises(Unpackable, match="changed"):
        written([entry])


def test_a_file_that_became_a_link_or_a_pipe_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    entry = of_file("file", tmp_path / "file", tmp_path)
    assert entry is not None
    for make in (link("/etc/hostname"), os.mkfifo):
        (tmp_path / "file").unlink()
        make(tmp_path / "file")
        with pytest.raises(Unpackable):
            written([entry])


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    """200 MB of noise, in a process that may have 100 MB more than it begins with."""
    (tmp_path / "large").write_bytes(b"")
    os.truncate(tmp_path / "large", 200 * 2**20)
    code = f"""
import os, resource
from pathlib import Path
from generator import archive
from generator.archive.entries import of_file
home = Path({str(tmp_path)!r})
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open(os.devnull, "wb") as out:
    archive.write("top", [of_file("large", home / "large", home)], out)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 20 * 1024, f"{done.stdout} kB"
