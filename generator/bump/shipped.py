"""Which files the archive of the new version is made of: those of the old one, with the new chart for the old."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.audit.charts import chart_folders, unpacked
from generator.bump.archive import Swap, files_of
from generator.catalog import LoadedPack, asset_files
from generator.model.versions import Version

Pair = tuple[str, str]
"""A path in the pack, and the file below the pack's folder that stands there."""


@dataclass
class Shipped:
    """What changes in `assets` of an entry: *instead* of a key its pairs (none: the key goes), and *added* ones.

    *files* are to be stored below the pack's folder. *left_out* are the unpacked charts that only the old version has.
    """

    instead: dict[str, list[Pair]] = field(default_factory=dict)
    added: list[Pair] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


class Taken(Exception):
    """Something else stands where a file is to be stored."""


def shipped(loaded: LoadedPack, version: Version, new: str, swaps: Sequence[Swap]) -> Shipped:
    """Return what becomes of the assets of *version* in the version *new*. Raises `Taken`."""
    plan = Shipped()
    gone = {swap.declared for swap in swaps}
    held = files_of(loaded, version)
    names = {swap.old.name for swap in swaps if swap.old.name}
    for folder in chart_folders(held):
        if unpacked(held, folder, "").name in names:
            gone |= {path for path in held.sizes if path.startswith(f"{folder}/")}
            plan.left_out.append(folder)
    files = asset_files(loaded.folder, version)
    for key, file in version.assets.items():
        below = _below(key, file, files)
        left = [pair for pair in below if pair[0] not in gone]
        if len(left) < len(below):
            plan.instead[key] = left
    for swap in swaps:
        _place(plan, swap, loaded, version, new)
    return plan


def _below(key: str, file: str, files: Mapping[str, str]) -> list[Pair]:
    """Return the files that the asset *key* stands for."""
    if not key.endswith("/"):
        return [(key, file)]
    return [(path, source) for path, source in files.items() if path.startswith(key) and source.startswith(file)]


def _place(plan: Shipped, swap: Swap, loaded: LoadedPack, version: Version, new: str) -> None:
    """Store the archive of *swap*: in the style of the old one, or under the new version where that is taken."""
    was = version.assets.get(swap.declared, "")
    beside = not was and (loaded.folder / swap.declared).is_file()
    folder = was.rpartition("/")[0] if was else "" if beside else "assets"
    name = swap.path.rpartition("/")[2]
    usual = swap.path if beside else f"{folder}/{name}" if was else f"{folder}/{swap.path}"
    for stored in (usual, f"assets/{new}/{swap.path}"):
        if _is_free(plan, loaded, stored, swap.data):
            break
    else:
        raise Taken(stored)
    plan.files[stored] = swap.data
    if stored == swap.path:
        return
    pair = (swap.path, stored)
    where = swap.declared if swap.declared in plan.instead else next(iter(plan.instead), None)
    if where is None:
        plan.added.append(pair)
    else:
        plan.instead[where].insert(0, pair)


def _is_free(plan: Shipped, loaded: LoadedPack, stored: str, data: bytes) -> bool:
    """Tell whether a file can be stored there: no other one stands there, and no version has the folder as a whole."""
    target = loaded.folder / stored
    folders = [f for v in loaded.pack.versions for key, f in v.assets.items() if key.endswith("/")]
    if stored in plan.files or any(stored.startswith(f"{folder.rstrip('/')}/") for folder in folders):
        return False
    try:
        if not target.resolve().is_relative_to(loaded.folder.resolve()):
            return False
        return (not target.exists() and not target.is_symlink()) or (target.is_file() and target.read_bytes() == data)
    except (OSError, RuntimeError):
        return False
