"""Audits many folders: on two processors where there are enough of them to pay for it."""

from __future__ import annotations

import datetime
import gc
import os
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.audit import audit, audit_modules
from generator.audit.duplicate_packs import Identity, doubles, identity
from generator.audit.folder import PackFolder, find_folders
from generator.diagnostics import Diagnostic, ordered

ENOUGH_FOR_TWO = 12
"""From how many folders on a second process pays: forking and sending the findings back takes some 10 ms."""

_Result = tuple[list[Diagnostic], "Identity | None"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found, in order, and in how many pack folders."""

    diagnostics: list[Diagnostic]
    folders: int


def run(paths: Sequence[Path], as_of: datetime.date | None = None, *, processes: int = 2) -> Outcome:
    """Audit the packs at and in *paths*, judged on the day *as_of*; return what was found."""
    found: list[Diagnostic] = []
    folders: list[PackFolder] = []
    for folder in find_folders(paths, as_of):
        if isinstance(folder, PackFolder):
            folders.append(folder)
        else:
            found.append(folder)
    audit_modules()  # before the fork, so that both processes have them
    results = _in_two(folders) if processes > 1 and len(folders) >= ENOUGH_FOR_TWO else _audited(folders)
    found += (diagnostic for diagnostics, _who in results for diagnostic in diagnostics)
    pairs = zip(folders, results, strict=True)
    found += doubles((folder.name, who) for folder, (_found, who) in pairs if who is not None)
    return Outcome(ordered(found), len(folders))


def _audited(folders: Sequence[PackFolder]) -> list[_Result]:
    """Audit *folders* one after the other, and let go of each: a corpus need not fit into memory."""
    results: list[_Result] = []
    enabled = gc.isenabled()
    gc.disable()  # a parsed file is many objects and no cycles; collecting them takes a quarter of the time
    try:
        for folder in folders:
            results.append((list(audit(folder)), identity(folder)))
            folder.forget()
    finally:
        if enabled:
            gc.enable()
    return results


def _in_two(folders: Sequence[PackFolder]) -> list[_Result]:
    """Audit every second folder in a child process; do it here where there can be none or it fails."""
    if not hasattr(os, "fork") or (os.cpu_count() or 1) < 2:
        return _audited(folders)
    mine, others = folders[::2], folders[1::2]
    reading, writing = os.pipe()
    try:
        child = os.fork()
    except OSError:
        return _audited(folders)
    if child == 0:
        _send(others, writing)
    os.close(writing)
    results = _audited(mine)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    try:
        theirs: list[_Result] = pickle.loads(data)
    except (EOFError, pickle.UnpicklingError):
        theirs = _audited(others)  # whatever went wrong there, goes wrong here and is reported
    merged: list[_Result] = [([], None)] * len(folders)
    merged[::2], merged[1::2] = results, theirs
    return merged


def _send(folders: Sequence[PackFolder], writing: int) -> None:
    """Audit *folders* in the child process, send the results, and end it without flushing what is the parent's."""
    try:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(pickle.dumps(_audited(folders), pickle.HIGHEST_PROTOCOL))
    finally:
        os._exit(0)
