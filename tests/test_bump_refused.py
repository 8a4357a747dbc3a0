"""`packscribe bump`: what is refused, and that nothing on the disk changes then."""

from __future__ import annotations

import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from bump_packs import (
    FILED,
    HEAD,
    NEW_VALUES,
    NEXT,
    PACK_VALUES,
    SMALL,
    archive,
    chart,
    command,
    data,
    files,
    made,
    pack,
    passes,
    source,
)

from generator import tree
from generator.diagnostics import Diagnostic
from generator.explain import explanation


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return pack(tmp_path / "repository")


# --- Refusals --------------------------------------------------------------------------------------------------------


def refused(root: Path, *arguments: object, code: str, exit_code: int = 1) -> Diagnostic:
    """See that the command is refused with *code*, and that nothing on the disk changed."""
    before = files(root)
    done = command(root, *arguments, "--format", "json")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    found = json.loads(done.output)
    assert done.exit_code == exit_code, done.output
    assert files(root) == before
    errors = [d for d in found if d["severity"] == "error"]
    assert {d["code"] for d in errors} == {code}, errors
    assert all(d["help"] and d["message"] and d["line"] >= 1 for d in errors)
    text = command(root, *arguments)
    assert text.exit_code == exit_code and code in text.output
    assert explanation(code)
    return errors[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize("version", ["1.4.0", "v1.4.0", "1.4", "1.4.0+x"])
def test_a_version_that_is_there(version: str, root: Path) -> None:
    assert refused(root, "demo", version, code="PS170", exit_code=2)["line"] == 9  # type: ignore[index]


@pytest.mark.parametrize("version", ["1.3.0", "1.4.0-rc.1", "", "x", "..", "1.5.0/../..", "1 5", "1" * 200, "1.5\x1b"])
def test_a_version_that_cannot_be(version: str, root: Path) -> None:
    refused(root, "demo", version, code="PS171", exit_code=2)


def test_a_start_that_is_not_there(root: Path) -> None:
    found = refused(root, "demo", NEXT, "--from", "1.3.9", code="PS171", exit_code=2)
    assert "1.4.0" in found["help"]  # type: ignore[index]


def test_a_pack_that_is_not_there(root: Path) -> None:
    assert "demo" in refused(root, "dema", NEXT, code="PS110", exit_code=2)["help"]  # type: ignore[index]


def test_a_pack_with_errors(root: Path) -> None:
    (root / "packs/demo/pack.yaml").write_text(source(root).replace("layer: addon", "layer: cheese"))
    refused(root, "demo", NEXT, code="PS104")


def _links(path: Path) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        info = tarfile.TarInfo("demo/Chart.yaml")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    return path


def _bytes(content: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return write


def _many(path: Path) -> Path:
    return chart(path, "\n".join(f"k{number}: 1" for number in range(200_001)) + "\n")


CHART = b"name: demo\nversion: 1.5.0\n"
NESTED = zip("abcdefgh", "bcdefghi", strict=True)
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [" + ",".join([f"*{a}"] * 9) + "]\n" for a, b in NESTED
)

ARCHIVES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no archive": (_bytes(b"not a tgz"), "PS241"),
    "empty": (_bytes(b""), "PS241"),
    "cut off": (lambda path: _bytes(chart(path).read_bytes()[:60])(path), "PS241"),
    "no chart in it": (lambda path: archive(path, {"demo/values.yaml": b"a: 1\n"}), "PS241"),
    "leads out": (lambda path: archive(path, {"demo/Chart.yaml": CHART, "../x": b""}), "PS240"),
    "link": (_links, "PS240"),
    "bomb": (lambda path: archive(path, {"demo/values.yaml": b"\0" * 2**25}), "PS240"),
    "another chart": (lambda path: chart(path, name="other"), "PS172"),
    "the same version": (lambda path: chart(path, version="1.4.0"), "PS172"),
    "the same version with a v": (lambda path: chart(path, version="v1.4.0"), "PS172"),
    "no version": (lambda path: archive(path, {"demo/Chart.yaml": b"name: demo\n"}), "PS172"),
    "a version that is a path": (lambda path: chart(path, version="../../1.5.0"), "PS172"),
    "a name for a path": (lambda path: archive(path, {"demo/Chart.yaml": b"name: ../d\nversion: 1.5.0"}), "PS172"),
    "broken Chart.yaml": (lambda path: archive(path, {"demo/Chart.yaml": b"name: [\n"}), "PS241"),
    "broken values": (lambda path: chart(path, "a: [\n"), "PS172"),
    "values that are a bomb": (lambda path: chart(path, LAUGHS), "PS172"),
    "too many values": (_many, "PS172"),
}  # fmt: skip


@pytest.mark.parametrize("case", ARCHIVES.values(), ids=ARCHIVES.keys())
def test_archives_that_are_refused(case: tuple[Callable[[Path], Path], str], root: Path, tmp_path: Path) -> None:
    make, code = case
    refused(root, "demo", NEXT, "--chart", make(tmp_path / "new.tgz"), code=code)


def test_an_archive_that_is_too_large(root: Path, tmp_path: Path) -> None:
    with (tmp_path / "large.tgz").open("wb") as file:
        file.truncate(2**40)
    refused(root, "demo", NEXT, "--chart", tmp_path / "large.tgz", code="PS004")


