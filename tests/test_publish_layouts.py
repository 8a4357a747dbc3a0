"""`packscribe publish --to oci-layout:DIR` where the folder is damaged, or the disk refuses: codes and exit codes."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_packs import repository

from generator.cli import cli
from generator.registry import layout_files

ONE, TWO = "spectro-packs/archive/one", "spectro-packs/archive/two"
Damage = Callable[[Path], object]


def publish(root: Path, to: Path, *arguments: str) -> tuple[int, list[str]]:
    """Publish what is below *root*; return the exit code and the codes of the errors."""
    wanted = ["publish", "--root", str(root), "--to", f"oci-layout:{to}", "--format", "json", *arguments]
    done = CliRunner().invoke(cli, wanted)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    found = [d for d in json.loads(done.output) if d["severity"] == "error"]
    assert all(d["help"] for d in found)
    return done.exit_code, [d["code"] for d in found]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("layouts")
    root = repository(folder / "repository", "one", "two", versions=("1.1.0", "1.0.0"))
    assert publish(root, folder / "registry") == (0, [])
    (root / "packs.lock.json").unlink()
    return root


@pytest.fixture
def registry(root: Path, tmp_path: Path) -> Path:
    """Return a copy of the layouts that both packs were published to."""
    return Path(shutil.copytree(root.parent / "registry", tmp_path / "registry"))


@pytest.fixture(autouse=True)
def not_recorded(root: Path) -> None:
    (root / "packs.lock.json").unlink(missing_ok=True)


def entry(layout: Path) -> str:
    """Return the path, in *layout*, of the image manifest of a version."""
    digest = json.loads((layout / "index.json").read_text())["manifests"][0]["digest"]
    return f"blobs/sha256/{digest[7:]}"


def part(layout: Path, name: str) -> str:
    """Return the path of the archive or of the configuration of that version."""
    fields = json.loads((layout / entry(layout)).read_text())
    return f"blobs/sha256/{(fields['layers'][0] if name == 'archive' else fields['config'])['digest'][7:]}"


def named(layout: Path, name: str) -> Path:
    if name == "manifest":
        return layout / entry(layout)
    return layout / (part(layout, name) if name in ("archive", "config") else name)


def gone(name: str) -> Damage:
    return lambda layout: named(layout, name).unlink()


def written(name: str, content: bytes) -> Damage:
    return lambda layout: named(layout, name).write_bytes(content)


def cut(name: str) -> Damage:
    return lambda layout: (path := named(layout, name)).write_bytes(path.read_bytes()[:-9])


def folder(name: str) -> Damage:
    return lambda layout: [(path := named(layout, name)).unlink(), path.mkdir()]


def circle(name: str) -> Damage:
    return lambda layout: [(path := named(layout, name)).unlink(), path.symlink_to(path.name)]


def file(name: str) -> Damage:
    return lambda layout: [shutil.rmtree(layout / name), (layout / name).write_text("x")]


DAMAGES: dict[str, tuple[Damage, str]] = {
    "oci-layout is gone": (gone("oci-layout"), "PS610"),
    "oci-layout is no JSON": (written("oci-layout", b"x"), "PS610"),
    "oci-layout is a folder": (folder("oci-layout"), "PS610"),
    "the index is gone": (gone("index.json"), "PS610"),
    "the index is cut": (cut("index.json"), "PS610"),
    "the index is a folder": (folder("index.json"), "PS610"),
    "the index leads to itself": (circle("index.json"), "PS610"),
    "a manifest is gone": (gone("manifest"), "PS610"),
    "a manifest is cut": (cut("manifest"), "PS613"),
    "a manifest is another": (written("manifest", b"{}"), "PS613"),
    "a manifest is a folder": (folder("manifest"), "PS610"),
    "an archive is gone": (gone("archive"), "PS610"),
    "an archive is cut": (cut("archive"), "PS610"),
    "an archive is a folder": (folder("archive"), "PS610"),
    "a configuration is gone": (gone("config"), "PS610"),
    "blobs is a file": (file("blobs"), "PS610"),
    "the folder of blobs is a file": (file("blobs/sha256"), "PS610"),
    "the layout is a file": (file(""), "PS612"),
}


@pytest.mark.parametrize(("damage", "expected"), DAMAGES.values(), ids=DAMAGES)
def test_whatever_is_damaged_ends_with_1(damage: Damage, expected: str, root: Path, registry: Path) -> None:
    damage(registry / ONE)
    code, found = publish(root, registry)
    assert (code, set(found)) == (1, {expected})
    shutil.rmtree(registry / ONE) if (registry / ONE).is_dir() else (registry / ONE).unlink()
    assert publish(root, registry) == (0, []), "as the way out says"


def flipped(name: str) -> Damage:
    return lambda layout: (path := named(layout, name)).write_bytes(
        path.read_bytes()[:-1] + bytes([path.read_bytes()[-1] ^ 1])
    )


FORCE = ("--force", "--message", "mend")
MENDABLE = {f"{how.__name__} {name}": how(name) for how in (gone, cut, flipped) for name in ("manifest", "archive")}
MENDABLE |= {"gone config": gone("config"), "flipped config": flipped("config")}


@pytest.mark.parametrize("recorded", [True, False], ids=["recorded", "not recorded"])
@pytest.mark.parametrize("damage", MENDABLE.values(), ids=MENDABLE)
def test_what_is_damaged_is_written_again_with_force(
    damage: Damage, recorded: bool, root: Path, registry: Path, tmp_path: Path
) -> None:
    if recorded:
        assert publish(root, registry) == (0, [])
    before = {path: path.read_bytes() for path in registry.rglob("*") if path.is_file()}
    damage(registry / ONE)
    planned, done = (states(root, registry, *FORCE, *more) for more in (("--plan",), ()))
    hit = planned.count("damaged")  # the versions of a pack share their configuration
    assert hit in (1, 2) and planned == ["damaged"] * hit + ["unchanged"] * (4 - hit)
    assert done == ["mended"] * hit + ["unchanged"] * (4 - hit)
    assert {path: path.read_bytes() for path in registry.rglob("*") if path.is_file()} == before
    assert "mend" not in (root / "packs.lock.json").read_text(), "nothing is replaced"
    assert publish(root, registry, *FORCE) == (0, []) and publish(root, registry) == (0, [])


def states(root: Path, to: Path, *arguments: str) -> list[str]:
    """Publish, and return what became of each version, those of the damaged one first."""
    report = root.parent / "report.json"
    assert publish(root, to, *arguments, "--report", str(report))[1] == []
    found = [each["state"] for each in json.loads(report.read_text())["packs"]]
    return sorted(found, key=lambda state: state == "unchanged")


@pytest.mark.parametrize("how", [gone("manifest"), cut("manifest")], ids=["gone", "cut"])
def test_a_lost_manifest_of_other_content_stays_as_it_is(how: Damage, root: Path, registry: Path) -> None:
    how(registry / ONE)
    index = registry / ONE / "index.json"
    other = registry / TWO / "index.json"
    index.write_bytes(other.read_bytes())  # which names manifests that are not here
    before = {path: path.read_bytes() for path in registry.rglob("*") if path.is_file()}
    assert publish(root, registry, *FORCE) == (1, ["PS610", "PS610"])
    assert {path: path.read_bytes() for path in registry.rglob("*") if path.is_file()} == before


def test_damage_of_other_content_does_not_stop_its_replacement(root: Path, registry: Path) -> None:
    """The tag leads to the image manifest of another pack, whole, and the archive of that is not there."""
    for path in (registry / TWO / "blobs" / "sha256").iterdir():
        if path.stat().st_size < 2000 and b"schemaVersion" in path.read_bytes():
            shutil.copy(path, registry / ONE / "blobs" / "sha256")
    shutil.copy(registry / TWO / "index.json", registry / ONE)
    assert set(publish(root, registry)[1]) == {"PS610"}
    assert states(root, registry, *FORCE) == ["replaced", "replaced", "unchanged", "unchanged"]
    assert publish(root, registry) == (0, [])


REFUSALS = ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EIO"]


@pytest.mark.parametrize("why", REFUSALS)
@pytest.mark.parametrize("doing", ["reading", "writing"])
def test_whatever_the_disk_refuses_ends_with_3(
    doing: str, why: str, root: Path, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(getattr(errno, why), os.strerror(getattr(errno, why)))

    for name in (ONE, TWO) if doing == "writing" else ():
        shutil.rmtree(registry / name)
    monkeypatch.setattr(layout_files.LayoutFiles, "_write" if doing == "writing" else "pieces", _inside(refuse))
    code, found = publish(root, registry)
    whole_disk = doing == "writing" or why in ("EROFS", "ENOSPC", "EDQUOT")
    assert (code, found) == (3, ["PS612"] * (1 if whole_disk else 2)), "said once, or once for each of two packs"


def _inside(refuse: Callable[..., None]) -> Callable[..., object]:
    """Return a method that fails where the disk is asked."""

    def method(files: layout_files.LayoutFiles, *arguments: object) -> object:
        with files._disk("blobs"):
            refuse()
        return iter(())

    return method


def test_a_lock_that_is_held_ends_with_3(root: Path, registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout_files, "PATIENCE", 0.1)
    shutil.rmtree(registry / ONE)
    with (registry / layout_files.LOCK_FILE).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert publish(root, registry) == (3, ["PS611"])


#: What stands in the folder before, and whether packs may be published to it.
HOMES: dict[str, tuple[list[str], bool]] = {
    "not there": ([], True),
    "empty": (["./"], True),
    "hidden files": ([".gitignore"], True),
    "folders that are empty": (["spectro-packs/archive/"], True),
    "layouts without our lock": (
        ["spectro-packs/archive/x/oci-layout", "spectro-packs/archive/x/blobs/sha256/00"],
        True,
    ),
    "our lock, and a note beside": ([".packscribe.lock", "README.md"], True),
    "a file": (["README.md"], False),
    "a file in a folder": (["site/index.html"], False),
    "archives, and layouts in a folder": (["one-1.0.0.tar.gz", "registry/one/oci-layout"], False),
    "a repository of git": ([".git/HEAD", "packs/one/pack.yaml"], False),
}


@pytest.mark.parametrize("arguments", [(), ("--plan",)], ids=["publish", "plan"])
@pytest.mark.parametrize(("there", "fine"), HOMES.values(), ids=HOMES)
def test_layouts_are_not_mixed_with_other_files(
    there: list[str], fine: bool, arguments: tuple[str, ...], root: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    for name in there:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).mkdir(exist_ok=True, parents=True) if name.endswith("/") else (home / name).write_text("")
    before = sorted(home.rglob("*"))
    assert publish(root, home, *arguments) == ((0, []) if fine else (1, ["PS600"]))
    assert fine or sorted(home.rglob("*")) == before
    assert publish(root, home / "registry", *arguments) == (0, []), "as the way out says"
