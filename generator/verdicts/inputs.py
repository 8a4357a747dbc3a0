"""Keys: digests of everything that has a part in a verdict."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path

from generator import lock as locks
from generator.tree import file_digest
from generator.unchanged import owned, settings_digest, template_folders

_MOST_FILES = 20_000
_PIECE = 2**16

_hash = partial(hashlib.blake2b, digest_size=32)
"""As good as SHA-256, and half as much work where the processor has no instructions for that one."""


def key_of(root: Path, name: str, judge: str) -> str:
    """Return the key of a verdict by *judge* on the pack *name* below *root*; "" where it has none, and must be judged.

    It has none where something in its folder is no plain file, as a link may lead anywhere, and where it was not built.
    """
    recorded = locks.load(root, name)
    inside = list(_plain_files(root / "packs" / name))
    if recorded is None or not inside or "" in inside:
        return ""
    home = f"packs/{name}/"
    paths = sorted({f"{home}{path}" for path in inside} | set(recorded.outputs))
    texts = ["pack", name, judge]
    for path in paths:
        texts += (path, _digest(f"{root}/{path}"))
    return digest_of(texts)


def digest_of(texts: Iterable[str]) -> str:
    """Return one digest of *texts*, each told from the next."""
    data = (text.encode("utf-8", "surrogateescape") for text in texts)
    return _hash(b"".join(b"%d:%b" % (len(each), each) for each in data)).hexdigest()


def judge_of(root: Path) -> str:
    """Return what stands for all that judges: packscribe's code, templates and settings, Python, and its libraries."""
    templates = [text for folder in template_folders(root) for text in ("", *_contents(folder, ".j2"))]
    return digest_of([_code(), sys.version, *_libraries(), *templates, settings_digest(root)])


def _digest(path: str) -> str:
    """Return the digest of a file, "" where it cannot be read: as `tree.file_digest`, for thousands of small files."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            total = _hash(os.read(file, _PIECE))
            while data := os.read(file, _PIECE):
                total.update(data)
            return total.hexdigest()
        finally:
            os.close(file)
    except OSError:
        return ""


@cache
def _code() -> str:
    """Return the digest of every module of packscribe: all of them may have a part in a verdict."""
    return digest_of(_contents(Path(__file__).parent.parent, ".py"))


def _contents(folder: Path, suffix: str) -> Iterator[str]:
    """Yield path and digest of each file below *folder* whose name ends in *suffix*, in the order of paths."""
    top = f"{folder}{os.sep}"
    found = (f"{home}{os.sep}{name}" for home, _, names in os.walk(folder) for name in names if name.endswith(suffix))
    for path in sorted(found):
        yield path.removeprefix(top).replace(os.sep, "/")
        yield _digest(path)


@cache
def _libraries() -> tuple[str, ...]:
    """Return the names of what is installed beside packscribe, which end in versions."""
    found: set[str] = set()
    for folder in filter(os.path.isdir, sys.path):
        found |= {name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))}  # noqa: PTH208
    return tuple(sorted(found))


def _plain_files(folder: Path) -> Iterator[str]:
    """Yield the files below *folder*, by relative path; "" for what is no plain file, or too many."""
    waiting, count = [""], 0
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(f"{folder}/{here}") as found:
                entries = list(found)
        except OSError:
            yield ""
            return
        for each in entries:
            count += 1
            if each.is_dir(follow_symlinks=False):
                waiting.append(f"{here}{each.name}/")
            else:
                plain = each.is_file(follow_symlinks=False) and count <= _MOST_FILES
                yield f"{here}{each.name}" if plain else ""


def key_of_check(root: Path, packs: Iterable[str], names: Iterable[str], how: str) -> str:
    """Return the key of what a check of *names* (empty: all) finds, done in this way (*how*); "" where it has none.

    *packs* are the keys of the packs. What they do not cover: what is made of all packs, files that nothing makes, and
    packs.lock.json.
    """
    keys, names = list(packs), list(names)
    if not all(keys):
        return ""
    texts = ["check", how, *names, "", *keys, file_digest(root / "packs.lock.json")]
    recorded = None if names else locks.load(root, locks.CATALOG)
    for path in () if names else (locks.path_of(locks.CATALOG), *sorted(recorded.outputs if recorded else ())):
        texts += (path, file_digest(root / path))
    return digest_of([*texts, "", *(() if names else sorted(owned(root)))])
