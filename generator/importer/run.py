"""Takes packs over, a family at a time: read, write the source beside its place, prove that nothing is lost, move it.

A family that fails leaves no trace, and the others go on.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import unified_diff
from functools import cached_property
from pathlib import Path

from generator import tree as trees
from generator.audit.disk import Memory, Refused
from generator.audit.folder import PackFolder, find_folders
from generator.catalog import asset_files, load_pack
from generator.checks import run_checks
from generator.compile import compile_versions
from generator.diagnostics import Diagnostic, Location, Severity, has_errors, ordered
from generator.importer.base import NAME, Base, is_text
from generator.importer.base import load as load_base
from generator.importer.families import Family, families, newest_first
from generator.importer.loss import Proof, prove
from generator.importer.merge import CONFLICT, OPENING, merge
from generator.importer.original import Original, refused
from generator.importer.written import Written, write
from generator.render import Renderer
from generator.settings import Settings

NOT_VALID, EXISTS = "PS163", "PS165"

_STAGE = ".packscribe-import"


@dataclass(frozen=True)
class Report:
    """What became of one family: a proof for each version, newest first, and how many files were stored.

    *verb* says what happened; *diff* shows, line by line, what would be written, where only that was asked for.
    """

    name: str
    proofs: tuple[Proof, ...]
    stored: int
    verb: str = "wrote"
    diff: tuple[str, ...] = ()


@dataclass
class Outcome:
    """What was taken over, and everything that is to be said about it."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    folders: int = 0


def import_packs(
    paths: Sequence[Path], into: Path, settings: Settings | None = None, *, dry_run: bool = False
) -> Outcome:
    """Take the packs at and in *paths* over into *into*, the folder `packs/` of a repository.

    A pack that was imported before is merged: what people edited since stays. With *dry_run* nothing is written
    save in a temporary folder. Raises `OSError` where the disk refuses, or where a merge needs git and it is missing.
    """
    outcome = Outcome()
    folders: list[PackFolder] = []
    for found in find_folders(paths):
        if isinstance(found, PackFolder):
            folders.append(found)
        else:
            outcome.diagnostics.append(found)
    outcome.folders = len(folders)
    with _stage(into, dry_run=dry_run) as stage:
        work = _Work(into, stage, settings or Settings(date(1970, 1, 1)), dry_run)
        for family in families(folders):
            outcome.diagnostics += family.diagnostics
            if family.sound:
                report, found_here = work.take_over(family)
                outcome.diagnostics += found_here
                outcome.reports += [report] if report else []
    outcome.diagnostics = ordered(outcome.diagnostics)
    return outcome


@contextmanager
def _stage(into: Path, *, dry_run: bool) -> Iterator[Path]:
    """Yield a folder to prepare packs in: beside their places, so that they can be moved there in one step."""
    if dry_run:
        with tempfile.TemporaryDirectory(prefix="packscribe-") as name:
            yield Path(name)
        return
    made = [folder for folder in (into, *into.parents) if not folder.exists()]
    into.mkdir(parents=True, exist_ok=True)
    for left in into.glob(f"{_STAGE}-*"):  # by an import that was killed
        if not _alive(left.name.rpartition("-")[2]):
            shutil.rmtree(left, ignore_errors=True)
    stage = into / f"{_STAGE}-{os.getpid()}"
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        for folder in made:  # nothing came of it: no empty folder stays
            with suppress(OSError):
                folder.rmdir()


