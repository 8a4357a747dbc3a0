"""Archives of strangers: read once, limited, and refused where they would harm who unpacks them."""

from __future__ import annotations

import gzip
import io
import tarfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sealed_packs import an_artifact, files_of_pack

from generator import archive
from generator.tree import digest
from generator.trust.contents import Unpacked, files_of, of_archive, of_entries
from generator.trust.tar_reader import Damaged


def packed(mtime: int = archive.MTIME) -> bytes:
    out = io.BytesIO()
    artifact = an_artifact()
    archive.write(artifact.top, artifact.entries, out, mtime)
    return out.getvalue()


def read(data: bytes) -> Unpacked:
    return of_archive(io.BytesIO(data), len(data))


def made(*members: tuple[str, bytes], form: int = tarfile.PAX_FORMAT, **more: str) -> bytes:
    """Return what `tarfile` makes of *members*."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", format=form) as tar:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            info.pax_headers = more
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def odd(kind: bytes, name: str = "p-1/x", target: str = "") -> bytes:
    """Return an archive with a member of another *kind*."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, target
        tar.addfile(info)
    return out.getvalue()


def test_what_was_packed_is_what_is_read() -> None:
    artifact, data = an_artifact(), packed(77)
    found = read(data)
    assert found.tar == artifact.tar(77) == digest(gzip.decompress(data))
    assert found.top == "monitoring-1.4.0" and found.times == {77}
    assert found.contents == of_entries(artifact.entries)
    assert dict(found.contents.digests) == {path: digest(text) for path, text in sorted(files_of_pack().items())}
    files = {path: b"".join(content) for path, content in files_of(io.BytesIO(data), len(data))}
    assert files == {f"monitoring-1.4.0/{path}": text for path, text in files_of_pack().items()}


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_what_other_tools_pack_is_read(form: int) -> None:
    long = "p-1/" + "/".join(["folder" * 8] * (2 if form == tarfile.USTAR_FORMAT else 5)) + "/file.yaml"
    name = "p-1/file" if form == tarfile.USTAR_FORMAT else "p-1/dé"
    data = made(("./p-1/pack.json", b"{}"), (long, b"x" * 3000), (name, b""), form=form)
    found = read(data)
    assert set(found.contents.sizes) == {"pack.json", long.removeprefix("p-1/"), name.removeprefix("p-1/")}
    assert found.tar == digest(gzip.decompress(data))


def test_what_gnu_tar_packs_is_read(tmp_path: Path) -> None:
    (tmp_path / "pack" / "charts").mkdir(parents=True)
    (tmp_path / "pack" / "pack.json").write_text("{}")
    (tmp_path / "pack" / "charts" / "a.tgz").write_bytes(b"x" * 5000)
    with tarfile.open(tmp_path / "p.tgz", "w:gz") as tar:
        tar.add(tmp_path / "pack", "./pack")
    found = read((tmp_path / "p.tgz").read_bytes())
    assert found.top == "pack" and dict(found.contents.sizes) == {"charts/a.tgz": 5000, "pack.json": 2}


def squeezed(tar: bytes) -> bytes:
    return gzip.compress(tar, mtime=0)


def rewritten(change: Callable[[bytearray], None]) -> bytes:
    """Return an archive whose first header is changed, with the right check sum."""
    tar = bytearray(gzip.decompress(made(("p-1/pack.json", b"{}"), form=tarfile.USTAR_FORMAT)))
    change(tar)
    tar[148:156] = b" " * 8
    tar[148:156] = b"%06o\0 " % sum(tar[:512])
    return squeezed(bytes(tar))


