"""How long it takes to publish 110 real packs to a real registry, side by side with oras-py. `make bench` runs it.

Debian's docker-registry keeps its files in memory (/dev/shm), so that the disk has no part in it. Every figure is the
wall time of a whole process, the median of several rounds, each with a registry of its own; the commands take turns,
so that a slow moment of the machine hits all of them. Ratios are to oras-py in the same round.

oras-py is given as many threads as it is fastest with, a client for each, as it does not promise to be safe with
several. It packs each folder with its own `make_targz` and pushes it; the second figure is for archives that lie there
already, so that it only pushes. packscribe does what it always does: it plans, refuses what `check` finds errors in,
packs, writes, reads every tag back, and records digests. What a check has judged is not judged again (`after a check`);
`never judged` also compiles every pack, reads all facts back and audits the archives.

The charts that the corpus leaves out are made here, of random bytes, in the sizes that it names.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROUNDS = 5
WORKERS = (1, 2, 4, 8)
LARGE = (1, 16, 256)
PROJECT = Path(__file__).resolve().parent.parent
CORPUS = PROJECT.parent / "shared" / "corpus"
PACKSCRIBE = [sys.executable, "-m", "generator"]
PACK = """
name: large
displayName: Large
layer: addon
description: A pack with a large file.
category: system app
versions:
  - version: "1.0.0"
    series: 1.0.x
    values: |
      pack:
        namespace: large
    assets: {files/large.bin: assets/large.bin}
"""
ORAS = """
import concurrent.futures, json, pathlib, sys, tempfile, threading
import oras.provider, oras.utils

corpus, target, workers, built = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
kept = threading.local()


def client():
    if not hasattr(kept, "client"):
        host = target.partition("/")[0]
        kept.client = oras.provider.Registry(hostname=host, insecure=True, auth_backend="basic")
    return kept.client


def push(packs):
    for folder, name, version in packs:
        with tempfile.TemporaryDirectory() as made:
            file = pathlib.Path(built or made) / f"{name}-{version}.tar.gz"
            if not file.exists():
                oras.utils.make_targz(str(folder), str(file))
            to = f"{target}/spectro-packs/archive/{name}:{version}"
            client().push(target=to, files=[str(file)], disable_path_validation=True)


groups = {}  # versions of a pack share a repository, where docker's registry does not stand two at once
for folder in sorted(corpus.iterdir()):
    facts = json.loads((folder / "pack.json").read_text())
    groups.setdefault(facts["name"], []).append((folder, facts["name"], facts["version"]))
with concurrent.futures.ThreadPoolExecutor(workers) as pool:
    list(pool.map(push, groups.values()))
