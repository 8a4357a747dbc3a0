"""`packscribe serve`: what is saved is compiled and shown, what is wrong keeps the last good page."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import small_packs
from repositories import MKDOCS, PROJECT, with_site

from generator.serving.rebuild import Rebuilder
from generator.serving.watch import Watch

PATIENCE = 60.0  # how long a test waits before it gives up; what is waited for mostly comes at once


def eventually(seen: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def _hearing() -> None:
    """Let the process hear Ctrl-C, even where the tests themselves run in the background of a shell."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Serving:
    """A running `packscribe serve`, and what it has printed."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self.printed = root.parent / "printed.txt"
        with self.printed.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "generator", "serve", "--root", str(root), *arguments],
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=PROJECT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                preexec_fn=_hearing,
            )

    @property
    def text(self) -> str:
        return self.printed.read_text()

    def says(self, wanted: str) -> re.Match[str]:
        eventually(lambda: re.search(wanted, self.text) is not None, f"never said {wanted}: {self.text}")
        found = re.search(wanted, self.text)
        assert found
        return found


@contextmanager
def serving(root: Path, *arguments: str) -> Iterator[Serving]:
    running = Serving(root, *arguments)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.send_signal(signal.SIGINT)
            running.process.wait(PATIENCE)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return with_site(tmp_path)


def save(path: Path, before: str, after: str) -> None:
    """Save as editors do: a new file beside the old one, then moved over it."""
    text = path.read_text()
    assert before in text
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text.replace(before, after, 1))
    beside.replace(path)


def shown(address: str) -> str:
    try:
        with urllib.request.urlopen(f"{address}packs/sample/", timeout=5) as page:
            return str(page.read().decode())
    except OSError:
        return ""


def test_edit_break_mend_and_end(root: Path) -> None:
    source, page = root / "packs/sample/pack.yaml", root / "docs_src/packs/sample.md"
    with serving(root, "--address", "127.0.0.1:0") as running:
        address = running.says(r"serving (http://127.0.0.1:\d+/)")[1]
        assert "Sample Pack" in shown(address)
        save(source, "displayName: Sample Pack", "displayName: Another Name")
        eventually(lambda: "Another Name" in page.read_text(), "the page on the disk")
        eventually(lambda: "Another Name" in shown(address), "the page of the site")
        save(source, "displayName: Another Name", "displayname: Third Name")
        running.says(r"packs/sample/pack\.yaml:\d+:\d+: error PS10\d .*displayname.*\n  help: ")
        running.says("kept the last good files of sample")
        assert "Another Name" in page.read_text() and "Another Name" in shown(address)
        save(source, "displayname: Third Name", "displayName: Third Name")
        running.says("mended: sample")
        eventually(lambda: "Third Name" in shown(address), "the mended page")
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(PATIENCE) == 0
        assert "Traceback" not in running.text and "Aborted" not in running.text
        assert not shown(address)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_orphan_however_it_ends(
    root: Path, how: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with serving(root, "--address", "127.0.0.1:0") as running:
        address = running.says(r"serving (http://127.0.0.1:\d+/)")[1]
        running.process.send_signal(how)
        running.process.wait(PATIENCE)
        eventually(lambda: not shown(address), "MkDocs still serves")
        eventually(lambda: not list(tmp_path.glob("packscribe-site-*")), "a folder is left behind")


def test_port_in_use(root: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        serving(root, "--address", f"127.0.0.1:{taken.getsockname()[1]}") as running,
    ):
        assert running.process.wait(PATIENCE) == 3
        assert "error PS190" in running.text
    assert not (root / "docs_src").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nothing"], 2, "PS110"),
        (["--address", "8000"], 2, "HOST:PORT"),
        (["--address", "127.0.0.1:99999"], 2, "HOST:PORT"),
        (["--address", "no such host:0"], 3, "PS190"),
    ],
)
def test_wrong_use(root: Path, arguments: list[str], code: int, said: str) -> None:
    with serving(root, *arguments) as running:
        assert running.process.wait(PATIENCE) == code
        assert said in running.text and "Traceback" not in running.text


def test_no_packs_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    with serving(tmp_path / "root", "--address", "127.0.0.1:0") as running:
        assert running.process.wait(PATIENCE) == 2
        assert "PS120" in running.text


def test_without_a_site_it_compiles(root: Path) -> None:
    (root / "mkdocs.yml").unlink()
    with serving(root, "--address", "127.0.0.1:0") as running:
        running.says("warning PS191")
        save(root / "packs/sample/pack.yaml", "displayName: Sample Pack", "displayName: Another Name")
        eventually(lambda: "Another Name" in (root / "docs_src/packs/sample.md").read_text(), "the page on the disk")


def test_site_that_cannot_be_built(root: Path) -> None:
    (root / "mkdocs.yml").write_text(MKDOCS + "hooks: [missing.py]\n")
    with serving(root, "--address", "127.0.0.1:0") as running:
        assert running.process.wait(PATIENCE) == 3
        assert "error PS192" in running.text and "missing.py" in running.text


# --- compiling ---------------------------------------------------------------------------------------------


@pytest.fixture
def three(tmp_path: Path) -> Path:
    return small_packs.repository(tmp_path / "three", "one", "two", "three")


def rename(root: Path, pack: str, name: str) -> str:
    path = f"packs/{pack}/pack.yaml"
    text = (root / path).read_text()
    (root / path).write_text(re.sub(r"displayName: .*", f"displayName: {name}", text))
    return path


def test_only_what_was_saved_is_compiled(three: Path) -> None:
    rebuilder = Rebuilder(three, [])
    assert rebuilder.round().outcome.packs == 3
    done = rebuilder.round([rename(three, "one", "First")])
    assert done.outcome.packs == 1
    assert {p.split("/")[1] for p in done.outcome.changed if p.startswith("packs/")} == {"one", "generated.lock.json"}
    assert "First" in (three / "docs_src/packs/index.md").read_text()


def test_templates_and_settings_concern_every_pack(three: Path) -> None:
    rebuilder = Rebuilder(three, [])
    rebuilder.round()
    (three / "templates/pages").mkdir(parents=True)
    (three / "templates/pages/catalog.j2").write_text("{{ notice }}\nOur own catalog.\n")
    assert rebuilder.round(["templates/pages/catalog.j2"]).outcome.packs == 3
    assert "Our own catalog." in (three / "docs_src/packs/index.md").read_text()
    (three / "packscribe.toml").write_text("as_of = 2027-01-01\n")
    assert rebuilder.round(["packscribe.toml"]).outcome.packs == 3


def test_a_broken_pack_holds_up_no_other(three: Path) -> None:
    rebuilder = Rebuilder(three, [])
    rebuilder.round()
    good = (three / "packs/one/pack.yaml").read_text()
    (three / "packs/one/pack.yaml").write_text("name: [")
    broken = rebuilder.round(["packs/one/pack.yaml"])
    assert broken.kept == ("one",) and not broken.outcome.changed
    other = rebuilder.round([rename(three, "two", "Second")])
    assert other.kept == ("one",) and not other.outcome.diagnostics
    catalog = (three / "docs_src/packs/index.md").read_text()
    assert "Second" in catalog and "(one.md)" in catalog
    (three / "packs/one/pack.yaml").write_text(good)
    assert rebuilder.round(["packs/one/pack.yaml"]).mended == ("one",)


def test_a_pack_comes_and_a_pack_goes(three: Path) -> None:
    rebuilder = Rebuilder(three, [])
    rebuilder.round()
    small_packs.pack(three, "four")
    rebuilder.round(["packs/four/pack.yaml"])
    assert (three / "docs_src/packs/four.md").is_file()
    (three / "packs/one/pack.yaml").unlink()
    rebuilder.round(["packs/one/pack.yaml"])
    assert not (three / "docs_src/packs/one.md").exists()
    assert "(one.md)" not in (three / "docs_src/packs/index.md").read_text()
    assert (three / "docs_src/packs/two.md").is_file()


def test_named_packs_only(three: Path) -> None:
    rebuilder = Rebuilder(three, ["one"])
    rebuilder.round()
    rename(three, "two", "Second")
    done = rebuilder.round([rename(three, "one", "First"), "packs/two/pack.yaml"])
    assert {p for p in done.outcome.changed if "two" in p or "index" in p} == set()


def test_broken_settings_stop_everything_until_mended(three: Path) -> None:
    rebuilder = Rebuilder(three, [])
    rebuilder.round()
    (three / "packscribe.toml").write_text("as_of =")
    assert [d.code for d in rebuilder.round(["packscribe.toml"]).outcome.diagnostics] == ["PS121"]
    path = rename(three, "one", "First")
    assert [d.code for d in rebuilder.round([path]).outcome.diagnostics] == ["PS121"]
    (three / "packscribe.toml").write_text("as_of = 2026-11-21\n")
    rebuilder.round(["packscribe.toml"])
    assert "First" in (three / "docs_src/packs/one.md").read_text()


def test_a_disk_that_refuses_is_told_and_tried_again(three: Path) -> None:
    rebuilder = Rebuilder(three, [])
    rebuilder.round()
    page = three / "docs_src/packs/one.md"
    page.unlink()
    page.mkdir()
    done = rebuilder.round([rename(three, "one", "First")])
    assert [d.code for d in done.outcome.diagnostics] == ["PS193"] and not done.outcome.changed
    page.rmdir()
    rebuilder.round([rename(three, "one", "First")])
    assert "First" in page.read_text()


# --- watching ----------------------------------------------------------------------------------------------


@pytest.fixture(params=["events", "looking"])
def watch(three: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    if request.param == "looking":
        monkeypatch.setitem(sys.modules, "watchdog.observers", None)  # as if it were not installed
    with Watch(three, []) as watching:
        yield watching


def changed(watch: Watch) -> set[str]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := watch.changed(0.5):
            return found
    pytest.fail("nothing was noticed")


def test_saves_of_a_moment_are_one_change(three: Path, watch: Watch) -> None:
    save(three / "packs/one/pack.yaml", "A small pack.", "A smaller pack.")
    save(three / "packs/two/pack.yaml", "A small pack.", "A smaller pack.")
    (three / "packs/one/assets/charts/notes.txt").unlink()
    (three / "packs/four").mkdir()
    (three / "packs/four/pack.yaml").write_text("name: four\n")
    assert changed(watch) == {
        "packs/one/pack.yaml",
        "packs/two/pack.yaml",
        "packs/one/assets/charts/notes.txt",
        "packs/four/pack.yaml",
    }
    assert not watch.changed(0.1)


def test_what_a_build_writes_is_no_change(three: Path, watch: Watch) -> None:
    rename(three, "one", "First")
    assert changed(watch) == {"packs/one/pack.yaml"}
    assert Rebuilder(three, []).round().outcome.changed
    assert not watch.changed(0.3)


def test_what_an_editor_keeps_for_itself_is_no_change(three: Path, watch: Watch) -> None:
    (three / "packs/one/.pack.yaml.swp").write_text("x")
    (three / "packs/one/pack.yaml~").write_text("x")
    assert not watch.changed(0.3)


def test_templates_and_settings_are_watched(three: Path, watch: Watch) -> None:
    (three / "templates/pages").mkdir(parents=True)
    (three / "templates/pages/catalog.j2").write_text("x")
    assert changed(watch) == {"templates/pages/catalog.j2"}
    (three / "packscribe.toml").write_text("as_of = 2027-01-01\n")
    assert changed(watch) == {"packscribe.toml"}
