"""How long the diff of a pull request takes that changes 3 of 110 real packs. `make bench` runs it.

Every figure is the wall time of a whole process, the median of several runs. Beside it stands `git diff`, which reads
the same two trees and knows nothing of what they mean.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 7
PROJECT = Path(__file__).resolve().parent.parent
CORPUS = PROJECT.parent / "shared" / "corpus"
PACKSCRIBE = [sys.executable, "-m", "generator"]
IDENTITY = ["-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false"]


def main() -> None:
    """Measure and print one table."""
    if not CORPUS.is_dir():
        print("the real packs of ../shared/corpus are not here: nothing to measure")
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "repository"
        changed = _pull_request(root)
        base = ["--root", str(root)]
        _table(
            {
                "git diff --stat main pull": ["git", "-C", str(root), "diff", "--stat", "main", "pull"],
                "packscribe diff main pull": [*PACKSCRIBE, "diff", "main", "pull", *base],
                "packscribe diff main (the working tree)": [*PACKSCRIBE, "diff", "main", *base],
                "packscribe diff main --gate": [*PACKSCRIBE, "diff", "main", "--gate", *base],
                "packscribe diff main --format markdown": [*PACKSCRIBE, "diff", "main", "--format", "markdown", *base],
            },
            changed,
        )


def _pull_request(root: Path) -> list[str]:
    """Make a repository of all packs, and a branch that changes three of them and is built; return which."""
    subprocess.run(
        [*PACKSCRIBE, "import", CORPUS, "--into", root / "packs"], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL
    )
    subprocess.run([*PACKSCRIBE, "build", "--root", root], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    git = ["git", "-C", str(root), *IDENTITY]
    for command in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["commit", "-qm", "main"],
        ["checkout", "-qb", "pull"],
    ):
        subprocess.run([*git, *command], check=True)
    homes = sorted((root / "packs").glob("*/pack.yaml"), key=lambda path: -path.stat().st_size)[:3]
    for number, path in enumerate(homes):
        text = path.read_text()
        path.write_text(text.replace("displayName: ", "displayName: New ", 1) + "\n" * number)
    subprocess.run([*PACKSCRIBE, "build", "--root", root], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    for command in (["add", "-A"], ["commit", "-qm", "pull"]):
        subprocess.run([*git, *command], check=True)
    return [path.parent.name for path in homes]


def _table(commands: dict[str, list[str]], changed: list[str]) -> None:
    times: dict[str, list[float]] = {name: [] for name in commands}
    for round_ in range(ROUNDS + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            done = subprocess.run(command, cwd=PROJECT, check=False, capture_output=True, text=True)
            if done.returncode not in (0, 1) or (not round_ and "New" not in done.stdout and "packscribe" in name):
                sys.exit(f"{name}: {done.stderr or done.stdout}")
            if round_:  # the first round warms the caches
                times[name].append(time.perf_counter() - started)
    packs = len(list(CORPUS.iterdir()))
    print(f"{f'{packs} packs, 3 changed: ' + ', '.join(changed):60} {'median':>9} {'min':>9} {'max':>9}")
    for name, seconds in times.items():
        low, high = min(seconds), max(seconds)
        print(f"{name:60} {statistics.median(seconds):7.3f} s {low:7.3f} s {high:7.3f} s")


if __name__ == "__main__":
    main()
