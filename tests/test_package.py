"""`packscribe package`: archives that are the same everywhere, and none of what must not leave the house."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from repositories import SHARED
from small_packs import build, pack, repository

from generator.cli import cli

CORPUS = SHARED / "corpus"
#: A key that no service has given out, put together here so that nothing takes this file for a leak.
SECRET = "AKIA" + "Q3EGZ7WTYN4LKVPD"


def package(root: Path, *arguments: object) -> Result:
    return CliRunner().invoke(cli, ["package", "--root", str(root), *map(str, arguments)])


def codes(root: Path, *arguments: object) -> list[str]:
    """Return the codes of the errors that packaging reports; every one has a place and a way out."""
    listed = json.loads(package(root, *arguments, "--format", "json").output)
    assert all(d["help"] and d["path"] and d["line"] > 0 for d in listed)
    return [d["code"] for d in listed if d["severity"] == "error"]


def names(archive: Path) -> list[str]:
    with tarfile.open(archive) as tar:
        return tar.getnames()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "repository", "one", "two", versions=("1.1.0", "1.0.0"))


def test_one_archive_for_each_version_with_what_it_names(root: Path) -> None:
    done = package(root)
    assert done.exit_code == 0, done.output
    files = ["one-1.0.0.tar.gz", "one-1.1.0.tar.gz", "two-1.0.0.tar.gz", "two-1.1.0.tar.gz"]
    assert sorted(p.name for p in (root / "dist").iterdir()) == files
    assert names(root / "dist" / "one-1.0.0.tar.gz") == [
        "one-1.0.0",
        "one-1.0.0/README.md",
        "one-1.0.0/files",
        "one-1.0.0/files/notes.txt",
        "one-1.0.0/logo.png",
        "one-1.0.0/pack.json",
        "one-1.0.0/values.schema.json",
        "one-1.0.0/values.yaml",
    ]


def test_it_says_name_version_digest_of_the_tar_and_size(root: Path) -> None:
    line = package(root, "one").output.splitlines()[0]
    file = root / "dist" / "one-1.1.0.tar.gz"
    tar = hashlib.sha256(gzip.decompress(file.read_bytes())).hexdigest()
    assert line == f"wrote     {file}  one 1.1.0  sha256:{tar}  {file.stat().st_size:,} bytes"


def test_what_is_the_same_is_left_alone(root: Path) -> None:
    package(root)
    times = {path: path.stat().st_mtime_ns for path in (root / "dist").iterdir()}
    (root / "dist" / "one-1.0.0.tar.gz").write_bytes(b"damaged")
    done = package(root)
    assert [line.split()[0] for line in done.output.splitlines()[:4]] == [
        "unchanged",
        "wrote",
        "unchanged",
        "unchanged",
    ]
    changed = {path for path, time in times.items() if path.stat().st_mtime_ns != time}
    assert {path.name for path in changed} == {"one-1.0.0.tar.gz"}


def test_only_what_is_named(root: Path, tmp_path: Path) -> None:
    assert package(root, "two", "-o", tmp_path / "out").exit_code == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["two-1.0.0.tar.gz", "two-1.1.0.tar.gz"]
    assert package(root, "tow").exit_code == 2
    assert not (root / "dist").exists()


def test_the_same_tree_as_a_folder(root: Path) -> None:
    assert package(root, "one", "--as", "folder").exit_code == 0
    package(root, "one", "-o", root / "archives")
    for version in ("1.0.0", "1.1.0"):
        top = root / "dist" / f"one-{version}"
        with tarfile.open(root / "archives" / f"one-{version}.tar.gz") as tar:
            packed = {m.name: file.read() for m in tar if (file := tar.extractfile(m))}
        there = {f"{top.name}/{p.relative_to(top).as_posix()}": p.read_bytes() for p in top.rglob("*") if p.is_file()}
        assert there == packed
    assert "unchanged" in package(root, "one", "--as", "folder").output


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002, 0o000], ids=oct)
def test_modes_in_a_folder_do_not_depend_on_the_umask(root: Path, umask: int) -> None:
    def modes() -> dict[str, str]:
        return {p.relative_to(top).as_posix(): oct(p.stat().st_mode & 0o7777) for p in (top, *top.rglob("*"))}

    top = root / "dist" / "one-1.0.0"
    before = os.umask(umask)
    try:
        assert package(root, "one", "--as", "folder").exit_code == 0
        expected = {path: "0o755" if (top / path).is_dir() else "0o644" for path in modes()}
        assert modes() == expected and len(set(expected.values())) == 2
        assert "wrote" not in package(root, "one", "--as", "folder").output
        (top / "pack.json").chmod(0o600)
        top.chmod(0o700)
        assert "wrote" in package(root, "one", "--as", "folder").output
        assert modes() == expected
    finally:
        os.umask(before)


def test_a_foreign_file_in_the_folder_is_not_passed_on_and_not_deleted(root: Path) -> None:
    package(root, "one", "--as", "folder")
    (root / "dist" / "one-1.0.0" / "old-chart.tgz").write_text("old")
    assert codes(root, "one", "--as", "folder") == ["PS606"]
    assert (root / "dist" / "one-1.0.0" / "old-chart.tgz").read_text() == "old"


def test_what_a_killed_run_left_is_swept(root: Path) -> None:
    package(root, "one", "--as", "folder")
    for place in (root / "dist", root / "dist" / "one-1.0.0"):
        (place / ".x.1.packscribe-tmp").write_text("left")
    assert package(root, "one", "--as", "folder").exit_code == 0
    assert not list((root / "dist").rglob("*packscribe-tmp"))


def no_change(home: Path) -> None:
    """Leave the pack as it is."""


def other_metadata(home: Path) -> None:
    for path in [home, *home.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o755)
        os.utime(path, (1_000_000_000, 1_000_000_000))


def other_order(home: Path) -> None:
    """Make the files anew in another order, so that the folder lists them differently."""
    charts = home / "assets" / "charts"
    for name in ("z.txt", "a.txt", "m.txt"):
        shutil.copy(charts / name, charts / f"{name}.new")
        (charts / name).unlink()
        (charts / f"{name}.new").rename(charts / name)


CIRCUMSTANCES: dict[str, tuple[dict[str, str], str, Callable[[Path], None]]] = {
    "usual": ({}, "022", no_change),
    "another folder, mode and time": ({}, "022", other_metadata),
    "a strict umask": ({}, "077", no_change),
    "another time zone": ({"TZ": "Asia/Tokyo"}, "022", no_change),
    "no locale": ({"LC_ALL": "C", "LANG": "C"}, "022", no_change),
    "another locale": ({"LC_ALL": "tr_TR.UTF-8"}, "022", no_change),
    "another hash seed": ({"PYTHONHASHSEED": "1"}, "022", no_change),
    "files made in another order": ({"PYTHONHASHSEED": "2"}, "002", other_order),
}


def test_the_bytes_do_not_depend_on_circumstances(tmp_path: Path) -> None:
    found: dict[str, dict[str, str]] = {}
    for number, (circumstance, (environment, umask, change)) in enumerate(CIRCUMSTANCES.items()):
        home = tmp_path / f"place-{number}" / ("deeper" * (number % 2)) / "repository"
        folder = pack(home, "one")
        for name in ("a.txt", "m.txt", "z.txt", "größe.txt"):
            (folder / "assets" / "charts" / name).write_text(name)
        repository(home)
        change(home / "packs" / "one")
        command = f"umask {umask}; exec {sys.executable} -m generator package --root '{home}'"
        root = Path(__file__).parent.parent
        clean = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
        done = subprocess.run(command, shell=True, cwd=root, env=clean | environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{circumstance}: {done.stdout}{done.stderr}"
        found[circumstance] = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (home / "dist").iterdir()}
    assert all(each == found["usual"] for each in found.values()), found


@pytest.mark.skipif(sys.platform == "win32", reason="interpreters lie elsewhere there")
def test_every_python_makes_the_same_tar(tmp_path: Path) -> None:
    """Only the archive room is imported, which needs nothing but the standard library."""
    code = """
