"""packscribe from above: read this module first. Each stage is a short function of values.

load -> check -> compile -> compare with the disk, or write
                         -> read back and compare with the facts
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from generator import catalog
from generator import lock as locks
from generator import settings as settings_file
from generator import tree as trees
from generator.catalog import LoadedPack
from generator.diagnostics import Diagnostic, Location, Problems, has_errors, ordered
from generator.drift import drift, leftovers
from generator.lock import Lock
from generator.settings import Settings
from generator.unchanged import owned, settings_digest, template_folders, version_files

if TYPE_CHECKING:
    from generator.claims import Claimed
    from generator.readback import Fact
    from generator.readback.compare import Claim
    from generator.render import Renderer


@dataclass(frozen=True)
class Compiled:
    """What was generated from one pack, or as the catalog page from all *packs*: a tree, and the lock of it."""

    name: str
    packs: tuple[LoadedPack, ...]
    settings: Settings
    tree: Mapping[str, bytes]
    lock: Lock

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


@dataclass(frozen=True)
class Outcome:
    """What a command found and did: *diagnostics*, sorted, and the paths it *changed*."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    packs: int = 0

    def story(self, root: Path) -> list[str]:
        """Return a line for each file that was written or removed below *root*."""
        return [f"{'wrote' if (root / path).exists() else 'removed'} {path}" for path in self.changed]

    @property
    def done(self) -> str:
        """What a build says at the end."""
        return f"{self.packs} pack{'s' * (self.packs != 1)} up to date"


def build(root: Path, names: list[str]) -> Outcome:
    """Compile the packs *names* (empty: all) below *root* and write what changed. On an error nothing is written."""
    settings, compiled, found = compile_packs(root, names)
    if settings is None or has_errors(found):
        return Outcome(ordered(found))
    files = {path: data for unit in compiled for path, data in unit.tree.items()}
    files |= {locks.path_of(unit.name): unit.lock.to_bytes() for unit in compiled}
    stale = set(_removable(root, compiled, everything=not names))
    for folder in {(root / path).parent for path in files}:
        trees.sweep(folder)
    changed = trees.write(root, files, remove=stale)
    return Outcome(ordered(found), changed, _packs(compiled))


def build_check(root: Path, names: list[str]) -> Outcome:
    """Compare what would be built with the disk, byte for byte. Nothing is written."""
    settings, compiled, found = compile_packs(root, names)
    if settings is None or has_errors(found):
        return Outcome(ordered(found))
    found += _byte_drift(root, compiled, everything=not names)
    return Outcome(ordered(found), [], _packs(compiled))


def check(root: Path, names: list[str], *, compare_bytes: bool = True) -> Outcome:
    """Check the sources, compare the disk byte for byte, and read every generated file back against the facts."""
    settings, compiled, found = compile_packs(root, names)
    if settings is None or has_errors(found):
        return Outcome(ordered(found))
    if compare_bytes:
        found += _byte_drift(root, compiled, everything=not names)
    for unit in compiled:
        found += read_back(unit, trees.read(root, unit.tree))
    return Outcome(ordered(found), [], _packs(compiled))


def compile_packs(root: Path, names: list[str]) -> tuple[Settings | None, list[Compiled], list[Diagnostic]]:
    """Load, check and compile the packs *names* (empty: all, and the catalog page) below *root*."""
    settings, found = settings_file.load(root)
    found = [*found, *catalog.unknown_names(root, names)]
    if settings is None or found:
        return None, [], found
    wanted = names or catalog.pack_names(root)
    if not wanted:
        return None, [], [catalog.no_packs(root)]
    packs: list[LoadedPack] = []
    for name in wanted:
        loaded, problems = load_and_check(root, name, settings)
        found += problems
        if loaded is not None and not has_errors(problems):
            packs.append(loaded)
    try:
        compiled = list(_compile(root, packs, settings, everything=not names))
    except Problems as wrong:
        return settings, [], suppress([*found, *wrong.diagnostics], settings)
    return settings, compiled, suppress(found, settings)


def load_and_check(root: Path, name: str, settings: Settings) -> tuple[LoadedPack | None, list[Diagnostic]]:
    """Read one pack and run every check on it."""
    loaded, found = catalog.load_pack(root, name)
    if loaded is None:
        return None, found
    from generator.checks import run_checks

    return loaded, [*found, *run_checks(loaded, settings)]


