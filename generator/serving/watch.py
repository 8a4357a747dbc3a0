"""What people save: the sources below a root, watched.

What changed is told by comparing two lists of the files, so that a save by rename, several events of one save, a
deleted file and a new pack are all the same case. The system's events only say when to look; where there are none
(no watchdog, a share of another machine) looking now and then does.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

from generator.diagnostics import Diagnostic, Location, Severity
from generator.lock import NAME as LOCK
from generator.unchanged import SETTINGS, is_generated

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent

#: Seconds between two looks where no events come, and where they do: a share may change without an event.
POLL, LOOK_ANYWAY = 0.1, 1.0
#: A save is over when nothing has changed for so many seconds; who writes for longer than this is not waited for.
QUIET, LONGEST_SAVE = 0.02, 1.0

_CHANGES = {"created", "modified", "moved", "deleted"}  # watchdog also tells who opens and reads a file

Look = dict[str, tuple[int, int, int]]


class Watch:
    """Watches packscribe.toml, the templates and the sources of the packs *names* (empty: all) below *root*."""

    def __init__(self, root: Path, names: Iterable[str]) -> None:
        self._root, self._names = root, frozenset(names)
        self._woken = threading.Event()
        self._closing = ExitStack()
        self._pause = POLL
        self._seen = look(root, self._names)
        self.trouble: Diagnostic | None = None

    def __enter__(self) -> Self:
        try:
            self._observe()
            self._pause = LOOK_ANYWAY
        except ImportError:
            pass
        except OSError as error:
            self.trouble = _cannot_watch(error)
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def changed(self, patience: float) -> set[str]:
        """Wait for a change, at most *patience* seconds, and for its end; return the paths that are not as before."""
        self._woken.wait(min(patience, self._pause))
        self._woken.clear()
        now = self._settled()
        before, self._seen = self._seen, now
        return {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}

    def _settled(self) -> Look:
        before, now = self._seen, look(self._root, self._names)
        deadline = time.monotonic() + LONGEST_SAVE
        while now != before and time.monotonic() < deadline:
            time.sleep(QUIET)
            before, now = now, look(self._root, self._names)
        return now

    def _observe(self) -> None:
        from watchdog.events import FileSystemEventHandler
        from watchdog.observers import Observer

        class Waker(FileSystemEventHandler):
            def dispatch(_, event: FileSystemEvent) -> None:  # noqa: N805
                if event.event_type in _CHANGES:
                    self._woken.set()

        observer = Observer()
        observer.schedule(Waker(), str(self._root))  # packscribe.toml, and folders that come
        for folder in ("packs", "templates"):
            if (self._root / folder).is_dir():
                observer.schedule(Waker(), str(self._root / folder), recursive=True)
        observer.start()
        self._closing.callback(observer.join, 5)
        self._closing.callback(observer.stop)


def look(root: Path, names: frozenset[str]) -> Look:
    """Return what tells one content of a source from another, by path relative to *root*."""
    found: Look = {}
    packs = [entry for entry in _entries(root / "packs") if not names or entry.name in names]
    places = [(SETTINGS, root / SETTINGS)]
    places += [("", path) for folder in packs if folder.is_dir() for path in _sources(folder)]
    places += [("", path) for path in _below(root / "templates")]
    for name, path in places:
        try:
            status = path.stat()
        except OSError:
            continue
        found[name or path.relative_to(root).as_posix()] = status.st_mtime_ns, status.st_size, status.st_ino
    return found


def _sources(folder: Path) -> Iterator[Path]:
    """Yield the files of a pack's *folder* that people write; a folder that a build made is passed over."""
    for entry in _entries(folder):
        if entry.is_dir() and not is_generated(entry):
            yield from _below(entry)
        elif entry.is_file() and entry.name != LOCK:
            yield entry


def _below(folder: Path) -> Iterator[Path]:
    for entry in _entries(folder):
        if entry.is_dir() and not entry.is_symlink():
            yield from _below(entry)
        else:
            yield entry


def _entries(folder: Path) -> list[Path]:
    """Return what is in *folder*, without the files in which editors keep what is not saved yet."""
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".") and not path.name.endswith("~")]
    except OSError:
        return []


def _cannot_watch(error: OSError) -> Diagnostic:
    way_out = "files are looked at ten times a second instead; on Linux, raise `fs.inotify.max_user_watches`"
    reason = (error.strerror or type(error).__name__).lower()
    return Diagnostic("PS194", f"the system tells of no changes: {reason}", Location("."), way_out, Severity.NOTE)
