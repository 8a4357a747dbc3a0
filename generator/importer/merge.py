"""Three-way merge of what an import made before, what people made of it, and what an import makes now."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.diagnostics import Diagnostic, Location, Severity
from generator.importer.base import Base, is_text
from generator.tree import digest

CONFLICT = "PS167"

_OURS, _BASE, _THEIRS = "edited here", "last import", "this import"
OPENING = f"<<<<<<< {_OURS}\n".encode()
_OPENING = re.compile(rf"^<{{7}} {_OURS}$", re.MULTILINE)


@dataclass
class Merged:
    """The *files* to write, those to *remove*, and the conflicts: a text with marks, or another file that was kept."""

    files: dict[str, bytes] = field(default_factory=dict)
    remove: set[str] = field(default_factory=set)
    conflicts: list[Diagnostic] = field(default_factory=list)


def merge(folder: str, base: Base, ours: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> Merged:
    """Merge the files *theirs*, as an import would write them, into *ours*, which are those on the disk.

    *folder* is what the pack's folder is called in reports. Raises `OSError` where git cannot be run.
    """
    merged = Merged()
    for path in sorted({*base.digests, *theirs}):
        before, here, now = base.digests.get(path, ""), _digest(ours, path), _digest(theirs, path)
        if now in (before, here):
            continue
        if here == before:
            if now:
                merged.files[path] = theirs[path]
            else:
                merged.remove.add(path)
        elif now and here and is_text(path):
            _texts(folder, path, base, ours, theirs, merged)
        else:
            what = "changed here and in the folder" if now and here else "changed here, and gone in the folder"
            what = "removed here, and changed in the folder" if not here else what
            help = f"it stays as it is here; take the other over by hand, or delete {folder}/{path} and import again"
            merged.conflicts.append(Diagnostic(CONFLICT, f"{path} was {what}", Location(f"{folder}/{path}"), help))
    return merged


def _digest(files: Mapping[str, bytes], path: str) -> str:
    return digest(files[path]) if path in files else ""


def _texts(
    folder: str, path: str, base: Base, ours: Mapping[str, bytes], theirs: Mapping[str, bytes], merged: Merged
) -> None:
    text = merge_texts(ours[path].decode("utf-8", "surrogateescape"), base.texts.get(path, ""), theirs[path].decode())
    merged.files[path] = text.encode("utf-8", "surrogateescape")
    for found in _OPENING.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        help = "choose between the lines below and delete the marks, then run `packscribe build`"
        message = f"the lines that were {_OURS} were changed in the folder too"
        merged.conflicts.append(Diagnostic(CONFLICT, message, Location(f"{folder}/{path}", line), help, Severity.ERROR))


def merge_texts(ours: str, base: str, theirs: str) -> str:
    """Return the merge of two texts that came from *base*, with git's marks around what changed in both.

    By `git merge-file`, whose marks every editor knows. Raises `OSError` where git is missing or fails.
    """
    with tempfile.TemporaryDirectory(prefix="packscribe-") as name:
        paths = [Path(name) / part for part in ("ours", "base", "theirs")]
        for path, text in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(text.encode("utf-8", "surrogateescape"))
        labels = [word for label in (_OURS, _BASE, _THEIRS) for word in ("-L", label)]
        command = ["git", "merge-file", "-p", "--diff3", *labels, *map(str, paths)]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=60)
        except FileNotFoundError:
            raise OSError(2, "git is needed to merge, and it is not there", "git") from None
        except subprocess.TimeoutExpired:
            raise OSError(110, "git took too long to merge", "git") from None
    if done.returncode < 0 or done.returncode > 127:  # below, it is the number of conflicts
        raise OSError(5, "git could not merge", "git")
    return done.stdout.decode("utf-8", "surrogateescape")
