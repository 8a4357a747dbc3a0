"""`packscribe package`: the archives of packs as files, or as the folders that are in them."""

from __future__ import annotations

import filecmp
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator import archive
from generator import tree as trees
from generator.archive.entries import Unpackable, pieces
from generator.archive.tar import FILE_MODE, FOLDER_MODE
from generator.diagnostics import Diagnostic, Location, has_errors, ordered
from generator.packing import Artifact
from generator.publishing.gather import gather_judged
from generator.publishing.judged import Wish, ground, refused, without_changed

ONE_FILE, FOREIGN = "PS605", "PS606"


@dataclass(frozen=True)
class Written:
    """An archive or folder that is there now: where, the digest of its tar, its size in bytes, whether it is new."""

    artifact: Artifact
    path: Path
    tar: str
    size: int
    changed: bool

    def line(self) -> str:
        """Return what to say of it."""
        what = "wrote    " if self.changed else "unchanged"
        who = f"{self.artifact.name} {self.artifact.version}"
        return f"{what} {self.path.as_posix()}  {who}  {self.tar}  {self.size:,} bytes"


@dataclass
class Outcome:
    """What was written and found."""

    written: list[Written] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def package(root: Path, wish: Wish, to: Path, *, folders: bool = False) -> Outcome:
    """Write the archives of packs below *root* to the folder *to*; a pack with errors is left out, the others are not.

    Raises `OSError` where the disk refuses.
    """
    on, wrong = ground(root, wish)
    if on is None:
        return Outcome(diagnostics=wrong)
    gathered = gather_judged(root, wish.names, on.memory)
    if gathered.nothing:
        return Outcome(diagnostics=ordered(gathered.found))
    without, found = refused(root, gathered, list(gathered.artifacts), on, strict=wish.strict)
    outcome = Outcome(diagnostics=[*gathered.found, *found])
    whole = (a for name, several in gathered.artifacts.items() if name not in without for a in several)
    artifacts, changed = without_changed(whole, on)
    outcome.diagnostics += [*changed, *_one_file(artifacts)]
    if any(has_errors([d]) for d in outcome.diagnostics if not d.pack):
        artifacts = []
    trees.sweep(to)
    for artifact in artifacts:
        try:
            outcome.written.append(_folder(artifact, to, on.time) if folders else _file(artifact, to, on.time))
        except _Foreign as other:
            outcome.diagnostics.append(other.problem)
        except Unpackable as why:
            outcome.diagnostics.append(artifact.unpackable(why))
    outcome.diagnostics = ordered(outcome.diagnostics)
    return outcome


class _Foreign(Exception):
    """A file in the folder of an archive that is not of the pack."""

    def __init__(self, artifact: Artifact, path: Path) -> None:
        super().__init__(path)
        message = f"`{path.as_posix()}` stands in the folder and is not of {artifact.name} {artifact.version}"
        help = "delete it, or package to an empty folder: what takes the folder would take it too"
        self.problem = Diagnostic(FOREIGN, message, Location(path.as_posix()), help, pack=artifact.name)


def _one_file(artifacts: Sequence[Artifact]) -> Iterator[Diagnostic]:
    """Yield an error for each two archives that would be one file; on some systems names have no case."""
    named: dict[str, Artifact] = {}
    for artifact in artifacts:
        other = named.setdefault(artifact.file.casefold(), artifact)
        if other is not artifact:
            message = f"{artifact.file} would be the archive of {other.name} {other.version} too ({other.place})"
            problem = artifact.problem(ONE_FILE, message, "package one of the two to another folder")
            yield Diagnostic(problem.code, problem.message, problem.location, problem.help)


def _file(artifact: Artifact, to: Path, time: int) -> Written:
    """Write an archive beside its place and move it there, unless what is there is the same."""
    target = to / artifact.file
    temporary = _beside(target)
    try:
        with temporary.open("wb") as out:
            packed = archive.write(artifact.top, artifact.entries, out, time)
        same = not target.is_symlink() and target.is_file() and filecmp.cmp(temporary, target, shallow=False)
        if not same:
            temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return Written(artifact, target, packed.tar, packed.size, not same)


def _folder(artifact: Artifact, to: Path, time: int) -> Written:
    """Write the files of an archive below the folder that is its top, with the modes that the archive has."""
    top = to / artifact.top
    files = {entry.path: entry for entry in artifact.entries}
    for there in _there(top):
        if there.relative_to(top).as_posix() not in files:
            raise _Foreign(artifact, there)
    changed = False
    for path, entry in sorted(files.items()):
        target = top / path
        changed |= _folders(top, target.parent)
        temporary = _beside(target)
        try:
            _stream(pieces(entry), temporary)
            if target.is_symlink() or not target.is_file() or not filecmp.cmp(temporary, target, shallow=False):
                temporary.replace(target)
                changed = True
        finally:
            temporary.unlink(missing_ok=True)
        changed |= _made(target, FILE_MODE)
    size = sum(entry.size for entry in artifact.entries)
    return Written(artifact, top, artifact.tar(time), size, changed)


def _folders(top: Path, folder: Path) -> bool:
    """Make *folder* and what is above it up to *top*; tell whether anything was another before."""
    if folder != top:
        above = _folders(top, folder.parent)
    else:
        above = False
        folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(exist_ok=True)
    return _made(folder, FOLDER_MODE) or above


def _made(path: Path, mode: int) -> bool:
    """Give *path* the *mode*, whatever the umask is; tell whether it had another."""
    if stat.S_IMODE(path.stat().st_mode) == mode:
        return False
    path.chmod(mode)
    return os.name == "posix"  # elsewhere there are no such modes


def _there(top: Path) -> Iterator[Path]:
    """Yield what stands in *top* and is no folder; what a killed run left is taken away."""
    for folder, folders, names in os.walk(top):
        trees.sweep(Path(folder))
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        yield from (Path(folder) / name for name in (*names, *links) if not name.endswith(trees.TEMPORARY))


def _stream(content: Iterable[bytes], file: Path) -> None:
    with file.open("wb") as out:
        for piece in content:
            out.write(piece)


def _beside(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.with_name(f".{target.name}.{os.getpid()}{trees.TEMPORARY}")
