"""Which packs there are below a root, told by the names of folders alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.diagnostics import Diagnostic, Location


def pack_names(root: Path) -> list[str]:
    """Return the names of the folders below `packs/` that hold a pack.yaml, sorted."""
    return sorted(p.parent.name for p in (root / "packs").glob("*/pack.yaml"))


def no_packs(root: Path) -> Diagnostic:
    """Return the diagnostic of a *root* without packs."""
    way_out = "create `packs/<name>/pack.yaml`, or name the folder that holds `packs/` with `--root`"
    return Diagnostic("PS111", f"there is no pack in `{root / 'packs'}`", Location("packs"), way_out)


def unknown_names(root: Path, names: Iterable[str]) -> list[Diagnostic]:
    """Return a diagnostic for each of *names* that is no pack of *root*."""
    known = pack_names(root)
    found = []
    for name in names:
        if name not in known:
            from difflib import get_close_matches

            close = get_close_matches(name, known, n=1)
            way_out = f"did you mean `{close[0]}`?" if close else f"packs here: {', '.join(known) or 'none'}"
            found.append(Diagnostic("PS110", f"there is no pack `{name}`", Location(f"packs/{name}"), way_out))
    return found
