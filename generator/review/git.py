"""A git repository, read through its objects: no checkout, index, worktree or hook has a part in it.

Whatever names a revision comes from outside, so it never stands where git could take it for an option, and objects
are asked for by their ids only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.diagnostics import Diagnostic, Location, Problems

#: Set by git for hooks; they would make it look elsewhere than at the folder that is asked about.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE")
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
_SAFE = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never")
_FILES = {b"100644", b"100755", b"120000"}


class Blob(NamedTuple):
    """A file of a revision: the id and size of its content; a link holds where it leads."""

    id: str
    size: int
    link: bool


@dataclass(frozen=True)
class Repository:
    """The git repository that *folder* is in; *prefix* is the way from its top to the folder, with a `/` at its end."""

    folder: Path
    prefix: str

    @property
    def algorithm(self) -> str:
        """The hash that object ids are made with."""
        name = _run(self.folder, "rev-parse", "--show-object-format").decode().strip()
        return name if name in ("sha1", "sha256") else "sha1"

    def commit(self, revision: str) -> str:
        """Return the id of the commit that *revision* names. Raises `Problems` where none does."""
        if not _speakable(revision):
            raise Problems([_unknown(revision, "no revision is called so")])
        try:
            return _run(self.folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode().strip()
        except subprocess.CalledProcessError:
            raise Problems([self._missing(revision)]) from None

    def merge_base(self, one: str, other: str) -> str:
        """Return the id of the commit at which two branches parted. Raises `Problems` where there is none."""
        ids = self.commit(one), self.commit(other)
        try:
            return _run(self.folder, "merge-base", *ids).decode().strip()
        except subprocess.CalledProcessError:
            way_out = "name a commit that both have; in a shallow clone, fetch with full depth first"
            message = f"`{one}` and `{other}` have no commit in common here"
            raise Problems([Diagnostic("PS181", message, Location("."), way_out)]) from None

    def files(self, commit: str, paths: Iterable[str]) -> dict[str, Blob]:
        """Return the files of *commit* at and below *paths*, by path; both are relative to the folder."""
        wanted = [self.prefix + path for path in paths]
        listed = _run(self.folder, "ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", *wanted)
        found = {}
        for line in listed.split(b"\0"):
            mode, _kind, oid, *rest = line.split(None, 3) or (b"", b"", b"")
            if mode in _FILES and rest:
                size, _, path = rest[0].lstrip().partition(b"\t")
                name = os.fsdecode(path).removeprefix(self.prefix)
                found[name] = Blob(oid.decode(), int(size) if size.isdigit() else 0, mode == b"120000")
        return found

    def contents(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the contents of blobs by their ids; what the repository does not have is left out."""
        wanted = list(dict.fromkeys(ids))
        asked = "".join(f"{one}\n" for one in wanted).encode()
        return dict(_batch(_run(self.folder, "cat-file", "--batch", given=asked))) if wanted else {}

    def shallow(self) -> bool:
        """Tell whether the repository has a part of its history only."""
        return _run(self.folder, "rev-parse", "--is-shallow-repository").decode().strip() == "true"

    def _missing(self, revision: str) -> Diagnostic:
        if self.shallow():
            message = f"this clone is shallow and does not have `{_shown(revision)}`"
            way_out = f"run `git fetch --unshallow`, or fetch `{_shown(revision)}` (in CI: check out with full depth)"
            return Diagnostic("PS181", message, Location("."), way_out)
        return _unknown(revision, "the repository has no such commit, branch or tag")


def repository(folder: Path) -> Repository:
    """Return the git repository around *folder*. Raises `Problems` where there is none, or no git."""
    if shutil.which("git") is None:
        way_out = "install git, or compare folders: `packscribe diff OLD/ NEW/`"
        raise Problems([Diagnostic("PS183", "git is not installed", Location("."), way_out)])
    try:
        return Repository(folder, _run(folder, "rev-parse", "--show-prefix").decode().rstrip("\n"))
    except (subprocess.CalledProcessError, OSError) as error:
        said = getattr(error, "stderr", b"") or b""
        if b"dubious ownership" in said:
            message = f"git does not read `{folder}`: it belongs to another user"
            way_out = f"`git config --global --add safe.directory {folder.resolve()}`, if you trust it"
            raise Problems([Diagnostic("PS182", message, Location("."), way_out)]) from None
        way_out = "name a folder that is in a git repository with `--root`, or compare folders: `packscribe diff OLD/`"
        raise Problems([Diagnostic("PS182", f"`{folder}` is in no git repository", Location("."), way_out)]) from None


def _run(folder: Path, *arguments: str, given: bytes | None = None) -> bytes:
    environment = {k: v for k, v in os.environ.items() if k not in _OF_A_HOOK} | _QUIET
    command = ["git", *_SAFE, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, input=given, capture_output=True, check=True)
    return done.stdout


def _batch(answer: bytes) -> Iterator[tuple[str, bytes]]:
    """Take what `git cat-file --batch` answers; yield id and content of each blob."""
    position = 0
    while position < len(answer):
        end = answer.index(b"\n", position)
        oid, kind, *size = answer[position:end].split()
        position = end + 1
        if size:
            stop = position + int(size[0])
            if kind == b"blob":
                yield oid.decode(), answer[position:stop]
            position = stop + 1


def _speakable(revision: str) -> bool:
    """Tell whether git can take *revision* for nothing but a revision."""
    return bool(revision) and not revision.startswith("-") and revision.isprintable()


def _unknown(revision: str, why: str) -> Diagnostic:
    way_out = "name a branch, tag or commit; a folder as `./FOLDER`; a published version as `oci://…/NAME:VERSION`"
    return Diagnostic("PS180", f"unknown revision `{_shown(revision)}`: {why}", Location("."), way_out)


def _shown(revision: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in revision[:120])
