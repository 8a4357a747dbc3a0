"""Runs what documentation shows. No tests in here.

A ```` ```console ```` block holds commands, each behind `$ `, with what they print below them. In what is printed, `…`
stands for any words, and a line of it alone for any lines. Without any `$ ` it is a list of commands. A block with
`title="FILE"` is written to that file.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_FENCE = re.compile(
    r"^(?P<indent> *)(?P<ticks>`{3,})(?P<language>[\w-]*)(?P<info>[^\n]*)\n(?P<text>.*?)^(?P=indent)(?P=ticks) *$",
    re.MULTILINE | re.DOTALL,
)
_TITLE = re.compile(r'title="([^"]+)"')


@dataclass(frozen=True)
class Block:
    """A code block of a page."""

    page: str
    line: int
    language: str
    file: str
    text: str

    @property
    def where(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass
class Command:
    """A command, and the lines that it must print."""

    text: str
    where: str
    printed: list[str] = field(default_factory=list)

    @property
    def plain(self) -> str:
        """The command without the remark behind it."""
        return re.split(r"\s+#\s", self.text)[0].strip()

    @property
    def open(self) -> bool:
        """Whether a word in capitals stands for what the reader puts there."""
        return re.search(r"\b[A-Z]{3,}\b(?!=)", self.plain) is not None

    @property
    def may_fail(self) -> bool:
        """A command whose output shows errors ends with exit code 1."""
        return any(re.fullmatch(r"\d+ errors?.*", line) or ": error PS" in line for line in self.printed)


def blocks(page: str, text: str) -> Iterator[Block]:
    """Yield the code blocks of *text*."""
    for found in _FENCE.finditer(text):
        title = _TITLE.search(found["info"])
        indent = len(found["indent"])
        body = "".join(line[indent:] for line in found["text"].splitlines(keepends=True))
        line = text.count("\n", 0, found.start()) + 1
        yield Block(page, line, found["language"], title[1] if title else "", body)


def commands(block: Block) -> list[Command]:
    """Return the commands of a console block."""
    found: list[Command] = []
    listed = not re.search(r"^\$ ", block.text, re.MULTILINE)
    for number, line in enumerate(block.text.splitlines(), block.line + 1):
        if found and found[-1].text.endswith("\\"):
            found[-1].text = f"{found[-1].text[:-1]}{line.strip()}"
        elif listed or line.startswith("$ "):
            found.append(Command(line.removeprefix("$ "), f"{block.page}:{number}"))
        else:
            assert found, f"{block.page}:{number}: no command above `{line}`"
            found[-1].printed.append(line)
    return found


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run *command* in *folder* with the packscribe that is tested."""
    tools = Path(sys.executable).parent
    environment = os.environ | {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "NO_MKDOCS_2_WARNING": "1",
        "COLUMNS": "100",
    }
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        text=True,
        check=False,
        timeout=300,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def differs(printed: str, expected: list[str]) -> str:
    """Return what of *expected* is not in *printed*, line after line; "" where all is, or nothing is expected."""
    actual = printed.splitlines()
    at, loose = 0, False
    for line in expected:
        if line.strip() == "…":
            loose = True
            continue
        pattern = re.compile(".*".join(map(re.escape, line.rstrip().split("…"))))
        until = len(actual) if loose else at + 1
        place = next((n for n in range(at, min(until, len(actual))) if pattern.fullmatch(actual[n].rstrip())), None)
        if place is None:
            return f"expected `{line}`, printed:\n{printed}"
        at, loose = place + 1, False
    return "" if loose or not expected or at == len(actual) else f"printed more than that:\n{printed}"
