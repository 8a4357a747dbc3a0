"""Compiling packs, one by one: each is loaded, checked, compiled, and judged where that is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator import catalog
from generator import lock as locks
from generator import tree as trees
from generator.catalog import LoadedPack
from generator.compiled import Compiled
from generator.diagnostics import Diagnostic, Problems, has_errors
from generator.judging import judged
from generator.lock import Lock
from generator.settings import Settings, suppress
from generator.unchanged import settings_digest, template_folders

if TYPE_CHECKING:
    from generator.render import Renderer
    from generator.verdicts import Verdict
    from generator.view.packs import Entry


class Made(NamedTuple):
    """What became of one pack: nothing is compiled from one with errors."""

    found: list[Diagnostic]
    compiled: Compiled | None = None
    entry: Entry | None = None


@dataclass(frozen=True)
class Job:
    """Compiling packs below *root*; templates are read once. With *judge*, judging those that it has no verdict on."""

    root: Path
    settings: Settings
    judge: Mapping[str, Verdict] | None = None

    @cached_property
    def renderer(self) -> Renderer:
        """Templates: those of the repository win over the shipped ones."""
        from generator.render import Renderer

        own = self.root / "templates"
        return Renderer(own if own.is_dir() else None)

    @cached_property
    def stamp(self) -> tuple[str, str]:
        """The digests of what compiles, and of the settings."""
        return locks.compiler_digest(*template_folders(self.root)), settings_digest(self.root)

    def make(self, names: Sequence[str]) -> list[Made]:
        """Return what becomes of each of the packs *names*."""
        return [self._pack(name) for name in names]

    def weight(self, name: str) -> int:
        """Return how much there is to compile: bytes of the source's texts."""
        home = self.root / "packs" / name
        texts = [home / "pack.yaml", *(home / "values").glob("*"), *(home / "readme").glob("*")]
        return sum(path.stat().st_size for path in texts if path.is_file())

    def make_to_send(self, names: Sequence[str]) -> list[Made]:
        """Do as `make`, and let go of what was read: it is large, and another process reads it faster than we send."""
        made = (self._pack(name) for name in names)
        return [one._replace(compiled=one.compiled and replace(one.compiled, read=())) for one in made]

    def _pack(self, name: str) -> Made:
        loaded, found = load_and_check(self.root, name, self.settings)
        if loaded is None or has_errors(found):
            return Made(found)
        from generator.compile import compile_pack, entry_of
        from generator.render.errors import placed

        try:
            with placed(self.renderer):
                tree = compile_pack(loaded, self.settings, self.renderer)
                entry = entry_of(loaded, self.settings)
        except Problems as wrong:
            return Made([*found, *wrong.diagnostics])
        recorded = Lock(name, *self.stamp, {**trees.digests(loaded.sources), **loaded.assets}, trees.digests(tree))
        unit = Compiled(name, (loaded,), self.settings, tree, recorded, self.root)
        if self.judge is not None:
            known = self.judge.get(name)
            unit = replace(unit, verdict=known or judged(self.root, unit, suppress(found, self.settings)))
        return Made(found, unit, entry)

    def catalog(self, made: Sequence[Made]) -> tuple[Compiled | None, list[Diagnostic]]:
        """Compile the page that lists what was *made*."""
        from generator.compile import compile_catalog
        from generator.former_names import former_names
        from generator.render.errors import placed

        units = [one.compiled for one in made if one.compiled]
        named = {unit.name: unit for unit in units}
        listings = [one.entry.listing for one in made if one.entry]
        if lost := list(former_names(listings, lambda name, n: named[name].where(("page", "redirects", n)))):
            return None, lost
        try:
            with placed(self.renderer):
                tree = compile_catalog([one.entry for one in made if one.entry], self.settings, self.renderer)
        except Problems as wrong:
            return None, list(wrong.diagnostics)
        sources = {path: digest for unit in units for path, digest in unit.lock.sources.items()}
        recorded = Lock(locks.CATALOG, *self.stamp, sources, trees.digests(tree))
        read = tuple(pack for unit in units for pack in unit.read)
        return Compiled(locks.CATALOG, read, self.settings, tree, recorded, self.root), []


def load_and_check(root: Path, name: str, settings: Settings) -> tuple[LoadedPack | None, list[Diagnostic]]:
    """Read one pack and run every check on it."""
    loaded, found = catalog.load_pack(root, name)
    if loaded is None:
        return None, found
    from generator.checks import run_checks

    return loaded, [*found, *run_checks(loaded, settings)]
