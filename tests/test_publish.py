"""`packscribe publish`: exactly what Palette reads, nothing twice, nothing overwritten by accident."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from small_packs import build, pack, repository
from test_registry_contract import blob, image, opener

from generator import published
from generator.cli import cli
from generator.publishing import image as images
from generator.publishing.judged import Wish
from generator.publishing.plan import State
from generator.publishing.run import Request
from generator.publishing.run import publish as run
from generator.registry import Manifest, Options, Registry
from generator.registry.destinations import open_destination

ARCHIVES = "spectro-packs/archive"


def publish(root: Path, *arguments: object, to: str = "") -> Result:
    where = to or f"oci-layout:{root / 'dist' / 'registry'}"
    return CliRunner().invoke(cli, ["publish", "--root", str(root), "--to", where, *map(str, arguments)])


def codes(root: Path, *arguments: object, to: str = "") -> list[str]:
    """Return the codes of the errors that publishing reports; every one has a way out."""
    listed = json.loads(publish(root, *arguments, "--format", "json", to=to).output)
    assert all(d["help"] for d in listed)
    return [d["code"] for d in listed if d["severity"] == "error"]


def states(root: Path, *arguments: object, to: str = "") -> dict[str, str]:
    """Publish, and return what became of each version, as the report has it."""
    publish(root, *arguments, "--report", root / "report.json", to=to)
    report = json.loads((root / "report.json").read_text())
    return {f"{each['name']} {each['version']}": each["state"] for each in report["packs"]}


def registry_of(root: Path) -> Registry:
    return open_destination(f"oci-layout:{root / 'dist' / 'registry'}", Options())


def change(root: Path, name: str, old: str = "nodes: 1", new: str = "nodes: 2") -> None:
    file = root / "packs" / name / "pack.yaml"
    file.write_text(file.read_text().replace(old, new))
    build(root)


def files(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "repository", "one", "two", versions=("1.1.0", "1.0.0"))


def test_the_image_manifest_is_the_one_that_palette_reads(root: Path) -> None:
    """Byte for byte: ORAS v1.0.0's media types, compact JSON, this order of keys, nothing that varies."""
    assert publish(root).exit_code == 0
    found = registry_of(root).manifest(f"{ARCHIVES}/one", "1.0.0")
    assert found is not None
    CliRunner().invoke(cli, ["package", "--root", str(root)])
    archive = (root / "dist" / "one-1.0.0.tar.gz").read_bytes()
    tar = published.load(root)[0]
    assert tar is not None
    golden = (
        '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",'
        '"config":{"mediaType":"application/vnd.unknown.config.v1+json",'
        '"digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},'
        '"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar",'
        f'"digest":"sha256:{hashlib.sha256(archive).hexdigest()}","size":{len(archive)},'
        '"annotations":{"org.opencontainers.image.title":"one-1.0.0.tar.gz"}}],'
        f'"annotations":{{"dev.packscribe.tar.digest":"{tar.entries["one", "1.0.0"].tar}"}}}}'
    )
    assert found.data.decode() == golden
    assert found.media_type == "application/vnd.oci.image.manifest.v1+json"


def test_everything_is_published_and_recorded(root: Path) -> None:
    assert set(states(root).values()) == {"published"}
    registry = registry_of(root)
    assert list(registry.repositories(ARCHIVES)) == [f"{ARCHIVES}/one", f"{ARCHIVES}/two"]
    for name in ("one", "two"):
        assert list(registry.tags(f"{ARCHIVES}/{name}")) == ["1.0.0", "1.1.0"]
    lines = (root / published.FILE).read_text().splitlines()
    assert lines[:3] == ["{", '  "format": 1,', '  "packs": [']
    assert [list(json.loads(line.strip().rstrip(",")).values())[:2] for line in lines[3:-2]] == [
        ["one", "1.0.0"],
        ["one", "1.1.0"],
        ["two", "1.0.0"],
        ["two", "1.1.0"],
    ]
    assert CliRunner().invoke(cli, ["check", "--root", str(root)]).exit_code == 0


def test_what_is_pulled_is_the_archive(root: Path, tmp_path: Path) -> None:
    publish(root)
    found = registry_of(root).manifest(f"{ARCHIVES}/one", "1.0.0")
    assert found is not None
    layer = json.loads(found.data)["layers"][0]
    data = b"".join(registry_of(root).blob(f"{ARCHIVES}/one", layer["digest"], layer["size"]))
    (tmp_path / "pulled.tar.gz").write_bytes(data)
    with tarfile.open(tmp_path / "pulled.tar.gz") as tar:
        assert "one-1.0.0/values.yaml" in tar.getnames()


