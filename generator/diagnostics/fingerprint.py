"""What of a finding stays the same when lines and folders move, so that it is recognised in another run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

# `line 7`, `lines 7, 9 and 12`, `README.md:7`, `values.yaml:7:3`: lines of other files move as those of the own one.
_LINES = re.compile(r"\b([Ll]ines?) \d+(?:(?:, | and |, and |-|–)\d+)*")
_PLACE = re.compile(r"(?<=[A-Za-z]):\d+(?::\d+)?(?=[\s)\],;.`]|$)")
_FILE = re.compile(r"\.(?:json|md|mdx|tgz|tpl|txt|yaml|yml)\Z", re.IGNORECASE)
_LONGEST_SUFFIX = 5


def lasting(message: str, homes: Mapping[str, str]) -> str:
    """Return *message* without what changes when lines or folders move: line numbers, and the way to a folder.

    *homes* gives each pack folder, by its path, the name it has wherever an audit is run from.
    """
    words = " ".join(homes.get(word, word) for word in message.split(" "))
    return _PLACE.sub(_unplaced, _LINES.sub(lambda found: f"{found[1]} …", words))


def fingerprint(message: str, homes: Mapping[str, str]) -> str:
    """Return twelve hexadecimal digits that stand for *message*, wherever its lines and folders are."""
    return sha256(lasting(message, homes).encode("utf-8", "replace")).hexdigest()[:12]


def folder_of(path: str, homes: Mapping[str, str]) -> str | None:
    """Return which of the folders *homes* the file at *path* belongs to, None where it is in none."""
    inner = path
    while inner not in homes:
        outer, slash, _name = inner.rpartition("/")
        if not slash:
            return "." if "." in homes else None
        inner = outer
    return inner


def _unplaced(found: re.Match[str]) -> str:
    """Return `:…` for the line of a file; a port or the tag of an image stays, as it is no file that it follows."""
    before = found.string[max(0, found.start() - _LONGEST_SUFFIX) : found.start()]
    return ":…" if _FILE.search(before) else found[0]
