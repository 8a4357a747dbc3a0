"""Every example in the documentation is run: commands print what the page says, and YAML is what it is said to be."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml
from examples import Block, Command, blocks, commands, differs, run
from repositories import PROJECT

from generator import catalog
from generator.cli.described import CommandWords
from generator.cli.described import commands as all_commands

#: Where the commands of a page are run: in an empty folder, or in a copy of this checkout.
SETTINGS = {
    "README.md": "checkout",
    "CONTRIBUTING.md": "checkout",
    "docs_src/index.md": "checkout",
    "docs_src/start.md": "empty",
}
#: Commands that are not run, each with the reason; of a target of make, the recipe is only asked for.
NOT_RUN = {
    "pip install packscribe": "it is the packscribe that is tested",
    "pip install 'packscribe[docs]'": "it is the packscribe that is tested",
    "packscribe serve": "it does not end",
    "make serve": "it does not end",
    "bash .ci/run": "it runs this test",
    "pre-commit install": "it is another program",
}
#: The same for whatever holds these words.
NOT_RUN_WITH = {
    "registry.example.com": "there is no such registry",
    "git add packs.lock.json": "it follows what is published to that registry",
}
MADE = ("make build", "make check", "make schema", "make reference")


@cache
def described() -> list[CommandWords]:
    return all_commands()


def written_by_hand() -> list[str]:
    found = subprocess.run(["git", "ls-files", "*.md"], cwd=PROJECT, capture_output=True, text=True, check=True)
    generated = ("packs/", "tests/", "docs_src/packs/", "docs_src/guides/", "docs_src/exports/")
    paths = found.stdout.split() or [p.relative_to(PROJECT).as_posix() for p in PROJECT.glob("*.md")]
    return [path for path in paths if not path.startswith(generated)]


def page_blocks(path: str) -> list[Block]:
    return list(blocks(path, (PROJECT / path).read_text(encoding="utf-8")))


def with_examples() -> list[str]:
    return [path for path in written_by_hand() if any(b.language == "console" for b in page_blocks(path))]


@pytest.fixture
def folder(path: str, tmp_path: Path) -> Path:
    if SETTINGS[path] == "checkout":
        done = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True)
        for name in filter(None, done.stdout.decode().split("\0")):
            if not name.startswith("tests/") and (PROJECT / name).is_file():
                target = tmp_path / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(PROJECT / name, target)
        (tmp_path / ".venv").symlink_to(Path(sys.executable).parent.parent)
        script = "git init -q -b main && git add -A && git -c user.name=n -c user.email=m@example.org commit -qm c"
        assert run(script, tmp_path).returncode == 0
    return tmp_path


@pytest.mark.parametrize("path", with_examples())
def test_commands_print_what_the_page_says(path: str, folder: Path) -> None:
    assert path in SETTINGS, "say in SETTINGS where the commands of this page are run"
    tried = 0
    for block in page_blocks(path):
        if block.file:
            target = folder / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text)
        for command in commands(block) if block.language == "console" else ():
            tried += 1
            _try(command, folder)
    assert tried


def _try(command: Command, folder: Path) -> None:
    plain = command.plain
    if plain.startswith("packscribe "):
        _options_exist(command)
    if plain in NOT_RUN or command.open or any(words in plain for words in NOT_RUN_WITH):
        return
    if plain.startswith("make "):  # with the environment that is here, and none of its own
        only = "" if plain in MADE else "-n "
        plain = plain.replace("make ", f"make -o .venv/.installed {only}", 1)
    done = run(plain, folder)
    allowed = (1,) if command.may_fail else (0,)
    assert done.returncode in allowed, f"{command.where}: exit code {done.returncode}\n{done.stdout}"
    wrong = differs(done.stdout, command.printed)
    assert not wrong, f"{command.where}: {wrong}"


def _options_exist(command: Command) -> None:
    """The command and every option that is named, in the remark behind it too, exist."""
    words = command.plain.split()[1:]
    known = next((c for c in reversed(described()) if words[: len(c.name.split())] == c.name.split()), None)
    if known is None:
        assert words[0].startswith("-"), f"{command.where}: no such command"
        return
    written = " ".join(option.written for option in known.options)
    said = command.text.partition("packscribe registry ls")[0] if known.name != "registry ls" else command.text
    for option in re.findall(r"(?<!\w)--[a-z][a-z-]*", said):
        assert option in (*written.replace(",", " ").replace("/", " ").split(), "--help"), f"{command.where}: {option}"


@pytest.mark.parametrize("path", written_by_hand())
def test_yaml_blocks_can_be_read(path: str, tmp_path: Path) -> None:
    for block in page_blocks(path):
        if block.language in ("yaml", "yml"):
            data = yaml.safe_load(block.text)
            if block.file.endswith("pack.yaml"):
                home = tmp_path / "packs" / data["name"]
                home.mkdir(parents=True)
                (home / "pack.yaml").write_text(block.text)
                pack, found = catalog.load_pack(tmp_path, data["name"])
                assert pack is not None and not found, (block.where, found)


@pytest.mark.parametrize(
    ("printed", "expected", "same"),
    [
        ("a\nb\n", ["a", "b"], True),
        ("a\nb\n", ["a"], False),
        ("a\nb\n", ["b"], False),
        ("a\nb\nc\n", ["a", "…"], True),
        ("a\nb\nc\n", ["…", "c"], True),
        ("a\nb\nc\n", ["a", "…", "d"], False),
        ("a 12 b\n", ["a … b"], True),
        ("a 12 c\n", ["a … b"], False),
        ("anything\n", [], True),
        ("", ["a"], False),
    ],
)
def test_what_is_printed_is_compared(printed: str, expected: list[str], same: bool) -> None:
    assert (differs(printed, expected) == "") is same
