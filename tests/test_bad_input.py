"""Bad input, end to end: each fault has its code and exact place, comes with a way out, and leaves the disk alone."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKS = Path(__file__).parent / "packs"
PACK = "packs/plain/pack.yaml"
PLAIN = (PACKS / "plain/pack.yaml").read_text(encoding="utf-8")
Snapshot = dict[str, tuple[bytes, int]]


def packscribe(
    root: Path, *arguments: str, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the console script's own entry point as a process of its own."""
    command = [sys.executable, "-m", "generator", *arguments, "--root", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=before, timeout=120)
    assert "Traceback" not in done.stdout + done.stderr
    assert "internal error" not in done.stdout + done.stderr
    return done


def snapshot(root: Path) -> Snapshot:
    return {
        p.relative_to(root).as_posix(): (p.read_bytes(), p.stat().st_mtime_ns) for p in root.rglob("*") if p.is_file()
    }


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built")
    shutil.copytree(PACKS / "plain", root / "packs/plain")
    shutil.copy(PACKS / "packscribe.toml", root)
    assert packscribe(root, "build").returncode == 0
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """A repository of one pack that has been built."""
    shutil.copytree(built, tmp_path / "r", symlinks=True)
    return tmp_path / "r"


def refused(root: Path, code: int = 1, *arguments: str) -> list[str]:
    """Build; assert that it ends with *code* and changes nothing; return `place code` of every problem."""
    before = snapshot(root)
    done = packscribe(root, *(arguments or ("build",)))
    assert done.returncode == code, done.stdout + done.stderr
    assert snapshot(root) == before
    lines = done.stdout.splitlines()
    found = []
    for number, line in enumerate(lines):
        if told := re.match(r"(\S+:\d+:\d+): (?:error|warning) (PS\d{3}) .", line):
            assert lines[number + 1].startswith("  help: ") and len(lines[number + 1]) > 15
            found.append(f"{told[1]} {told[2]}")
    assert found
    return found


def place(text: str, needle: str, path: str = PACK) -> str:
    """Return the place of *needle*, which stands once in *text*."""
    assert text.count(needle) == 1, needle
    offset = text.index(needle)
    return f"{path}:{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"


@dataclass(frozen=True)
class Fault:
    """Exchange *old* by *new* in pack.yaml; *found*: code and the text that it must point at."""

    name: str
    old: str
    new: str
    found: tuple[tuple[str, str], ...]


def fault(name: str, old: str, new: str, *found: str) -> Fault:
    return Fault(name, old, new, tuple(zip(found[::2], found[1::2], strict=True)))


VALUES_OF_LAST = '    values: |\n      pack:\n        policy: "none"\nparam'
PORTS = "description: Open ports., versions: 1.1.x}"
BOMB = "sources:\n" + "".join(
    f"  b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9) if n else 'x, x, x, x, x, x, x, x, x'}]\n" for n in range(9)
)

