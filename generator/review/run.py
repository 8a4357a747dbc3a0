"""`packscribe diff`: from two names to everything that differs between them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.catalog import no_packs
from generator.diagnostics import Diagnostic, Location, Problems, Severity, ordered
from generator.halves import in_two
from generator.meaning import Difference, Impact, Side, differences, predecessor, step, worst
from generator.meaning.words import counted
from generator.registry import Options
from generator.review import frame
from generator.review.archives import Archived
from generator.review.change import ALL_NEW, NOT_COMPARED, Change, HandEdit, Review, StepTaken, in_order
from generator.review.gate import Judged, Rules, removed_pack
from generator.review.hand_edits import hand_edits, of_the_catalog
from generator.review.places import Placing, differing, location
from generator.review.revisions import sides
from generator.review.sides import Bench, OnePack, of_side
from generator.review.snapshots import Snapshot, names_of, outputs_of, sources_of


def review(root: Path, base: str, head: str = "", *, gate: bool = False, options: Options | None = None) -> Review:
    """Compare the packs of *base* with those of *head* (empty: the working tree of *root*); *gate*: and judge them.

    *options* say how registries are reached.

    Raises `Problems` where a side cannot be had, or the later one has no usable settings.
    """
    with tempfile.TemporaryDirectory(prefix="packscribe-") as home:
        before, after = sides(root, base, head, Path(home), options or Options())
        return _Reviewing(before, after, gate=gate).review()


@dataclass
class _Found:
    """What was found in one pack; the fields are those of `Review`."""

    changes: list[Change] = field(default_factory=list)
    steps: list[StepTaken] = field(default_factory=list)
    edits: list[HandEdit] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    gate: list[Diagnostic] = field(default_factory=list)
    files: dict[str, tuple[bytes | None, bytes | None]] = field(default_factory=dict)
    #: Where the frame moved: the pack of the base as the files of all packs have it.
    listed: list[frame.Listed] = field(default_factory=list)

    def add(self, other: _Found) -> None:
        """Take what was found in another pack along."""
        self.changes += other.changes
        self.steps += other.steps
        self.edits += other.edits
        self.problems += other.problems
        self.gate += other.gate
        self.files |= other.files
        self.listed += other.listed


class _Reviewing:
    def __init__(self, before: Snapshot, after: Snapshot, *, gate: bool) -> None:
        self.before, self.after = before, after
        self.frame = frame.moved(before, after)
        names = sorted({*names_of(before.ids), *names_of(after.ids)})
        self.names = [name for name in names if self.frame or self._touched(name)]
        self.right = Bench(after, set(self.names))
        self.left = Bench(before, set(self.names), self.right.settings)
        self.found = _Found()
        self.rules = self._rules() if gate else None

    def _rules(self) -> Rules:
        """Return what the gate asks: what was published, by either side, and which step a breaking change needs."""
        from generator import published as published_file

        published: set[tuple[str, str]] | None = None
        for bench in (self.left, self.right):
            if published_file.FILE in bench.snapshot.ids:
                read, wrong = published_file.load(bench.root)
                self.found.problems += of_side(wrong, bench.snapshot.label)
                published = (published or set()) | set(read.entries if read else ())
        return Rules(published, self.right.settings.breaking)

    def _touched(self, name: str) -> bool:
        return any(of(name, self.before.ids) != of(name, self.after.ids) for of in (sources_of, outputs_of))

    def review(self) -> Review:
        whole = _Found()
        self._frame_problems()
        whole.add(self.found)
        for one in in_two(self._packs, self.names, self._weight, enough=2):
            whole.add(one)
        self._of_all_packs(whole)
        whole.edits += of_the_catalog(self.after)
        gate = ordered([*whole.gate, *(edit.diagnostic() for edit in whole.edits)]) if self.rules else []
        return Review(
            self.before.label,
            self.after.label,
            in_order(whole.changes),
            tuple(whole.steps),
            tuple(whole.edits),
            tuple(ordered(whole.problems)),
            tuple(gate),
            files=dict(sorted(whole.files.items())),
        )

    def _of_all_packs(self, whole: _Found) -> None:
        """Add to *whole* what differs, for what is no fact, in the files that are made of all packs together."""
        try:
            if self.frame:
                files = frame.of_all_packs(self.left, self.right, whole.listed)
            else:
                files = frame.built_anew(self.before, self.after, self.names)
        except Problems as wrong:
            whole.problems += [d for d in wrong.diagnostics if d not in whole.problems]
            return
        if files:
            whole.changes.append(frame.change("", tuple(files), self.frame))
            whole.files |= files

    def _weight(self, name: str) -> int:
        """Return how much there is to compare, as far as the size of the source tells."""
        source = self.right.root / "packs" / name / "pack.yaml"
        return source.stat().st_size if source.is_file() else 1

    def _packs(self, names: Sequence[str]) -> list[_Found]:
        """Compare the packs *names*, each by itself."""
        results = []
        for name in names:
            self.found = _Found()
            self._pack(name)
            results.append(self.found)
        return results

    def _frame_problems(self) -> None:
        self.found.problems += of_side(self.left.problems, self.before.label)
        if not names_of(self.after.ids):
            raise Problems([no_packs(self.right.root)])
        if not names_of(self.before.ids):
            message = f"there is no `packs/*/pack.yaml` in {self.before.label}, so every pack is new"
            way_out = "name a later base; or the packs were elsewhere then: `--root` names the folder that holds packs/"
            self.found.problems.append(Diagnostic(ALL_NEW, message, Location("packs"), way_out))

    def _pack(self, name: str) -> None:
        old, wrong = self.left.load(name)
        self.found.problems += of_side(wrong, self.before.label)
        new, wrong = self.right.load(name)
        self.found.problems += wrong
        there = name in self.left.names, name in self.right.names
        if (there[0] and old is None) or (there[1] and new is None):
            self.found.problems.append(_not_compared(name, self.before.label if there[0] and old is None else ""))
            return
        files = differing(old.tree if old else {}, new.tree if new else {})
        if (old is None or old.tree) and (new is None or new.tree):
            self.found.files |= files
        if new and new.tree:
            edits, notes = hand_edits(name, new, self.after, self.before)
            self.found.edits += edits
            self.found.problems += notes
        if self.frame and old and old.tree:
            self.found.listed.append(frame.listed(old.loaded, self.left, self.right))
        if old and new:
            self._both(name, old, new)
        elif one := new or old:
            whole = _whole(name, one, added=new is not None, files=tuple(files))
            self.found.changes.append(whole)
            if self.rules and whole.impact is Impact.BREAKING:
                self.found.gate += removed_pack(whole, self.rules)

    def _both(self, name: str, old: OnePack, new: OnePack) -> None:
        if isinstance(self.before, Archived) and isinstance(self.after, Archived):  # noqa: SIM102 - one thought each
            if self.before.version != self.after.version:
                self._two_archives(name, old, new)
                return
        files = differing(old.tree, new.tree) if old.tree and new.tree else {}
        placing = Placing(name, {Side.BASE: old, Side.HEAD: new}, files)
        found = differences(old.reading, new.reading)
        for number, each in enumerate(found):
            if each.code == "PS302" and (taken := self._step(name, each, old, new)):
                self.found.steps.append(taken)
                found[number] = _with_step(each, taken)
        changes = placing.changes(found)
        if by_frame := self._by_the_frame(name, old, tuple(files), facts=bool(found)):
            changes.append(frame.change(name, by_frame, self.frame, location(new.loaded, ())))
        self.found.changes += changes
        if self.rules:
            steps = [taken for taken in self.found.steps if taken.pack == name]
            self.found.gate += Judged(name, old, new, files, changes, steps, self.rules).findings()

    def _two_archives(self, name: str, old: OnePack, new: OnePack) -> None:
        """Compare two published versions: neither was added or removed, one is what the other has become."""
        assert isinstance(self.before, Archived) and isinstance(self.after, Archived)
        versions = self.before.version, self.after.version
        found = step(old.reading, versions[0], new.reading, versions[1])
        home, there = (f"packs/{name}/{version}/" for version in versions)
        files = differing({path.replace(home, there): data for path, data in old.tree.items()}, new.tree)
        changes = Placing(name, {Side.BASE: old, Side.HEAD: new}, files).changes(found.changes)
        self.found.files = files
        self.found.changes += changes
        taken = StepTaken(name, versions[1], versions[0], found.impact, in_order(changes), found.leaves)
        self.found.steps.append(taken)
        if self.rules:
            self.found.gate += Judged(name, old, new, files, [], [taken], self.rules).findings()

    def _by_the_frame(self, name: str, old: OnePack, files: tuple[str, ...], *, facts: bool) -> tuple[str, ...]:
        """Return which of *files* differ for what is no fact; where *facts* changed too, the old ones are compiled."""
        if facts and self.frame and old.tree:
            tree, wrong = self.right.compiled(old.loaded)
            return () if wrong else tuple(differing(old.tree, tree))
        return files if not facts and (self.frame or not self._facts_moved(name)) else ()

    def _facts_moved(self, name: str) -> bool:
        return sources_of(name, self.before.ids) != sources_of(name, self.after.ids)

    def _step(self, name: str, added: Difference, old: OnePack, new: OnePack) -> StepTaken | None:
        """Return what a new version changes for who comes from the one before it."""
        version = str(added.after)
        here = [v.version for v in new.loaded.pack.versions]
        there = [v.version for v in old.loaded.pack.versions]
        before = predecessor(version, {*here, *there} - {version})
        if before is None:
            return None
        one = new if before in here else old
        found = step(one.reading, before, new.reading, version)
        placing = Placing(name, {Side.BASE: one, Side.HEAD: new}, {})
        changes = in_order(placing.changes(found.changes))
        return StepTaken(name, version, before, found.impact, changes, found.leaves)


def _with_step(added: Difference, taken: StepTaken) -> Difference:
    from dataclasses import replace

    counts = [
        counted(sum(change.impact is impact for change in taken.changes), f"{impact} change")
        for impact in Impact
        if any(change.impact is impact for change in taken.changes)
    ]
    said = ", ".join(counts) or "nothing differs"
    summary = f"{added.summary}, after {taken.before}: {said}"
    return replace(added, impact=worst((added.impact, taken.impact)), summary=summary)


def _whole(name: str, one: OnePack, *, added: bool, files: tuple[str, ...]) -> Change:
    versions = ", ".join(v.version for v in one.loaded.pack.versions[:6])
    code, impact, says = ("PS300", Impact.FEATURE, "added") if added else ("PS301", Impact.BREAKING, "removed")
    gone = [v.lifecycle.deleted for v in one.loaded.pack.versions]
    if not added and all(day and day <= one.settings.as_of for day in gone):
        impact = Impact.DOCS
    summary = f"Pack `{name}` {says} ({versions})" + ("" if added else " (line of the base)")
    before, after = (None, name) if added else (name, None)
    side = Side.HEAD if added else Side.BASE
    place = location(one.loaded, ("name",))
    return Change(code, impact, name, "", "name", place, side, summary, before, after, files)


def _not_compared(name: str, label: str) -> Diagnostic:
    where = f" in {label}" if label else ""
    message = f"the pack `{name}` cannot be compared: its pack.yaml{where} cannot be read"
    way_out = "the other packs were compared; mend the problems that are named, or choose another base"
    return Diagnostic(NOT_COMPARED, message, Location(f"packs/{name}/pack.yaml"), way_out, Severity.ERROR, name)
