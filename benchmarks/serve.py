"""How long after a save the files are written, with `packscribe serve` running and MkDocs beside it.

Every figure is the time from the moment an editor has moved the new pack.yaml into its place until the page on the
disk has the new words; a catalog of packs is compiled, too. The site follows later, as fast as MkDocs builds it.
"""

from __future__ import annotations

import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 15
PROJECT = Path(__file__).resolve().parent.parent
PACKS = ("cni-azure", "hello-edge")


def main() -> None:
    """Measure and print one table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        shutil.copytree(PROJECT / "packs", root / "packs")
        for name in ("docs_src", "templates", "generator"):
            shutil.copytree(PROJECT / name, root / name)
        for name in ("packscribe.toml", "mkdocs.yml"):
            shutil.copy(PROJECT / name, root)
        for site in (True, False):
            if not site:
                (root / "mkdocs.yml").unlink()
            _measure(root, "with the site" if site else "without a site")


def _measure(root: Path, how: str) -> None:
    said = root / "said.txt"
    with said.open("w") as out:
        command = [sys.executable, "-m", "generator", "serve", "--address", "127.0.0.1:0", "--root", str(root)]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        running = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        while not any(word in said.read_text() for word in ("serving http", "PS191")):
            time.sleep(0.1)
        for name in PACKS:
            seconds = [_save(root, name, number) for number in range(ROUNDS + 1)][1:]
            low, high = min(seconds), max(seconds)
            print(f"save of {name:12} {how:16} {statistics.median(seconds):7.3f} s {low:7.3f} s {high:7.3f} s")
    finally:
        running.send_signal(signal.SIGINT)
        running.wait()


def _save(root: Path, name: str, number: int) -> float:
    source, page = root / f"packs/{name}/pack.yaml", root / f"docs_src/packs/{name}.md"
    words = f"Measured {time.time_ns()}"
    lines = [f"displayName: {words}" if line.startswith("displayName:") else line for line in _lines(source)]
    beside = source.with_suffix(".new")
    beside.write_text("\n".join(lines))
    time.sleep(0.5 + 0.07 * number)  # a pause as between two thoughts, and never in step with anything
    beside.replace(source)
    started = time.perf_counter()
    while words not in page.read_text():
        time.sleep(0.002)
    return time.perf_counter() - started


def _lines(source: Path) -> list[str]:
    return source.read_text().split("\n")


if __name__ == "__main__":
    main()