def _compile(root: Path, packs: list[LoadedPack], settings: Settings, *, everything: bool) -> Iterator[Compiled]:
    from generator.compile import compile_catalog, compile_pack
    from generator.render import Renderer
    from generator.render.errors import placed

    own = root / "templates"
    renderer: Renderer = Renderer(own if own.is_dir() else None)
    stamp = locks.compiler_digest(*template_folders(root)), settings_digest(root)
    for loaded in packs:
        with placed(renderer):
            tree = compile_pack(loaded, settings, renderer)
        recorded = Lock(loaded.name, *stamp, trees.digests(loaded.sources), trees.digests(tree))
        yield Compiled(loaded.name, (loaded,), settings, tree, recorded)
    if everything:
        with placed(renderer):
            tree = compile_catalog(packs, settings, renderer)
        sources = {path: digest for p in packs for path, digest in trees.digests(p.sources).items()}
        recorded = Lock(locks.CATALOG, *stamp, sources, trees.digests(tree))
        yield Compiled(locks.CATALOG, tuple(packs), settings, tree, recorded)


def read_back(unit: Compiled, files: Mapping[str, bytes]) -> list[Diagnostic]:
    """Read the facts of generated *files* and compare them with what the packs say they must state."""
    from generator.readback import read
    from generator.readback.compare import compare

    found: list[Diagnostic] = []
    for path, (dialect, claims) in unit.claims.items():
        if path in files:
            facts = read(path, files[path].decode("utf-8", "replace"), dialect)
            if dialect.endswith(".json"):  # the keys of an object have no order
                claims = _as_they_stand(claims, facts)
            found += compare(path, claims, facts, lambda route: unit.where(tuple(route)))
    return [d.in_pack(unit.name) for d in found]


def _as_they_stand(claims: list[Claim], facts: list[Fact]) -> list[Claim]:
    """Order *claims* as the file has them; one that is missing there stays behind the claim before it."""
    standing = {fact.key: number for number, fact in enumerate(facts)}
    places: dict[str, int] = {}
    last = 0
    for claim in claims:
        last = places[claim.key] = standing.get(claim.key, last)
    return sorted(claims, key=lambda claim: places[claim.key])


def suppress(found: Iterable[Diagnostic], settings: Settings) -> list[Diagnostic]:
    """Leave out what packscribe.toml ignores."""
    return [
        d
        for d in found
        if not any(
            i.code == d.code and i.pack in ("", d.pack) and i.path in ("", d.location.path) for i in settings.ignore
        )
    ]


def _packs(compiled: list[Compiled]) -> int:
    return sum(unit.name != locks.CATALOG for unit in compiled)


def _byte_drift(root: Path, units: list[Compiled], *, everything: bool) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for unit in units:
        recorded = locks.load(root, unit.name)
        rulings = _Rulings(root, unit)
        here = list(drift(root, unit.tree, recorded, rulings))
        if not here and not _same_facts(recorded, unit.lock):
            here = list(drift(root, {locks.path_of(unit.name): unit.lock.to_bytes()}, None, rulings))
        if unit.name != locks.CATALOG:
            here += leftovers(version_files(root, unit.name), unit.tree)
        found += [d.in_pack(unit.name) for d in here]
    if everything:
        found += leftovers(owned(root), [path for unit in units for path in unit.tree])
    return found


def _same_facts(recorded: Lock | None, new: Lock) -> bool:
    """Another compiler that makes the same files is no drift."""
    return recorded is not None and (recorded.sources, recorded.outputs) == (new.sources, new.outputs)


class _Rulings:
    """Finds the place in pack.yaml that rules a line of a file that differs, reading the file only when asked."""

    def __init__(self, root: Path, unit: Compiled) -> None:
        self._root, self._unit = root, unit

    def __call__(self, path: str, line: int) -> str:
        """Return what rules the line that differs: the fact that the reader misses, or else the nearest one."""
        wrong = read_back(self._unit, trees.read(self._root, [path]))
        ruled = [
            (abs(d.location.line - line), d.help.partition(" rules it")[0]) for d in wrong if " rules it" in d.help
        ]
        return min(ruled)[1] if ruled else ""


def _removable(root: Path, units: list[Compiled], *, everything: bool) -> Iterator[str]:
    """Yield the files that packscribe once made and no pack produces: they are in a lock, or carry the notice."""
    produced = {path for unit in units for path in unit.tree}
    for unit in units:
        recorded = locks.load(root, unit.name)
        yield from (p for p in (recorded.outputs if recorded else ()) if p not in produced and (root / p).is_file())
    for path in set(owned(root)) - produced if everything else ():
        if b"Generated by packscribe from packs/" in (root / path).read_bytes()[:400]:
            yield path
