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
MOST_NESTED = 512 * 2**20
HARMLESS = 16 * 2**20
MOST_RATIO = 200
"""An archive that unpacks to more than `HARMLESS` bytes and this many times its size is a bomb; charts reach 21."""

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


def read_archive(data: bytes, *, nested: bool = False) -> Archive:
    """Take the bytes of a .tgz; return what is in it. Never raises. *nested* ones lie in another archive."""
    members: dict[str, bytes] = {}
    faults: list[Fault] = []
    most = min(MOST_UNPACKED, max(HARMLESS, MOST_RATIO * len(data)))
    try:
        limited = _Limited(gzip.GzipFile(fileobj=io.BytesIO(data)), most, _Nested.left(nested))
        with limited, tarfile.open(fileobj=limited, mode="r|") as tar:
            for name, file in _members(tar, faults):
                _keep(members, name, file)
    except _Stop as why:
        faults.append(Fault("dangerous", str(why)))
    except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError) as error:
        faults.append(Fault("broken", f"no readable .tgz: {str(error).lower() or type(error).__name__}"))
    except (RecursionError, MemoryError, OverflowError):
        faults.append(Fault("dangerous", "its headers ask for more than any chart needs"))
    return Archive(members, tuple(dict.fromkeys(faults)))


class _Nested:
    """What archives in archives have unpacked to since the last outer one: together they can be a bomb."""

    spent = 0

    @classmethod
    def left(cls, nested: bool) -> int | None:
        """Return how much a nested archive may unpack to, None for an outer one, which begins anew."""
        if not nested:
            cls.spent = 0
        return MOST_NESTED - cls.spent if nested else None


def _members(tar: tarfile.TarFile, faults: list[Fault]) -> Iterator[tuple[str, IO[bytes]]]:
    seen: set[str] = set()
    roots: set[str] = set()
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
        faults += _strange_place(name, roots)
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


def _strange_place(name: str, roots: set[str]) -> Iterator[Fault]:
    """Yield what Helm stumbles over: a second folder at the root, a file beside it, a file of macOS. Each once."""
    root, slash, rest = name.partition("/")
    if rest.rpartition("/")[2].startswith("._") and "._" not in roots:
        roots.add("._")
        yield Fault(
            "broken", f"`{_shown(name)}` is an AppleDouble file, which macOS adds and Helm takes for a template"
        )
    elif root not in roots and not root.startswith("._"):
        if roots - {"._"} and len(roots) < 3:
            what = (
                f"`{_shown(root)}/` beside `{_shown(min(roots - {'._'}))}/`" if slash else f"the file `{_shown(root)}`"
            )
            yield Fault("broken", f"{what} at the root of the archive: Helm wants one folder")
        roots.add(root)


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

    def __init__(self, stream: gzip.GzipFile, most: int, left: int | None) -> None:
        self._stream, self._given = stream, 0
        self._most, self._nested = (most if left is None else min(most, left)), left is not None

    def readable(self) -> bool:
        """Return True: it is there to be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return up to *size* bytes."""
        data = self._stream.read(size if 0 <= size <= 2**20 else 2**20)
        self._given += len(data)
        _Nested.spent += len(data) * self._nested
        if self._given > self._most:
            raise _Stop(
                f"it unpacks to more than {max(0, self._most) // 2**20} MiB, for which no chart is large enough"
            )
        return data