"""


class Done(NamedTuple):
    """A process that ended: seconds on the wall and of the processors, and the most memory it had, in MiB."""

    wall: float
    cpu: float
    memory: float


def main() -> None:
    """Measure and print two tables."""
    if not CORPUS.is_dir() or shutil.which("docker-registry") is None or not Path("/dev/shm").is_dir():
        print("publishing is not measured: it needs ../shared/corpus, docker-registry and /dev/shm")
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        work = Path(folder)
        os.environ |= {"XDG_CACHE_HOME": str(work / "cache"), "TMPDIR": str(work)}
        _memory(work)
        packs = _Packs(work)
        _table(packs.measured())


class _Packs:
    """The packs of the corpus as folders, as a repository of packscribe, and as archives that oras-py has made."""

    def __init__(self, work: Path) -> None:
        self._work, self._folders = work, work / "folders"
        self._root, self._built, self._known = work / "root", work / "built", work / "known.json"
        self._script = work / "push.py"
        self._script.write_text(ORAS)
        self._built.mkdir()
        for pack in sorted(path.parent for path in CORPUS.glob("*/pack.json")):
            _with_charts(pack, self._folders / pack.name)
        _quiet([*PACKSCRIBE, "import", self._folders, "--into", self._root / "packs"])
        _quiet([*PACKSCRIBE, "build", "--root", self._root])
        _quiet([*PACKSCRIBE, "audit", self._root / "packs", "--baseline", self._known, "--update-baseline"])

    def measured(self) -> dict[str, list[Done]]:
        """Return what was measured, by what was done."""
        with _registry(self._work) as host:
            self._oras(host, 1, built=True)  # makes the archives, and warms the caches
        workers = {made: min(WORKERS, key=lambda count: self._once(count, built=made)) for made in (False, True)}
        done: dict[str, list[Done]] = {}
        for _ in range(ROUNDS):
            for name, seconds in self._round(workers):
                done.setdefault(name, []).append(seconds)
        return done

    def _once(self, workers: int, *, built: bool) -> float:
        with _registry(self._work) as host:
            return self._oras(host, workers, built=built).wall

    def _round(self, workers: dict[bool, int]) -> Iterator[tuple[str, Done]]:
        for built, what in ((False, "packs and pushes"), (True, "only pushes")):
            with _registry(self._work) as host:
                yield f"oras-py {what}", self._oras(host, workers[built], built=built)
        for judged, when in ((True, "after a check"), (False, "never judged")):
            with _registry(self._work) as host:
                self._forget(judged=judged)
                yield f"packscribe publish, {when}", self._publish(host)
                yield f"the same again, {when}", self._publish(host)

    def _forget(self, *, judged: bool) -> None:
        (self._root / "packs.lock.json").unlink(missing_ok=True)
        shutil.rmtree(self._work / "cache", ignore_errors=True)
        if judged:
            _quiet([*PACKSCRIBE, "check", "--root", self._root])

    def _oras(self, host: str, workers: int, *, built: bool) -> Done:
        given = str(self._built) if built else ""
        return _timed([sys.executable, self._script, self._folders, f"{host}/base", str(workers), given])

    def _publish(self, host: str) -> Done:
        to = ["--to", f"oci://{host}/base", "--baseline", self._known]
        return _timed([*PACKSCRIBE, "publish", "--root", self._root, *to])


def _memory(work: Path) -> None:
    """Print how much memory publishing one pack takes whose archive is small or large."""
    print(f"{'one pack with a file of':45} {'memory':>11}")
    for size in LARGE:
        root = work / f"large-{size}"
        assets = root / "packs" / "large" / "assets"
        assets.mkdir(parents=True)
        piece = random.Random(size).randbytes(2**20)
        with (assets / "large.bin").open("wb") as file:  # a child's most memory is at least what its parent has
            for _ in range(size):
                file.write(piece)
        (assets.parent / "pack.yaml").write_text(PACK)
        (root / "packscribe.toml").write_text("as_of = 2026-11-21\n")
        _quiet([*PACKSCRIBE, "build", "--root", root])
        with _registry(work) as host:
            done = _timed([*PACKSCRIBE, "publish", "--root", root, "--to", f"oci://{host}/base"])
        print(f"{f'{size} MiB':45} {done.memory:7.0f} MiB")
        shutil.rmtree(root)


def _table(done: dict[str, list[Done]]) -> None:
    print(f"\n{'110 real packs':45} {'median':>9} {'min':>9} {'max':>9} {'cpu':>9} {'x oras-py':>9} {'x first':>8}")
    rivals = done["oras-py packs and pushes"]
    first: list[Done] = []
    for name, rounds in done.items():
        walls = [each.wall for each in rounds]
        ratio = _ratio(rounds, rivals)
        again = f"{_ratio(rounds, first):8.2f}" if "again" in name else ""
        cpu = statistics.median(each.cpu for each in rounds)
        middle, low, high = statistics.median(walls), min(walls), max(walls)
        print(f"{name:45} {middle:7.3f} s {low:7.3f} s {high:7.3f} s {cpu:7.3f} s {ratio:9.2f} {again}")
        first = rounds


def _ratio(rounds: list[Done], rivals: list[Done]) -> float:
    return statistics.median(a.wall / b.wall for a, b in zip(rounds, rivals, strict=True))


def _timed(command: list[str | Path]) -> Done:
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said = process.stdout.read() if process.stdout else ""
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    assert process.returncode == 0, said[-2000:]
    return Done(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _quiet(command: list[str | Path]) -> None:
    subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def _registry(work: Path) -> Iterator[str]:
    """Yield host and port of an empty registry."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    with tempfile.TemporaryDirectory(dir=work) as data:
        storage = {"filesystem": {"rootdirectory": data}, "delete": {"enabled": True}}
        config = {"version": "0.1", "log": {"level": "error", "accesslog": {"disabled": True}}, "storage": storage}
        file = Path(data) / "config.json"  # JSON is YAML
        file.write_text(json.dumps(config | {"http": {"addr": host, "secret": "for the benchmark"}}))
        server = subprocess.Popen(
            ["docker-registry", "serve", file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _await(lambda: urllib.request.urlopen(f"http://{host}/v2/", timeout=5).close())
            yield host
        finally:
            server.terminate()
            server.wait()


def _await(look: Callable[[], object]) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError):
            look()
            return
        time.sleep(0.05)
    raise TimeoutError("docker-registry does not answer")


def _with_charts(pack: Path, target: Path) -> None:
    """Copy the folder *pack*, with stand-ins for the charts that its CHARTS.txt names."""
    shutil.copytree(pack, target)
    listed = target / "CHARTS.txt"
    if listed.is_file():
        for line in listed.read_text().splitlines():
            path, size = line.rsplit(None, 1)
            file = target / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(_chart(file.name.removesuffix(".tgz"), int(size)))
        listed.unlink()


def _chart(stem: str, size: int) -> bytes:
    """Return a Helm chart of *size* bytes, more or less the head of a gzip file."""
    name, _, version = stem.rpartition("-")
    chart = f"apiVersion: v2\nname: {name or stem}\nversion: {version or '1.0.0'}\n".encode()
    files = {
        "Chart.yaml": chart,
        "values.yaml": b"{}\n",
        "files/padding": random.Random(stem).randbytes(max(size - 512, 0)),
    }
    out = io.BytesIO()
    with (
        gzip.GzipFile(filename="", fileobj=out, mode="wb", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar,
    ):
        for path, data in files.items():
            info = tarfile.TarInfo(f"{name or stem}/{path}")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


if __name__ == "__main__":
    main()