def _alive(process: str) -> bool:
    """Tell whether the process with this number runs; who knows it not, must not clean up after it."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:
        return True
    return True


@dataclass(frozen=True)
class _Work:
    into: Path
    stage: Path
    settings: Settings
    dry_run: bool

    @cached_property
    def renderer(self) -> Renderer:
        return Renderer()

    def take_over(self, family: Family) -> tuple[Report | None, list[Diagnostic]]:
        """Write the pack of *family*, or merge it into the one that is there."""
        target = self.into / family.name
        base = load_base(target) if target.exists() else None
        if target.exists() and base is None:
            return None, [_there_already(family, target)]
        given = frozenset(family.versions)
        if base is not None:
            family = self._with_former(family, base, target)
        try:
            written = write(family)
        except Refused as why:
            return None, [refused(family.originals[0].folder, ".", why)]
        except ValueError as why:
            return None, [_failed(family, NOT_VALID, str(why), "import one of them alone")]
        trees.write(self.stage / "packs" / family.name, written.files)
        report, found = self._proved(family, written, given)
        if has_errors(found):
            return None, found
        if base is not None:
            return self._merged(report, base, target, written, found)
        return self._moved(report, target, written), found

    def _moved(self, report: Report, target: Path, written: Written) -> Report:
        staged = self.stage / "packs" / report.name
        files = {NAME: Base.of(written.files).to_bytes()}
        if self.dry_run:
            return replace(report, verb="would write", diff=tuple(diff_of(target, {}, written.files)))
        trees.write(staged, files)
        staged.rename(target)
        return report

    def _merged(
        self, report: Report, base: Base, target: Path, written: Written, found: list[Diagnostic]
    ) -> tuple[Report | None, list[Diagnostic]]:
        ours = trees.read(target, {*base.digests, *written.files})
        if unsettled := [path for path, data in ours.items() if is_text(path) and OPENING in data]:
            return None, [_unsettled(target, path).in_pack(report.name) for path in unsettled]
        merged = merge(target.as_posix(), base, ours, written.files)
        found = [*found, *(conflict.in_pack(report.name) for conflict in merged.conflicts)]
        if self.dry_run:
            gone = dict.fromkeys(merged.remove, b"")
            diff = tuple(diff_of(target, ours, {**merged.files, **gone}))
            return replace(report, verb="would merge into" if diff else "nothing new for", diff=diff), found
        changed = trees.write(target, merged.files, remove=merged.remove)
        trees.write(target, {NAME: Base.of(written.files).to_bytes()})
        return replace(report, verb="merged into" if changed else "nothing new for"), found

    def _with_former(self, family: Family, base: Base, target: Path) -> Family:
        """Add the versions that were imported before and are not among the folders now, as they were then."""
        stage = self.stage / "base"
        files = {path: text.encode() for path, text in base.texts.items()}
        files |= trees.read(target, [path for path in base.digests if path not in files])
        trees.write(stage / "packs" / family.name, files)
        loaded, found = load_pack(stage, family.name)
        if loaded is None or has_errors(found):
            return family
        compiled = compile_versions(loaded, self.settings, self.renderer)
        former = []
        for version in loaded.pack.versions:
            if version.version not in family.versions:
                own = _own(compiled, family.name, version.version)
                paths = asset_files(loaded.folder, version)
                own |= {path: files[file] for path, file in paths.items() if file in files}
                folder = PackFolder(f"{target.as_posix()}/{version.version}", version.version, Memory(own))
                former.append(Original(folder))
        return replace(family, originals=newest_first([*family.originals, *former]))

    def _proved(self, family: Family, written: Written, given: frozenset[str]) -> tuple[Report, list[Diagnostic]]:
        """Compile what was written and hold it against the originals; tell of the versions that were *given*."""
        loaded, found = load_pack(self.stage, family.name)
        if loaded is not None and not has_errors(found):
            found = [*found, *run_checks(loaded, self.settings)]
        wrong = [problem for problem in found if problem.severity is Severity.ERROR]
        if loaded is None or wrong:
            return Report(family.name, (), 0), [_not_valid(family, problem) for problem in wrong[:3]]
        compiled = compile_versions(loaded, self.settings, self.renderer)
        proofs = []
        for original, taken in zip(family.originals, written.readmes, strict=True):
            version = next(v for v in loaded.pack.versions if v.version == original.version)
            own = _own(compiled, family.name, original.version)
            proofs.append(prove(original, taken, own, asset_files(loaded.folder, version), written.files))
        stored = sum(path.startswith("assets/") for path in written.files)
        told = [problem for proof in proofs for problem in proof.lost]
        asked = tuple(proof for proof in proofs if proof.version in given)
        return Report(family.name, asked, stored), [*told, *(note for proof in asked for note in proof.notes)]


def _own(compiled: Mapping[str, bytes], name: str, version: str) -> dict[str, bytes]:
    """Return the files of one version by their path in its folder."""
    folder = f"packs/{name}/{version}/"
    return {path.removeprefix(folder): data for path, data in compiled.items() if path.startswith(folder)}


def diff_of(target: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    """Yield what changes below *target* from *before* to *after*: a unified diff of texts, a line for other files."""
    for path in sorted(after):
        old, new = before.get(path, b""), after[path]
        name = (target / path).as_posix()
        if not is_text(path):
            yield f"{'new' if path not in before else 'changed'} file {name} ({len(new):,} bytes)"
            continue
        here, now = (text.decode("utf-8", "replace").splitlines() for text in (old, new))
        yield from unified_diff(here, now, name if path in before else "/dev/null", name, lineterm="")


def _not_valid(family: Family, problem: Diagnostic) -> Diagnostic:
    message = f"what it says cannot be said in pack.yaml: {problem.code} {problem.message}"
    return _failed(family, NOT_VALID, message, problem.help or f"see `packscribe explain {problem.code}`")


def _unsettled(target: Path, path: str) -> Diagnostic:
    message = "the marks of the last merge stand here still"
    help = "choose between the lines around them and delete the marks, then import again"
    return Diagnostic(CONFLICT, message, Location((target / path).as_posix()), help)


def _there_already(family: Family, target: Path) -> Diagnostic:
    message = f"{target.as_posix()} is there already, and no import made it"
    return _failed(family, EXISTS, message, "remove or rename it, or import into another folder")


def _failed(family: Family, code: str, message: str, help: str) -> Diagnostic:
    folder = family.originals[0].folder
    return Diagnostic(code, message, Location(folder.shown("pack.json")), help, Severity.ERROR, folder.name)
