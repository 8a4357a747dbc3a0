"""packscribe from above: read this module first. Each stage is a short function of values.

load -> check -> compile -> compare with the disk, or write
                         -> read back and compare with the facts -> a verdict, which may be remembered
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator import catalog
from generator import lock as locks
from generator import settings as settings_file
from generator import tree as trees
from generator.catalog import LoadedPack
from generator.diagnostics import Diagnostic, Location, Problems, has_errors, ordered
from generator.drift import drift, leftovers
from generator.halves import ENOUGH, in_two
from generator.lock import Lock
from generator.settings import Settings
from generator.unchanged import owned, settings_digest, template_folders, version_files

if TYPE_CHECKING:
    from generator.claims import Claimed
    from generator.readback import Fact
    from generator.readback.compare import Claim
    from generator.render import Renderer
    from generator.verdicts import Verdict
    from generator.verdicts.memory import Memory
    from generator.view.packs import Entry


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
    settings, compiled, found = compile_packs(root, names, keep=False)
    if settings is None or has_errors(found):
        return Outcome(ordered(found))
    changed = write(root, compiled, everything=not names)
    return Outcome(ordered(found), changed, _packs(compiled))


def write(root: Path, units: list[Compiled], *, everything: bool) -> list[str]:
    """Write the trees of *units* and their locks below *root*, and return the paths that changed.

    What packscribe once made of them and no longer makes goes; *everything*: what no pack makes goes, too.
    """
    files = {path: data for unit in units for path, data in unit.tree.items()}
    files |= {locks.path_of(unit.name): unit.lock.to_bytes() for unit in units}
    stale = set(_removable(root, units, everything=everything))
    for folder in {(root / path).parent for path in files}:
        trees.sweep(folder)
    return trees.write(root, files, remove=stale)


def build_check(root: Path, names: list[str]) -> Outcome:
    """Compare what would be built with the disk, byte for byte. Nothing is written."""
    settings, compiled, found = compile_packs(root, names, keep=False)
    if settings is None or has_errors(found):
        return Outcome(ordered(found))
    found += byte_drift(root, compiled)
    if not names:
        found += leftovers(owned(root), [path for unit in compiled for path in unit.tree])
    return Outcome(ordered(found), [], _packs(compiled))


def check(root: Path, names: list[str], *, compare_bytes: bool = True, memory: Memory | None = None) -> Outcome:
    """Check the sources, compare the disk byte for byte, read every generated file back, and audit what is packed.

    What *memory* knows is not looked at again.
    """
    how = "bytes" if compare_bytes else "facts"
    known = _known(root, names, memory)
    if memory and (before := memory.check(names, how)) is not None:
        return Outcome(before, [], len(known))
    settings, compiled, found = compile_packs(root, names, judge=known)
    if settings is None or has_errors(found):
        return Outcome(ordered(found))
    verdicts = [unit.verdict for unit in compiled if unit.verdict]
    for verdict in verdicts:
        found += [*(verdict.drift if compare_bytes else ()), *verdict.facts, *verdict.audited]
    found += _beside(root, names, compiled, compare_bytes=compare_bytes)
    found = ordered([*found, *suppress(since_publishing(root, verdicts), settings)])
    if memory:
        memory.keep(verdict for verdict in verdicts if verdict.name not in known)
        memory.keep_check(names, how, found)
    return Outcome(found, [], len(verdicts))


def _known(root: Path, names: Sequence[str], memory: Memory | None) -> dict[str, Verdict]:
    """Return the verdicts on *names* (empty: all) that *memory* has."""
    wanted = names or catalog.pack_names(root)
    return {name: verdict for name in wanted if memory and (verdict := memory.verdict(name))}


def _beside(root: Path, names: Sequence[str], units: Sequence[Compiled], *, compare_bytes: bool) -> list[Diagnostic]:
    """Return what is wrong beside the packs: with the page that lists all of them, and files that nothing makes."""
    found = []
    for page in units:
        if page.name == locks.CATALOG:
            found += byte_drift(root, [page]) if compare_bytes else []
            found += read_back(page, trees.read(root, page.tree))
    if compare_bytes and not names:
        found += leftovers(owned(root), [path for unit in units for path in unit.tree])
    return found


def compile_packs(
    root: Path, names: list[str], *, keep: bool = True, judge: Mapping[str, Verdict] | None = None
) -> tuple[Settings | None, list[Compiled], list[Diagnostic]]:
    """Load, check and compile the packs *names* (empty: all, and the catalog page) below *root*.

    With *judge*, they are judged too, but for those on which it has a verdict. Many packs are worked on by two
    processes where they are judged, or where the packs as read need not be kept.
    """
    settings, found = settings_file.load(root)
    found = [*found, *catalog.unknown_names(root, names)]
    if settings is None or found:
        return None, [], found
    wanted = names or catalog.pack_names(root)
    if not wanted:
        return None, [], [catalog.no_packs(root)]
    job = Job(root, settings, judge)
    alone = keep and (judge is None or len(wanted) < ENOUGH)
    made = job.make(wanted) if alone else in_two(job.make_to_send, wanted, job.weight)
    found += dict.fromkeys(problem for one in made for problem in one.found)  # a broken template fails every pack
    compiled = [one.compiled for one in made if one.compiled]
    if not names and not has_errors(found):
        page, problems = job.catalog(made)
        compiled += [page] if page else []
        found += problems
    return settings, compiled, suppress(found, settings)


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
        from generator.render import Renderer

        own = self.root / "templates"
        return Renderer(own if own.is_dir() else None)

    @cached_property
    def stamp(self) -> tuple[str, str]:
        """The digests of what compiles, and of the settings."""
        return locks.compiler_digest(*template_folders(self.root)), settings_digest(self.root)

    def make(self, names: Sequence[str]) -> list[Made]:
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


def audited(unit: Compiled) -> Iterator[Diagnostic]:
    """Yield what an audit finds in the archives that the tree of *unit* is for."""
    if unit.name != locks.CATALOG:
        from generator.compiled_audit import audit_compiled

        yield from audit_compiled(unit.packs[0], unit.tree, unit.settings)


def judged(root: Path, unit: Compiled, source: Iterable[Diagnostic]) -> Verdict:
    """Return all that is to be said of the pack *unit*, given what was found in its *source*, and its archives."""
    from generator.archive import MTIME, Unpackable
    from generator.compiled_audit import further_files
    from generator.packing import packing
    from generator.verdicts import Verdict

    loaded = unit.packs[0]
    packed = packing(loaded, unit.tree)
    for artifact in packed.artifacts:
        with contextlib.suppress(Unpackable):
            artifact.tar(MTIME)  # the verdict keeps it
    return Verdict(
        unit.name,
        tuple(source),
        tuple(byte_drift(root, [unit])),
        tuple(read_back(unit, trees.read(root, unit.tree))),
        tuple(suppress(audited(unit), unit.settings)),
        packed,
        {version.version: further_files(loaded, version) for version in loaded.pack.versions},
    )


def since_publishing(root: Path, verdicts: Iterable[Verdict]) -> Iterator[Diagnostic]:
    """Yield what is another artifact now than the one that was published, where packs.lock.json tells."""
    from generator import published

    if (root / published.FILE).exists():
        yield from published.since(root, (artifact for each in verdicts for artifact in each.packing.artifacts))


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


def byte_drift(root: Path, units: Sequence[Compiled]) -> list[Diagnostic]:
    """Return what differs on the disk from the trees of *units*."""
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
    return found


def _same_facts(recorded: Lock | None, new: Lock) -> bool:
    """Another compiler that makes the same files is no drift."""
    return recorded is not None and (recorded.sources, recorded.outputs) == (new.sources, new.outputs)


def ruling(unit: Compiled, file: Mapping[str, bytes], line: int) -> str:
    """Return the place in pack.yaml that rules *line* of a *file* that is not what *unit* makes; "" where none does."""
    wrong = read_back(unit, file)
    ruled = [(abs(d.location.line - line), d.help.partition(" rules it")[0]) for d in wrong if " rules it" in d.help]
    return min(ruled)[1] if ruled else ""


class _Rulings:
    """Finds the place in pack.yaml that rules a line of a file that differs, reading the file only when asked."""

    def __init__(self, root: Path, unit: Compiled) -> None:
        self._root, self._unit = root, unit

    def __call__(self, path: str, line: int) -> str:
        """Return what rules the line that differs: the fact that the reader misses, or else the nearest one."""
        return ruling(self._unit, trees.read(self._root, [path]), line)


def _removable(root: Path, units: list[Compiled], *, everything: bool) -> Iterator[str]:
    """Yield the files that packscribe once made and no pack produces: they are in a lock, or carry the notice."""
    produced = {path for unit in units for path in unit.tree}
    for unit in units:
        recorded = locks.load(root, unit.name)
        yield from (p for p in (recorded.outputs if recorded else ()) if p not in produced and (root / p).is_file())
    for path in set(owned(root)) - produced if everything else ():
        if b"Generated by packscribe from packs/" in (root / path).read_bytes()[:400]:
            yield path
