"""The site, built once for all tests of a run, and the kinds of page in it. No tests in here."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from repositories import PROJECT

DOCS = PROJECT / "docs_src"
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"} | {"NO_MKDOCS_2_WARNING": "1"}
SCHEMES = ("light", "dark")
PHONE = (412, 860)
DESK = (1280, 900)


def built(repository: Callable[[Path], Path], shared: Path) -> Path:
    """Return the site of a repository, built in *shared* by whichever worker process comes first.

    *repository* is given a folder that it may write to, and returns the root. What MkDocs said stands beside the site,
    in a file whose name ends in `.log`.
    """
    shared.mkdir(parents=True, exist_ok=True)
    target = shared / "site"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            done = mkdocs(repository(shared), shared / "building")
            (shared / "site.log").write_text(done.stdout + done.stderr)
            assert done.returncode == 0, done.stderr
            (shared / "building").rename(target)
    return target


def mkdocs(root: Path, target: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build the site of the repository *root* into *target*, with changes of the *environment*; return what came."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)]
    return subprocess.run(
        command, cwd=root, env={**ENVIRONMENT, **environment}, capture_output=True, text=True, check=False
    )


def pages(site: Path) -> list[str]:
    """Return the address of each page of *site*, relative to its home page."""
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return [path.removesuffix("index.html") for path in found]


def kind(address: str) -> str:
    """Return what kind of page stands at *address*: pages side by side in a folder below the first level are alike."""
    parts = address.strip("/").split("/")
    return "/".join([*parts[:1], *("*" for _ in parts[1:])]) or "home"


def samples(docs: Path = DOCS) -> dict[str, str]:
    """Return the address of the largest page of each kind, by kind, from the Markdown in *docs*."""
    found = (path for path in docs.rglob("*.md") if "exports" not in path.relative_to(docs).parts)
    sized = sorted((path.stat().st_size, path) for path in found)
    largest = {}
    for _, path in sized:
        address = path.relative_to(docs).as_posix().removesuffix(".md").removesuffix("index").rstrip("/")
        largest[kind(address)] = f"{address}/" if address else ""
    return {**largest, "404.html": "404.html"}
