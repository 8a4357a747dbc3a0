"""What a new pack cannot be called."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from generator.diagnostics import Diagnostic, Location

BAD_NAME, EXISTS, BAD_DISPLAY_NAME = "PS140", "PS141", "PS144"
LONGEST = 128
_NAME = re.compile(r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*")
_TAKEN = {"index": "its page would be that of the catalog"}
_LONGEST_DISPLAY_NAME = 100


def is_name(text: str) -> bool:
    """Tell whether *text* is a name for packs: what a repository of an OCI registry may be called, without `/`."""
    return len(text) <= LONGEST and _NAME.fullmatch(text) is not None


def refusals(root: Path, name: str, display_name: str) -> Iterator[Diagnostic]:
    """Yield why there can be no new pack of that *name* (and *display_name*, "" for none) below *root*."""
    place = Location(f"packs/{name[:LONGEST]}")
    if not is_name(name):
        message = f"`{name[:60]}` is no name for a pack"
        yield Diagnostic(BAD_NAME, message, place, _suggested(name))
    elif name in _TAKEN:
        yield Diagnostic(BAD_NAME, f"`{name}` is no name for a pack: {_TAKEN[name]}", place, "choose another name")
    elif os.path.lexists(root / "packs" / name):
        way_out = f"edit packs/{name}/pack.yaml, or choose another name"
        yield Diagnostic(EXISTS, f"there is a `packs/{name}` already", place, way_out)
    if display_name and (not display_name.strip() or not display_name.isprintable()):
        message = "the display name is empty, or has characters that cannot be shown"
        yield Diagnostic(BAD_DISPLAY_NAME, message, place, "write it as it is to be read, on one line")
    elif len(display_name) > _LONGEST_DISPLAY_NAME:
        message = f"the display name has {len(display_name):,} characters"
        yield Diagnostic(BAD_DISPLAY_NAME, message, place, f"{_LONGEST_DISPLAY_NAME} are allowed")


def _suggested(name: str) -> str:
    rule = "small letters and digits, with `-`, `.` or `_` between them"
    close = re.sub(r"[^a-z0-9]+", "-", name[:200].lower()).strip("-")[:LONGEST].strip("-")
    return f"call it `{close}`: {rule}" if is_name(close) else f"write {rule}"