def put(place: int, data: bytes) -> Callable[[bytearray], None]:
    def change(tar: bytearray) -> None:
        tar[place : place + len(data)] = data

    return change


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"", "cut short", id="empty"),
        pytest.param(b"PK\3\4" + b"x" * 500, "gzip", id="no gzip"),
        pytest.param(packed()[:-20], "cut short", id="cut short"),
        pytest.param(packed()[:-5] + b"\1\2\3\4\5", "gzip", id="check sum of gzip"),
        pytest.param(packed() + b"more", "behind its end", id="bytes behind the gzip"),
        pytest.param(packed() + packed(), "behind its end", id="two gzips"),
        pytest.param(squeezed(b"x" * 1024), "no tar", id="no tar"),
        pytest.param(squeezed(gzip.decompress(packed()) + b"x" * 512), "behind its end", id="bytes behind the tar"),
        pytest.param(squeezed(gzip.decompress(packed())[:700]), "middle", id="tar cut short"),
        pytest.param(squeezed(b""), "top", id="empty tar"),
        pytest.param(squeezed(bytes(10240)), "top", id="no member"),
        pytest.param(odd(tarfile.SYMTYPE, target="/etc/passwd"), "link", id="link"),
        pytest.param(odd(tarfile.LNKTYPE, target="p-1/y"), "link", id="hard link"),
        pytest.param(odd(tarfile.CHRTYPE), "device", id="device"),
        pytest.param(odd(tarfile.FIFOTYPE), "pipe", id="pipe"),
        pytest.param(odd(b"S"), "sparse", id="sparse"),
        pytest.param(odd(b"Z"), "unknown", id="unknown"),
        pytest.param(made(("../x", b"")), "elsewhere", id="out"),
        pytest.param(made(("p-1/../../x", b"")), "elsewhere", id="out below"),
        pytest.param(made(("/etc/passwd", b"")), "elsewhere", id="absolute"),
        pytest.param(made(("p-1//x", b"")), "elsewhere", id="empty step"),
        pytest.param(made(("p-1/a\\b", b"")), "backslash", id="backslash"),
        pytest.param(made(("p-1/a\x1b[2J", b"")), "control", id="escape"),
        pytest.param(made(("pack.json", b"{}")), "beside", id="no folder"),
        pytest.param(made(("p-1/a", b""), ("q-1/a", b"")), "two files|just one folder", id="two folders"),
        pytest.param(made(("p-1/a", b""), ("p-1/a", b"")), "two files", id="twice"),
        pytest.param(made(("p-1/a", b""), ("./p-1/a", b"")), "two files", id="twice, spelled otherwise"),
        pytest.param(made(("p-1/a", b""), ("p-1/A", b"")), "case", id="case"),
        pytest.param(made(("p-1/a", b""), ("p-1/a/b", b"")), "folder", id="file and folder"),
        pytest.param(rewritten(put(124, b"77777777777\0")), "middle|MiB", id="size that is not there"),
        pytest.param(rewritten(put(124, b"\x80" + b"\xff" * 11)), "number", id="size of base 256"),
        pytest.param(rewritten(put(124, b"-1         \0")), "number", id="negative size"),
        pytest.param(rewritten(put(0, b"\xff\xfe")), "UTF-8", id="name that is no text"),
        pytest.param(rewritten(put(156, b"x")), "extended|middle", id="empty pax"),
        pytest.param(rewritten(lambda t: (put(156, b"x")(t), put(124, b"00077777777")(t))), "size", id="huge pax"),  # type: ignore[arg-type, return-value, func-returns-value]
        pytest.param(rewritten(lambda t: (put(156, b"L")(t), put(124, b"00077777777")(t))), "size", id="huge name"),  # type: ignore[arg-type, return-value, func-returns-value]
        pytest.param(made(("p-1/a", b""), size="99999999999999999999999"), "extended", id="pax size"),
        pytest.param(made(("p-1/a", b"xx"), **{"GNU.sparse.major": "1"}), "sparse", id="pax sparse"),
        pytest.param(made(*((f"p-1/{number}", b"") for number in range(20_001))), "members", id="many members"),
    ],
)
def test_hostile_archives_are_refused(data: bytes, why: str) -> None:
    with pytest.raises(Damaged, match=why):
        read(data)


def test_a_bomb_ends_early() -> None:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9, mtime=0) as file:
        header = tarfile.TarInfo("p-1/x")
        header.size = 4 * 2**30
        file.write(header.tobuf(tarfile.GNU_FORMAT))
        for _ in range(200):
            file.write(bytes(2**20))
    before = time.process_time()
    with pytest.raises(Damaged, match="MiB"):
        read(out.getvalue())
    assert time.process_time() - before < 5


def test_many_small_records_are_linear() -> None:
    def seconds(count: int) -> float:
        record = b"".join(b"13 comment=%d\n" % (number % 10) for number in range(count))
        header = tarfile.TarInfo("p-1/h")
        header.type, header.size = b"x", len(record)
        one = header.tobuf(tarfile.USTAR_FORMAT) + record + bytes(-len(record) % 512)
        file = tarfile.TarInfo("p-1/a").tobuf(tarfile.USTAR_FORMAT)
        data = squeezed(one * 20 + file + bytes(1024))
        before = time.process_time()
        read(data)
        return time.process_time() - before

    seconds(100)
    assert seconds(4000) < 20 * max(seconds(1000), 0.005)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 255))
def test_any_byte_of_the_tar_may_be_wrong(at: int, value: int) -> None:
    tar = bytearray(gzip.decompress(packed()))
    tar[at % len(tar)] = value
    try:
        found = read(squeezed(bytes(tar)))
    except Damaged:
        return
    assert found.tar == digest(bytes(tar))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes(data: bytes) -> None:
    for each in (data, squeezed(data), zlib.compress(data)):
        try:
            read(each)
        except Damaged as why:
            assert str(why)
