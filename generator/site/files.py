"""The files of packs on the site: what pages link to is served from where the packs have it.

A page `packs/NAME.md` links to `NAME/PATH`, the file at PATH in the folder of the pack: its pictures, pack.yaml, and
whatever is generated for a version.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

_HOME = """<!doctype html>
<title>Packs</title>
<meta http-equiv="refresh" content="0; url=packs/index.html">
<link rel="icon" href="data:,">
"""


ASSETS = Path(__file__).parents[2] / "docs_src" / "assets"
"""Our styles and scripts in a checkout; in the wheel they are part of the theme, and MkDocs serves them itself."""


class PackFile(File):
    """A file that is served as it is: a README is no page of the site."""

    def is_documentation_page(self) -> bool:
        """Say no, whatever the name ends with."""
        return False


def on_files(files: Files, config: MkDocsConfig, **_others: object) -> Files:
    """Add to *files* our assets and the files of the packs; the catalog stands for a missing home page."""
    for asset in sorted(ASSETS.iterdir()) if ASSETS.is_dir() else ():
        _add(files, File.generated(config, f"assets/{asset.name}", abs_src_path=str(asset)))
    home = Path(config.docs_dir).parent / "packs"
    for source in sorted(home.glob("*/pack.yaml")):
        for path in _served(source.parent):
            address = f"packs/{path.relative_to(home).as_posix()}"
            _add(files, PackFile.generated(config, address, abs_src_path=str(path)))
    if not any(files.get_file_from_path(name) for name in ("index.md", "README.md", "index.html")):
        files.append(File.generated(config, "index.html", content=_HOME))
    return files


def _add(files: Files, file: File) -> None:
    if files.get_file_from_path(file.src_uri) is None:
        files.append(file)


def _served(folder: Path) -> Iterator[Path]:
    yield folder / "pack.yaml"
    yield from sorted(folder.rglob("*.png"))
    for made in sorted(folder.glob("*/pack.json")):
        yield from (path for path in sorted(made.parent.iterdir()) if path.is_file() and path.suffix != ".png")
