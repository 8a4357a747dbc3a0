"""The audit of what nobody should send: broken archives, links, other encodings. Something is said, nothing raises."""

from __future__ import annotations

import io
import os
import shutil
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from audit_packs import AS_OF, FIXTURES, audited, clean

from generator.audit.folder import PackFolder, find_folders
from generator.audit.run import run
from generator.diagnostics import Severity


def _tgz(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def _member(
    name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = ""
) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info, data


CHART = _member("monitoring/Chart.yaml", b"name: monitoring\nversion: 1.4.0\n")
ARCHIVES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "absolute path": ("PS240", lambda: _tgz(CHART, _member("/etc/passwd", b"x"))),
    "path with ..": ("PS240", lambda: _tgz(CHART, _member("monitoring/../../x", b"x"))),
    "path of Windows": ("PS240", lambda: _tgz(CHART, _member("C:\\x", b"x"))),
    "link": ("PS240", lambda: _tgz(CHART, _member("monitoring/values.yaml", b"", tarfile.SYMTYPE, "/etc/passwd"))),
    "hard link": ("PS240", lambda: _tgz(CHART, _member("monitoring/values.yaml", b"", tarfile.LNKTYPE, "x"))),
    "device": ("PS240", lambda: _tgz(CHART, _member("monitoring/null", b"", tarfile.CHRTYPE))),
    "pipe": ("PS240", lambda: _tgz(CHART, _member("monitoring/pipe", b"", tarfile.FIFOTYPE))),
    "two of one name": ("PS240", lambda: _tgz(CHART, CHART)),
    "escape in a name": ("PS240", lambda: _tgz(CHART, _member("monitoring/\x1b[2J", b"x"))),
    "bomb": ("PS240", lambda: _tgz(CHART, *(_member(f"monitoring/{n}", bytes(2**24)) for n in range(17)))),
    "huge values": ("PS240", lambda: _tgz(CHART, _member("monitoring/values.yaml", bytes(2**24 + 1)))),
    "no chart": ("PS241", lambda: _tgz(_member("monitoring/values.yaml", b"a: 1\n"))),
    "no archive": ("PS241", lambda: b"version https://git-lfs.github.com/spec/v1\n"),
    "empty": ("PS241", lambda: b""),
    "cut off": ("PS241", lambda: _tgz(CHART, _member("monitoring/x", os.urandom(9999)))[:-5000]),
    "broken Chart.yaml": ("PS241", lambda: _tgz(_member("monitoring/Chart.yaml", b"a: [\n"))),
}


@pytest.mark.parametrize("what", ARCHIVES)
def test_hostile_archive(what: str, tmp_path: Path) -> None:
    folder = clean(tmp_path / "monitoring-1.4.0")
    code, make = ARCHIVES[what]
    (folder / "charts/monitoring-1.4.0.tgz").write_bytes(make())
    found = [d for d in audited(folder) if d.code in ("PS240", "PS241")]
    assert {d.code for d in found} == {code}, found
    assert all(d.location.path.endswith("monitoring-1.4.0.tgz") and d.message.isprintable() for d in found)
    assert found[0].severity is (Severity.ERROR if code == "PS240" else Severity.WARNING)
    assert not (tmp_path / "x").exists()


def test_many_members(tmp_path: Path) -> None:
    folder = clean(tmp_path / "monitoring-1.4.0")
    stream = _tgz(CHART, *(_member(f"monitoring/{n}") for n in range(20_001)))
    (folder / "charts/monitoring-1.4.0.tgz").write_bytes(stream)
    assert "PS240" in {d.code for d in audited(folder)}


