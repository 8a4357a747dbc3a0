"""The archives of packs below a root, and the gates that they pass before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator import lock as locks
from generator import roster
from generator import settings as settings_file
from generator import tree as trees
from generator.diagnostics import Diagnostic, Severity, has_errors, ordered
from generator.packing import Artifact, Packing
from generator.settings import Settings
from generator.unchanged import settings_digest, template_folders, version_files
from generator.verdicts import Verdict
from generator.verdicts.memory import Memory

if TYPE_CHECKING:  # what compiles and audits is imported where something has to be compiled or audited
    from generator.audit.baseline import Baseline, Known

LIVE_SECRET = "PS255"
_SECRET_HELP = (
    "revoke it, and let the user fill it in; what is known to be harmless passes with `--baseline FILE` "
    "(written by `packscribe audit packs/NAME --baseline FILE --update-baseline`)"
)


@dataclass
class Gathered:
    """What there is to publish: *artifacts* by pack, in the order of names; *found*: why others are not among them.

    *verdicts* are those on packs that were judged, now or before.
    """

    settings: Settings | None = None
    artifacts: dict[str, tuple[Artifact, ...]] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    sources: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Tell whether nothing can be done at all: no settings, no packs, or a name that is none."""
        return self.settings is None

    def add(self, packed: Mapping[str, Packing]) -> None:
        """Add what was *packed*."""
        for name in packed:
            self.artifacts[name] = packed[name].artifacts
            self.found += packed[name].found
        self.artifacts = dict(sorted(self.artifacts.items()))


def gather(root: Path, names: Sequence[str]) -> tuple[Gathered, list[str]]:
    """Return what to gather the packs *names* (empty: all) below *root* into, and which packs that are.

    None, where nothing can be done at all. `remembered` and then `others` take their archives, without judging any pack
    that need not be: that is good for comparing with a registry, and `verdicts` judges before anything is written.
    """
    settings, found = settings_file.load(root)
    found = [*found, *roster.unknown_names(root, names)]
    wanted = sorted(set(names)) or roster.pack_names(root)
    if settings is not None and not found and not wanted:
        found = [roster.no_packs(root)]
    return (Gathered(found=found), []) if settings is None or found else (Gathered(settings), wanted)


def remembered(gathered: Gathered, wanted: Iterable[str], memory: Memory) -> Iterator[tuple[Artifact, ...]]:
    """Yield the archives of those packs that were judged before, a pack at a time, as soon as they are *gathered*."""
    for name in wanted:
        verdict = memory.verdict(name)
        if verdict is not None:
            gathered.verdicts[name] = verdict
            gathered.add({name: verdict.packing})
            yield verdict.packing.artifacts


def others(root: Path, gathered: Gathered, wanted: Iterable[str], memory: Memory) -> Iterator[tuple[Artifact, ...]]:
    """Yield the archives of those packs that are not remembered, all of them *gathered* before the first one.

    They are taken from the disk where their locks prove that a build would make just what is there, else compiled and
    judged.
    """
    left = [name for name in wanted if name not in gathered.verdicts]
    if left:
        packed = _from_disk(root, left)
        gathered.add(packed)
        _judge(root, [name for name in left if name not in packed], gathered, memory)
    yield from (gathered.artifacts[name] for name in left if name in gathered.artifacts)


def gather_judged(root: Path, names: Sequence[str], memory: Memory) -> Gathered:
    """Return the archives of the packs *names* (empty: all) below *root*, all of them judged."""
    result, wanted = gather(root, names)
    for _ in remembered(result, wanted, memory):
        pass
    _judge(root, [name for name in wanted if name not in result.verdicts], result, memory)
    return result


def gather_compiled(root: Path, name: str) -> Gathered:
    """Return the archives of the pack *name* below *root*, compiled anew and not judged, and the digests of its
    *sources*."""
    from generator import pipeline
    from generator.packing import packing

    result, wanted = gather(root, [name])
    if wanted:
        _settings, units, found = pipeline.compile_packs(root, wanted, keep=False)
        result.found += found
        for unit in units if not has_errors(found) else ():
            result.add({unit.name: packing(unit.packs[0], unit.tree)})
            result.sources[unit.name] = dict(unit.lock.sources)
    return result