FAULTS = [
    fault("broken yaml", "category: network", "category: network: more", "PS010", ": more"),
    fault("unclosed bracket", "architectures: [amd64]", "architectures: [amd64", "PS011", "[amd64"),
    fault("duplicate key", "\nlayer: cni\n", "\nlayer: cni\nlayer : csi\n", "PS020", "layer : csi"),
    fault("duplicate key below", "title: The manual,", 'title: The manual, "title": Again,', "PS020", '"title": Again'),
    fault("tab", "  manual: {title: The", "\tmanual: {title: The", "PS012", "\tmanual"),
    fault("byte order mark", "# A small pack", "\ufeff# A small pack", "PS006", "\ufeff# A"),
    fault("nul", "A small pack that is right in every way.\ncat", "A small \0 pack.\ncat", "PS007", "\0 pack"),
    fault("control character", "alt: A plain square", "alt: A plain \x1b square", "PS007", "\x1b square"),
    fault("escaped control character", "alt: A plain square", 'alt: "A plain \\x07 square"', "PS007", "\\x07"),
    fault("bidi", "title: A blog", "title: A \u202eblog", "PS008", "\u202eblog"),
    fault("1.10", 'version: "1.0.0"', "version: 1.10", "PS024", "1.10\n"),
    fault("yes", "\nlayer: cni", "\nlayer: cni\nfips: yes", "PS023", "yes"),
    fault("012", "rank: 2", "rank: 012", "PS023", "012"),
    fault("merge conflict", "\nengines:", "\n<<<<<<< HEAD\nengines:", "PS013", "<<<<<<< HEAD"),
    fault("unknown key", "\ncategory: network", "\nzzz: network", "PS101", "zzz"),
    fault("misspelt key", "\ncategory: network", "\ncategorie: network", "PS101", "categorie"),
    fault(
        "key of python",
        "\ndisplayName: Plain",
        "\ndisplay_name: Plain",
        "PS102",
        "name: plain\n",
        "PS101",
        "display_name",
    ),
    fault("misspelt key deep", "means: Fast.", "maens: Fast.", "PS102", "{value: fast", "PS101", "maens"),
    fault("missing key", "    series: 1.0.x\n", "", "PS102", 'version: "1.0.0"'),
    fault("wrong type", "architectures: [amd64]", "architectures: amd64", "PS103", "amd64\n"),
    fault("wrong type of a union", "options: [{value: fast,", "options: [{value: {},", "PS103", "{}, means: Fast"),
    fault("wrong value", "layer: cni", "layer: cnni", "PS104", "cnni"),
    fault("unusable link", '"https://manual.example/"', '"javascript:alert(1)"', "PS104", '"javascript'),
    fault("no version range", 'versions: ">=1.1"', "versions: newer than 1", "PS104", "newer than 1}"),
    fault("path leaves", "file: assets/logo.png", "file: ../../logo.png", "PS105", "../../logo"),
    fault("absolute path", "tgz: assets/plain.tgz", "tgz: /etc/passwd", "PS105", "/etc/passwd"),
    fault("values leave", VALUES_OF_LAST, "    values: {file: ../v}\nparam", "PS105", "../v"),
    fault("day that does not exist", "date: 2027-03-31", "date: 2027-02-30", "PS025", "2027-02-30"),
    fault("day as text", "date: 2027-03-31", 'date: "2027-02-30"', "PS106", '"2027-02-30"'),
    fault("other name", "\nname: plain\n", "\nname: other\n", "PS107", "other\n"),
    fault("no values", VALUES_OF_LAST, "param", "PS108", 'version: "1.0.0"'),
    fault("no values file", VALUES_OF_LAST, "    values: {file: values/x.yaml}\nparam", "PS109", "values/x.yaml"),
    fault("missing engine", "engine: strong}\n      - ", "engine: strnog}\n      - ", "PS201", "strnog"),
    fault(
        "missing system",
        "systems: [linux]}",
        "systems: [linx]}",
        "PS202",
        "linx",
        "PS203",
        "linux: {state: partial",
        "PS203",
        "linux], option",
        "PS203",
        "linux]\n    choice",
    ),
    fault("missing option", "choice: {policy: weak}", "choice: {policy: waek}", "PS204", "waek"),
    fault("missing source", 'cite: ["manual#policies"]', 'cite: ["manaul#policies"]', "PS205", '"manaul'),
    fault("missing version", VALUES_OF_LAST, '    valuesOf: "1.1.1"\nparam', "PS206", '"1.1.1"'),
    fault("missing preset", '["Policy:guarded"]', '["Policy:guraded"]', "PS207", '"Policy:guraded"'),
    fault("missing warning", "warnings: [restart]", "warnings: [restrat]", "PS209", "restrat"),
    fault(
        "duplicate version",
        'version: "1.0.0"\n    series: 1.0.x',
        'version: "1.1.0"\n    series: 1.1.x',
        "PS210",
        '"1.1.0"\n    series: 1.1.x\n    values: |\n      pack:\n        policy: ',
    ),
    fault(
        "overlapping ranges",
        PORTS,
        PORTS + '\n  - {path: pack.ports, type: array, description: Again., versions: ">=1"}',
        "PS211",
        '">=1"',
    ),
    fault(
        "default outside",
        '        policy: "none"\n        # plane',
        '        policy: "nnoe"\n        # plane',
        "PS213",
        'policy: "nnoe"',
    ),
    fault("path in values", "path: pack.owner", 'path: "pack..owner"', "PS217", '"pack..owner"'),
    fault("html", "text: Every node restarts.", "text: Every <b>node</b>.", "PS218", "Every <b>"),
    fault("broken values", "nodes: 3\n", "nodes: [3\n", "PS011", "[3\n"),
    fault("duplicate key in values", "nodes: 3\n", "nodes: 3\n        nodes : 4\n", "PS020", "nodes : 4"),
    fault("tab in values", "        nodes: 3\n", "      \tnodes: 3\n", "PS012", "\tnodes"),
    fault("anchor bomb", "sources:\n", BOMB, "PS017", ""),
    fault("alias inside itself", "architectures: [amd64]", "architectures: &a [*a]", "PS018", "&a [*a]"),
    fault("5,000 brackets", "architectures: [amd64]", f"architectures: {'[' * 5000}{']' * 5000}", "PS016", ""),
    fault("5,000 brackets in values", "nodes: 3\n", f"nodes: {'[' * 5000}{']' * 5000}\n", "PS016", ""),
    fault(
        "5,000 levels by lines",
        "architectures: [amd64]",
        "architectures:\n" + "".join(" " * n + "-\n" for n in range(1, 500)),
        "PS016",
        "",
    ),
]


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case.name.replace(" ", "-"))
def test_fault(case: Fault, root: Path) -> None:
    """Exactly the fault is reported, at its exact place; an empty needle stands for any place in the file."""
    assert PLAIN.count(case.old) == 1, f"{case.old!r} stands {PLAIN.count(case.old)} times in the plain pack"
    text = PLAIN.replace(case.old, case.new)
    (root / PACK).write_text(text, encoding="utf-8")
    found = refused(root)
    shown = text.replace("\ufeff", "") if case.name == "byte order mark" else text
    for (code, needle), line in zip(case.found, found, strict=True):
        assert line.endswith(f" {code}")
        if needle:
            assert line == f"{place(shown, needle.removeprefix(chr(0xFEFF)))} {code}"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"name: plain\ndescription: caf\xe9\n", "2:17 PS005"),
        (PLAIN.encode("utf-16"), "1:1 PS005"),
        (bytes(range(256)) * 40, "PS005"),
        (b"", "1:1 PS015"),
        (b"# nothing\n", "1:1 PS015"),
        (b"name: plain\n---\nname: other\n", "2:1 PS014"),
        (b"- a list\n", "1:1 PS103"),
        (b"just words\n", "1:1 PS103"),
        (b"{{ template }}\n", "PS022"),
        (b"a: !!python/object/apply:os.system [id]\n", "1:4 PS026"),
        (b"[" * 5000, "1:101 PS016"),
        (b"x" * (50 * 2**20), "1:1 PS004"),
        (b"a: [" + b"x, " * (2 * 2**20) + b"x]\n", "PS017"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_whole_file(data: bytes, expected: str, root: Path) -> None:
    (root / PACK).write_bytes(data)
    started = time.monotonic()
    found = refused(root)
    assert all(line.startswith(PACK) for line in found) and any(line.endswith(expected) for line in found)
    assert time.monotonic() - started < 10


def test_all_faults_in_one_run(root: Path) -> None:
    """Faults of one stage are all reported, whatever they are."""
    text = (
        PLAIN.replace("rank: 2", "rank: 012").replace("layer: cni", "layer: cnni").replace("means: Fast.", "maens: F.")
    )
    text = text.replace("date: 2027-03-31", "date: 2027-02-30").replace("\ncategory:", "\ncategorie:")
    (root / PACK).write_text(text)
    codes = [line.rpartition(" ")[2] for line in refused(root)]
    assert codes == ["PS104", "PS101", "PS023", "PS102", "PS101", "PS025"]
    text = PLAIN.replace("engine: strong}\n", "engine: strnog}\n", 1).replace("manual#policies", "manaul#policies")
    text = text.replace('policy: "none"\n        #', 'policy: "nnoe"\n        #').replace("Every node", "Every <b>node")
    (root / PACK).write_text(text.replace("assets/logo.png", "assets/lgo.png"))
    codes = [line.rpartition(" ")[2] for line in refused(root)]
    assert codes == ["PS221", "PS213", "PS205", "PS201", "PS218"]


def test_faults_of_two_packs(root: Path) -> None:
    shutil.copytree(PACKS / "plain", root / "packs/second")
    (root / "packs/second/pack.yaml").write_text(
        PLAIN.replace("name: plain\n", "name: second\n").replace("rank: 2", "rank: 012")
    )
    (root / PACK).write_text(PLAIN.replace("layer: cni", "layer: cnni"))
    assert [line.rpartition(" ")[2] for line in refused(root)] == ["PS104", "PS023"]


@pytest.mark.parametrize(
    ("path", "target", "expected"),
    [
        ("packs/plain/assets/logo.png", "/etc/hostname", f"{PACK}:8:14 PS221"),
        ("packs/plain/assets/logo.png", "logo.png", f"{PACK}:8:14 PS221"),
        ("packs/plain/pack.yaml", "pack.yaml", f"{PACK}:1:1 PS003"),
    ],
)
def test_links(path: str, target: str, expected: str, root: Path) -> None:
    (root / path).unlink()
    (root / path).symlink_to(target)
    (root / "packscribe.toml").write_text("as_of = 2026-11-22\n")
    if "pack.yaml" in path:
        before = sorted(p for p in root.rglob("*"))
        done = packscribe(root, "build", "plain")
        assert done.returncode in (1, 2) and before == sorted(p for p in root.rglob("*"))
        return
    assert refused(root) == [expected]


def test_a_link_among_values(root: Path) -> None:
    (root / "packs/plain/values").mkdir()
    (root / "packs/plain/values/x.yaml").symlink_to("/etc/passwd")
    text = PLAIN.replace(
        '    values: |\n      pack:\n        policy: "none"\nparam', "    values: {file: values/x.yaml}\nparam"
    )
    (root / PACK).write_text(text)
    assert refused(root) == [f"{place(text, 'values/x.yaml')} PS105"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'as_of = 2026-11-21\nsite_url = "\n', "packscribe.toml:2:13 PS121"),
        (b"as_of = 2026-13-21\n", "PS121"),
        (b'as_of = "today"\n', "packscribe.toml:1:1 PS123"),
        (b"as_of = 2026-11-21T10:00:00\n", "packscribe.toml:1:1 PS123"),
        (b"as_of = 2026-11-21\n  strikt = true\n", "packscribe.toml:2:3 PS122"),
        (b"as_of = 2026-11-21\nstrict = 1\n", "packscribe.toml:2:1 PS123"),
        (b"strict = true\n", "packscribe.toml:1:1 PS123"),
        (b'as_of = 2026-11-21\nignore = [{ code = "PS224" }]\n', "packscribe.toml:2:1 PS123"),
        (b'as_of = 2026-11-21\nignore = ["PS224"]\n', "packscribe.toml:2:1 PS123"),
        (b"as_of = 2026-11-21\n# \xff\n", "packscribe.toml:2:3 PS121"),
        (b"as_of = 2026-11-21\nsite_url = " + b"[" * 5000, "PS121"),
    ],
)
def test_settings(data: bytes, expected: str, root: Path) -> None:
    (root / "packscribe.toml").write_bytes(data)
    (only,) = refused(root)
    assert only.endswith(expected)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("pages/readme.j2", b"one\n{% if x %}\ntwo\n", "3:1 PS401"),
        ("pages/readme.j2", b"one\n{{ nothing.here }}\n", "2:1 PS401"),
        ("pages/readme.j2", b"one\n\n{{ v.pack.nothing }}\n", "3:1 PS401"),
        ("pages/readme.j2", b"{% include 'pages/none.j2' %}\n", "1:1 PS402"),
        ("pages/readme.j2", b"one\n{% extends 'pages/none.j2' %}\n", "2:1 PS402"),
        ("pages/readme.j2", b"{% include 'pages/readme.j2' %}\n", "1:1 PS401"),
        ("pages/readme.j2", b"\n{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}\n", "2:1 PS401"),
        ("pages/readme.j2", b"one\n{{ 1 / 0 }}\n", "2:1 PS401"),
        ("pages/readme.j2", b"one\n{{ v.pack.name | nofilter }}\n", "2:1 PS401"),
        ("pages/readme.j2", b"one\n{{ 'x' * {} }}\n", "2:1 PS401"),
        ("pages/readme.j2", b"one\ntwo \xff\n", "2:5 PS401"),
        ("dialects/material.j2", b"{% set escapes = 3 %}\n", "1:1 PS401"),
        ("dialects/material.j2", b"words\n", "1:1 PS401"),
        ("dialects/material.j2", b"\n{{ broken\n", "2:1 PS401"),
    ],
)
def test_templates(name: str, text: bytes, expected: str, root: Path) -> None:
    """A fault in a template of the project's own is reported at its line."""
    (root / "templates" / name).parent.mkdir(parents=True)
    (root / "templates" / name).write_bytes(text)
    assert refused(root) == [f"templates/{name}:{expected}"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["build", "plian"], "PS110"),
        (["build", "../plain"], "PS110"),
        (["build", "."], "PS110"),
        (["build", "plain", "--check", "nope"], "PS110"),
        (["build", "--nope"], ""),
        (["bulid"], ""),
        (["build", "--format", "xml"], ""),
        (["explain", "PS999"], ""),
        (["explain"], ""),
    ],
)
def test_wrong_use(arguments: list[str], code: str, root: Path) -> None:
    before = snapshot(root)
    command = [sys.executable, "-m", "generator", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=_environment())
    assert done.returncode == 2, done.stdout + done.stderr
    assert code in done.stdout and "Traceback" not in done.stdout + done.stderr
    assert (done.stdout + done.stderr).strip() and snapshot(root) == before


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}


