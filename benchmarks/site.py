"""How long the site takes to build and to show. `make bench` runs it.

Every figure is the wall time of whole processes, the median of several rounds, the commands taking turns; beside it
stands the processor's time, which says the same on a busy machine. Three questions, with the budget that each has:

* the packs of this repository, compiled from nothing and built as a site (`make docs`): under 6 seconds;
* 110 real packs: at most 1.3 times what MkDocs alone takes for the same pages, already on the disk, with the same
  settings; a plain Material site without our extensions is measured beside it;
* copies of real packs, up to 1,000: the time for a pack stays what it is.

What a browser measures on the page of a pack, on a local server: bytes as sent, first contentful paint, layout shift.
"""

from __future__ import annotations

import gzip
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
CORPUS = PROJECT.parent / "shared" / "corpus"
ROUNDS = 5
SIZES = (250, 500, 1_000)
PACKSCRIBE = [sys.executable, "-m", "generator"]
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--strict"]
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(PROJECT)}
PLAIN = """
site_name: plain
docs_dir: docs_src
site_dir: plain
nav: [index.md]
not_in_nav: "*"
theme: {name: material, font: false}
plugins: [search, tags]
markdown_extensions: [admonition, attr_list, md_in_html, tables, toc, pymdownx.details, pymdownx.highlight,
  pymdownx.superfences, {pymdownx.tabbed: {alternate_style: true}}]
"""


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        own = _repository(work / "own")
        print("the packs of this repository")
        _table({"packscribe build --site, from nothing": lambda: _from_nothing(own)}, own)
        _page(own / "site")
        if not CORPUS.is_dir():
            print("the real packs of ../shared/corpus are not here: nothing more to measure")
            return
        real = _repository(work / "real")
        _run([*PACKSCRIBE, "import", str(CORPUS), "--into", str(real / "packs")], real)
        _real(real)
        for size in SIZES:
            _growth(real, work / str(size), size)


def _repository(root: Path) -> Path:
    """Return *root*, made a copy of the project's packs, pages and settings."""
    root.mkdir(parents=True)
    for name in ("generator", "templates"):
        (root / name).symlink_to(PROJECT / name)
    for name in ("mkdocs.yml", "packscribe.toml"):
        shutil.copy(PROJECT / name, root)
    for name in ("docs_src", "packs"):
        shutil.copytree(PROJECT / name, root / name)
    (root / "plain.yml").write_text(PLAIN)
    return root


def _run(command: list[str], root: Path) -> None:
    done = subprocess.run(command, cwd=root, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def _compile(root: Path) -> None:
    _run([*PACKSCRIBE, "build", "--root", str(root)], root)


def _from_nothing(root: Path) -> None:
    _clear(root)
    _run([*PACKSCRIBE, "build", "--site", "--root", str(root)], root)


def _one_after_the_other(root: Path) -> None:
    _clear(root)
    _compile(root)
    _run(MKDOCS, root)


def _clear(root: Path) -> None:
    for lock in (root / "packs").rglob("generated.lock.json"):
        lock.unlink()
    for made in ("packs", "guides", "configure", "exports"):
        shutil.rmtree(root / "docs_src" / made, ignore_errors=True)


def _real(root: Path) -> None:
    _compile(root)
    pages = sum(1 for _ in (root / "docs_src" / "packs").glob("*.md")) - 1
    print(f"\n{sum(1 for _ in CORPUS.iterdir())} real packs, {pages} pages of packs")
    runs = {
        "mkdocs build, the same pages and settings": lambda: _run(MKDOCS, root),
        "mkdocs build, the same pages, plain Material": lambda: _run([*MKDOCS[:-1], "-f", "plain.yml"], root),
        "packscribe build --site, from nothing": lambda: _from_nothing(root),
        "packscribe build from nothing, mkdocs build": lambda: _one_after_the_other(root),
    }
    _table(runs, root)


def _growth(real: Path, root: Path, size: int) -> None:
    """Measure *size* packs: those of *real*, and copies of them under other names."""
    shutil.copytree(real, root, symlinks=True, ignore=shutil.ignore_patterns("site", "plain"))
    originals = sorted(path.parent for path in (root / "packs").glob("*/pack.yaml"))
    for number in range(size - len(originals)):
        source = originals[number % len(originals)]
        name = f"{source.name}-copy{number:04}"
        copy = shutil.copytree(source, source.with_name(name), ignore=shutil.ignore_patterns("*.lock.json"))
        text = re.sub(r"(?m)^name:.*", f"name: {name}", (copy / "pack.yaml").read_text())
        (copy / "pack.yaml").write_text(re.sub(r"(?m)^  redirects:.*\n", "", text))
    seconds, busy = _timed(lambda: _from_nothing(root))
    index, catalog = (_weight(root / "site" / name) for name in ("search/search_index.json", "packs/index.html"))
    each = f"{1000 * seconds / size:5.1f} ms a pack (processor {1000 * busy / size:5.1f} ms)"
    print(f"{size:5} packs: {seconds:6.1f} s, {each}; search index {index} kB, catalog {catalog} kB, as sent")
    shutil.rmtree(root)


def _weight(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6)) // 1000


def _timed(run: Callable[[], None]) -> tuple[float, float]:
    """Run the processes of *run*; return the seconds that passed, and those of the processor."""
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    passed, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return passed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _table(runs: dict[str, Callable[[], None]], root: Path) -> None:
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for round_ in range(ROUNDS + 1):
        for name, run in runs.items():
            measured = _timed(run)
            if round_:  # the first round warms the caches
                times[name].append(measured)
    first = next(iter(times.values()))
    print(f"{'':45} {'median':>9} {'min':>9} {'max':>9} {'ratio':>8} {'processor':>11}")
    for name, measures in times.items():
        seconds = [passed for passed, _ in measures]
        ratio = statistics.median(a[0] / b[0] for a, b in zip(measures, first, strict=True))
        spread = f"{statistics.median(seconds):7.2f} s {min(seconds):7.2f} s {max(seconds):7.2f} s"
        print(f"{name:45} {spread} {ratio:8.2f} {statistics.median(busy for _, busy in measures):9.2f} s")


def _page(site: Path) -> None:
    """Print what a browser measures on the page of a pack, in several visits of new readers."""
    sys.path.insert(0, str(PROJECT / "tests"))
    import chromium
    from site_server import serving
    from site_visit import Visitor, timing

    if reason := chromium.available():
        print(reason)
        return
    paints, shifts, weights = [], [], []
    with serving(site) as server, chromium.launched() as browser:
        for _ in range(ROUNDS):
            server.sent.clear()
            visitor = Visitor(browser)
            paint, shift = timing(visitor, server.url + "packs/cni-azure/")
            visitor.close()
            paints.append(paint)
            shifts.append(shift)
            weights.append(sum(size for _, size in server.sent))
    print(
        f"page of cni-azure in a browser: {max(weights) / 1000:.0f} kB as sent, first contentful paint "
        f"{statistics.median(paints):.0f} ms ({min(paints):.0f} to {max(paints):.0f}), layout shift {max(shifts):.3f}"
    )


if __name__ == "__main__":
    main()