def test_no_archive_at_all(root: Path, tmp_path: Path) -> None:
    assert command(root, "demo", NEXT, "--chart", tmp_path / "none.tgz").exit_code == 2


def test_a_pack_without_charts_takes_none(tmp_path: Path) -> None:
    root = pack(tmp_path / "r", HEAD + SMALL, None)
    found = refused(root, "demo", NEXT, "--chart", chart(tmp_path / "n.tgz"), code="PS172")
    assert "leave `--chart` out" in found["help"]  # type: ignore[index]


@pytest.mark.parametrize("file", ["values/1.5.0.yaml", "assets/charts/demo-1.5.0.tgz"])
def test_something_in_the_way(file: str, tmp_path: Path) -> None:
    root = pack(tmp_path / "r", HEAD + FILED, values__x_yaml="")
    (root / "packs/demo/values/1.4.0.yaml").write_text(PACK_VALUES)
    (root / "packs/demo" / file).write_text("mine")
    if file.startswith("assets"):  # there is another place for the archive
        assert not made(root).failed
        assert (root / "packs/demo" / file).read_text() == "mine"
        assert (root / "packs/demo/assets/1.5.0/charts/demo-1.5.0.tgz").is_file()
    else:
        refused(root, "demo", NEXT, "--chart", chart(tmp_path / "n.tgz"), code="PS173")


def test_a_folder_that_leads_out_is_not_written_to(tmp_path: Path) -> None:
    root, outside = pack(tmp_path / "r"), tmp_path / "outside"
    outside.mkdir()
    (outside / "demo-1.4.0.tgz").write_bytes((root / "packs/demo/assets/charts/demo-1.4.0.tgz").read_bytes())
    (root / "packs/demo/charts").symlink_to(outside)
    text = source(root).replace("      charts/demo-1.4.0.tgz: assets/charts/demo-1.4.0.tgz\n", "")
    (root / "packs/demo/pack.yaml").write_text(text)
    command(root, "demo", NEXT, "--chart", chart(tmp_path / "n.tgz"))
    assert [p.name for p in outside.iterdir()] == ["demo-1.4.0.tgz"]


ANCHORED = {
    "version": HEAD + SMALL.replace('"1.4.0"', '&v "1.4.0"'),
    "entry": HEAD + SMALL.replace("- version", "- &e version"),
    "charts": HEAD + SMALL + "    charts: &c [charts/demo-1.4.0.tgz]\n",
    "folded": HEAD + SMALL.replace('version: "1.4.0"', "version: >-\n      1.4.0"),
}


@pytest.mark.parametrize("text", ANCHORED.values(), ids=ANCHORED.keys())
def test_entries_that_cannot_be_copied(text: str, tmp_path: Path) -> None:
    root = pack(tmp_path / "r", text, None)
    if "charts:" in text:
        chart(root / "packs/demo/charts/demo-1.4.0.tgz", "a: 1\n", version="1.4.0")
    refused(root, "demo", NEXT, code="PS173")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_disk_that_refuses(root: Path) -> None:
    before = files(root)
    (root / "packs/demo").chmod(0o500)
    try:
        assert command(root, "demo", NEXT, "--chart", chart(root / "n.tgz")).exit_code == 3
    finally:
        (root / "packs/demo").chmod(0o700)
    assert {p: d for p, d in files(root).items() if p != "n.tgz"} == before


def test_a_write_that_fails_leaves_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = chart(root / "n.tgz")
    before = files(root)
    whole = tree.write

    def fails(folder: Path, content: tree.Tree, **more: object) -> list[str]:
        if folder == root and "packs/demo/pack.yaml" in content:
            raise OSError(28, "No space left on device", "pack.yaml")
        return whole(folder, content, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(tree, "write", fails)
    with pytest.raises(OSError, match="No space"):
        made(root, charts=(new,))
    assert files(root) == before


def test_a_dry_run_writes_nothing_and_shows_all(root: Path) -> None:
    new = chart(root / "n.tgz")
    before = files(root)
    done = command(root, "demo", NEXT, "--chart", new, "--dry-run")
    assert done.exit_code == 0 and files(root) == before
    assert "+++ packs/demo/pack.yaml" in done.output and '+  - version: "1.5.0"        # the newest' in done.output
    assert "new file packs/demo/assets/charts/demo-1.5.0.tgz" in done.output
    assert "nothing was written" in done.output


def test_json_has_every_note(root: Path) -> None:
    found = json.loads(command(root, "demo", NEXT, "--chart", chart(root / "n.tgz"), "--format", "json").output)
    assert {d["code"] for d in found} == {"PS174", "PS175", "PS176", "PS177", "PS178", "PS179"} - {"PS178"}
    assert {d["severity"] for d in found} == {"note"} and all(d["pack"] == "demo" and d["help"] for d in found)
    for each in found:
        assert (root / each["path"]).is_file() and explanation(each["code"])


def test_twice_in_a_row(root: Path) -> None:
    assert not made(root).failed
    again = chart(root / "again.tgz", NEW_VALUES.replace("1.5.0", "1.6.0"), version="1.6.0")
    assert not made(root, charts=(again,), version="1.6.0").failed
    assert [e["version"] for e in data(root)["versions"]] == ["1.6.0", "1.5.0", "1.4.0"]  # type: ignore[attr-defined]
    assert "1.4.x || 1.5.x || 1.6.x" in source(root)
    assert passes(root) == []
