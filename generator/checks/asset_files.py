"""File of the pack that is missing or unusable

The logo, an asset, a chart or a manifest that pack.yaml names is not in the pack folder, is a link that leads out of
it, or (for the logo) is no PNG picture. A chart or manifest may also be the key of an asset, which puts it there.

    logo: {file: assets/logo.png, alt: …}
    assets: {charts/x-1.0.0.tgz: assets/x-1.0.0.tgz}
    charts: [charts/x-1.0.0.tgz]

Put the file into the pack folder, or correct its name.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.catalog import LoadedPack, Route
from generator.checks.walk import suggest
from generator.diagnostics import Diagnostic, Severity
from generator.settings import Settings
from generator.tree import is_inside

CODE = "PS221"

_PNG = b"\x89PNG\r\n\x1a\n"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each file that cannot be used."""
    home = os.path.realpath(loaded.folder)
    for route, file in _named(loaded):
        if wrong := _wrong(home, file):
            way_out = _way_out(loaded.folder, file)
            yield loaded.problem(CODE, f"`{file}` {wrong}", route, way_out, severity=_severity(loaded, route))
    logo = loaded.pack.logo
    if logo is not None and not _wrong(home, logo.file):
        with (loaded.folder / logo.file).open("rb") as picture:
            if picture.read(len(_PNG)) != _PNG:
                message = f"`{logo.file}` is no PNG picture"
                yield loaded.problem(CODE, message, ("logo", "file"), "save the logo as PNG")


def _severity(loaded: LoadedPack, route: Route) -> Severity:
    """What a pack that was taken over as it stood lacks, it lacked before."""
    imported = route[0] == "versions" and loaded.pack.versions[int(route[1])].comments == "verbatim"
    return Severity.WARNING if imported and route[2] != "assets" else Severity.ERROR


def _named(loaded: LoadedPack) -> Iterator[tuple[Route, str]]:
    if loaded.pack.logo is not None:
        yield ("logo", "file"), loaded.pack.logo.file
    for index, version in enumerate(loaded.pack.versions):
        yield from ((("versions", index, "assets", path), file) for path, file in version.assets.items())
        for key, files in (("charts", version.charts), ("kubeManifests", version.kube_manifests)):
            at: Route = ("versions", index, key)
            yield from (((*at, n), file) for n, file in enumerate(files) if not covered(file, version.assets))


def covered(path: str, assets: Mapping[str, str]) -> bool:
    """Tell whether one of *assets* puts a file at *path*, itself or with the folder around it."""
    return path in assets or any(path.startswith(folder) for folder in assets if folder.endswith("/"))


def _wrong(home: str, file: str) -> str:
    """Return what keeps *file* in the folder *home*, which is named without links, from being used; or ""."""
    try:
        if not is_inside(home, file):
            return "leads out of the pack folder"
        mode = (Path(home) / file).stat().st_mode
        if file.endswith("/"):
            return "" if stat.S_ISDIR(mode) else "is no folder"
        return "" if stat.S_ISREG(mode) else "is no file"
    except (FileNotFoundError, NotADirectoryError):
        return "is not there"
    except (OSError, RuntimeError, ValueError) as error:
        return f"cannot be read: {error.strerror or error}" if isinstance(error, OSError) else "cannot be read"


def _way_out(folder: Path, file: str) -> str:
    beside = (folder / file).parent
    names = [p.name for p in beside.iterdir()] if beside.is_dir() else []
    if Path(file).name in names:
        return "put the file itself into the pack folder"
    return suggest(Path(file).name, names, "put the file into the pack folder")
