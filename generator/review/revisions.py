"""What a person calls a side, as a snapshot: a revision of git, a folder, or nothing at all for the working tree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Diagnostic, Location, Problems
from generator.review.git import Repository, repository
from generator.review.snapshots import Committed, OnDisk, Snapshot

_REGISTRY = ("oci://", "oci-layout:")


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


def sides(root: Path, base: str, head: str, home: Path) -> tuple[Snapshot, Snapshot]:
    """Return both sides. Commits are written below *home* when needed. Raises `Problems` where one is none."""
    wanted, parted = asked(base, head)
    named = [text for text in (wanted.base, wanted.head) if text and not _is_place(text)]
    git = repository(root) if any(not _is_folder(text) for text in named) else _if_any(root)
    algorithm = git.algorithm if git else "sha1"
    right = _side(root, wanted.head, git, home / "head") if wanted.head else OnDisk(root, "the working tree", algorithm)
    if parted and git is not None:
        commit = git.merge_base(wanted.base, wanted.head or "HEAD")
        return Committed(git, commit, f"{wanted.base} ({commit[:12]})", home / "base"), right
    return _side(root, wanted.base, git, home / "base"), right


def _side(root: Path, text: str, git: Repository | None, home: Path) -> Snapshot:
    algorithm = git.algorithm if git else "sha1"
    if not text:
        raise Problems([Diagnostic("PS180", "no revision is named", Location("."), "name a branch, tag or commit")])
    if not _is_place(text) and git is not None:
        try:
            commit = git.commit(text)
            return Committed(git, commit, text if text in commit else f"{text} ({commit[:12]})", home)
        except Problems:
            if not _is_folder(text):
                raise
    folder = Path(text)
    if not folder.is_dir():
        raise Problems([Diagnostic("PS180", f"there is no folder `{text}`", Location("."), "correct its name")])
    if not (folder / "packs").is_dir():
        way_out = "name the folder that holds `packs/`"
        raise Problems([Diagnostic("PS180", f"the folder `{text}` holds no `packs/`", Location(text), way_out)])
    return OnDisk(folder, text, algorithm)


def _if_any(root: Path) -> Repository | None:
    try:
        return repository(root)
    except Problems:
        return None


def _is_place(text: str) -> bool:
    """Tell whether *text* can be nothing but a folder or a place in a registry."""
    return text.startswith(("/", "./", "../", "~", *_REGISTRY)) or text in (".", "..")


def _is_folder(text: str) -> bool:
    return not text.startswith("-") and Path(text).is_dir()
