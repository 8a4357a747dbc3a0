"""A packed chart, read as a stream: nothing is written to the disk, and what is dangerous is said, not done.

Only what an audit reads is kept (Chart.yaml, values, schema, templates, packed dependencies), within limits. A
member that leads out of the archive, a link or a device is never read.
"""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Literal

MOST_PACKED = 64 * 2**20
MOST_UNPACKED = 256 * 2**20
MOST_MEMBERS = 20_000
MOST_OF_ONE_FILE = 16 * 2**20
LONGEST_NAME = 1000
MOST_KEPT = 64 * 2**20

_KEPT = re.compile(
    r"(?:.*/)?(?:Chart\.yaml|requirements\.yaml|values\.yaml|values\.schema\.json|templates/.*|charts/[^/]+\.(?:tgz|tar\.gz))"
)
_DRIVE = re.compile(r"[A-Za-z]:")

Kind = Literal["dangerous", "broken"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an archive: *dangerous* (it would harm who unpacks it) or *broken*."""

    kind: Kind
    message: str


@dataclass(frozen=True, slots=True)
class Archive:
    """The files of an archive that an audit reads, by their path in it, and what is wrong with it."""

    members: Mapping[str, bytes] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


class _Stop(Exception):
    """Reading on would be dangerous."""


def read_archive(data: bytes) -> Archive:
    """Take the bytes of a .tgz; return what is in it. Never raises."""
    members: dict[str, bytes] = {}
    faults: list[Fault] = []
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as plain, tarfile.open(fileobj=_Limited(plain), mode="r|") as tar:
            for name, file in _members(tar, faults):
                _keep(members, name, file)
    except _Stop as why:
        faults.append(Fault("dangerous", str(why)))
    except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError) as error:
        faults.append(Fault("broken", f"no readable .tgz: {str(error).lower() or type(error).__name__}"))
    except (RecursionError, MemoryError, OverflowError):
        faults.append(Fault("dangerous", "its headers ask for more than any chart needs"))
    return Archive(members, tuple(dict.fromkeys(faults)))


def _members(tar: tarfile.TarFile, faults: list[Fault]) -> Iterator[tuple[str, IO[bytes]]]:
    seen: set[str] = set()
    for number, member in enumerate(tar):
        if number >= MOST_MEMBERS:
            raise _Stop(f"more than {MOST_MEMBERS:,} members")
        if number == 0 and member.size < 0:
            raise _Stop("a member of negative size")
        fault = _fault(member)
        if fault:
            faults.append(Fault("dangerous", fault))
            continue
        name = member.name.removeprefix("./")
        if not member.isreg():
            continue
        if name in seen:
            faults.append(Fault("dangerous", f"two members are called `{_shown(name)}`"))
        seen.add(name)
        if member.size > MOST_OF_ONE_FILE and _KEPT.fullmatch(name):
            raise _Stop(f"`{_shown(name)}` says it has {member.size:,} bytes")
        if _KEPT.fullmatch(name) and (file := tar.extractfile(member)):
            yield name, file


def _fault(member: tarfile.TarInfo) -> str | None:
    name = member.name
    if len(name) > LONGEST_NAME:
        return f"the member `{_shown(name[:99])}` has a name of {len(name):,} characters"
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        return f"the member `{_shown(name)}` has an absolute path"
    if ".." in re.split(r"[/\\]", name):
        return f"the member `{_shown(name)}` leads out of the archive"
    if "\0" in name or not name.isprintable():
        return f"the member `{_shown(name)}` has control characters in its name"
    if member.issym() or member.islnk():
        return f"the member `{_shown(name)}` is a link"
    if not (member.isreg() or member.isdir()):
        return f"the member `{_shown(name)}` is a device, a pipe or of an unknown kind"
    return None


def _keep(members: dict[str, bytes], name: str, file: IO[bytes]) -> None:
    content = file.read(MOST_OF_ONE_FILE + 1)
    if len(content) > MOST_OF_ONE_FILE or sum(map(len, members.values())) + len(content) > MOST_KEPT:
        raise _Stop(f"`{_shown(name)}` is larger than any chart needs")
    members.setdefault(name, content)


def _shown(name: str) -> str:
    clean = "".join(c if c.isprintable() else "?" for c in name)
    return clean if len(clean) <= 60 else clean[:59] + "…"


class _Limited(io.RawIOBase):
    """A stream that ends in a `_Stop` before it has given more than is allowed: a bomb is never unpacked."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile) -> None:
        self._stream, self._given = stream, 0

    def readable(self) -> bool:
        """Return True: it is there to be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return up to *size* bytes."""
        data = self._stream.read(size if 0 <= size <= 2**20 else 2**20)
        self._given += len(data)
        if self._given > MOST_UNPACKED:
            raise _Stop(f"it unpacks to more than {MOST_UNPACKED // 2**20} MiB")
        return data
