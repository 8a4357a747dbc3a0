"""One side of a review at work: packs loaded, checked and compiled as that side has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from generator import catalog
from generator import lock as locks
from generator import settings as settings_file
from generator.catalog import LoadedPack, Route, asset_files
from generator.compiled import Compiled
from generator.diagnostics import Diagnostic, Problems, Severity
from generator.lock import Lock
from generator.meaning import Reading
from generator.review.change import FILES_NOT_COMPARED
from generator.review.snapshots import Snapshot, is_source, names_of
from generator.settings import Settings
from generator.tree import digests
from generator.unchanged import settings_digest, template_folders

if TYPE_CHECKING:
    from generator.claims import Make
    from generator.render import Renderer
    from generator.view.packs import Entry


@dataclass(frozen=True)
class OnePack:
    """A pack as one side has it. *tree* is empty where it could not be compiled; *wrong* says what is wrong with it."""

    loaded: LoadedPack
    settings: Settings
    tree: Mapping[str, bytes]
    contents: Mapping[str, Mapping[str, str]]
    wrong: tuple[Diagnostic, ...] = ()
    logo: str = ""

    @cached_property
    def reading(self) -> Reading:
        """The facts, to be compared."""
        return Reading(self.loaded.pack, self.loaded.values, self.settings.as_of, self.contents, logo=self.logo)

    @cached_property
    def unit(self) -> Compiled:
        """The pack with what it compiles to, for the readers."""
        name = self.loaded.name
        return Compiled(name, (self.loaded,), self.settings, self.tree, Lock(name), self.loaded.root)

    @cached_property
    def _claimable(self) -> Mapping[str, tuple[str, Make]]:
        from generator.claims import claimable

        return claimable(self.loaded, self.settings)

    @cached_property
    def _stated(self) -> dict[str, Stated]:
        return {}

    def stated(self, path: str) -> Stated:
        """Return the routes of the facts that the file at *path* states; none for a file that is not made here."""
        if path not in self._stated:
            _dialect, make = self._claimable.get(path, ("", list))
            routes = frozenset(claim.origin for claim in make() if claim.origin)
            self._stated[path] = Stated(routes, frozenset(r[:n] for r in routes for n in range(1, len(r) + 1)))
        return self._stated[path]


class Stated(NamedTuple):
    """What a file states: the *routes* of its facts, and all *ways* that lead to them."""

    routes: frozenset[Route]
    ways: frozenset[Route]

    def tells(self, route: Route) -> bool:
        """Tell whether the fact at *route* is stated, or a part of it, or one that it is a part of."""
        return route in self.ways or any(route[:length] in self.routes for length in range(len(route) - 1, 0, -1))


class Bench:
    """Loads and compiles packs of one *snapshot*.

    The base comes with the *settings* of the later side, which it uses where it has none. What was built there by
    another packscribe, or with other templates, is taken as it was built.
    """

    def __init__(self, snapshot: Snapshot, names: set[str], settings: Settings | None = None) -> None:
        self.snapshot = snapshot
        self.names = names & set(names_of(snapshot.ids))
        self._given = settings
        self.root = snapshot.folder(lambda path: is_source(path, self.names, snapshot.ids))

    @cached_property
    def _settings(self) -> tuple[Settings | None, list[Diagnostic]]:
        if self._given is not None and settings_file.FILE not in self.snapshot.ids:
            return self._given, []
        read, found = settings_file.load(self.root)
        return read or self._given, found

    @property
    def settings(self) -> Settings:
        """What packscribe.toml says. Raises `Problems` where it says nothing that can be used."""
        read, found = self._settings
        if read is None:
            raise Problems(found)
        return read

    @property
    def problems(self) -> list[Diagnostic]:
        """What is wrong with packscribe.toml."""
        return self._settings[1]

    @cached_property
    def _stamp(self) -> tuple[str, str]:
        """The digests of what compiles, and of the settings."""
        return locks.compiler_digest(*template_folders(self.root)), settings_digest(self.root)

    @cached_property
    def _renderer(self) -> Renderer:
        from generator.render import Renderer

        own = self.root / "templates"
        return Renderer(own if own.is_dir() else None)

    def load(self, name: str) -> tuple[OnePack | None, list[Diagnostic]]:
        """Return the pack *name*, and what is wrong with it; none where nothing can be made of it."""
        if name not in self.names:
            return None, []
        loaded, found = catalog.load_pack(self.root, name)
        wrong = [d for d in found if d.severity is Severity.ERROR]
        if loaded is None:
            return None, wrong
        tree: Mapping[str, bytes] = {}
        if not wrong:
            tree = self._built(loaded)
            if not tree:
                tree, wrong = self.compiled(loaded)
        logo = loaded.pack.logo
        picture = self.snapshot.ids.get(f"packs/{name}/{logo.file}", "") if logo else ""
        return OnePack(loaded, self.settings, tree, self._contents(loaded), tuple(wrong), picture), wrong

    def _built(self, loaded: LoadedPack) -> Mapping[str, bytes]:
        """Return the files that the side has of *loaded*, where its lock proves that a build makes or made them."""
        locked = next(iter(self.snapshot.read([locks.path_of(loaded.name)]).values()), b"")
        recorded = locks.parse(locked)
        if recorded is None or (self._given is None and (recorded.compiler, recorded.settings) != self._stamp):
            return {}
        if recorded.sources != {**digests(loaded.sources), **loaded.assets}:
            return {}
        files = self.snapshot.read(recorded.outputs)
        return files if digests(files) == recorded.outputs else {}

    def compiled(self, loaded: LoadedPack) -> tuple[Mapping[str, bytes], list[Diagnostic]]:
        """Return what *loaded* compiles to. Faults that `check` tells are left to it, as long as there is a tree."""
        from generator.compile import compile_pack
        from generator.render.errors import placed

        try:
            with placed(self._renderer):
                return compile_pack(loaded, self.settings, self._renderer), []
        except Problems as wrong:
            return {}, list(wrong.diagnostics)
        except Exception as error:
            # What names an engine or version that is not there can break anything; without such errors it is our fault.
            return {}, [self._not_compiled(loaded, error)]

    def catalog(self, entries: Sequence[Entry]) -> Mapping[str, bytes]:
        """Return what is made of all packs together, given what is said of each. Raises `Problems`."""
        from generator.compile import compile_catalog
        from generator.render.errors import placed

        with placed(self._renderer):
            return compile_catalog(entries, self.settings, self._renderer)

    def _not_compiled(self, loaded: LoadedPack, error: Exception) -> Diagnostic:
        from generator.checks import run_checks

        errors = [d for d in run_checks(loaded, self.settings) if d.severity is Severity.ERROR]
        if not errors:
            raise error
        message = f"the files of `{loaded.name}` are not compared: its source has {len(errors)} errors"
        way_out = f"`packscribe check {loaded.name}` tells them"
        return Diagnostic(FILES_NOT_COMPARED, message, errors[0].location, way_out, Severity.WARNING, loaded.name)

    def _contents(self, loaded: LoadedPack) -> dict[str, dict[str, str]]:
        """Return the ids of the further files of each version's archive, by version and path in the archive."""
        found = {}
        ids, home = self.snapshot.ids, f"packs/{loaded.name}"
        for version in loaded.pack.versions:
            own = {path: path for path in (*version.charts, *version.kube_manifests)}
            files = {**own, **asset_files(loaded.folder, version)}
            found[version.version] = {
                path: ids[f"{home}/{file}"] for path, file in files.items() if f"{home}/{file}" in ids
            }
        return found


def of_side(found: list[Diagnostic], label: str) -> list[Diagnostic]:
    """Return *found*, each said of the side that is called *label*."""
    return [replace(d, message=f"{d.message} (in {label})") for d in found]
