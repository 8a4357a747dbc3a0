"""Makes a new version of a pack: read, plan, try it in a folder of its own, and only then write it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

from generator import catalog
from generator import settings as settings_file
from generator import tree as trees
from generator.audit.charts import Chart
from generator.bump.allowed import allowed
from generator.bump.archive import UNFIT, Swap, read_new, swaps
from generator.bump.defaults import MOST, Changes, Defaults, TooMany
from generator.bump.draft import Draft, Planned, draft
from generator.bump.entry import Unwritable
from generator.bump.images import ImageSwap
from generator.bump.notes import Made, notes
from generator.bump.plain import agrees
from generator.bump.ranges import endings
from generator.bump.refusals import refusals, start_of
from generator.bump.series import series_for
from generator.bump.shipped import Taken, shipped
from generator.bump.values import Compared, Policy, bumped
from generator.catalog import LoadedPack
from generator.diagnostics import Diagnostic, Location, Problems, Severity, has_errors, ordered
from generator.job import load_and_check
from generator.model.versions import TextFile
from generator.settings import Settings
from generator.values import ValuesText
from generator.values.splice import Overlap

CANNOT = "PS173"


@dataclass(frozen=True)
class Request:
    """What was asked for: a *version* of the pack *name*, made from *start* ("": the newest), with new *charts*."""

    name: str
    version: str
    charts: tuple[Path, ...] = ()
    start: str = ""
    keep_values: bool = False
    extend: bool = True
    dry_run: bool = False


@dataclass
class Outcome:
    """What was found and *changed*, the *start* that it was made from, and the *diff* where only that was asked for."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    diff: list[str] = field(default_factory=list)
    start: str = ""

    @property
    def failed(self) -> bool:
        """Whether nothing came of it."""
        return has_errors(self.diagnostics)


def bump(root: Path, request: Request) -> Outcome:
    """Add a version to `packs/<name>/pack.yaml` below *root*, with its chart and values; on an error nothing changes.

    Raises `OSError` where the disk refuses; then nothing has changed either.
    """
    settings, found = settings_file.load(root)
    found = [*found, *catalog.unknown_names(root, [request.name])]
    if settings is None or found:
        return Outcome(ordered(found))
    loaded, found = load_and_check(root, request.name, settings)
    if loaded is None or has_errors(found):
        return Outcome(ordered([d for d in found if d.severity is Severity.ERROR]))
    try:
        made = _made(loaded, request, settings)
    except Problems as wrong:
        return Outcome(ordered(wrong.diagnostics))
    outcome = Outcome(notes(made), start=made.planned.old.version)
    if request.dry_run:
        outcome.diff = list(_diff(root, made))
        return outcome
    outcome.changed = _write(root, loaded.document.path, made.drafted.files)
    return outcome


def _made(loaded: LoadedPack, request: Request, settings: Settings) -> Made:
    """Return the finished version. Raises `Problems`."""
    number, found = start_of(loaded, request.start)
    found = [*refusals(loaded, request.version, request.start), *found]
    brought: list[tuple[Chart, bytes]] = []
    for path in request.charts if not found else ():
        chart, problems = read_new(path)
        brought += [chart] if chart else []
        found += problems
    if number is None or found:
        raise Problems(found)
    old = loaded.pack.versions[number]
    swapped, found = swaps(loaded, old, brought)
    if found:
        raise Problems(found)
    compared = [_compared(swap) for swap in swapped]
    try:
        plan = _plan(loaded, number, request, swapped)
        return _tried(plan, compared, request, settings)
    except Taken as taken:
        message = f"`{taken}` is there already, and is something else"
        place = Location(f"packs/{loaded.name}/{taken}")
        raise Problems([Diagnostic(CANNOT, message, place, "move it away", pack=loaded.name)]) from None
    except (Unwritable, Overlap) as why:
        message = f"the entry cannot be copied and edited: {why}"
        help_ = "write it out as `key: value`, one on a line, without anchors and aliases"
        route = tuple(why.route) if isinstance(why, Unwritable) else ("versions", number)
        raise Problems([loaded.problem(CANNOT, message, route, help_)]) from None


def _plan(loaded: LoadedPack, number: int, request: Request, swapped: Sequence[Swap]) -> Planned:
    old = loaded.pack.versions[number]
    series = series_for(request.version, old, loaded.pack.versions)
    ends = tuple(endings(loaded, old.version, request.version, series))
    plan = shipped(loaded, old, request.version, swapped)
    return Planned(loaded, number, request.version, series, swapped, plan, ends, request.extend)


