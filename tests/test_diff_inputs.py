"""What `packscribe diff` is given and cannot use: a message with a code, never a traceback, and nothing is touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click import UsageError
from click.testing import CliRunner
from git_repositories import PACK, Repo

from generator.cli import cli
from generator.review.snapshots import OnDisk
from generator.tree import digest

Told = tuple[int, str]


def run(root: Path, *arguments: str, **environment: str) -> Told:
    """Run `packscribe diff` in *root*; return its exit code and what it says."""
    done = CliRunner().invoke(cli, ["diff", "--root", str(root), *arguments], env=environment)
    assert done.exception is None or isinstance(done.exception, SystemExit | UsageError), done.exception
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    return Repo(tmp_path_factory.mktemp("inputs") / "repo")


@pytest.mark.parametrize(
    "name", ["no-such-branch", "HEAD~99", "a b", "HEAD^{tree}", "x\ny", "../nowhere", "HEAD:packs", ""]
)
def test_unknown_revision(repo: Repo, name: str) -> None:
    code, out = run(repo.root, name)
    assert code == 2
    assert "PS180" in out


@pytest.mark.parametrize("name", ["--output=x", "-x", "--upload-pack=touch x"])
def test_a_name_that_git_could_take_for_an_option(repo: Repo, name: str) -> None:
    code, _ = run(repo.root, name)
    assert code == 2
    code, out = run(repo.root, "--", name)
    assert (code, "PS180" in out) == (2, True)
    assert not (repo.root / "x").exists()


def test_a_shallow_clone_without_the_base(repo: Repo, tmp_path: Path) -> None:
    first = repo.git("rev-parse", "HEAD")
    repo.commit("another")
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.root}", str(tmp_path / "shallow"))
    code, out = run(tmp_path / "shallow", first)
    assert (code, "PS181" in out, "fetch-depth" in out or "--unshallow" in out) == (2, True, True)


def test_no_git_repository(tmp_path: Path) -> None:
    (tmp_path / "packscribe.toml").write_text("as_of = 2026-11-21\n")
    code, out = run(tmp_path, "HEAD", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert (code, "PS182" in out) == (2, True)


def test_no_git(repo: Repo, tmp_path: Path) -> None:
    code, out = run(repo.root, "HEAD", PATH=str(tmp_path))
    assert (code, "PS183" in out) == (2, True)


def test_two_folders_need_no_git(repo: Repo, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "packs/hello").mkdir(parents=True)
    (other / "packs/hello/pack.yaml").write_text(PACK.replace("displayName: Hello", "displayName: Hullo"))
    (other / "packscribe.toml").write_text("as_of = 2026-11-21\n")
    code, out = run(other, str(repo.root), str(other), "--format", "json", PATH=str(tmp_path))
    assert code == 0
    assert [change["code"] for change in json.loads(out)["changes"]] == ["PS308"]


def test_a_base_from_before_there_were_packs(tmp_path: Path) -> None:
    repo = Repo(tmp_path, packs={})
    repo.write("packs/hello/pack.yaml", PACK)
    repo.commit()
    code, out = run(tmp_path, "HEAD~1", "HEAD", "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert [problem["code"] for problem in found["problems"]] == ["PS184"]
    assert [change["code"] for change in found["changes"]] == ["PS300"]


def test_a_base_that_does_not_validate_is_compared_where_it_can_be(tmp_path: Path) -> None:
    repo = Repo(
        tmp_path,
        packs={
            "hello": PACK.replace("recommended: true", "recommended: maybe").replace(
                "date: 2027-09-30", "date: 2027-02-30"
            )
        },
    )
    repo.write("packs/hello/pack.yaml", PACK.replace("displayName: Hello", "displayName: Hullo"))
    code, out = run(tmp_path, "HEAD", "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert {problem["code"] for problem in found["problems"]} == {"PS103", "PS025"}
    assert all("(in HEAD" in problem["message"] for problem in found["problems"])
    assert [change["code"] for change in found["changes"]] == ["PS308"]


BROKEN = {
    "conflict": PACK.replace(
        "layer: addon\n", "<<<<<<< HEAD\nlayer: addon\n=======\nlayer: csi\n>>>>>>> branch\n"
    ).encode(),
    "no YAML": b"name: [hello\n",
    "binary": bytes(range(256)),
    "empty": b"",
    "a list": b"- a\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("side", ["base", "head"])
def test_a_pack_that_cannot_be_read_keeps_no_other_from_being_compared(tmp_path: Path, text: bytes, side: str) -> None:
    other = PACK.replace("name: hello", "name: other")
    repo = Repo(tmp_path, packs={"hello": PACK, "other": other})
    repo.write("packs/hello/pack.yaml", text)
    broken = repo.commit()
    repo.write("packs/hello/pack.yaml", PACK)
    repo.write("packs/other/pack.yaml", other.replace("layer: addon", "layer: csi"))
    whole = repo.commit()
    code, out = run(tmp_path, *((broken, whole) if side == "base" else (whole, broken)), "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert "PS185" in [problem["code"] for problem in found["problems"]]
    assert [(change["pack"], change["code"]) for change in found["changes"]] == [("other", "PS305")]


#: The text of one pack in the head, and what is said in the place of "no changes".
GAPS = {
    "cannot be read": ("name: [hello\n", "not compared: hello"),
    "has an error": (PACK.replace("recommended: true", "recommended: maybe"), "compared in part: hello"),
}


@pytest.mark.parametrize(("text", "expected"), GAPS.values(), ids=GAPS)
def test_what_was_not_compared_is_not_called_the_same(tmp_path: Path, text: str, expected: str) -> None:
    other = PACK.replace("name: hello", "name: other")
    repo = Repo(tmp_path, packs={"hello": PACK, "other": other})
    repo.write("packs/hello/pack.yaml", text)
    for fmt in ("text", "markdown", "changelog"):
        code, out = run(tmp_path, "HEAD", "--format", fmt)
        out = out.replace("`", "")
        assert (code, expected in out, "no changes\n" in out) == (1, True, False), out
        assert fmt == "changelog" or f"no changes found; {expected}\n" in out
    repo.write("packs/other/pack.yaml", other.replace("layer: addon", "layer: csi"))
    for fmt, told in (("text", "1 breaking"), ("markdown", "1 breaking in 1 pack")):
        assert f"{told}; {expected}\n" in run(tmp_path, "HEAD", "--format", fmt)[1].replace("`", "")


@pytest.mark.parametrize("template", ["pages/catalog.j2", "pages/pack.j2", "pages/readme.j2"])
def test_what_a_broken_template_makes_is_not_called_the_same(tmp_path: Path, template: str) -> None:
    repo = Repo(tmp_path, built=True)
    repo.write(f"templates/{template}", "{{ broken")
    for fmt in ("text", "markdown"):
        code, out = run(tmp_path, "HEAD", "--format", fmt)
        assert (code, "no changes found; compared in part: all packs together\n" in out) == (1, True), out
        assert out.count("PS401") == 1


def test_binary_assets_are_compared_by_content(tmp_path: Path) -> None:
    text = PACK.replace(
        "    notes: The page",
        "    assets: {logo.png: assets/logo.png, manifests/x.bin: assets/x.bin}\n    notes: The page",
    )
    repo = Repo(tmp_path, packs={"hello": text})
    repo.write("packs/hello/assets/logo.png", bytes(range(256)))
    repo.write("packs/hello/assets/x.bin", b"\0\1")
    repo.commit()
    repo.write("packs/hello/assets/x.bin", b"\0\2")
    repo.write("packs/hello/assets/logo.png", b"\x89PNG")
    code, out = run(tmp_path, "HEAD", "--format", "json")
    assert code == 0
    assert [(c["code"], c["impact"]) for c in json.loads(out)["changes"]] == [("PS332", "fix"), ("PS333", "docs")]


#: Where the changed logo is: what `logo` and `assets` of pack.yaml name, and what is told.
LOGOS = {
    "of the pages only": ("logo: {file: assets/logo.png, alt: A wave}\n", "", [("PS309", "docs")]),
    "of an archive, too": (
        "logo: {file: assets/logo.png, alt: A wave}\n",
        "    assets: {logo.png: assets/logo.png}\n",
        [("PS333", "docs")],
    ),
    "of an archive only": ("", "    assets: {logo.png: assets/logo.png}\n", [("PS333", "docs")]),
}


@pytest.mark.parametrize(("logo", "assets", "expected"), LOGOS.values(), ids=LOGOS)
def test_another_picture(tmp_path: Path, logo: str, assets: str, expected: list[tuple[str, str]]) -> None:
    text = PACK.replace("layer: addon\n", f"layer: addon\n{logo}").replace(
        "    notes: The page", f"{assets}    notes: The page"
    )
    repo = Repo(tmp_path, packs={"hello": text})
    repo.write("packs/hello/assets/logo.png", b"\x89PNG\r\n\x1a\n one")
    repo.commit()
    repo.write("packs/hello/assets/logo.png", b"\x89PNG\r\n\x1a\n two")
    code, out = run(tmp_path, "HEAD", "--format", "json")
    assert (code, [(c["code"], c["impact"]) for c in json.loads(out)["changes"]]) == (0, expected)


def test_nothing_of_the_repository_is_touched(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    repo.write(".git/hooks/post-checkout", "#!/bin/sh\ntouch ran\n")
    (repo.root / ".git/hooks/post-checkout").chmod(0o755)
    repo.edit("It says hello.", "It greets.")
    repo.write("packs/new/pack.yaml", PACK.replace("name: hello", "name: new"))

    def state() -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in sorted(repo.root.rglob("*")) if p.is_file()}

    before = state()
    code, out = run(repo.root, "HEAD", "--format", "json")
    assert code == 0
    assert {change["code"] for change in json.loads(out)["changes"]} == {"PS300", "PS368"}
    assert state() == before


def test_a_hook_of_git_may_run_it(repo: Repo) -> None:
    code, _ = run(repo.root, "HEAD", GIT_DIR="nowhere", GIT_INDEX_FILE="nowhere")
    assert code == 0


def test_packs_below_a_folder_of_the_repository(tmp_path: Path) -> None:
    repo = Repo(tmp_path, packs={})
    repo.write("deep/er/packscribe.toml", "as_of = 2026-11-21\n")
    repo.write("deep/er/packs/hello/pack.yaml", PACK)
    repo.commit()
    repo.edit("layer: addon", "layer: csi", "deep/er/packs/hello/pack.yaml")
    code, out = run(tmp_path / "deep/er", "HEAD", "--format", "json")
    assert (code, [change["code"] for change in json.loads(out)["changes"]]) == (0, ["PS305"])


def test_where_two_branches_parted(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.git("checkout", "-q", "-b", "feature/one")
    repo.edit("It says hello.", "It greets.")
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.edit("layer: addon", "layer: csi")
    repo.commit()
    for wanted, expected in (("main...feature/one", ["PS368"]), ("main..feature/one", ["PS305", "PS368"])):
        _, out = run(tmp_path, wanted, "--format", "json")
        assert [change["code"] for change in json.loads(out)["changes"]] == expected
    repo.git("checkout", "-q", "feature/one")
    _, out = run(tmp_path, "main...", "--format", "json")
    assert [change["code"] for change in json.loads(out)["changes"]] == ["PS368"]


def test_a_link_for_a_pack_is_read_in_the_commit(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    (repo.root / "packs/hello/values").mkdir()
    (repo.root / "packs/hello/values/1.yaml").symlink_to("/etc/passwd")
    repo.commit()
    repo.edit("It says hello.", "It greets.")
    code, out = run(tmp_path, "HEAD", "--format", "json")
    assert (code, [change["code"] for change in json.loads(out)["changes"]]) == (0, ["PS368"])


#: The files that are made of all packs together, by the template or setting that changes them.
OF_ALL_PACKS = {
    "templates/pages/catalog.j2": ["docs_src/exports/markdown/packs/index.md", "docs_src/packs/index.md"],
    "templates/pages/retirements.j2": ["docs_src/exports/markdown/retirements.md", "docs_src/retirements.md"],
    "templates/pages/llms.j2": ["docs_src/llms.txt"],
}


@pytest.mark.parametrize("built", [True, False], ids=["built", "not built"])
@pytest.mark.parametrize(("template", "files"), OF_ALL_PACKS.items(), ids=OF_ALL_PACKS)
def test_another_template_of_what_belongs_to_no_pack(
    tmp_path: Path, template: str, files: list[str], built: bool
) -> None:
    repo = Repo(tmp_path)
    shipped = (Path(__file__).parent.parent / template).read_text()
    repo.write(template, shipped)
    if built:
        repo.build()
    repo.commit()
    repo.write(template, shipped + "\nOne line more.\n")
    repo.edit("layer: addon", "layer: csi")  # a fact moves as well, and is told by itself
    if built:
        repo.build()
    code, out = run(tmp_path, "HEAD", "--format", "json")
    _layer, change = json.loads(out)["changes"]
    assert (code, change["code"], change["impact"], change["pack"]) == (0, "PS371", "docs", "")
    assert (change["files"], f"`{template}` changed" in change["summary"]) == (files, True)
    for fmt in ("text", "markdown", "changelog"):
        assert "all packs together" in run(tmp_path, "HEAD", "--format", fmt)[1].lower()


def test_another_packscribe_makes_other_files_of_all_packs(tmp_path: Path) -> None:
    repo = Repo(tmp_path, built=True)
    before = repo.root / "docs_src/llms.txt"
    lock = repo.root / "packs/generated.lock.json"
    recorded = json.loads(lock.read_text())
    before.write_text("As an older packscribe wrote it.\n")
    recorded["outputs"]["docs_src/llms.txt"] = digest(before.read_bytes())
    lock.write_text(json.dumps(recorded))
    repo.commit()
    repo.build()
    code, out = run(tmp_path, "HEAD", "--format", "json")
    (change,) = json.loads(out)["changes"]
    assert (code, change["pack"], change["files"]) == (0, "", ["docs_src/llms.txt"])
    assert "packscribe itself changed" in change["summary"]


def test_what_is_made_of_all_packs_is_looked_at(tmp_path: Path) -> None:
    repo = Repo(tmp_path, built=True)
    made = json.loads((repo.root / "packs/generated.lock.json").read_text())["outputs"]
    assert set(made) <= set(OnDisk(repo.root, "").ids)


def test_another_template_changes_files_and_no_fact(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.write("templates/pages/parts.j2", (Path(__file__).parent.parent / "templates/pages/parts.j2").read_text())
    repo.commit()
    repo.edit("Presets", "Choices of Values", "templates/pages/parts.j2")
    code, out = run(tmp_path, "HEAD", "--format", "json")
    (change,) = json.loads(out)["changes"]
    assert (code, change["code"], change["impact"]) == (0, "PS371", "docs")
    assert "`templates/pages/parts.j2`" in change["summary"]
    assert "docs_src/exports/docusaurus/hello.mdx" in change["files"]


def test_another_day_changes_files_and_no_fact(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.edit("2026-11-21", "2028-01-01", "packscribe.toml")
    _, out = run(tmp_path, "HEAD", "--format", "json")
    whole, change = json.loads(out)["changes"]
    assert (change["code"], "`packscribe.toml`" in change["summary"]) == ("PS371", True)
    assert (whole["code"], whole["pack"], "docs_src/packs.json" in whole["files"]) == ("PS371", "", True)
