"""Small repositories for tests: packscribe.toml and packs, in a temporary folder. No tests in here."""

from __future__ import annotations

import datetime
import shutil
from functools import cache
from pathlib import Path

from generator import catalog
from generator.catalog import LoadedPack
from generator.diagnostics import has_errors
from generator.render import Renderer
from generator.settings import Settings

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"
PACKS = PROJECT / "tests" / "packs"
AS_OF = datetime.date(2026, 11, 21)
SETTINGS = Settings(as_of=AS_OF)
MKDOCS = "site_name: Trial\ndocs_dir: docs_src\ntheme: mkdocs\nplugins: []\n"


def repository(folder: Path, *packs: Path) -> Path:
    """Make *folder* a repository with copies of *packs*, sources only, and return it."""
    (folder / "packscribe.toml").write_text(f"as_of = {AS_OF}\n")
    for pack in packs:
        target = folder / "packs" / pack.name
        target.mkdir(parents=True)
        shutil.copy(pack / "pack.yaml", target)
        for part in ("values", "assets"):
            if (pack / part).is_dir():
                shutil.copytree(pack / part, target / part)
    return folder


def with_site(folder: Path) -> Path:
    """Make a repository with the pack `sample` and settings of MkDocs below *folder*, and return it."""
    home = folder / "repository"
    home.mkdir()
    made = repository(home, PACKS / "sample")
    (made / "mkdocs.yml").write_text(MKDOCS)
    return made


@cache
def load(name: str) -> LoadedPack:
    """Return the pack *name* of the project, or of tests/packs."""
    root = PROJECT if (PROJECT / "packs" / name).is_dir() else PACKS.parent
    loaded, found = catalog.load_pack(root, name)
    assert loaded is not None and not has_errors(found), found
    return loaded


@cache
def renderer() -> Renderer:
    """Return a renderer whose templates are compiled once for all tests."""
    return Renderer()
