"""What goes into the archive of each version of a pack: its generated files as compiled, and the files that it names.

Nothing is written here. What cannot be packed is said with the place where an author can mend it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING, NamedTuple

from generator import archive
from generator.archive import Entry, Unpackable
from generator.archive.entries import below, of_bytes, of_file, problems
from generator.diagnostics import Diagnostic, Location
from generator.registry.names import is_repository, is_tag

if TYPE_CHECKING:  # whoever only wants what was packed before needs no models of pack.yaml
    from generator.catalog import LoadedPack
    from generator.model.versions import Version

MISNAMED, OTHER_PACK, UNPACKABLE, COLLIDING = "PS601", "PS602", "PS603", "PS604"
_MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Artifact:
    """The archive of one version, as a value: *entries* below the top folder `<name>-<version>`, and its *place*."""

    name: str
    version: str
    place: Location
    entries: tuple[Entry, ...]
    tars: dict[int, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def top(self) -> str:
        """The one folder of the archive."""
        return f"{self.name}-{self.version}"

    @property
    def file(self) -> str:
        """What the archive is called, and its title in a registry."""
        return f"{self.top}.tar.gz"

    def tar(self, mtime: int) -> str:
        """Return the digest of the tar, which identifies what is in it; files are read once. Raises `Unpackable`."""
        if mtime not in self.tars:
            self.tars[mtime] = archive.tar_digest(self.top, self.entries, mtime)
        return self.tars[mtime]

    def problem(self, code: str, message: str, help: str) -> Diagnostic:
        """Return a problem of this version."""
        return Diagnostic(code, message, self.place, help, pack=self.name)

    def unpackable(self, why: Unpackable) -> Diagnostic:
        """Return the problem of a file that turned out not to be packable while it was read."""
        message = f"`{why.path}` of version {self.version}: {why.message}"
        return self.problem(UNPACKABLE, message, why.help)


class Packing(NamedTuple):
    """What came of the versions of one pack: *artifacts* of those that can be packed, and why others cannot."""

    artifacts: tuple[Artifact, ...]
    found: tuple[Diagnostic, ...]


def packing(loaded: LoadedPack, tree: Mapping[str, bytes]) -> Packing:
    """Take a pack and what was compiled from it; return the archives of its versions."""
    artifacts, found = [], list[Diagnostic]()
    for index, version in enumerate(loaded.pack.versions):
        maker = _Maker(loaded, version, index, tree)
        wrong = list(maker.problems())
        found += wrong[:_MOST_PROBLEMS]
        if not wrong:
            artifacts.append(Artifact(loaded.name, version.version, maker.place, tuple(maker.entries)))
    return Packing(tuple(artifacts), tuple(found))


class _Maker:
    """Gathers the files of one version."""

    def __init__(self, loaded: LoadedPack, version: Version, index: int, tree: Mapping[str, bytes]) -> None:
        from generator.compiled_audit import further_files

        self._loaded, self._version = loaded, version
        self.place = loaded.where(("versions", index, "version"))
        home = f"packs/{loaded.name}/{version.version}/"
        self._generated = {path.removeprefix(home): data for path, data in tree.items() if path.startswith(home)}
        self._further = further_files(loaded, version)
        self.entries = [of_bytes(path, data) for path, data in self._generated.items()]

    def problems(self) -> Iterator[Diagnostic]:
        """Yield why this version cannot be packed; with no problem, `entries` is complete."""
        yield from self._names()
        yield from self._identity()
        yield from self._files()
        yield from self._folders()
        for why in problems(entry.path for entry in self.entries):
            yield self._unpackable(COLLIDING if why.collides else UNPACKABLE, why)

    def _names(self) -> Iterator[Diagnostic]:
        name, version = self._loaded.name, self._version.version
        if not is_repository(name):
            way_out = "rename the pack: small letters and digits, with one of `.`, `_`, `__` or dashes between them"
            yield self._problem(MISNAMED, f"no OCI registry takes a repository called `{name}`", way_out)
        if not is_tag(version):
            message = f"no OCI registry takes the tag `{version}`"
            more = f": `{version.replace('+', '-')}` would do" if is_tag(version.replace("+", "-")) else ""
            yield self._problem(MISNAMED, message, f"write the version with letters, digits, `.`, `_` and `-`{more}")

    def _identity(self) -> Iterator[Diagnostic]:
        """Palette finds a pack by repository and tag, and both must be what its pack.json says (registry.md)."""
        try:
            facts = json.loads(self._generated["pack.json"])
        except (KeyError, ValueError):
            facts = {}
        for key, expected in (("name", self._loaded.name), ("version", self._version.version)):
            said = facts.get(key) if isinstance(facts, dict) else None
            if said != expected:
                message = (
                    f"pack.json of version {self._version.version} says `{key}: {str(said)[:80]}`, not `{expected}`"
                )
                yield self._problem(OTHER_PACK, message, f"take `{key}` out of `packJson.extra` of the pack")

    def _files(self) -> Iterator[Diagnostic]:
        """Take further files in; what a check has missed already is left out, as the audit of the archive does."""
        taken: dict[str, str] = {}
        for written, source in sorted(self._further.items()):
            path = normpath(written)
            other = "a generated file" if path in self._generated else taken.get(path)
            if other:
                clash = Unpackable(path, f"stands for {other} too", "give one of the two another path", collides=other)
                yield self._unpackable(COLLIDING, clash)
                continue
            taken[path] = f"`{source}`"
            try:
                entry = of_file(path, self._loaded.root / source, self._loaded.folder)
            except Unpackable as why:
                yield self._unpackable(UNPACKABLE, why, source)
            else:
                self.entries += [entry] if entry else []

    def _folders(self) -> Iterator[Diagnostic]:
        """Yield what stands in a folder of assets and is no plain file of the pack."""
        beside = Path(self._loaded.document.path).parent
        for path, file in self._version.assets.items():
            folder = self._loaded.folder / file
            if path.endswith("/") and folder.is_dir():
                for inside, why in below(folder, self._loaded.folder):
                    if why is not None and path + inside not in self._further:
                        yield self._unpackable(UNPACKABLE, why, (beside / file / inside).as_posix())

    def _unpackable(self, code: str, why: Unpackable, source: str = "") -> Diagnostic:
        shown = why.path.encode("utf-8", "backslashreplace").decode()[:200]
        message = f"`{shown}` of version {self._version.version} cannot be packed: {why.message}"
        source = source or self._further.get(why.path, "")
        place = Location(source.encode("utf-8", "backslashreplace").decode()) if source else self.place
        return Diagnostic(code, message, place, why.help, pack=self._loaded.name)

    def _problem(self, code: str, message: str, help: str) -> Diagnostic:
        return Diagnostic(code, message, self.place, help, pack=self._loaded.name)