@pytest.mark.parametrize("folder", ["nowhere", "r/packs", "r/packscribe.toml"])
def test_wrong_root(folder: str, root: Path) -> None:
    before = snapshot(root)
    assert packscribe(root.parent / folder, "build").returncode == 2
    assert snapshot(root) == before and not (root.parent / "nowhere").exists()


def test_other_formats(root: Path) -> None:
    """A program reads the same places from JSON."""
    (root / PACK).write_text(PLAIN.replace("rank: 2", "rank: 012"))
    done = packscribe(root, "build", "--format", "json")
    (found,) = json.loads(done.stdout)
    assert (found["code"], found["path"], found["pack"], found["severity"]) == ("PS023", PACK, "plain", "error")
    assert (done.returncode, found["column"]) == (1, 31) and found["help"]


def test_console_script(root: Path) -> None:
    """The installed command does what `python -m generator` does."""
    script = Path(sys.executable).with_name("packscribe")
    if not script.exists():
        pytest.skip("packscribe is not installed beside this Python")
    (root / PACK).write_text(PLAIN.replace("rank: 2", "rank: 012"))
    done = subprocess.run([script, "build", "--root", root], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stdout.startswith(f"{PACK}:11:31: error PS023 ")


# --- the outside world ----------------------------------------------------------------------------------------------


def change(root: Path, word: str) -> None:
    """Change facts that reach every page and several artifacts."""
    text = PLAIN.replace("It moves **packets**", f"It {word} **packets**").replace(
        "How many nodes.", f"How many nodes {word}."
    )
    (root / PACK).write_text(text.replace("displayName: Plain", f"displayName: Plain {word}"))


@pytest.mark.parametrize(
    "path", ["docs_src/packs/plain.md", "packs/plain/1.0.0/values.yaml", "packs/plain/generated.lock.json"]
)
def test_a_folder_in_the_place_of_a_file(path: str, root: Path) -> None:
    """The disk refuses one file: exit code 3, and every other file is as it was."""
    change(root, "drops")
    (root / path).unlink()
    (root / path / "inside").mkdir(parents=True)
    before = snapshot(root)
    done = packscribe(root, "build")
    assert done.returncode == 3 and path in done.stdout + done.stderr
    assert snapshot(root) == before


def test_a_file_in_the_place_of_a_folder(root: Path) -> None:
    change(root, "drops")
    shutil.rmtree(root / "docs_src/guides")
    (root / "docs_src/guides").write_text("not a folder")
    before = snapshot(root)
    assert packscribe(root, "build").returncode == 3
    assert snapshot(root) == before


def test_a_full_disk(root: Path) -> None:
    """The disk takes no more in the middle of a file: nothing is changed, nothing left over."""
    change(root, "drops")
    before = snapshot(root)
    done = packscribe(root, "build", before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)))
    assert done.returncode == 3 and done.stderr.startswith("error: ")
    assert snapshot(root) == before


