"""Real packs, changed at random and still valid: for tests that must hold for any pack. No tests in here.

`variations` copies a pack folder and edits the texts of the copy, in ways that real packs differ from each other. The
kinds stand in `variations_values.py`, `…_layout.py`, `…_files.py` and `…_readme.py`, found by their decorator.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import variations_files
import variations_layout
import variations_readme
import variations_values
from variations_pack import Kind, Pack

_ROOMS = (variations_values, variations_layout, variations_files, variations_readme)
OFTEN = 0.25


def kinds() -> list[Kind]:
    """Return every kind of change, in the order in which they are made: what concerns bytes comes last."""
    found = [kind for room in _ROOMS for kind in vars(room).values() if isinstance(kind, Kind)]
    return sorted(found, key=lambda kind: kind.stage)  # a stable order: as they are written


def variations(folder: Path, target: Path, seed: int, *, only: str = "") -> list[str]:
    """Copy the pack in *folder* to *target*, change it at random as *seed* says, and return the names of the changes.

    With *only*, that kind is made and no other, if it applies at all.
    """
    shutil.copytree(folder, target)
    rng = random.Random(f"{seed} {folder.name}")  # not the same changes in every pack
    pack = Pack(target, rng)
    done: list[str] = []
    for kind in kinds():
        wanted = kind.name == only if only else rng.random() < OFTEN * kind.share
        if wanted and kind.apply(pack):
            done.append(kind.name)
    return done
