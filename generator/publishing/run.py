"""`packscribe publish`: plan everything, judge what would be written, write it, and record what was published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from threading import Event, Lock

from generator import published
from generator.archive import Unpackable
from generator.diagnostics import Diagnostic, ordered
from generator.packing import Artifact
from generator.published import Entry
from generator.publishing import image
from generator.publishing.gather import Gathered, gather, others, remembered
from generator.publishing.judged import Ground, Wish, ground, known_wrong, refused, without_changed
from generator.publishing.outcome import Outcome, Row
from generator.publishing.plan import Planned, State, plan
from generator.publishing.problems import conflict, of_destination, unsealed
from generator.publishing.push import Seal, push, sign
from generator.publishing.workers import each
from generator.registry import DiskRefused, Options, Registry, RegistryError
from generator.registry.destinations import open_destination, without_login

NO_ROOM = "PS612"
NOBODY_THERE = {"PS611", "PS630", "PS633", "PS634", "PS635", "PS636", "PS654"}
"""With these, nothing else at the destination would work: not there, no registry, no trust, locked."""
NOBODY_LET_IN = {"PS639", "PS640", "PS641"}
"""With these neither, unless something has worked before: asking again with a wrong password locks accounts."""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Request:
    """Where to publish and how. *message*: the reason that other content under a tag is replaced, "" for never.

    *workers* are the packs that are worked on at once; versions of one pack share a repository and go one by one.
    *seal* signs what is written, and what is there already where *signed* says that this is missing.
    """

    to: str
    options: Options = field(default_factory=Options)
    only_plan: bool = False
    message: str = ""
    create: bool = False
    workers: int = 8
    seal: Seal | None = None
    signed: Callable[[Registry, str, str], bool] | None = None


def publish(root: Path, wish: Wish, request: Request, progress: Progress | None = None) -> Outcome:
    """Publish packs below *root*; return what became of each version. One that fails does not stop the others.

    On an interrupt, every tag leads to the old pack or to the new one, and the outcome says what is left.
    """
    outcome = Outcome(without_login(request.to), message=request.message)
    on, wrong = ground(root, wish)
    if on is None:
        outcome.found = wrong
        return outcome
    try:
        registry = open_destination(request.to, request.options)
    except RegistryError as error:
        outcome.fail(of_destination(error, outcome.destination), world=error.world)
        return outcome
    outcome.destination = registry.name
    gathered, wanted = gather(root, wish.names)
    run = _Run(root, registry, request, on, outcome, progress)
    try:
        if not gathered.nothing:
            run.plan(remembered(gathered, wanted, on.memory))
            run.plan(others(root, gathered, wanted, on.memory))
            run.judge(gathered, strict=wish.strict)
            if not request.only_plan:
                run.write()
    except KeyboardInterrupt:
        outcome.stopped = True
    finally:
        registry.close()
        outcome.found += gathered.found
        if not request.only_plan:
            run.leave()
            published.record(root, run.entries())
    outcome.found = ordered(outcome.found)
    return outcome


class _Run:
    """One run: the rows of its outcome go from planned to done."""

    def __init__(
        self, root: Path, registry: Registry, request: Request, on: Ground, outcome: Outcome, progress: Progress | None
    ) -> None:
        self._root, self._registry, self._request, self._on = root, registry, request, on
        self._outcome, self._progress = outcome, progress
        self._stop = Event()
        self._scratch = Path()
        self._worked = False
        self._lock, self._told = Lock(), set[str]()

    def plan(self, packs: Iterable[Sequence[Artifact]]) -> None:
        """Compare every version of *packs* with the registry, each pack as soon as it comes.

        The first version alone, so that a dead registry is asked once.
        """
        noted = self._noted(packs)
        for first in noted:
            self._take(self._planned(first[:1]), "comparing")
            rest = chain([first[1:]] if first[1:] else [], noted)
            self._take(each(rest, self._planned, self._stop, self._request.workers), "comparing")
            break
        for _ in noted:  # where the rest is not asked for, it is left
            pass
        self._outcome.rows = dict(sorted(self._outcome.rows.items(), key=lambda row: row[0][0]))

    def _noted(self, packs: Iterable[Sequence[Artifact]]) -> Iterator[Sequence[Artifact]]:
        """Yield *packs*, of which no version is planned yet."""
        for several in filter(None, packs):
            for artifact in several:
                self._outcome.rows[artifact.name, artifact.version] = Row(artifact, State.LEFT)
            yield several

    def judge(self, gathered: Gathered, *, strict: bool) -> None:
        """Refuse what is there with other content, and what `check` finds errors in; say what is known of the rest."""
        force = bool(self._request.message)
        for row in self._rows(State.CONFLICTING):
            if not force:
                self._outcome.found.append(conflict(row, self._registry.name, self._on))
        wanted = self._wanted()
        names = sorted({row.artifact.name for row in wanted})
        wrong, found = refused(self._root, gathered, names, self._on, strict=strict)
        self._outcome.found += found
        same = sorted({row.artifact.name for row in self._rows(State.UNCHANGED)} - set(names))
        self._outcome.found += known_wrong(self._root, gathered, same, self._on, strict=strict)
        if not force:
            others = self._rows(State.NEW, State.UNCHANGED, State.UNSIGNED)
            kept, changed = without_changed((row.artifact for row in others), self._on)
            self._outcome.found += changed
            left = {(artifact.name, artifact.version) for artifact in kept}
            self._refuse(row for row in others if row.key not in left)
        self._refuse(row for row in wanted if row.artifact.name in wrong)

    def write(self) -> None:
        """Write what is new, and with a message what is damaged or in conflict; versions of one pack one by one."""
        groups: dict[str, list[Row]] = {}
        for row in self._wanted():
            groups.setdefault(row.artifact.name, []).append(row)
        if not groups or self._stop.is_set():
            return
        import tempfile

        with tempfile.TemporaryDirectory(prefix="packscribe-", ignore_cleanup_errors=True) as scratch:
            self._scratch = Path(scratch)
            if self._request.create and not self._created():
                return
            most = sorted(groups.values(), key=len, reverse=True)  # begun last, it would be waited for alone
            self._take(each(most, self._pushed, self._stop, self._request.workers), "publishing")

    def leave(self) -> None:
        """Say of what was to be written and was not that it is left."""
        for row in self._wanted():
            self._outcome.rows[row.key] = row.become(State.LEFT)

    def entries(self) -> dict[published.Key, Entry]:
        """Return what packs.lock.json has to say of this run."""
        new = {}
        for row in self._rows(
            State.UNCHANGED, State.UNSIGNED, State.SIGNED, State.PUBLISHED, State.REPLACED, State.MENDED
        ):
            known = self._on.published.entries.get(row.key)
            if known is None or (known.tar, known.manifest) != (row.tar, row.manifest):
                was = row.was or (known.manifest if known and known.tar != row.tar else "")
                replaced = ((was, self._request.message),) if was and self._request.message else ()
                new[row.key] = Entry(row.tar, row.manifest, self._on.time, replaced)
        return new

    def _take(self, rows: Iterable[Row], doing: str) -> None:
        for done, row in enumerate(rows, 1):
            self._outcome.rows[row.key] = row
            if row.problem:
                self._outcome.fail(row.problem, world=row.world)
            if self._progress:
                left = self._rows(State.LEFT) if doing == "comparing" else self._wanted()
                self._progress(done, done + len(left), f"{doing} {row.artifact.name} {row.artifact.version}")

    def _rows(self, *states: State) -> list[Row]:
        return [row for row in self._outcome.rows.values() if row.state in states]

    def _wanted(self) -> list[Row]:
        return self._rows(
            State.NEW, State.UNSIGNED, State.DAMAGED, *([State.CONFLICTING] if self._request.message else [])
        )

    def _refuse(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._outcome.rows[row.key] = row.become(State.REFUSED)

    def _planned(self, artifacts: Sequence[Artifact]) -> Iterator[Row]:
        for artifact in artifacts:
            if self._stop.is_set():
                return
            known = self._on.published.entries.get((artifact.name, artifact.version))
            row = Row(artifact, State.LEFT)
            try:
                planned = plan(
                    self._registry, artifact, artifact.tar(self._on.time), known, mend=bool(self._request.message)
                )
                self._worked = True
                if planned.state is State.UNCHANGED and not self._signed(planned):
                    planned = planned._replace(state=State.UNSIGNED)
                yield Row(artifact, planned.state, planned.tar, manifest=planned.there, planned=planned)
            except (RegistryError, Unpackable, OSError) as error:
                yield self._failed(row, error)

    def _pushed(self, rows: list[Row]) -> Iterator[Row]:
        for row in rows:
            if self._stop.is_set() or row.planned is None:
                return
            try:
                yield self._sign(row, row.planned) if row.state is State.UNSIGNED else self._push(row, row.planned)
                self._worked = True
            except (RegistryError, Unpackable, OSError) as error:
                yield self._failed(row, error)

    def _push(self, row: Row, planned: Planned) -> Row:
        if self._request.create:
            self._registry.create_repository(image.repository_of(row.artifact.name))
        done = push(self._registry, planned, self._scratch, self._on.time, self._seal(planned))
        mended = done.manifest == planned.there
        state = State.MENDED if mended else State.REPLACED if planned.there else State.PUBLISHED
        was, problem = "" if mended else planned.there, unsealed(row, done.unsealed)
        return Row(row.artifact, state, row.tar, done.manifest, done.size, was, problem=problem)

    def _seal(self, planned: Planned) -> Seal | None:
        """Return what signs a version: one that is damaged and signed only where it is not whole again by then."""
        seal, signed = self._request.seal, self._request.signed
        if seal is None or signed is None or planned.state is not State.DAMAGED:
            return seal
        return lambda registry, repository, manifest, artifact: (
            None if signed(registry, repository, manifest.digest) else seal(registry, repository, manifest, artifact)
        )

    def _sign(self, row: Row, planned: Planned) -> Row:
        assert self._request.seal is not None
        return row.become(State.SIGNED, unsealed(row, sign(self._registry, planned, self._request.seal)))

    def _signed(self, planned: Planned) -> bool:
        """Tell whether what is there needs no signature more: none is asked for, or there is one of the key."""
        signed = self._request.signed
        return signed is None or signed(self._registry, image.repository_of(planned.artifact.name), planned.there)

    def _created(self) -> bool:
        """Create the path that all repositories are below, as Harbor wants it; tell whether to go on."""
        try:
            self._registry.create_repository(image.ARCHIVES)
        except RegistryError as error:
            self._outcome.fail(of_destination(error, self._registry.name), world=error.world)
            return False
        return True

    def _failed(self, row: Row, error: RegistryError | Unpackable | OSError) -> Row:
        """Return *row* with what went wrong; where nothing else would work either, nothing else is tried."""
        artifact = row.artifact
        if isinstance(error, Unpackable):
            return row.become(State.FAILED, artifact.unpackable(error))
        if isinstance(error, OSError):
            message = f"the archive cannot be written: {(error.strerror or type(error).__name__).lower()}"
            help = "make room on the disk, or name another folder for temporary files with `TMPDIR`"
            told = self._once(message, artifact.problem(NO_ROOM, message, help))
            return row.become(State.FAILED, told, world=True)
        if error.code in NOBODY_THERE or (error.code in NOBODY_LET_IN and not self._worked):
            first = not self._stop.is_set()
            self._stop.set()
            problem = of_destination(error, self._registry.name) if first else None
            return row.become(State.LEFT, problem, world=error.world)
        problem = artifact.problem(error.code, error.message, error.help)
        if isinstance(error, DiskRefused):
            everywhere = error.everywhere
            whole = of_destination(error, self._registry.name)
            told = self._once("" if everywhere else artifact.name, whole if everywhere else problem)
            return row.become(State.FAILED, told, world=True)
        return row.become(State.FAILED, problem, world=error.world)

    def _once(self, what: str, problem: Diagnostic) -> Diagnostic | None:
        """Return *problem*, or none where *what* was told before: a disk refuses every version alike."""
        with self._lock:
            first = what not in self._told
            self._told.add(what)
        return problem if first else None
