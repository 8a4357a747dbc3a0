"""The git revision that files are of, if they are as it has them. Git itself is asked; where there is none, none is."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 20
_AT_ONCE = 200  # paths on one command line, which some systems keep short
_QUIET = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=true")


@dataclass(frozen=True, slots=True)
class Revision:
    """The *commit* that is checked out, "" where there is none; *clean*: the files in question are as it has them."""

    commit: str = ""
    clean: bool = False

    @property
    def words(self) -> str:
        """What a statement says of it."""
        if not self.commit:
            return "no git revision"
        return "as committed" if self.clean else "changed since the revision"


def revision(root: Path, paths: Sequence[str]) -> Revision:
    """Return the revision of *paths* below *root*. Other files may be changed, as they have no part in the matter."""
    commit = _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()
    if not commit or commit.strip("0123456789abcdef"):
        return Revision()
    state = ("status", "--porcelain", "-z", "--no-renames", "--ignored=matching", "--untracked-files=all", "--")
    asked = sorted(paths)
    some = [asked[start : start + _AT_ONCE] for start in range(0, len(asked), _AT_ONCE)]
    return Revision(commit, not any(_git(root, *state, *each, failed="?") for each in some))


def _git(root: Path, *words: str, failed: str = "") -> str:
    """Return what git prints, *failed* where it cannot tell."""
    settings = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1"}
    try:
        done = subprocess.run(
            ["git", *_QUIET, "-C", str(root), *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **settings},
        )
    except (OSError, subprocess.SubprocessError, ValueError):
        return failed
    return done.stdout if done.returncode == 0 else failed
