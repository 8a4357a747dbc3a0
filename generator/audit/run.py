"""Audits many folders: on two processors where there are enough of them to pay for it."""

from __future__ import annotations

import datetime
import gc
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath

from generator.audit import audit, audit_modules
from generator.audit.duplicate_packs import Identity, doubles, identity
from generator.audit.folder import SOURCE, PackFolder, find_folders
from generator.diagnostics import Diagnostic, ordered
from generator.halves import in_two

_Result = tuple[list[Diagnostic], "Identity | None"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found, in order, and in how many pack folders.

    *homes* says of each folder, as its path is reported, what it is called wherever the audit is run from; the folder
    of a pack.yaml is among them where a version was audited. *audited* are the names of the pack folders alone,
    *names* what the pack in each of the *homes* is called, by its pack.json or its pack.yaml.
    """

    diagnostics: list[Diagnostic]
    folders: int
    homes: Mapping[str, str] = field(default_factory=dict)
    audited: frozenset[str] = frozenset()
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)


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
    results = in_two(_audited, folders) if processes > 1 else _audited(folders)
    found += (diagnostic for diagnostics, _who in results for diagnostic in diagnostics)
    pairs = zip(folders, results, strict=True)
    found += doubles((folder.name, who) for folder, (_found, who) in pairs if who is not None)
    return _outcome(ordered(found), folders, [who for _found, who in results])


def _outcome(found: list[Diagnostic], folders: Sequence[PackFolder], packs: Sequence[Identity | None]) -> Outcome:
    homes, around, names = {}, {}, {}
    for folder, who in zip(folders, packs, strict=True):
        compiled = _is_compiled(folder)
        homes[folder.path] = f"{folder.parent}/{folder.name}" if compiled else folder.name
        names[folder.path] = frozenset([*([who.name] if who else ()), *([folder.parent] if compiled else ())])
        if compiled:
            around[normpath(f"{folder.path or '.'}/..")] = folder.parent
    return Outcome(found, len(folders), around | homes, frozenset(homes.values()), names)


def _is_compiled(folder: PackFolder) -> bool:
    """Tell whether *folder* is a version that was compiled: it is called by its pack's name too."""
    return (Path(os.path.abspath(folder.path)).parent / SOURCE).is_file()  # noqa: PTH100 - links are not followed


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
