"""Why a version cannot be made, said before anything is read of charts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from generator.catalog import LoadedPack
from generator.diagnostics import Diagnostic, Location
from generator.model.versioning import version_key
from generator.model.versions import Version

EXISTS, NOT_POSSIBLE = "PS170", "PS171"
_VERSION = re.compile(r"(?=.*[0-9])[0-9A-Za-z][0-9A-Za-z._+-]{0,127}")


def start_of(loaded: LoadedPack, start: str) -> tuple[int | None, list[Diagnostic]]:
    """Return the number of the version *start*, "" for the newest one; none where there is no such version."""
    versions = loaded.pack.versions
    if not start:
        return max(range(len(versions)), key=lambda number: (version_key(versions[number].version), -number)), []
    for number, version in enumerate(versions):
        if version.version == start:
            return number, []
    known = [version.version for version in versions]
    close = get_close_matches(start, known, n=1)
    way_out = f"did you mean `{close[0]}`?" if close else f"versions here: {', '.join(known[:12])}"
    message = f"there is no version `{start[:60]}` to start from"
    return None, [loaded.problem(NOT_POSSIBLE, message, ("versions",), way_out)]


def refusals(loaded: LoadedPack, version: str, start: str) -> Iterator[Diagnostic]:
    """Yield why there can be no new *version*; *start* is the version that `--from` names, "" for none."""
    if not _VERSION.fullmatch(version):
        message = f"`{version[:60]}` is no version" if version.isprintable() else "the version has control characters"
        way_out = "write letters, digits, `.`, `_`, `+` and `-`, such as 1.5.0"
        yield Diagnostic(NOT_POSSIBLE, message, Location(loaded.document.path), way_out, pack=loaded.name)
        return
    versions = loaded.pack.versions
    for number, known in enumerate(versions):
        if version_key(known.version) == version_key(version):
            same = "" if known.version == version else f", as {known.version}, which is the same version"
            message = f"there is a version {version} already{same}"
            way_out = "edit it, or choose another version"
            yield loaded.problem(EXISTS, message, ("versions", number, "version"), way_out)
            return
    newest = max(versions, key=_key)
    if not start and version_key(version) < _key(newest):
        lower = [known for known in versions if _key(known) < version_key(version)]
        near = max(lower, key=_key).version if lower else min(versions, key=_key).version
        message = f"version {version} is lower than {newest.version}, the newest"
        way_out = f"say which version it is made from: `--from {near}`"
        number = versions.index(newest)
        yield loaded.problem(NOT_POSSIBLE, message, ("versions", number, "version"), way_out)


def _key(version: Version) -> tuple[object, ...]:
    return version_key(version.version)
