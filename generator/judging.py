"""What is to be said of a compiled pack: drift on the disk, facts read back, and what its archives would hold."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator import lock as locks
from generator import tree as trees
from generator.compiled import Compiled
from generator.diagnostics import Diagnostic
from generator.drift import drift, leftovers
from generator.lock import Lock
from generator.settings import suppress
from generator.unchanged import version_files

if TYPE_CHECKING:
    from generator.readback import Fact
    from generator.readback.compare import Claim
    from generator.verdicts import Verdict


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


def audited(unit: Compiled) -> Iterator[Diagnostic]:
    """Yield what an audit finds in the archives that the tree of *unit* is for."""
    if unit.name != locks.CATALOG:
        from generator.compiled_audit import audit_compiled

        yield from audit_compiled(unit.packs[0], unit.tree, unit.settings)


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


def since_publishing(root: Path, verdicts: Iterable[Verdict]) -> Iterator[Diagnostic]:
    """Yield what is another artifact now than the one that was published, where packs.lock.json tells."""
    from generator import published

    if (root / published.FILE).exists():
        yield from published.since(root, (artifact for each in verdicts for artifact in each.packing.artifacts))