def test_chart_in_an_archive(tmp_path: Path) -> None:
    """Packed and unpacked charts are read alike, with the charts below them."""
    packed = next(_folders(clean(tmp_path / "monitoring-1.4.0"))).charts[0]
    folder = clean(tmp_path / "other" / "monitoring-1.4.0")
    (folder / "charts/monitoring-1.4.0.tgz").unlink()
    source = FIXTURES / "clean/charts/monitoring-1.4.0.tgz"
    for place in ("charts/monitoring-1.4.0", "charts"):
        shutil.copytree(source, folder / place, dirs_exist_ok=True)
        unpacked = next(_folders(folder)).charts[0]
        assert (unpacked.name, unpacked.version, unpacked.app_version) == ("monitoring", "1.4.0", "v1.4.0")
        assert unpacked.values == packed.values and unpacked.templates == packed.templates
        assert [c.name for c in unpacked.charts] == [c.name for c in packed.charts] == ["exporter"]
        assert unpacked.dependencies == packed.dependencies and packed.first_keys == set(packed.values)
        shutil.rmtree(folder / place)


def test_packed_dependency(tmp_path: Path) -> None:
    inner = _tgz(_member("exporter/Chart.yaml", b"name: exporter\nversion: 2.1.0\n"))
    folder = clean(tmp_path / "monitoring-1.4.0")
    archive = _tgz(CHART, _member("monitoring/charts/exporter-2.1.0.tgz", inner))
    (folder / "charts/monitoring-1.4.0.tgz").write_bytes(archive)
    assert [c.name for c in next(_folders(folder)).charts[0].charts] == ["exporter"]


def _folders(path: Path) -> Iterator[PackFolder]:
    return (folder for folder in find_folders([path]) if isinstance(folder, PackFolder))


def test_two_folders_of_one_pack(tmp_path: Path) -> None:
    for name in ("monitoring-1.4.0", "monitoring-copy"):
        clean(tmp_path / name)
    found = [d for d in run([tmp_path], AS_OF).diagnostics if d.code == "PS256"]
    assert [d.pack for d in found] == ["monitoring-copy"] and found[0].severity is Severity.ERROR


def test_folder_that_is_no_pack(tmp_path: Path) -> None:
    clean(tmp_path / "monitoring-1.4.0")
    (tmp_path / "empty").mkdir()
    (tmp_path / ".git").mkdir()
    outcome = run([tmp_path, tmp_path / "empty"], AS_OF)
    assert outcome.folders == 1
    assert [(d.code, d.pack) for d in outcome.diagnostics] == [("PS230", "empty")] * 2


def test_links_out_of_the_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# Not to be read\n")
    folder = clean(tmp_path / "packs" / "monitoring-1.4.0")
    (folder / "README.md").unlink()
    (folder / "README.md").symlink_to(secret)
    (folder / "presets.yaml").symlink_to("/dev/zero")
    (folder / "schema.yaml").unlink()
    (folder / "schema.yaml").symlink_to("schema.yaml")
    (folder / "charts" / "all").symlink_to("/")
    (tmp_path / "packs" / "elsewhere").symlink_to(tmp_path)
    found = run([tmp_path / "packs"], AS_OF).diagnostics
    assert {(Path(d.location.path).name, d.code) for d in found if d.code < "PS200"} == {
        ("README.md", "PS105"),
        ("presets.yaml", "PS105"),
        ("schema.yaml", "PS003"),
        ("all", "PS105"),
        ("elsewhere", "PS105"),
    }


HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "values in Latin-1": ("values.yaml", "name: Zoë\n".encode("latin-1"), "PS005"),
    "values in UTF-16": ("values.yaml", "a: b\n".encode("utf-16"), "PS005"),
    "broken values": ("values.yaml", b"a: [\n", "PS010"),
    "a bomb of aliases": ("values.yaml", b"a: &a [x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (c, c, b", ".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 112)), "PS017"),
    "deep values": ("values.yaml", b"[" * 99_999, "PS016"),
    "a list for values": ("values.yaml", b"- a\n", ""),
    "empty values": ("values.yaml", b"", ""),
    "comments for values": ("values.yaml", b"# nothing\n", ""),
    "wrong types in values": ("values.yaml", b"pack: [a]\ncharts: {monitoring: [1]}\nmanifests: 3\n", ""),
    "wrong types in content": ("values.yaml", b"pack: {content: {images: {a: 1}, charts: [3, {name: [1]}]}}\n", ""),
    "README in Latin-1": ("README.md", "# Zoë\n".encode("latin-1"), "PS005"),
    "broken presets": ("presets.yaml", b"presets: [\n", "PS010"),
    "control characters": ("schema.yaml", b"a: \x1b[2J\n", "PS007"),
    "a list for pack.json": ("pack.json", b"[]", "PS231"),
    "null for pack.json": ("pack.json", b"null", ""),
    "empty pack.json": ("pack.json", b"", "PS232"),
    "deep pack.json": ("pack.json", b"[" * 99_999, "PS232"),
    "a long number": ("pack.json", b'{"name": ' + b"9" * 9_999 + b"}", "PS232"),
    "pack.json of numbers": ("pack.json", b'{"name": 1, "version": 2, "charts": [3], "constraints": []}', "PS231"),
    "half a surrogate": ("pack.json", b'{"name": "\\ud800", "version": "1"}', "PS231"),
    "strange dependencies": ("Chart.yaml", b"name: [a]\ndependencies: [1, {name: 3}, null]\n", ""),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_file(what: str, tmp_path: Path) -> None:
    """Something is said of it, nothing else of the pack is hidden, and no check raises."""
    folder = clean(tmp_path / "monitoring-1.4.0")
    name, data, code = HOSTILE[what]
    if name == "Chart.yaml":
        (folder / "charts/monitoring-1.4.0.tgz").write_bytes(_tgz(_member("monitoring/Chart.yaml", data)))
    else:
        (folder / name).write_bytes(data)
    found = audited(folder)
    assert code in {d.code for d in found} or not code
    assert all(d.message.isprintable() for d in found)


def test_huge_and_unreadable_files(tmp_path: Path) -> None:
    folder = clean(tmp_path / "monitoring-1.4.0")
    with (folder / "values.yaml").open("wb") as file:
        file.truncate(2**40)
    (folder / "README.md").unlink()
    os.mkfifo(folder / "README.md")
    assert {d.code for d in audited(folder) if d.code < "PS200"} == {"PS002", "PS004"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden_file(tmp_path: Path) -> None:
    folder = clean(tmp_path / "monitoring-1.4.0")
    (folder / "values.yaml").chmod(0)
    assert "PS003" in {d.code for d in audited(folder)}


MANY = 200_000
ENDLESS: dict[str, tuple[str, str]] = {
    "blank lines": ("values.yaml", "\n" * MANY),
    "a line of spaces": ("values.yaml", "a" + " " * MANY),
    "names of secrets": ("values.yaml", "a: " + "token" * MANY),
    "beginnings of tokens": ("values.yaml", "a: " + "-eyJabcdefghijk" * (MANY // 9)),
    "beginnings of signatures": ("manifests/namespace.yaml", "a: &sig=" + "?sp=" * MANY),
    "beginnings of images": ("manifests/namespace.yaml", "image:" * MANY),
    "a long key": ("pack.json", '{"' + "a" * MANY + '": 1}'),
    "nested constraints": ("pack.json", '{"constraints": ' + "[" * 900 + "]" * 900 + "}"),
    "many charts": ("pack.json", '{"charts": [' + '"charts/a.tgz", ' * MANY + '"x"]}'),
    "beginnings of actions": ("templates/a.yaml", "{{" * MANY),
    "dots in an action": ("templates/a.yaml", "{{" + "a.$" * MANY + "}}"),
    "signs of a comment": ("chart values.yaml", "#" * MANY + "\na: 1\n"),
    "a key without an end": ("chart values.yaml", "a" * MANY + " " * MANY),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_no_text_takes_long(what: str, tmp_path: Path) -> None:
    folder = clean(tmp_path / "monitoring-1.4.0")
    name, text = ENDLESS[what]
    if name.startswith(("templates", "chart")):
        member = _member(f"monitoring/{name.removeprefix('chart ')}", text.encode())
        (folder / "charts/monitoring-1.4.0.tgz").write_bytes(_tgz(CHART, member))
    else:
        (folder / name).write_text(text)
    started = time.process_time()
    audited(folder)
    assert time.process_time() - started < 10  # each ends within a second; with a quadratic search, none does
