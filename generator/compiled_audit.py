"""The audit of a pack before it is written: every version as it will stand in its archive, in memory."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from generator.audit import audit
from generator.audit.disk import LARGEST_TEXT, too_large, unreadable
from generator.audit.folder import Memory, PackFolder
from generator.catalog import LoadedPack, asset_files
from generator.diagnostics import Diagnostic, Severity
from generator.model.versions import Version
from generator.settings import Settings

LOGO = "logo.png"
_ELSEWHERE = ("PS0", "PS236", "PS249", "PS284", "PS285")
"""What the checks of pack.yaml have said of the same text or file, at a better place (YAML, missing files, scalars),
and what a README would be as MDX: compiled packs have a page of their own for that."""


def audit_compiled(loaded: LoadedPack, tree: Mapping[str, bytes], settings: Settings) -> Iterator[Diagnostic]:
    """Take a pack and what was compiled from it; yield what an audit finds in the archive of each version.

    A finding points at the generated file, or at the file of the source that is put into the archive.
    """
    versions = loaded.pack.versions
    siblings = tuple(version.version for version in versions)
    for version in versions:
        home = f"packs/{loaded.name}/{version.version}"
        further = further_files(loaded, version)
        texts = {path: loaded.sources[source] for path, source in further.items() if source in loaded.sources}
        texts |= {path.removeprefix(f"{home}/"): data for path, data in tree.items() if path.startswith(f"{home}/")}
        others = {path: _inside(loaded, source) for path, source in further.items() if path not in texts}
        files = _Files(texts, {path: file for path, file in others.items() if file is not None})
        folder = PackFolder(home, version.version, files, as_of=settings.as_of, siblings=siblings, parent=loaded.name)
        for found in audit(folder):
            source = further.get(found.location.path.removeprefix(f"{home}/"))
            if source or not found.code.startswith(_ELSEWHERE):
                yield _told(found, source or found.location.path, loaded, version)


def _told(found: Diagnostic, path: str, loaded: LoadedPack, version: Version) -> Diagnostic:
    """Return what was *found* as a problem of the file at *path*; a pack that was taken over had its faults before."""
    imported = version.comments == "verbatim" and found.severity is Severity.ERROR
    severity = Severity.WARNING if imported else found.severity
    return replace(found, location=replace(found.location, path=path), pack=loaded.name, severity=severity)


def further_files(loaded: LoadedPack, version: Version) -> dict[str, str]:
    """Return the files of the archive of *version* that are not generated: path there to path from the root.

    They are its assets, the logo, and the charts and manifests that lie beside pack.yaml under the same path.
    """
    beside = loaded.document.path.rpartition("/")[0]
    files = {LOGO: loaded.pack.logo.file} if loaded.pack.logo else {}
    files |= {path: path for path in (*version.charts, *version.kube_manifests)}
    files |= asset_files(loaded.folder, version)
    return {path: f"{beside}/{file}" for path, file in files.items()}


def _inside(loaded: LoadedPack, path: str) -> Path | None:
    """Return the file at *path* from the root, None where it is not there or outside of the pack."""
    file = loaded.root / path
    try:
        return file if file.resolve().is_relative_to(loaded.folder.resolve()) and file.is_file() else None
    except (OSError, RuntimeError):
        return None


class _Files(Memory):
    """The files of an archive: *texts* that are at hand, and *others* on the disk, read when a check asks for them."""

    def __init__(self, texts: Mapping[str, bytes], others: Mapping[str, Path]) -> None:
        super().__init__(texts)
        self._others = others

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """Each file and its size in bytes."""
        found = dict(super().sizes)
        for path, file in self._others.items():
            with contextlib.suppress(OSError):
                found[path] = file.stat().st_size
        return dict(sorted(found.items()))

    def has(self, path: str) -> bool:
        """Tell whether there is a file at *path*."""
        return path in self.sizes

    def read(self, path: str, limit: int = LARGEST_TEXT) -> bytes:
        """Return the bytes of a file."""
        file = self._others.get(path)
        if file is None:
            return super().read(path, limit)
        try:
            with file.open("rb") as opened:
                data = opened.read(limit + 1)
        except OSError as error:
            raise unreadable(error) from None
        if len(data) > limit:
            raise too_large(self.sizes.get(path, len(data)), limit)
        return data
