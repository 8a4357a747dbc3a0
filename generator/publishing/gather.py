"""The archives of packs below a root, and the gates that they pass before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import catalog, pipeline
from generator import lock as locks
from generator import settings as settings_file
from generator import tree as trees
from generator.audit import baseline as baselines
from generator.audit.baseline import Baseline
from generator.audit.live_secrets import CODE as LIVE_SECRET
from generator.compiled_audit import further_files
from generator.diagnostics import Diagnostic, Severity, has_errors, ordered
from generator.halves import in_two
from generator.packing import Artifact, Packing, packing
from generator.pipeline import Compiled
from generator.settings import Settings
from generator.unchanged import settings_digest, template_folders, version_files

_SECRET_HELP = (
    "revoke it, and let the user fill it in; what is known to be harmless passes with `--baseline FILE` "
    "(written by `packscribe audit packs/NAME --baseline FILE --update-baseline`)"
)


@dataclass
class Gathered:
    """What there is to publish: *artifacts* by pack, in the order of names; *found*: why others are not among them."""

    settings: Settings | None = None
    artifacts: dict[str, tuple[Artifact, ...]] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    units: dict[str, Compiled] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Tell whether nothing can be done at all: no settings, no packs, or a name that is none."""
        return self.settings is None


def gather(root: Path, names: Sequence[str], *, compiled: bool) -> Gathered:
    """Return the archives of the packs *names* (empty: all) below *root*.

    *compiled*: compile all of them. Otherwise those are taken from the disk whose locks prove that a build would
    make just what is there: that is good for comparing with a registry, and `verdicts` compiles before it writes.
    """
    settings, found = settings_file.load(root)
    found = [*found, *catalog.unknown_names(root, names)]
    wanted = list(dict.fromkeys(names)) or catalog.pack_names(root)
    if settings is not None and not found and not wanted:
        found = [catalog.no_packs(root)]
    if settings is None or found:
        return Gathered(found=found)
    result = Gathered(settings)
    packed = {} if compiled else _from_disk(root, wanted)
    if left := [name for name in wanted if name not in packed]:
        packed |= _compiled(root, left, result)
    for name in sorted(packed):
        result.artifacts[name] = packed[name].artifacts
        result.found += packed[name].found
    return result


def verdicts(root: Path, gathered: Gathered, names: Iterable[str], known: Baseline) -> list[Diagnostic]:
    """Return what `check` finds in the packs *names*, without the findings of the audit that are *known*.

    A secret that looks live is an error here. Many packs are judged by two processes.
    """
    left = [name for name in names if name not in gathered.units]
    if left:
        _compiled(root, left, gathered)
    settings = gathered.settings
    assert settings is not None

    def judge(units: Sequence[Compiled]) -> list[list[Diagnostic]]:
        return [_verdict(root, unit, settings, known) for unit in units]

    units = [gathered.units[name] for name in names if name in gathered.units]
    return [diagnostic for found in in_two(judge, units) for diagnostic in found]


def _from_disk(root: Path, names: Sequence[str]) -> dict[str, Packing]:
    """Return what can be packed without compiling: packs whose lock tells that nothing has changed since a build."""
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


def _compiled(root: Path, names: Sequence[str], result: Gathered) -> dict[str, Packing]:
    """Compile *names* into the units of *result*, and return what can be packed."""
    _settings, units, found = pipeline.compile_packs(root, list(names), keep=False)
    result.found += found
    failed = {d.pack for d in found if d.severity is Severity.ERROR}
    whole = [unit for unit in units if unit.name not in failed and "" not in failed]
    result.units |= {unit.name: unit for unit in whole}
    return {unit.name: packing(unit.packs[0], unit.tree) for unit in whole}


def _verdict(root: Path, unit: Compiled, settings: Settings, known: Baseline) -> list[Diagnostic]:
    found = pipeline.byte_drift(root, [unit], everything=False)
    found += pipeline.read_back(unit, trees.read(root, unit.tree))
    audited = [_hardened(d) for d in pipeline.suppress(pipeline.audited(unit), settings)]
    return ordered([*found, *_unknown(audited, unit, known)])


def _hardened(found: Diagnostic) -> Diagnostic:
    if found.code != LIVE_SECRET:
        return found
    return replace(found, severity=Severity.ERROR, help=_SECRET_HELP)


def _unknown(found: list[Diagnostic], unit: Compiled, known: Baseline) -> list[Diagnostic]:
    """Return what was *found* and is not *known*.

    A baseline may have been written for the folders of *unit*, or for folders called as its archives are.
    """
    if not known.counts:
        return found
    loaded = unit.packs[0]
    versions = [version.version for version in loaded.pack.versions]
    homes = {f"packs/{unit.name}/{version}": version for version in versions}
    inside: dict[str, list[str]] = {}
    for version in loaded.pack.versions:
        for path, source in further_files(loaded, version).items():
            inside.setdefault(source, []).append(f"packs/{unit.name}/{version.version}/{path}")
    left = Counter(known.counts)
    new = []
    for diagnostic in found:
        places = inside.get(diagnostic.location.path, [diagnostic.location.path])
        entries = [entry for place in places for entry in _as_known(diagnostic, place, unit.name, homes)]
        entries += baselines.baseline_of(
            [diagnostic], {f"packs/{unit.name}": unit.name}
        ).counts  # a file beside pack.yaml
        match = next((entry for entry in entries if left[entry] > 0), None)
        if match is None:
            new.append(diagnostic)
        else:
            left[match] -= 1
    return new


def _as_known(found: Diagnostic, path: str, name: str, homes: dict[str, str]) -> list[baselines.Known]:
    """Return the entries of a baseline that stand for what was *found* in the file at *path*."""
    version = next((version for home, version in homes.items() if path.startswith(f"{home}/")), "")
    entries: list[baselines.Known] = []
    for called, pack in ((f"{name}/{{}}", version), (f"{name}-{{}}", f"{name}-{version}")):
        moved = replace(found, pack=pack, location=replace(found.location, path=path))
        named = {home: called.format(each) for home, each in homes.items()}
        entries += baselines.baseline_of([moved], named).counts
    return entries
