"""Whether a build would change anything, told by hashing alone: the path of an unchanged check.

Needs only the standard library, so that it ends before anything heavy is imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator import lock as locks
from generator.tree import TEMPORARY as LEFT_BY_A_KILL
from generator.tree import digest

SETTINGS = "packscribe.toml"
NOTHING_TO_DO = "nothing to do: sources, templates and generated files are as recorded"
_OWNED = (
    "docs_src/packs/*.md",
    "docs_src/packs/*/index.html",
    "docs_src/configure/*.*",
    "docs_src/guides/*/*.md",
    "docs_src/exports/*/*.mdx",
    "docs_src/exports/markdown/**/*.md",
)
_SOURCE_FOLDERS = {"values", "assets"}


def template_folders(root: Path) -> tuple[Path, ...]:
    """Return the folders that templates come from: the project's own first, then the shipped one."""
    code = Path(__file__).parent
    shipped = code / "templates" if (code / "templates").is_dir() else code.parent / "templates"
    own = root / "templates"
    return (own, shipped) if own.is_dir() and own.resolve() != shipped.resolve() else (shipped,)


def settings_digest(root: Path) -> str:
    """Return the digest of packscribe.toml of *root*."""
    try:
        return digest((root / SETTINGS).read_bytes())
    except OSError:
        return ""


def unchanged(root: Path, names: list[str]) -> bool:
    """Tell whether everything generated for *names* (empty: every pack) stands on the disk as a build would make it.

    False means only that hashing cannot tell: compile and compare.
    """
    everything = sorted(p.parent.name for p in (root / "packs").glob("*/pack.yaml"))
    wanted = names or everything
    if not wanted or not set(wanted) <= set(everything):
        return False
    compiler, settings = locks.compiler_digest(*template_folders(root)), settings_digest(root)
    found = [locks.load(root, name) for name in (wanted if names else [*wanted, locks.CATALOG])]
    if not all(k and k.sources and locks.current(root, k, compiler=compiler, settings=settings) for k in found):
        return False
    produced = {path for k in found if k for path in k.outputs}
    if any(root.glob(f"docs_src/**/.*{LEFT_BY_A_KILL}")):
        return False
    mine = set() if names else set(owned(root))
    return not (mine | {p for n in wanted for p in version_files(root, n)}) - produced


def owned(root: Path) -> Iterator[str]:
    """Yield the files in the folders of docs_src that the generator owns."""
    for pattern in _OWNED:
        for path in root.glob(pattern):
            yield path.relative_to(root).as_posix()


def version_files(root: Path, name: str) -> Iterator[str]:
    """Yield the files in the generated version folders of the pack *name*."""
    for folder in (root / "packs" / name).iterdir():
        if is_generated(folder):
            for path in folder.rglob("*"):
                if path.is_file():
                    yield path.relative_to(root).as_posix()


def is_generated(folder: Path) -> bool:
    """Tell whether *folder*, in the folder of a pack, is one that a build makes for a version."""
    return folder.name not in _SOURCE_FOLDERS and (folder / "pack.json").is_file()