def _compared(swap: Swap) -> Compared:
    """Compare the defaults of two charts. Raises `Problems` where there are too many."""
    if not swap.known:
        return Compared(swap, None, None)
    try:
        old, new = Defaults.of(swap.old), Defaults.of(swap.new)
    except TooMany:
        message = f"the charts `{swap.new.name}` have more than {MOST:,} values"
        place = Location(swap.new.path)
        raise Problems([Diagnostic(UNFIT, message, place, "edit the pack by hand; no chart needs so many")]) from None
    said = swap.old.values_text and swap.new.values_text
    return Compared(swap, Changes(old, new) if said else None, ImageSwap(old, new))


def _tried(plan: Planned, compared: Sequence[Compared], request: Request, settings: Settings) -> Made:
    """Return the first draft in which no check finds an error: all values, then without those that have a record.

    Raises `Problems`, `Taken` and `Unwritable`.
    """
    loaded = plan.loaded
    owner = loaded.values.get(plan.old.version) or ValuesText("")
    first: list[Diagnostic] = []
    for careful in (False, True):
        policy = Policy(request.keep_values, allowed(loaded, plan.old, careful=careful))
        values = bumped(owner.text, compared, policy)
        drafted = draft(plan, values)
        after, found = _checked(loaded, drafted, settings)
        wrong = [problem for problem in found if problem.severity is Severity.ERROR]
        if after is not None and not wrong:
            made = Made(after, plan, drafted, values, compared)
            _prove(made)
            return made
        first = first or wrong
    raise Problems([_broken(loaded, plan, problem) for problem in first[:3]])


def _broken(loaded: LoadedPack, plan: Planned, problem: Diagnostic) -> Diagnostic:
    message = f"version {plan.version} would break the pack: {problem.code} {problem.message}"
    way_out = "correct what that is about first" + "; `--no-extend` leaves version ranges alone" * bool(plan.endings)
    return loaded.problem(CANNOT, message, ("versions", plan.number), way_out)


def _checked(loaded: LoadedPack, drafted: Draft, settings: Settings) -> tuple[LoadedPack | None, list[Diagnostic]]:
    """Load and check the pack with the new version in a folder of its own."""
    with TemporaryDirectory(prefix="packscribe-") as folder:
        further = trees.read(loaded.root, loaded.assets)
        trees.write(Path(folder), {**further, **loaded.sources, **drafted.files})
        return load_and_check(Path(folder), loaded.name, settings)


def _prove(made: Made) -> None:
    """See that pack.yaml says what it said, save for the new version and the ranges. Raises `Problems`."""
    before, after = made.planned.loaded.document.data, made.after.document.data
    assert isinstance(before, dict) and isinstance(after, dict)
    versions = [entry for number, entry in enumerate(after["versions"]) if number != made.planned.place]
    ranges = {tuple(ending.route): ending.extended for ending in made.planned.endings if ending.extended}
    wanted = {route: text for route, text in ranges.items() if made.planned.extend and text}
    wanted = {route: text for route, text in wanted.items() if route not in made.drafted.not_extended}
    if not agrees(before, {**after, "versions": versions}, (), wanted):
        message = "the new text would change other facts of the pack"
        help_ = "end pack.yaml with a newline; write versions as `- version:`, one key on a line"
        raise Problems([made.planned.loaded.problem(CANNOT, message, ("versions", made.planned.number), help_)])


def _write(root: Path, source: str, files: dict[str, bytes]) -> list[str]:
    """Write *files*, pack.yaml last, so that it never names a file that is not there; or nothing at all."""
    further = {path: data for path, data in files.items() if path != source}
    new = [path for path in further if not (root / path).exists()]
    try:
        changed = trees.write(root, further)
        return [*changed, *trees.write(root, {source: files[source]})]
    except BaseException:
        trees.write(root, {}, remove=[path for path in new if (root / path).exists()])
        raise


def _diff(root: Path, made: Made) -> Iterator[str]:
    """Yield what changes: a unified diff of texts, that of new values from the old ones; a line for other files."""
    for path, data in sorted(made.drafted.files.items()):
        if path.endswith((".tgz", ".tar.gz")):
            yield f"new file {path} ({len(data):,} bytes)"
            continue
        name, before = _former(made, path)
        after = data.decode("utf-8", "replace")
        yield from unified_diff(before.splitlines(), after.splitlines(), name, path, lineterm="", n=3)


def _former(made: Made, path: str) -> tuple[str, str]:
    """Return the name and the text of what the file at *path* was made from."""
    plan = made.planned
    if path == plan.loaded.document.path:
        return path, plan.loaded.document.text
    owner = next((v for v in plan.loaded.pack.versions if v.version == (plan.old.values_of or plan.old.version)), None)
    file = owner.values.file if owner and isinstance(owner.values, TextFile) else ""
    return (f"packs/{plan.loaded.name}/{file}" if file else "/dev/null"), made.values.before if file else ""
