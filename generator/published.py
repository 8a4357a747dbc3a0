"""What was published: `packs.lock.json` at the root, committed, one line for each version.

A version that was published never changes: whoever has pulled it has what its tag led to. So the file says which tar
and which image manifest that was, and `check` fails where the pack would be another one now.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from generator.archive import MTIME, Unpackable
from generator.archive.tar import LAST_TIME
from generator.diagnostics import Diagnostic, Location
from generator.packing import Artifact
from generator.registry.names import is_digest
from generator.tree import write

FILE = "packs.lock.json"
CHANGED, BROKEN = "PS530", "PS531"
FORMAT = 1
_LARGEST = 16 * 2**20
_MEND = "restore the file from version control; after a merge conflict, keep the lines of both sides"

Key = tuple[str, str]


class Entry(NamedTuple):
    """A version that was published: digests of its *tar* and its image *manifest*, and what it has *replaced*.

    *date* is the time of the files in it, where SOURCE_DATE_EPOCH gave one. *replaced* holds a record for each time
    that other content was put under the tag on purpose: the digest of the old image manifest, and the reason.
    """

    tar: str
    manifest: str
    date: int = MTIME
    replaced: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Published:
    """Every version that was published, by name and version."""

    entries: Mapping[Key, Entry] = field(default_factory=dict)
    lines: Mapping[Key, int] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the file, sorted, one version on a line, so that two branches can both add some."""
        lines = ",\n".join(f"    {json.dumps(_written(key, self.entries[key]))}" for key in sorted(self.entries))
        return f'{{\n  "format": {FORMAT},\n  "packs": [\n{lines}\n  ]\n}}\n'.encode()


def load(root: Path) -> tuple[Published | None, list[Diagnostic]]:
    """Read packs.lock.json of *root*: what was published, nothing where there is no file; none and why if broken."""
    try:
        path = root / FILE
        if not path.exists():
            return Published(), []
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return None, [_broken("is no file, or too large")]
        text = path.read_bytes().decode()
        return _read(json.loads(text), text), []
    except OSError as error:
        return None, [_broken(f"cannot be read: {(error.strerror or 'unreadable').lower()}")]
    except json.JSONDecodeError as error:
        return None, [_broken(f"is broken JSON: {error.msg.lower()}", error.lineno, error.colno)]
    except UnicodeDecodeError:
        return None, [_broken("is not UTF-8")]
    except RecursionError:
        return None, [_broken("is nested too deep")]
    except (KeyError, TypeError, ValueError) as error:
        return None, [_broken(f"is not what `publish` writes: {str(error)[:120]}")]


def record(root: Path, new: Mapping[Key, Entry]) -> list[str]:
    """Add *new* to the file as it is on the disk now, which another process may have written; return what changed."""
    published, found = load(root)
    if published is None or found or not new:
        return []
    merged = {**published.entries, **{key: _after(published.entries.get(key), entry) for key, entry in new.items()}}
    return write(root, {FILE: Published(merged).to_bytes()}) if merged != published.entries else []


def since(root: Path, artifacts: Iterable[Artifact]) -> Iterator[Diagnostic]:
    """Take what would be packed now; yield what is wrong with packs.lock.json, and what has `changed`."""
    published, found = load(root)
    yield from found
    if published:
        yield from changed(artifacts, published)


def changed(artifacts: Iterable[Artifact], published: Published) -> Iterator[Diagnostic]:
    """Yield an error for each of *artifacts* that was published and is another one now."""
    for artifact in artifacts:
        known = published.entries.get((artifact.name, artifact.version))
        if known is None:
            continue
        try:
            tar = artifact.tar(known.date)
        except Unpackable as why:
            yield artifact.unpackable(why)
            continue
        if tar != known.tar:
            line = published.lines.get((artifact.name, artifact.version), 1)
            message = (
                f"version {artifact.version} was published with the tar {known.tar[:19]}…; it would be {tar[:19]}… now"
            )
            way_out = (
                f"give the change a version of its own; if {artifact.version} has to be replaced, `publish --force "
                f"--message …` says why ({FILE}:{line} has what was published)"
            )
            yield artifact.problem(CHANGED, message, way_out)


def _after(old: Entry | None, new: Entry) -> Entry:
    """Return *new* with the records of what was replaced before."""
    return Entry(new.tar, new.manifest, new.date, (*(old.replaced if old else ()), *new.replaced)) if old else new


def _written(key: Key, entry: Entry) -> dict[str, Any]:
    line: dict[str, Any] = {"name": key[0], "version": key[1], "tar": entry.tar, "manifest": entry.manifest}
    if entry.date != MTIME:
        line["date"] = entry.date
    if entry.replaced:
        line["replaced"] = [{"manifest": manifest, "message": message} for manifest, message in entry.replaced]
    return line


def _read(data: Any, text: str) -> Published:
    if data["format"] != FORMAT:
        raise ValueError(f"format {data['format']}")
    entries = {_key(line): _entry(line) for line in data["packs"]}
    lines = {}
    for number, line in enumerate(text.split("\n"), 1):  # what `publish` writes has each on a line of its own
        if '"name"' in line:
            try:
                lines[_key(json.loads(line.strip().rstrip(",")))] = number
            except (ValueError, KeyError, TypeError, RecursionError):
                continue
    return Published(entries, lines)


def _key(line: Any) -> Key:
    name, version = line["name"], line["version"]
    if not isinstance(name, str) or not isinstance(version, str):
        raise TypeError("name or version is no text")
    return name, version


def _entry(line: Any) -> Entry:
    replaced = tuple((_digest(each["manifest"]), str(each["message"])) for each in line.get("replaced", ()))
    date = line.get("date", MTIME)
    if type(date) is not int or not 0 <= date <= LAST_TIME:
        raise ValueError("date is no time")
    return Entry(_digest(line["tar"]), _digest(line["manifest"]), date, replaced)


def _digest(value: Any) -> str:
    if not isinstance(value, str) or not is_digest(value):
        raise ValueError(f"`{str(value)[:20]}` is no digest")
    return value


def _broken(why: str, line: int = 1, column: int = 1) -> Diagnostic:
    return Diagnostic(BROKEN, f"{FILE} {why}", Location(FILE, line, column), _MEND)