def verdicts(
    root: Path, gathered: Gathered, names: Iterable[str], known: Baseline | None, memory: Memory
) -> list[Diagnostic]:
    """Return what `check` finds in the packs *names*, without the findings of the audit that are *known*.

    A secret that looks live is an error here.
    """
    _judge(root, [name for name in names if name not in gathered.verdicts], gathered, memory)
    judged = (gathered.verdicts[name] for name in names if name in gathered.verdicts)
    counts = _by_folder(known)
    return [found for verdict in judged for found in _said(verdict, counts)]


def _from_disk(root: Path, names: Sequence[str]) -> dict[str, Packing]:
    """Return what can be packed without compiling: packs whose lock tells that nothing has changed since a build."""
    from generator import catalog
    from generator.packing import packing

    compiler, settings = locks.compiler_digest(*template_folders(root)), settings_digest(root)
    packed = {}
    for name in names:
        recorded = locks.load(root, name)
        if recorded is None or not locks.current(root, recorded, compiler=compiler, settings=settings):
            continue
        loaded, found = catalog.load_pack(root, name)
        if loaded is not None and not has_errors(found) and set(version_files(root, name)) <= set(recorded.outputs):
            packed[name] = packing(loaded, trees.read(root, recorded.outputs))
    return packed


def _judge(root: Path, names: Sequence[str], result: Gathered, memory: Memory) -> None:
    """Compile and judge *names*, and add to *result* what can be packed and was not among it."""
    if not names:
        return
    from generator import pipeline

    _settings, units, found = pipeline.compile_packs(root, list(names), keep=False, judge={})
    failed = {d.pack for d in found if d.severity is Severity.ERROR}
    whole = [u.verdict for u in units if u.verdict and u.name not in failed and "" not in failed]
    judged = {verdict.name for verdict in whole}
    result.found += [d for d in found if d.pack not in judged]
    result.verdicts |= {verdict.name: verdict for verdict in whole}
    result.add({v.name: v.packing for v in whole if v.name not in result.artifacts})
    memory.keep(whole)


Folders = Mapping[str, Mapping["Known", int]]
"""How often each finding is known, by the first folder of its path."""


def _by_folder(known: Baseline | None) -> Folders:
    folders: dict[str, dict[Known, int]] = {}
    for entry, count in known.counts.items() if known else ():
        folders.setdefault(entry.path.partition("/")[0], {})[entry] = count
    return folders


def _said(verdict: Verdict, known: Folders) -> Iterator[Diagnostic]:
    audited = [_hardened(d) for d in verdict.audited]
    yield from verdict.source
    yield from ordered([*verdict.drift, *verdict.facts, *_unknown(audited, verdict, known)])


def _hardened(found: Diagnostic) -> Diagnostic:
    if found.code != LIVE_SECRET:
        return found
    return replace(found, severity=Severity.ERROR, help=_SECRET_HELP)


def _unknown(found: list[Diagnostic], verdict: Verdict, known: Folders) -> list[Diagnostic]:
    """Return what was *found* and is not *known*.

    A baseline may have been written for the folders of the pack, or for folders called as its archives are.
    """
    name = verdict.name
    mine = [counts for folder, counts in known.items() if folder == name or folder.startswith(f"{name}-")]
    if not mine:
        return found
    left = Counter({entry: count for counts in mine for entry, count in counts.items()})
    homes = {f"packs/{name}/{version}": version for version in verdict.further}
    inside: dict[str, list[str]] = {}
    for version, files in verdict.further.items():
        for path, source in files.items():
            inside.setdefault(source, []).append(f"packs/{name}/{version}/{path}")
    new = []
    for diagnostic in found:
        places = inside.get(diagnostic.location.path, [diagnostic.location.path])
        entries = (entry for place in places for entry in _as_known(diagnostic, place, name, homes))
        match = next((entry for entry in entries if left[entry] > 0), None)
        if match is None:
            new.append(diagnostic)
        else:
            left[match] -= 1
    return new


def _as_known(found: Diagnostic, path: str, name: str, homes: dict[str, str]) -> Iterator[Known]:
    """Yield the entries of a baseline that stand for what was *found* in the file at *path*, the likeliest first."""
    from generator.audit.baseline import known_as

    version = next((version for home, version in homes.items() if path.startswith(f"{home}/")), "")
    for called, pack in ((f"{name}/{{}}", version), (f"{name}-{{}}", f"{name}-{version}")):
        moved = replace(found, pack=pack, location=replace(found.location, path=path))
        yield known_as(moved, {home: called.format(each) for home, each in homes.items()})
    yield known_as(found, {f"packs/{name}": name})  # a file beside pack.yaml