import sys
sys.path.insert(0, sys.argv[1])
from generator.archive import tar_digest
from generator.archive.entries import of_bytes
names = ["values.yaml", "größe.txt", "d" * 99 + "/" + "e" * 99, "x" * 180, "charts/a.tgz"]
print(sys.version_info[:2], tar_digest("one-1.0.0", [of_bytes(name, name.encode()) for name in names]))
"""
    found = {}
    for python in _pythons():
        command = [python, "-c", code, str(Path(__file__).parent.parent)]
        done = subprocess.run(command, capture_output=True, text=True, env={"PYTHONUTF8": "1"})
        assert done.returncode == 0, done.stderr
        version, _, digest = done.stdout.strip().rpartition(" ")
        found[version] = digest
    assert len(set(found.values())) == 1, found


def _pythons() -> list[str]:
    """Return the interpreters from 3.11 on that are here, found as tests/pythons.sh does."""
    found = [sys.executable]
    names = [shutil.which(f"python3.{minor}") for minor in range(11, 20)]
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    names += [str(p / "bin" / "python3") for p in versions.glob("3.*")] if versions.is_dir() else []
    ask = "import sys; sys.exit(sys.version_info < (3, 11))"
    for name in filter(None, names):
        if subprocess.run([name, "-c", ask], capture_output=True, check=False).returncode == 0:
            found.append(name)
    return found


def test_the_time_can_be_given_and_must_be_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    package(root, "one")
    with tarfile.open(root / "dist" / "one-1.0.0.tar.gz") as tar:
        assert {m.mtime for m in tar} == {1700000000}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert codes(root, "one") == ["PS607"]


Change = Callable[[Path], object]


def edit(old: str, new: str) -> Change:
    def change(home: Path) -> None:
        text = (home / "pack.yaml").read_text()
        assert old in text
        (home / "pack.yaml").write_text(text.replace(old, new))

    return change


def in_folder(make: Callable[[Path], object]) -> Change:
    return lambda home: make(home / "assets" / "charts" / "x")


ASSET = "assets: {files/: assets/charts/}"

REFUSED: dict[str, tuple[Change, list[str]]] = {
    "a version with +": (edit('version: "1.0.0"', 'version: "1.0.0+b"'), ["PS601"]),
    "nothing wrong": (no_change, []),
    "a link out of the pack": (in_folder(lambda path: path.symlink_to("/etc/hostname")), ["PS603"]),
    "a link to a folder": (in_folder(lambda path: path.symlink_to("..")), ["PS603"]),
    "a link to nothing": (in_folder(lambda path: path.symlink_to("nothing")), ["PS603"]),
    "a pipe": (in_folder(os.mkfifo), ["PS603"]),
    "a name with a line break": (lambda home: (home / "assets/charts/a\nb").write_text("x"), ["PS603"]),
    "a name that is not UTF-8": (
        lambda home: Path(os.fsdecode(os.fsencode(home / "assets/charts") + b"/\xff")).write_text("x"),
        ["PS603"],
    ),
    "two names that differ in case": (
        in_folder(lambda path: [path.write_text("x"), path.with_name("X").touch()]),
        ["PS604"],
    ),
    "an asset over a generated file": (edit(ASSET, "assets: {README.md: assets/charts/notes.txt}"), ["PS604"]),
    "an asset over another spelling": (edit(ASSET, "assets: {./README.md: assets/charts/notes.txt}"), ["PS604"]),
    "an asset in a file": (edit(ASSET, "assets: {values.yaml/x: assets/charts/notes.txt}"), ["PS604"]),
    "a pack.json of another name": (edit("layer: addon", "layer: addon\npackJson: {extra: {name: other}}"), ["PS602"]),
    "a pack.json of another version": (
        edit("layer: addon", 'layer: addon\npackJson: {extra: {version: "9"}}'),
        ["PS602"],
    ),
    "a secret": (edit("nodes: 1", f"key: {SECRET}"), ["PS255"]),
    "a missing asset": (edit(ASSET, "assets: {a: assets/missing}"), ["PS221"]),
    "broken YAML": (edit("versions:", "versions: ["), ["PS010"]),
}


@pytest.mark.parametrize(("change", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_must_not_leave_is_refused_and_the_others_are_packaged(
    change: Change, expected: list[str], tmp_path: Path
) -> None:
    root = repository(tmp_path / "r", "one", "two")
    change(root / "packs" / "one")
    if expected and expected[0] not in ("PS221", "PS010"):
        build(root)
    found = codes(root)
    assert [code for code in dict.fromkeys(found) if code not in ("PS510", "PS514")] == expected
    made = sorted(p.name for p in (root / "dist").iterdir()) if (root / "dist").exists() else []
    assert made == ["two-1.0.0.tar.gz"] if expected else ["one-1.0.0.tar.gz", "two-1.0.0.tar.gz"]


def test_names_that_registries_do_not_take_are_refused(tmp_path: Path) -> None:
    root = repository(tmp_path, "a..b", "a___b", "a__b", "a-b")
    assert codes(root).count("PS601") == 2
    assert sorted(p.name for p in (root / "dist").iterdir()) == ["a-b-1.0.0.tar.gz", "a__b-1.0.0.tar.gz"]


def test_packs_with_one_file_name_are_refused(tmp_path: Path) -> None:
    pack(tmp_path, "a", ["1-2"])
    pack(tmp_path, "a-1", ["2"])
    assert codes(repository(tmp_path)) == ["PS605"]
    assert not list(tmp_path.glob("dist/*"))


def test_drift_on_the_disk_is_refused_and_never_packed(root: Path) -> None:
    (root / "packs" / "one" / "1.0.0" / "values.yaml").write_text("pack:\n  nodes: 99\n")
    assert "PS502" in codes(root)
    assert not list((root / "dist").glob("one-*"))
    build(root)
    package(root)
    with tarfile.open(root / "dist" / "one-1.0.0.tar.gz") as tar:
        file = tar.extractfile("one-1.0.0/values.yaml")
        assert file is not None and b"99" not in file.read()


def test_warnings_pass_unless_strict(root: Path) -> None:
    assert package(root).exit_code == 0
    shutil.rmtree(root / "dist")
    done = package(root, "--strict")
    assert done.exit_code == 1 and "PS242" in done.output and not list(root.glob("dist/*"))


@pytest.mark.parametrize("where", ["packs/one", "plain"])
def test_a_baseline_lets_known_findings_pass(where: str, tmp_path: Path) -> None:
    """The baseline is of the compiled folders, or of folders that are called as archives are."""
    root = repository(tmp_path / "r", "one", "two")
    edit("nodes: 1", f"key: {SECRET}")(root / "packs" / "one")
    build(root)
    assert codes(root, "one") == ["PS255"]
    if where == "plain":
        shutil.copytree(root / "packs" / "one" / "1.0.0", root / "plain" / "one-1.0.0")
    known = root / "known.json"
    arguments = ["audit", str(root / where), "--baseline", str(known), "--update-baseline", "--root", str(root)]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    assert SECRET not in known.read_text()
    assert package(root, "one", "--baseline", known).exit_code == 0
    edit(f"key: {SECRET}", f"key: {SECRET[:-1]}Z\n        more: {SECRET}")(root / "packs" / "one")
    build(root)
    assert codes(root, "one", "--baseline", known) == ["PS255"], "one of them is new"


def test_a_baseline_that_is_not_there_is_wrong_use(root: Path) -> None:
    assert package(root, "--baseline", root / "missing.json").exit_code == 2


def test_a_disk_that_refuses_leaves_no_half_file(root: Path) -> None:
    (root / "dist").write_text("a file where the folder should be")
    command = [sys.executable, "-m", "generator", "package", "--root", str(root)]
    done = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 3 and "Traceback" not in done.stdout + done.stderr
    assert (root / "dist").read_text().startswith("a file")


def test_modes_do_not_follow_those_of_the_disk(root: Path) -> None:
    (root / "packs" / "one" / "assets" / "charts" / "notes.txt").chmod(0o4755)
    package(root)
    with tarfile.open(root / "dist" / "one-1.0.0.tar.gz") as tar:
        assert stat.S_IMODE(tar.getmember("one-1.0.0/files/notes.txt").mode) == 0o644


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared with the corpus of real packs")
def test_real_packs_are_packaged_as_they_are(tmp_path: Path, figure: Callable[[str], None]) -> None:
    runner = CliRunner()
    done = runner.invoke(cli, ["import", str(CORPUS), "--into", str(tmp_path / "packs")])
    assert done.exit_code == 0, done.output[-500:]
    build(tmp_path)
    known = tmp_path / "known.json"
    assert runner.invoke(cli, ["audit", str(CORPUS), "--baseline", str(known), "--update-baseline"]).exit_code == 0
    done = package(tmp_path, "--baseline", known)
    assert done.exit_code == 0, done.output[-2000:]
    same = packed = 0
    for folder in sorted(CORPUS.iterdir()):
        facts = json.loads((folder / "pack.json").read_text("utf-8-sig"))
        with tarfile.open(tmp_path / "dist" / f"{facts['name']}-{facts['version']}.tar.gz") as tar:
            inside = {re.sub(r"^[^/]*/", "", m.name) for m in tar if m.isfile()}
        there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        packed += 1
        same += not (there - inside)
    figure(f"real packs whose archives hold every file of the folder: {same} of {packed}")
    assert same == packed
