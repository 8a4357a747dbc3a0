"""Archives that are copies, differ from their folders, or would unpack to too much. They are made here."""

from __future__ import annotations

import io
import shutil
import tarfile
import time
from pathlib import Path

import pytest
from audit_packs import audited, clean

from generator.audit.archive import read_archive
from generator.audit.charts import from_bytes

CHART = ("monitoring/Chart.yaml", b"name: monitoring\nversion: 1.4.0\n")


def _tgz(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def test_copy_under_another_name(tmp_path: Path) -> None:
    folder = clean(tmp_path / "monitoring-1.4.0")
    shutil.copyfile(folder / "charts/monitoring-1.4.0.tgz", folder / "charts/monitoring-1.4.0.orig.tgz")
    found = [d for d in audited(folder) if d.code == "PS289"]
    assert [Path(d.location.path).name for d in found] == ["monitoring-1.4.0.orig.tgz"]
    assert "`charts/monitoring-1.4.0.tgz`" in found[0].message


def test_archives_of_one_size_are_no_copies(tmp_path: Path) -> None:
    folder = clean(tmp_path / "monitoring-1.4.0")
    data = bytearray((folder / "charts/monitoring-1.4.0.tgz").read_bytes())
    data[4] ^= 1  # the time in the header of gzip
    (folder / "charts/monitoring-1.4.0.orig.tgz").write_bytes(data)
    assert "PS289" not in {d.code for d in audited(folder)}


@pytest.mark.parametrize(
    ("members", "kind", "word"),
    [
        (((*CHART,), ("other/Chart.yaml", b"name: other\n")), "broken", "one folder"),
        (((*CHART,), ("notes.txt", b"x")), "broken", "notes.txt"),
        (((*CHART,), ("monitoring/templates/._a.yaml", b"\0\5\x16\7")), "broken", "AppleDouble"),
        (((*CHART,), ("._monitoring", b"\0\5\x16\7")), "", ""),
        (((*CHART,), ("monitoring/a", b"x"), ("./monitoring/b", b"x")), "", ""),
        (((*CHART,), *((f"monitoring/{n}", bytes(2**22)) for n in range(9))), "dangerous", "unpacks to more"),
    ],
)
def test_strange_archives(members: tuple[tuple[str, bytes], ...], kind: str, word: str) -> None:
    found = read_archive(_tgz(*members))
    assert [fault.kind for fault in found.faults] == [kind] * bool(kind), found.faults
    assert all(word in fault.message for fault in found.faults)


def test_archives_in_archives_end() -> None:
    """Each is harmless, and together they would unpack to 160 GB."""
    data = _tgz(("a/Chart.yaml", b"name: a\nversion: '1'\n"), ("a/x", bytes(2**23)))
    for _level in range(3):
        inner = data
        data = _tgz(("a/Chart.yaml", b"name: a\nversion: '1'\n"), *((f"a/charts/a{n}.tgz", inner) for n in range(30)))
    started = time.process_time()
    chart, depth = from_bytes(data, "a.tgz", "a.tgz", 0), 0
    level = [chart]
    while level and depth < 5:
        level, depth = [below for one in level[:200] for below in one.charts], depth + 1
    assert time.process_time() - started < 20
