"""`packscribe build` as its users run it: a process, a repository, files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from repositories import PACKS, PROJECT, repository

from generator import lock
from generator.catalog import pack_names
from generator.unchanged import template_folders


def packscribe(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments, "--root", str(root)],
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
        env={**os.environ, **environment},
    )


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    built = repository(tmp_path, PACKS / "sample")
    done = packscribe(built, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return built


def test_committed_files_are_what_a_build_makes() -> None:
    done = packscribe(PROJECT, "build", "--check", "--strict")
    assert done.returncode == 0, done.stdout + done.stderr


def test_committed_files_state_the_facts() -> None:
    done = packscribe(PROJECT, "check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_schema_is_what_the_models_say() -> None:
    assert packscribe(PROJECT, "schema", "--check").returncode == 0


def test_a_second_build_writes_nothing(root: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in root.rglob("*")}
    done = packscribe(root, "build")
    assert done.returncode == 0 and "wrote" not in done.stdout
    assert {p: p.stat().st_mtime_ns for p in root.rglob("*")} == before


def test_same_input_same_bytes_elsewhere(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = repository(tmp_path_factory.mktemp("other place"), PACKS / "sample")
    strange = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "de_DE.UTF-8"}
    assert packscribe(other, "build", **strange, SOURCE_DATE_EPOCH="1").returncode == 0
    assert files(other) == files(root)


def test_moved_source_is_told_with_the_ruling_line(root: Path) -> None:
    source = root / "packs/sample/pack.yaml"
    text = source.read_text()
    source.write_text(text.replace("No scaling beyond 250 nodes.", "No scaling beyond 300 nodes."))
    line = next(n for n, t in enumerate(text.splitlines(), 1) if "250 nodes" in t)
    done = packscribe(root, "build", "--check", "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert {d["code"] for d in found} == {"PS503"}
    page = next(d for d in found if d["path"] == "docs_src/packs/sample.md")
    assert f"packs/sample/pack.yaml:{line}:" in page["help"] and "packscribe build" in page["help"]
    assert "+-   **Azure NPM on Linux** (hard limit): No scaling beyond 300 nodes." in page["help"]


def test_hand_edit_is_told_apart_from_a_moved_source(root: Path) -> None:
    page = root / "docs_src/packs/sample.md"
    page.write_text(page.read_text().replace("250 nodes", "900 nodes"))
    done = packscribe(root, "build", "--check")
    assert done.returncode == 1 and "PS502" in done.stdout and "by hand" in done.stdout


def test_missing_and_left_over_files_are_told(root: Path) -> None:
    (root / "docs_src/packs/sample.md").rename(root / "docs_src/packs/former.md")
    done = packscribe(root, "build", "--check")
    assert done.returncode == 1
    assert "docs_src/packs/sample.md:1:1: error PS501" in done.stdout
    assert "docs_src/packs/former.md:1:1: error PS504" in done.stdout
    assert packscribe(root, "build").returncode == 0
    assert not (root / "docs_src/packs/former.md").exists() and (root / "docs_src/packs/sample.md").exists()


def test_a_file_of_the_users_in_a_generated_place_is_never_deleted(root: Path) -> None:
    mine = root / "docs_src/packs/notes.md"
    mine.write_text("# My notes\n")
    assert packscribe(root, "build").returncode == 0
    assert mine.read_text() == "# My notes\n"
    assert "PS504" in packscribe(root, "build", "--check").stdout


def test_a_version_that_goes_takes_its_files_along(root: Path) -> None:
    source = root / "packs/sample/pack.yaml"
    text = source.read_text()
    start, end = text.index('  - version: "1.3.0"'), text.index("parameters:")
    source.write_text(text[:start] + text[end:])
    assert packscribe(root, "build").returncode == 0
    assert not (root / "packs/sample/1.3.0").exists()
    assert packscribe(root, "check").returncode == 0


def test_as_of_moves_states_everywhere(root: Path) -> None:
    page = root / "docs_src/packs/sample.md"
    assert "ended on September 30, 2026" in page.read_text()
    (root / "packscribe.toml").write_text("as_of = 2026-09-29\n")
    assert packscribe(root, "build").returncode == 0
    text = page.read_text()
    assert (
        "ended on" not in text
        and "| ended |" not in text
        and "ends on September 30, 2026" in text
        and "within 180 days" in text
    )
    assert "Preview until September 30, 2026" in text


def test_an_added_option_is_counted_and_listed_everywhere(root: Path) -> None:
    source = root / "packs/sample/pack.yaml"
    new = "      - {value: none, means: Nothing is enforced.}\n      - {value: antrea, means: Antrea., engine: azure}\n"
    source.write_text(source.read_text().replace(new.splitlines(keepends=True)[0], new))
    assert packscribe(root, "build").returncode == 0
    for page in ("docs_src/packs/sample.md", "docs_src/exports/docusaurus/sample.mdx", "packs/sample/1.4.0/README.md"):
        text = " ".join((root / page).read_text().split())
        assert "accepts three values for `networkPolicy`: `none`, `antrea`, and `azure`" in text
        assert "two select a policy engine" in text
    assert "Supported values are none, antrea, azure." in (root / "packs/sample/1.4.0/values.yaml").read_text()
    assert "antrea" in (root / "packs/sample/1.4.0/schema.yaml").read_text()


def test_own_templates_win_file_by_file(root: Path) -> None:
    own = root / "templates/pages"
    own.mkdir(parents=True)
    shipped = (PROJECT / "templates/pages/readme.j2").read_text()
    (own / "readme.j2").write_text(shipped.replace('"Usage"', '"How To Use It"'))
    assert packscribe(root, "build").returncode == 0
    assert "## How To Use It" in (root / "packs/sample/1.4.0/README.md").read_text()


def test_locks_are_of_this_compiler() -> None:
    """Or the next build would change committed files: after a change of the compiler, build and commit the locks."""
    stamp = lock.compiler_digest(*template_folders(PROJECT))
    for name in [*pack_names(PROJECT), lock.CATALOG]:
        recorded = lock.load(PROJECT, name)
        assert recorded is not None and recorded.compiler == stamp, f"run `packscribe build`: {lock.path_of(name)}"


def test_the_stamp_covers_what_compiling_imports() -> None:
    script = (
        "import sys, generator.compile, generator.catalog, generator.settings, generator.view.packs\n"
        "print(*{m.split('.')[1] for m in sys.modules if m.startswith('generator.')})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert set(done.stdout.split()) - {"diagnostics"} == lock.COMPILING - {"github_markdown"}


def test_a_root_without_packs_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "packscribe.toml").write_text("as_of = 2026-11-21\n")
    for command in ("build", "check"):
        done = packscribe(tmp_path, command)
        assert done.returncode == 2 and "PS111" in done.stdout
    assert files(tmp_path).keys() == {"packscribe.toml"}


@pytest.mark.parametrize(
    "text", ["Sample # 1", "it's a 'b' # c: d", 'say "x" # y', "C # network", "a: b", "- x", "{a}"]
)
def test_nasty_names_build_and_check_clean(root: Path, text: str) -> None:
    source = root / "packs/sample/pack.yaml"
    quoted = json.dumps(text)
    source.write_text(
        source.read_text()
        .replace("displayName: Sample Pack", f"displayName: {quoted}  ")
        .replace("description: A small pack", f"description: {quoted}")
    )
    assert packscribe(root, "build").returncode == 0
    done = packscribe(root, "check")
    assert done.returncode == 0, done.stdout


def test_every_fault_is_reported_in_one_run(root: Path) -> None:
    source = root / "packs/sample/pack.yaml"
    text = (
        source.read_text()
        .replace("displayName: Sample", "displayNam: Sample")
        .replace("engine: cilium", "engine: cilum")
    )
    source.write_text(text.replace("date: 2026-09-30", "date: 2026-02-30"))
    before = files(root)
    done = packscribe(root, "build")
    assert done.returncode == 1 and files(root) == before
    assert all(code in done.stdout for code in ("PS101", "PS025", "PS201")), done.stdout


def test_a_warning_for_one_version_says_so_and_stays_out_of_the_others(root: Path) -> None:
    source = root / "packs/sample/pack.yaml"
    warning = "warnings:\n  old: {place: page, versions: 1.3.x, text: Only for the old one., cite: [doc]}\n"
    source.write_text(source.read_text().replace("warnings:\n", warning))
    assert packscribe(root, "build").returncode == 0
    assert "Only for the old one." in (root / "packs/sample/1.3.0/README.md").read_text()
    assert "Only for the old one." not in (root / "packs/sample/1.4.0/README.md").read_text()
    assert "**Applies to**: 1.3.0." in (root / "docs_src/packs/sample.md").read_text()
    assert packscribe(root, "check").returncode == 0
