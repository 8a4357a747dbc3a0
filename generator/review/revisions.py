"""What a person calls a side, as a snapshot: a revision of git, a folder, or nothing at all for the working tree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Diagnostic, Location, Problems
from generator.registry import Options
from generator.review.archives import PREFIXES, Archived, as_published, published
from generator.review.git import Repository, repository
from generator.review.snapshots import Committed, OnDisk, Snapshot


@dataclass(frozen=True)
class Asked:
    """The two sides as they were written; an empty *head* is the working tree."""

    base: str
    head: str


def asked(base: str, head: str) -> tuple[Asked, bool]:
    """Take apart `A...B` and `A..B`, and tell whether the base is where the two parted."""
    if not head and not _is_place(base):
        for dots in ("...", ".."):
            left, found, right = base.partition(dots)
            if found and left:
                return Asked(left, right), dots == "..."
    return Asked(base, head), False


def sides(root: Path, base: str, head: str, home: Path, options: Options) -> tuple[Snapshot, Snapshot]:
    """Return both sides. Commits and archives are written below *home*. Raises `Problems` where one is none."""
    wanted, parted = asked(base, head)
    named = [text for text in (wanted.base, wanted.head) if text and not _is_place(text)]
    git = repository(root) if any(not _is_folder(text) for text in named) else _if_any(root)
    where = _Where(root, git, options)
    right = where.side(wanted.head, home / "head") if wanted.head else where.working_tree()
    if parted and git is not None:
        commit = git.merge_base(wanted.base, wanted.head or "HEAD")
        return Committed(git, commit, f"{wanted.base} ({commit[:12]})", home / "base"), right
    left = where.side(wanted.base, home / "base")
    if isinstance(left, Archived) and not isinstance(right, Archived):
        right = as_published(right, left, root, home / "packed")
    elif isinstance(right, Archived) and not isinstance(left, Archived):
        left = as_published(left, right, root, home / "packed")
    return left, right


@dataclass(frozen=True)
class _Where:
    """Where sides come from: the *root*, the repository that it is in, and how registries are reached."""

    root: Path
    git: Repository | None
    options: Options

    def working_tree(self) -> Snapshot:
        return OnDisk(self.root, "the working tree", self._algorithm)

    @property
    def _algorithm(self) -> str:
        return self.git.algorithm if self.git else "sha1"

    def side(self, text: str, home: Path) -> Snapshot:
        """Return the side that is called *text*; what has to be written for it goes below *home*."""
        if not text:
            raise Problems([Diagnostic("PS180", "no revision is named", Location("."), "name a branch, tag or commit")])
        if text.startswith(PREFIXES):
            return published(text, self.root, home, self.options)
        if not _is_place(text) and self.git is not None:
            try:
                commit = self.git.commit(text)
                return Committed(self.git, commit, text if text in commit else f"{text} ({commit[:12]})", home)
            except Problems:
                if not _is_folder(text):
                    raise
        return self._folder(text)

    def _folder(self, text: str) -> Snapshot:
        folder = Path(text)
        if not folder.is_dir():
            raise Problems([Diagnostic("PS180", f"there is no folder `{text}`", Location("."), "correct its name")])
        if not (folder / "packs").is_dir():
            way_out = "name the folder that holds `packs/`"
            raise Problems([Diagnostic("PS180", f"the folder `{text}` holds no `packs/`", Location(text), way_out)])
        return OnDisk(folder, text, self._algorithm)


def _if_any(root: Path) -> Repository | None:
    try:
        return repository(root)
    except Problems:
        return None


def _is_place(text: str) -> bool:
    """Tell whether *text* can be nothing but a folder or a place in a registry."""
    return text.startswith(("/", "./", "../", "~", *PREFIXES)) or text in (".", "..")


def _is_folder(text: str) -> bool:
    return not text.startswith("-") and Path(text).is_dir()