def test_publishing_again_writes_nothing(root: Path) -> None:
    publish(root)
    before = files(root)
    done = publish(root)
    assert done.exit_code == 0 and "4 unchanged" in done.output
    assert files(root) == before


def test_publishing_again_without_the_lock_writes_the_lock_only(root: Path) -> None:
    publish(root)
    before = files(root)
    (root / published.FILE).unlink()
    assert set(states(root).values()) == {"unchanged"}
    (root / "report.json").unlink()
    after = files(root)
    assert after[root / published.FILE][0] == before[root / published.FILE][0]
    after.pop(root / published.FILE)
    before.pop(root / published.FILE)
    assert after == before


def test_another_gzip_around_the_same_tar_is_unchanged(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another build of zlib packs otherwise: the digests of archive and manifest differ, the tar is the same."""
    publish(root)
    before = files(root / "dist")
    monkeypatch.setattr("generator.archive._LEVEL", 1)
    (root / published.FILE).unlink()
    assert set(states(root).values()) == {"unchanged"} and files(root / "dist") == before


def test_a_plan_writes_nothing(root: Path) -> None:
    publish(root, "one")
    change(root, "one")
    pack(root, "three")
    build(root)
    before = files(root)
    done = publish(root, "--plan")
    assert done.exit_code == 1 and "new          three 1.0.0  sha256:" in done.output
    assert states(root, "--plan") == {
        "one 1.1.0": "conflicting",
        "one 1.0.0": "conflicting",
        "three 1.0.0": "new",
        "two 1.1.0": "new",
        "two 1.0.0": "new",
    }
    (root / "report.json").unlink()
    assert files(root) == before


def test_other_content_under_a_tag_is_refused_and_the_others_go_on(root: Path) -> None:
    publish(root, "one")
    change(root, "one")
    before = files(root / "dist" / "registry" / ARCHIVES / "one")
    assert codes(root) == ["PS608", "PS608"]
    assert files(root / "dist" / "registry" / ARCHIVES / "one") == before
    assert list(registry_of(root).tags(f"{ARCHIVES}/two")) == ["1.0.0", "1.1.0"]


def test_with_a_reason_it_is_replaced_and_recorded(root: Path) -> None:
    publish(root)
    old = registry_of(root).head(f"{ARCHIVES}/one", "1.0.0")
    change(root, "one")
    assert old is not None and CliRunner().invoke(cli, ["check", "--root", str(root)]).exit_code == 1
    done = publish(root, "one", "--force", "--message", "no schema")
    assert done.exit_code == 0 and f"(was {old.digest})" in done.output
    head = registry_of(root).head(f"{ARCHIVES}/one", "1.0.0")
    assert head is not None and head.digest != old.digest
    assert registry_of(root).manifest(f"{ARCHIVES}/one", old.digest) is not None, "what was pulled can be pulled again"
    recorded = published.load(root)[0]
    assert recorded is not None
    assert recorded.entries["one", "1.0.0"].replaced == ((old.digest, "no schema"),)
    assert CliRunner().invoke(cli, ["check", "--root", str(root)]).exit_code == 0
    change(root, "one", "nodes: 2", "nodes: 3")
    publish(root, "one", "--force", "--message", "again")
    recorded = published.load(root)[0]
    assert recorded is not None
    assert recorded.entries["one", "1.0.0"].replaced == ((old.digest, "no schema"), (head.digest, "again"))
    assert set(states(root).values()) == {"unchanged"}


@pytest.mark.parametrize("arguments", [["--force"], ["--message", "x"], ["--force", "--message", "  "]])
def test_a_reason_and_force_come_together(root: Path, arguments: list[str]) -> None:
    assert publish(root, *arguments).exit_code == 2 and not (root / "dist").exists()


def test_force_does_not_write_what_is_the_same(root: Path) -> None:
    publish(root)
    before = files(root)
    assert publish(root, "--force", "--message", "just so").exit_code == 0
    assert files(root) == before


def test_a_published_version_that_changed_fails_check_and_other_destinations(root: Path, tmp_path: Path) -> None:
    publish(root)
    change(root, "one", 'series: "1.0.0"', 'series: "1.0.0"\n    notes: Another word.')
    change(root, "one", "nodes: 1", "nodes: 5")
    listed = json.loads(CliRunner().invoke(cli, ["check", "--root", str(root), "--format", "json"]).output)
    wrong = [d for d in listed if d["severity"] == "error"]
    assert [(d["code"], d["pack"], d["path"]) for d in wrong] == [("PS530", "one", "packs/one/pack.yaml")] * 2
    assert codes(root, to=f"oci-layout:{tmp_path / 'other'}") == ["PS530", "PS530"]
    other = open_destination(f"oci-layout:{tmp_path / 'other'}", Options())
    assert list(other.repositories("")) == [f"{ARCHIVES}/two"]


def test_a_new_version_fails_nothing(root: Path) -> None:
    publish(root)
    change(root, "one", "versions:", 'versions:\n  - {version: "2.0.0", series: "2.0.0", valuesOf: "1.0.0"}')
    assert CliRunner().invoke(cli, ["check", "--root", str(root)]).exit_code == 0
    found = states(root)
    assert found.pop("one 2.0.0") == "published" and set(found.values()) == {"unchanged"}


def test_the_time_of_files_is_recorded_with_them(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    publish(root)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert CliRunner().invoke(cli, ["check", "--root", str(root)]).exit_code == 0


BROKEN_LOCKS = {
    "half": '{"format": 1, "packs": [',
    "a list": "[]",
    "another format": '{"format": 2, "packs": []}',
    "packs that are text": '{"format": 1, "packs": ["one"]}',
    "no digest": '{"format": 1, "packs": [{"name": "one", "version": "1.0.0", "tar": "x", "manifest": "x"}]}',
    "a conflict": '{\n<<<<<<< ours\n  "format": 1,\n=======\n',
    "nested too deep": "[" * 100_000,
    "empty": "",
    "null": "null",
    "a number": '{"format": 1, "packs": 5}',
    "not UTF-8": b"\xff",
}


@pytest.mark.parametrize("content", BROKEN_LOCKS.values(), ids=BROKEN_LOCKS)
def test_a_broken_lock_is_said_and_nothing_is_published(content: str | bytes, root: Path) -> None:
    (root / published.FILE).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert codes(root) == ["PS531"] and not (root / "dist").exists()
    listed = json.loads(CliRunner().invoke(cli, ["check", "--root", str(root), "--format", "json"]).output)
    assert [d["code"] for d in listed if d["severity"] == "error"] == ["PS531"]


def test_a_pack_with_errors_does_not_stop_the_others(root: Path) -> None:
    (root / "packs" / "one" / "1.0.0" / "values.yaml").write_text("pack: {}\n")
    found = states(root)
    assert found == {"one 1.1.0": "refused", "one 1.0.0": "refused", "two 1.1.0": "published", "two 1.0.0": "published"}
    build(root)
    found = states(root)
    assert found == {
        "one 1.1.0": "published",
        "one 1.0.0": "published",
        "two 1.1.0": "unchanged",
        "two 1.0.0": "unchanged",
    }


def test_errors_that_are_known_of_what_is_unchanged_are_told(root: Path) -> None:
    publish(root)
    there = files(root / "dist")
    with (root / "packs" / "one" / "1.0.0" / "values.yaml").open("a") as values:
        values.write("# by hand\n")
    for arguments in ((), ("--plan",)):
        assert publish(root, *arguments).exit_code == 1
        assert "PS502" in codes(root, *arguments)
    assert set(states(root).values()) == {"unchanged"} and files(root / "dist") == there
    assert publish(root, "two").exit_code == 0


def test_a_pack_that_cannot_be_compiled_does_not_stop_the_others(root: Path) -> None:
    file = root / "packs" / "one" / "pack.yaml"
    file.write_text(file.read_text().replace("layer: addon", "layer: none"))
    done = publish(root)
    assert done.exit_code == 1 and list(registry_of(root).repositories("")) == [f"{ARCHIVES}/two"]


def test_a_manifest_of_another_tool_is_a_conflict(root: Path) -> None:
    registry = registry_of(root)
    other = image(b"theirs")
    for data in (b"{}", b"theirs"):
        registry.put_blob(f"{ARCHIVES}/one", blob(data), opener(data))
    registry.put_manifest(f"{ARCHIVES}/one", "1.0.0", other)
    done = publish(root, "one")
    assert done.exit_code == 1 and "another tool" in done.output
    assert registry.manifest(f"{ARCHIVES}/one", "1.0.0") == other


def test_the_report_says_everything_and_no_secret(root: Path) -> None:
    done = CliRunner().invoke(
        cli,
        ["publish", "--root", str(root), "--to", f"oci-layout:{root / 'out'}", "--report", str(root / "report.json")]
        + ["--username", "me", "--password-stdin"],
        input="hunter2-and-more\n",
    )
    text = (root / "report.json").read_text()
    assert done.exit_code == 0 and "hunter2" not in text + done.output
    report = json.loads(text)
    assert list(report) == ["format", "destination", "message", "stopped", "packs", "problems"]
    assert report["packs"][0]["repository"] == f"{ARCHIVES}/one" and report["packs"][0]["size"] > 0


DESTINATIONS = {
    "nowhere": "nowhere",
    "a scheme that is none": "ftp://example.com/x",
    "an empty folder name": "oci-layout:",
    "a registry without a name": "oci://",
    "a port that is none": "oci://localhost:99999/x",
}


@pytest.mark.parametrize("to", DESTINATIONS.values(), ids=DESTINATIONS)
def test_a_destination_that_is_none_is_an_error_within_seconds(to: str, root: Path) -> None:
    began = time.monotonic()
    done = publish(root, to=to)
    assert done.exit_code in (1, 3) and time.monotonic() - began < 10
    assert "error PS6" in done.output and "help:" in done.output
    assert not (root / published.FILE).exists()


def test_a_registry_that_is_not_there_is_asked_once(root: Path) -> None:
    done = publish(root, to="oci://127.0.0.1:1/base")
    assert done.exit_code == 3 and done.output.count("error PS6") == 1
    assert states(root, to="oci://127.0.0.1:1/base") == dict.fromkeys(
        ["one 1.1.0", "one 1.0.0", "two 1.1.0", "two 1.0.0"], "left"
    )


def test_a_corrupt_layout_stops_its_pack_only(root: Path) -> None:
    publish(root, "one")
    (root / "dist" / "registry" / ARCHIVES / "one" / "index.json").write_text("garbage")
    assert set(codes(root)) == {"PS610"}
    assert list(registry_of(root).tags(f"{ARCHIVES}/two")) == ["1.0.0", "1.1.0"]


def test_a_name_that_is_no_pack_is_wrong_use(root: Path) -> None:
    assert publish(root, "oen").exit_code == 2


def test_repositories_are_created_where_that_is_asked_for(root: Path) -> None:
    to = f"memory:{uuid4()}"
    outcome = run(root, Wish(), Request(to, create=True))
    assert {row.state for row in outcome.rows.values()} == {State.PUBLISHED}
    assert ARCHIVES in open_destination(to, Options()).repositories("")


def test_what_seals_comes_before_the_tag(root: Path) -> None:
    to = f"memory:{uuid4()}"
    seen: list[tuple[str, bool, bool]] = []

    def seal(registry: Registry, repository: str, manifest: Manifest, artifact: object) -> None:
        tagged = bool(registry.tags(repository))
        seen.append((repository, registry.manifest(repository, manifest.digest) == manifest, tagged))

    run(root, Wish(("one",)), Request(to, seal=seal, workers=1))
    assert seen == [(f"{ARCHIVES}/one", True, False), (f"{ARCHIVES}/one", True, True)]


def test_a_registry_that_takes_no_signature_is_told_apart(root: Path) -> None:
    from generator.registry import NoSubjects

    def seal(registry: Registry, repository: str, manifest: Manifest, artifact: object) -> None:
        raise NoSubjects("PS645", "it takes none", "use another registry", world=False)

    to = f"memory:{uuid4()}"
    outcome = run(root, Wish(("one",)), Request(to, seal=seal))
    assert {row.state for row in outcome.rows.values()} == {State.PUBLISHED}
    assert [d.code for d in outcome.found if d.code.startswith("PS6")] == ["PS645"] * 2


def test_warnings_refuse_where_that_is_asked_for(root: Path) -> None:
    done = publish(root, "--strict")
    assert done.exit_code == 1 and "2 refused" in done.output.replace("4 refused", "2 refused")
    assert not (root / "dist").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_every_tag_right(number: int, tmp_path: Path) -> None:
    """The registry stops in the middle of the second pack; whoever waits presses Ctrl-C."""
    root = repository(tmp_path / "r", "a", "b", "c", "d")
    (tmp_path / "stuck.py").write_text(
        f"""
import signal, sys, threading, time
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that runs the tests aside has it ignored
sys.path.insert(0, {str(Path(__file__).parent.parent)!r})
from generator.registry import memory
from generator.registry.oci_layout import OciLayout
put = OciLayout.put_manifest
def stuck(self, repository, reference, manifest):
    if repository.endswith("/b"):
        Path({str(tmp_path / "stuck")!r}).touch()
        time.sleep(600)
    put(self, repository, reference, manifest)
OciLayout.put_manifest = stuck
from generator.cli import run
sys.argv = ["packscribe", "publish", "--root", {str(root)!r}, "--to", "oci-layout:{root / "dist" / "registry"}",
            "--workers", "1", "--report", {str(tmp_path / "report.json")!r}]
run()
"""
    )
    with subprocess.Popen([sys.executable, tmp_path / "stuck.py"], stdout=subprocess.PIPE, text=True) as process:
        for _ in range(300):
            if (tmp_path / "stuck").exists():
                break
            time.sleep(0.05)
        began = time.monotonic()
        process.send_signal(number)
        try:
            output, _ = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 130 and time.monotonic() - began < 10, output
    assert "run the same command again" in output
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["stopped"] and [each["state"] for each in report["packs"]] == ["published", "left", "left", "left"]
    assert list(registry_of(root).tags(f"{ARCHIVES}/a")) == ["1.0.0"] and not registry_of(root).tags(f"{ARCHIVES}/b")
    assert set(states(root).values()) == {"unchanged", "published"}


def test_progress_is_for_terminals_only(root: Path) -> None:
    done = publish(root)
    assert "\x1b" not in done.output and "\r" not in done.output


def test_an_archive_that_cannot_be_written_fails_its_pack(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("generator.archive.write", full)
    done = publish(root)
    assert done.exit_code == 3 and "no space left on device" in done.output
    assert not registry_of(root).tags(f"{ARCHIVES}/one")


needs_skopeo = pytest.mark.skipif(not shutil.which("skopeo"), reason="skopeo is not installed")


@needs_skopeo
def test_skopeo_reads_what_was_published(root: Path, tmp_path: Path) -> None:
    publish(root)
    layout = root / "dist" / "registry" / ARCHIVES / "one"
    command = ["skopeo", "copy", "-q", f"oci:{layout}:1.1.0", f"dir:{tmp_path / 'copy'}"]
    subprocess.run(command, check=True, env={**os.environ, "TMPDIR": str(tmp_path)})
    found = registry_of(root).manifest(f"{ARCHIVES}/one", "1.1.0")
    assert found is not None and (tmp_path / "copy" / "manifest.json").read_bytes() == found.data


def test_the_words_of_the_manifest_are_those_of_the_constants() -> None:
    assert images.repository_of("one") == f"{ARCHIVES}/one" and images.config().size == 2
    assert images.tar_of(image(b"other")) == ""
    assert images.tar_of(replace(image(b"other"), data=b'{"annotations":{"dev.packscribe.tar.digest":"x"}}')) == ""


def test_packs_whose_archives_have_one_file_name_do_not_mix(tmp_path: Path) -> None:
    pack(tmp_path, "a", ["1-2"])
    pack(tmp_path, "a-1", ["2"])
    root = repository(tmp_path)
    assert set(states(root).values()) == {"published"}
    for name, version in (("a", "1-2"), ("a-1", "2")):
        found = registry_of(root).manifest(f"{ARCHIVES}/{name}", version)
        recorded = published.load(root)[0]
        assert found is not None and recorded is not None
        assert images.tar_of(found) == recorded.entries[name, version].tar


@pytest.mark.parametrize(
    "command", ["publish --to oci://u:Wort@127.0.0.1:9/b --report r.json", "registry ls oci://u:Wort@h/b"]
)
def test_a_password_in_an_address_is_not_repeated(root: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    done = CliRunner().invoke(cli, command.split())
    assert done.exit_code == 1 and "PS630" in done.output and "Wort" not in done.output
    assert not Path("r.json").exists() or "Wort" not in Path("r.json").read_text()
