"""Where verdicts are kept: `packscribe/verdicts` in the user's cache, and not in the repository.

What is in a repository may come from anyone who can have a commit pulled: a verdict found there would prove nothing.
So the folder must be the user's own, and what is in it must be whole. Whatever is wrong with it, packs are judged.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from generator.diagnostics import Diagnostic, has_errors
from generator.tree import TEMPORARY
from generator.verdicts import Verdict
from generator.verdicts.form import problems, read, read_problems, written
from generator.verdicts.inputs import judge_of, key_of, key_of_check

T = TypeVar("T")
OFF = "PACKSCRIBE_NO_CACHE"
FORMAT = "1"
_MOST, _KEPT = 4096, 3072
_LARGEST = 16 * 2**20


class Memory:
    """Remembers verdicts on packs below *root* in *folder*; in none, nothing."""

    def __init__(self, root: Path, folder: Path | None = None) -> None:
        self._root, self._folder = root, folder
        self._keys: dict[str, str] = {}
        self._asked = ""

    @cached_property
    def _judge(self) -> str:
        return judge_of(self._root)

    def verdict(self, name: str) -> Verdict | None:
        """Return the verdict on the pack *name* as it lies there now, if it is known."""
        if self._folder is None:
            return None
        key = self._keys[name] = key_of(self._root, name, self._judge)
        found = self._read(key, lambda data: read(data, self._root))
        return found if found is not None and found.name == name else None

    def keep(self, verdicts: Iterable[Verdict]) -> None:
        """Keep those *verdicts* that are green and on what still lies there as it did when they were asked for."""
        for each in verdicts:
            key = self._keys.get(each.name, "")
            if (
                self._folder is not None
                and each.green
                and key
                and key == key_of(self._root, each.name, judge_of(self._root))
            ):
                with contextlib.suppress(ValueError):
                    self._write(key, written(each, self._root))
            else:
                self._keys[each.name] = ""
        self._prune()

    def check(self, names: Sequence[str], how: str) -> list[Diagnostic] | None:
        """Return what a check of *names* (empty: all) finds that is done in this way (*how*), if it is known.

        The verdicts on all of its packs must have been asked for.
        """
        self._asked = self._check_key(names, how)
        return self._read(self._asked, read_problems)

    def keep_check(self, names: Sequence[str], how: str, found: Sequence[Diagnostic]) -> None:
        """Keep what that check *found*, unless there are errors, or something has changed since it was asked for."""
        if not has_errors(found) and self._asked == self._check_key(names, how):
            self._write(self._asked, problems(found))

    def _check_key(self, names: Sequence[str], how: str) -> str:
        return key_of_check(self._root, self._keys.values(), names, how)

    def _read(self, key: str, form: Callable[[Any], T]) -> T | None:
        if self._folder is None or not key:
            return None
        try:
            with (self._folder / key).open("rb") as file:
                said, _, data = file.read(_LARGEST).partition(b"\n")
            if said.decode("ascii") != _seal(key, data):
                return None
            return form(json.loads(data))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def _write(self, key: str, form: Any) -> None:
        """Write a file beside its place and move it there; where that cannot be, nothing is remembered."""
        if self._folder is None or not key:
            return
        data = json.dumps(form, separators=(",", ":")).encode()
        temporary = self._folder / f".{key}.{os.getpid()}{TEMPORARY}"
        with contextlib.suppress(OSError):
            try:
                temporary.write_bytes(_seal(key, data).encode() + b"\n" + data)
                temporary.replace(self._folder / key)
            finally:
                temporary.unlink(missing_ok=True)

    def _prune(self) -> None:
        """Take the oldest files away where there are too many."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            found = list(os.scandir(self._folder))
            if len(found) > _MOST:
                for old in sorted(found, key=lambda each: each.stat().st_mtime)[: len(found) - _KEPT]:
                    Path(old.path).unlink(missing_ok=True)


def memory(root: Path, environment: Mapping[str, str]) -> Memory:
    """Return the memory for packs below *root*: the folder is made, and must belong to the user alone."""
    home = environment.get("XDG_CACHE_HOME", "")
    base = Path(home) if home.startswith("/") else Path("~/.cache")
    if environment.get(OFF):
        return Memory(root)
    try:
        folder = base.expanduser() / "packscribe" / "verdicts"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        info = folder.stat()
        mine = not hasattr(os, "geteuid") or (info.st_uid == os.geteuid() and not info.st_mode & 0o022)
        return Memory(root, folder if mine else None)
    except (OSError, RuntimeError):
        return Memory(root)


def _seal(key: str, data: bytes) -> str:
    """Return what the first line of the file *key* says of the rest."""
    return hashlib.sha256(b"%s %s " % (FORMAT.encode(), key.encode()) + data).hexdigest()
