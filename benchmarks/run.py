"""How long a build takes, side by side with `cog --check`, the field's usual drift check. `make bench` runs it.

Every figure is the wall time of a whole process, the median of several runs, the commands taking turns so that a
slow moment of the machine hits all of them. Ratios are to cog in the same round.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROUNDS = 9
PROJECT = Path(__file__).resolve().parent.parent
PACKSCRIBE = [sys.executable, "-m", "generator"]


def main() -> None:
    """Measure and print one table."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        cog = _cog(work)
        repository = _repository(work)
        commands = {
            "cog --check of one small file": cog,
            "packscribe build --check, nothing changed": [*PACKSCRIBE, "build", "--check", "--root", str(repository)],
            "packscribe build, everything from nothing": [*PACKSCRIBE, "build", "cni-azure", "--root", str(repository)],
            "packscribe check, every fact read back": [*PACKSCRIBE, "check", "cni-azure", "--root", str(repository)],
        }
        _table(_measure(commands, repository))


def _cog(work: Path) -> list[str]:
    venv.create(work / "cog", with_pip=True)
    python = work / "cog" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "cogapp==3.6.0", "pyyaml"], check=True)
    page = work / "page.md"
    page.write_text("<!-- [[[cog import yaml; cog.outl(str(yaml.safe_load('a: 1'))) ]]] -->\n<!-- [[[end]]] -->\n")
    subprocess.run([work / "cog" / "bin" / "cog", "-r", page], check=True, capture_output=True)
    return [str(work / "cog" / "bin" / "cog"), "--check", str(page)]


def _repository(work: Path) -> Path:
    target = work / "repository"
    shutil.copytree(PROJECT / "packs", target / "packs")
    shutil.copy(PROJECT / "packscribe.toml", target)
    subprocess.run([*PACKSCRIBE, "build", "--root", target], cwd=PROJECT, check=True, capture_output=True)
    return target


def _measure(commands: dict[str, list[str]], repository: Path) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in commands}
    for round_ in range(ROUNDS + 1):
        for name, command in commands.items():
            if "from nothing" in name:
                shutil.rmtree(repository / "docs_src")
                (repository / "packs/cni-azure/generated.lock.json").unlink()
            started = time.perf_counter()
            subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
            if round_:  # the first round warms the caches
                times[name].append(time.perf_counter() - started)
            if "from nothing" in name:
                subprocess.run(
                    [*PACKSCRIBE, "build", "--root", repository], cwd=PROJECT, check=True, capture_output=True
                )
    return times


def _table(times: dict[str, list[float]]) -> None:
    baseline = next(iter(times.values()))
    print(f"{'command':45} {'median':>9} {'min':>9} {'max':>9} {'x cog':>7}")
    for name, seconds in times.items():
        ratio = statistics.median(a / b for a, b in zip(seconds, baseline, strict=True))
        low, high = min(seconds), max(seconds)
        print(f"{name:45} {statistics.median(seconds):7.3f} s {low:7.3f} s {high:7.3f} s {ratio:7.2f}")


if __name__ == "__main__":
    main()
