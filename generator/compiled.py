"""What was generated from one pack, as a value before it is files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from generator import catalog
from generator import lock as locks
from generator.catalog import LoadedPack
from generator.diagnostics import Location
from generator.lock import Lock
from generator.settings import Settings

if TYPE_CHECKING:
    from generator.claims import Claimed
    from generator.verdicts import Verdict


@dataclass(frozen=True)
class Compiled:
    """What was generated from one pack, or as the catalog page from all *packs*: a tree, and the lock of it.

    *packs* are read again from *root* when asked for, where another process has compiled them. *verdict*: where it was
    judged too.
    """

    name: str
    read: tuple[LoadedPack, ...]
    settings: Settings
    tree: Mapping[str, bytes]
    lock: Lock
    root: Path = Path()
    verdict: Verdict | None = None

    @cached_property
    def packs(self) -> tuple[LoadedPack, ...]:
        """The packs it was compiled from."""
        names = catalog.pack_names(self.root) if self.name == locks.CATALOG else [self.name]
        read = self.read or (catalog.load_pack(self.root, name)[0] for name in names)
        return tuple(pack for pack in read if pack is not None)

    def where(self, route: catalog.Route) -> Location:
        """Return the place of the fact at *route*; in the catalog a route starts with the number of its pack."""
        if self.name == locks.CATALOG:
            return self.packs[int(route[0])].where(route[1:])
        return self.packs[0].where(route)

    @cached_property
    def claims(self) -> Claimed:
        """What each file of the tree must state."""
        from generator.claims import catalog_claims, claims_of

        if self.name == locks.CATALOG:
            return catalog_claims(self.packs, self.settings)
        return claims_of(self.packs[0], self.settings)
