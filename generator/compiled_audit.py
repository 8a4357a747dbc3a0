"""The audit of a pack before it is written: every version as it will stand in its archive, in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.audit import audit
from generator.audit.charts import LARGEST_ARCHIVE
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
        read = {path: _bytes(loaded, source) for path, source in further.items()}
        files = {path: data for path, data in read.items() if data is not None}
        files |= {path.removeprefix(f"{home}/"): data for path, data in tree.items() if path.startswith(f"{home}/")}
        folder = PackFolder(
            home, version.version, Memory(files), as_of=settings.as_of, siblings=siblings, parent=loaded.name
        )
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


def _bytes(loaded: LoadedPack, path: str) -> bytes | None:
    """Return the file at *path* from the root, None where it is not there, too large, or outside of the pack."""
    if path in loaded.sources:
        return loaded.sources[path]
    file = loaded.root / path
    try:
        inside = file.resolve().is_relative_to(loaded.folder.resolve())
        return file.read_bytes() if inside and file.is_file() and file.stat().st_size <= LARGEST_ARCHIVE else None
    except (OSError, RuntimeError):
        return None
