"""How long it takes to audit, import and build 110 real packs, side by side with tools that do a part of it.

Every figure is the wall time of a whole process, the median of several runs, the commands taking turns. Each group has
a rival of its own, and the ratio is to it in the same round:

* audit: yamllint, which reads the same values.yaml files and checks their YAML only;
* import: ruamel.yaml, which loads and dumps the same values.yaml files, and gets half of them wrong;
* build: cog, which writes a table of the first level of each values.yaml into one page a pack.

The Node tool readme-generator-for-helm runs a process for each pack, so it is measured on the packs it can read.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROUNDS = 5
PROJECT = Path(__file__).resolve().parent.parent
CORPUS = PROJECT.parent / "shared" / "corpus"
PACKSCRIBE = [sys.executable, "-m", "generator"]
NODE_TOOL = "@bitnami/readme-generator-for-helm@2.7.2"
ROUND_TRIP = """
import pathlib, sys
from ruamel.yaml import YAML
yaml = YAML()
yaml.preserve_quotes, yaml.width = True, 10**9
for path in sorted(pathlib.Path(sys.argv[1]).glob("*/values.yaml")):
    data = yaml.load(path.read_text())
    with open(f"{sys.argv[2]}/{path.parent.name}.yaml", "w") as file:
        yaml.dump(data, file)
"""
COG_PAGE = """<!-- [[[cog
import yaml
data = yaml.load(open({values!r}), Loader=yaml.CSafeLoader) or {{}}
cog.outl("| Key | Value |")
cog.outl("| --- | --- |")
for key, value in data.items():
    cog.outl(f"| {{key}} | {{type(value).__name__}} |")
]]] -->
<!-- [[[end]]] -->
"""


class Run(NamedTuple):
    """A command, the name of its rival in the table, and what makes it start from the same state each time."""

    command: list[str]
    rival: str
    before: Callable[[], None] = lambda: None


def main() -> None:
    """Measure and print one table."""
    if not CORPUS.is_dir():
        print("the real packs of ../shared/corpus are not here: nothing to measure")
        return
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        runs = _runs(work)
        _table(_measure(runs), runs)
        _node(work)


def _runs(work: Path) -> dict[str, Run]:
    python = _rivals(work)
    pages = _cog_pages(work)
    dumped, built, taken = work / "dumped", work / "built", work / "taken"
    dumped.mkdir()
    script = work / "round_trip.py"
    script.write_text(ROUND_TRIP)
    config = work / "yamllint.yaml"
    config.write_text("extends: relaxed\n")
    values = [str(path) for path in sorted(CORPUS.glob("*/values.yaml"))]
    subprocess.run(
        [*PACKSCRIBE, "import", CORPUS, "--into", built / "packs"], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL
    )
    subprocess.run([*PACKSCRIBE, "build", "--root", built], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)

    def unbuilt() -> None:
        for lock in (built / "packs").rglob("generated.lock.json"):
            lock.unlink()
        shutil.rmtree(built / "docs_src")

    def empty() -> None:
        shutil.rmtree(taken, ignore_errors=True)

    bin_ = python.parent
    return {
        "yamllint, values.yaml of all packs": Run([str(bin_ / "yamllint"), "-c", str(config), *values], ""),
        "packscribe audit, all packs": Run([*PACKSCRIBE, "audit", str(CORPUS)], "yamllint, values.yaml of all packs"),
        "ruamel.yaml, load and dump": Run([str(python), str(script), str(CORPUS), str(dumped)], ""),
        "packscribe import, all packs": Run(
            [*PACKSCRIBE, "import", str(CORPUS), "--into", str(taken / "packs")], "ruamel.yaml, load and dump", empty
        ),
        "cog --check, a page a pack": Run([str(bin_ / "cog"), "--check", f"@{pages}"], ""),
        "packscribe build, everything from nothing": Run(
            [*PACKSCRIBE, "build", "--root", str(built)], "cog --check, a page a pack", unbuilt
        ),
        "packscribe build, nothing changed": Run(
            [*PACKSCRIBE, "build", "--root", str(built)], "cog --check, a page a pack"
        ),
    }


def _rivals(work: Path) -> Path:
    venv.create(work / "rivals", with_pip=True)
    python = work / "rivals" / "bin" / "python"
    wanted = ["cogapp==3.6.0", "yamllint==1.37.1", "ruamel.yaml==0.18.15", "pyyaml"]
    subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True)
    return python


def _cog_pages(work: Path) -> Path:
    listed = work / "pages.txt"
    names = []
    for values in sorted(CORPUS.glob("*/values.yaml")):
        page = work / f"{values.parent.name}.md"
        page.write_text(COG_PAGE.format(values=str(values)))
        names.append(str(page))
    listed.write_text("\n".join(names) + "\n")
    subprocess.run([work / "rivals/bin/cog", "-r", f"@{listed}"], check=True, capture_output=True)
    return listed


def _measure(runs: dict[str, Run]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in runs}
    for round_ in range(ROUNDS + 1):
        for name, run in runs.items():
            run.before()
            started = time.perf_counter()
            subprocess.run(run.command, cwd=PROJECT, check=False, capture_output=True)
            if round_:  # the first round warms the caches
                times[name].append(time.perf_counter() - started)
    return times


def _table(times: dict[str, list[float]], runs: dict[str, Run]) -> None:
    print(f"{'110 real packs':45} {'median':>9} {'min':>9} {'max':>9} {'x rival':>8}")
    for name, seconds in times.items():
        rival = times[runs[name].rival or name]
        ratio = statistics.median(a / b for a, b in zip(seconds, rival, strict=True))
        low, high = min(seconds), max(seconds)
        print(f"{name:45} {statistics.median(seconds):7.3f} s {low:7.3f} s {high:7.3f} s {ratio:8.2f}")


def _node(work: Path) -> None:
    """Run the Node tool on every tenth pack, a process each, as its users do."""
    if shutil.which("npm") is None:
        print("no npm here: readme-generator-for-helm is left out")
        return
    subprocess.run(
        ["npm", "install", "--silent", "--prefix", work / "node", NODE_TOOL], check=True, stdout=subprocess.DEVNULL
    )
    tool = work / "node/node_modules/.bin/readme-generator"
    readme = work / "node.md"
    seconds, fine = [], 0
    for values in sorted(CORPUS.glob("*/values.yaml"))[::10]:
        readme.write_text("# x\n\n## Parameters\n\n")
        started = time.perf_counter()
        done = subprocess.run([tool, "-v", values, "-r", readme], check=False, capture_output=True)
        seconds.append(time.perf_counter() - started)
        fine += done.returncode == 0
    print(
        f"readme-generator-for-helm: {statistics.median(seconds):.3f} s a pack, {fine} of {len(seconds)} packs accepted"
    )


if __name__ == "__main__":
    main()