def test_killed_at_any_moment(root: Path) -> None:
    """Whenever a build is killed, each file is the old or the new one; the next build mends all and leaves nothing."""
    change(root, "drops")
    old = {path: data for path, (data, _) in snapshot(root).items()}
    new_root = root.parent / "new"
    shutil.copytree(root, new_root)
    assert packscribe(new_root, "build").returncode == 0
    new = {path: data for path, (data, _) in snapshot(new_root).items()}
    assert sum(old.get(path) != data for path, data in new.items()) >= 8
    chance = random.Random(7)
    for _ in range(40):
        shutil.rmtree(root)
        shutil.copytree(new_root, root)
        for path, data in old.items():
            (root / path).write_bytes(data)
        process = subprocess.Popen(
            [sys.executable, "-m", "generator", "build", "--root", str(root)], stdout=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.0, 0.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        here = {path: data for path, (data, _) in snapshot(root).items()}
        kept = {path: data for path, data in here.items() if not path.endswith(".packscribe-tmp")}
        assert kept.keys() == new.keys()
        assert all(data in (old[path], new[path]) for path, data in kept.items())
    assert packscribe(root, "build").returncode == 0
    assert {path: data for path, (data, _) in snapshot(root).items()} == new


@pytest.mark.parametrize("moment", range(1, 40, 3))
def test_killed_at_each_write(moment: int, root: Path) -> None:
    """The same with the kill placed at the nth change to the disk, so that the moments that matter are all met."""
    change(root, "drops")
    old = {path: data for path, (data, _) in snapshot(root).items()}
    script = (
        "import os, signal, sys\n"
        "left = int(sys.argv.pop(1))\n"
        "def hook(event, arguments):\n"
        "    global left\n"
        "    if event in ('os.rename', 'os.remove') or (event == 'open' and str(arguments[0]).endswith('-tmp')):\n"
        "        left -= 1\n"
        "        if not left: os.kill(os.getpid(), signal.SIGKILL)\n"
        "sys.addaudithook(hook)\n"
        "from generator.__main__ import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", script, str(moment), "build", "--root", str(root)]
    killed = subprocess.run(command, check=False, capture_output=True, env=_environment()).returncode == -signal.SIGKILL
    here = {path: data for path, (data, _) in snapshot(root).items() if not path.endswith(".packscribe-tmp")}
    assert here.keys() == old.keys()
    assert packscribe(root, "build").returncode == 0
    new = {path: data for path, (data, _) in snapshot(root).items()}
    assert new.keys() == old.keys() and new != old
    assert all(data in (old[path], new[path]) for path, data in here.items())
    assert killed or here == new


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("conflicts: {c: {topic: T, claims: [{source: blog, says: b}], ruling: r, why: w}}", ["PS104:35"]),
        ("prerequisites: [{text: T, versions: newest}]", ["PS104:37"]),
        ("prerequisites: [{text: true}, {text: false}]", ["PS103:24", "PS103:38"]),
        ("prerequisites: [{text: null, versions: 3}]", ["PS103:24", "PS103:40"]),
        ("upgrade: {text: T}", ["PS103:10"]),
        ("references: [{title: '', url: 'ftp://x', verions: 1.x}]", ["PS104:22", "PS104:31", "PS101:42"]),
        ("page: {hidden: maybe, redirects: [a b], zzz: 1}", ["PS103:16", "PS104:35", "PS101:41"]),
    ],
)
def test_shapes(line: str, expected: list[str], root: Path) -> None:
    """Each wrong value is told once, whatever kinds a model would have taken at its place."""
    text = re.sub(r"\nconflicts:\n.*", f"\n{line}\n", PLAIN, flags=re.DOTALL)
    (root / PACK).write_text(text)
    last = text.count("\n")
    assert refused(root) == [f"{PACK}:{last}:{e.partition(':')[2]} {e.partition(':')[0]}" for e in expected]
