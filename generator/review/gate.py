"""The gate: what was published stays as it is, and a version says it when something breaks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from generator.diagnostics import Diagnostic, Location
from generator.meaning import Impact, worst
from generator.meaning.words import counted
from generator.model.versioning import version_key
from generator.review.change import Change, StepTaken
from generator.review.places import Files, location
from generator.review.sides import OnePack
from generator.review.versions import says_so, would_do

CONTENT, BREAKING = "PS380", "PS381"
_GIVES = (Impact.BREAKING, Impact.FEATURE, Impact.FIX)


@dataclass(frozen=True)
class Rules:
    """What the gate holds a pack against. *published* has name and version; None where nothing tells.

    *breaking* is the step that a breaking change needs: `major`, `minor`, or `any`.
    """

    published: Collection[tuple[str, str]] | None = None
    breaking: str = "major"

    def knows(self, name: str, version: str) -> bool:
        """Tell whether the *version* of the pack *name*, which the base has, counts as published."""
        return self.published is None or (name, version) in self.published


@dataclass(frozen=True)
class Judged:
    """A pack that both sides have, and what was found in it."""

    name: str
    old: OnePack
    new: OnePack
    files: Files
    changes: Sequence[Change]
    steps: Sequence[StepTaken]
    rules: Rules = field(default_factory=Rules)

    def findings(self) -> Iterator[Diagnostic]:
        """Yield what keeps the pack from passing."""
        changed = {version: found for version in self._published if (found := self._changed(version)) is not None}
        for version, found in changed.items():
            yield self._content(version, found)
        yield from self._steps()
        yield from self._without_a_step(changed)

    @property
    def _published(self) -> list[str]:
        here = [v.version for v in self.new.loaded.pack.versions]
        there = [v.version for v in self.old.loaded.pack.versions]
        return [v for v in here if v in there and self.rules.knows(self.name, v)]

    @property
    def _taken(self) -> set[str]:
        return {v.version for side in (self.old, self.new) for v in side.loaded.pack.versions}

    def _changed(self, version: str) -> list[Change] | None:
        """Return the changes of a published version, none where its archive stays as it was.

        Where `packs.lock.json` says what was published, that is every byte. Else only what people run counts.
        """
        folder = f"packs/{self.name}/{version}/"
        here = [c for c in self.changes if c.version in ("", version)]
        touched = [c for c in here if c.version == version or any(f.startswith(folder) for f in c.files)]
        giving = [c for c in touched if c.impact in _GIVES and self._in_archive(c, folder)]
        if self.rules.published is None:
            return giving or None
        bytes_differ = any(path.startswith(folder) for path in self.files)
        contents = [side.contents.get(version) for side in (self.old, self.new)]
        return (giving or touched) if bytes_differ or contents[0] != contents[1] else None

    @staticmethod
    def _in_archive(change: Change, folder: str) -> bool:
        """Tell whether *change* is of the archive: days of the lifecycle are of pages only."""
        return any(f.startswith(folder) for f in change.files) or change.code in ("PS332", "PS333")

    def _content(self, version: str, found: Sequence[Change]) -> Diagnostic:
        impact = worst(change.impact for change in found)
        next_one = would_do(version, impact, self._taken, self.rules.breaking)
        message = f"version {version} is published, and its content changed"
        if found:
            message += f": {_first(found)}"
        way_out = f"leave it as it was, and give the change a version of its own: {next_one} would do"
        return self._at(CONTENT, message, way_out, version, found)

    def _steps(self) -> Iterator[Diagnostic]:
        for step in self.steps:
            if step.impact is Impact.BREAKING and not says_so(step.before, step.version, self.rules.breaking):
                found = [change for change in step.changes if change.impact is Impact.BREAKING]
                next_one = would_do(step.before, Impact.BREAKING, self._taken, self.rules.breaking)
                message = f"version {step.version} breaks what {step.before} does, and does not say so: {_first(found)}"
                yield self._at(BREAKING, message, f"call it {next_one}, or take the change back", step.version, ())

    def _without_a_step(self, told: Collection[str]) -> Iterator[Diagnostic]:
        """Yield a finding where the pack as a whole breaks something and no new version says so."""
        if any(says_so(step.before, step.version, self.rules.breaking) for step in self.steps):
            return
        if self.rules.breaking == "any" or not self._anybody_runs_it:
            return
        found = [c for c in self.changes if c.impact is Impact.BREAKING and c.code != "PS302" and self._counts(c, told)]
        if found:
            newest = max(self._taken, key=version_key)
            next_one = would_do(newest, Impact.BREAKING, self._taken, self.rules.breaking)
            message = f"{counted(len(found), 'breaking change')} and no new version that says so: {_first(found)}"
            way_out = f"version {next_one} would do; or take the change back"
            yield self._at(BREAKING, message, way_out, "", found)

    @property
    def _anybody_runs_it(self) -> bool:
        return any(self.rules.knows(self.name, v.version) for v in self.old.loaded.pack.versions)

    def _counts(self, change: Change, told: Collection[str]) -> bool:
        """Tell whether *change* is of something that people run, and is not told with the content of its version."""
        if change.version:
            return change.version not in told and self.rules.knows(self.name, change.version)
        folders = tuple(f"packs/{self.name}/{version}/" for version in told)
        return not folders or not any(f.startswith(folders) for f in change.files)

    def _at(self, code: str, message: str, way_out: str, version: str, found: Sequence[Change]) -> Diagnostic:
        place = min(found, key=lambda c: c.impact.rank).location if found else self._version(version)
        return Diagnostic(code, message, place, way_out, pack=self.name)

    def _version(self, version: str) -> Location:
        versions = [v.version for v in self.new.loaded.pack.versions]
        return location(self.new.loaded, ("versions", versions.index(version), "version") if version else ())


def _first(found: Sequence[Change]) -> str:
    """Return what the change that asks the most says, and how many others there are."""
    change = min(found, key=lambda c: c.impact.rank)
    more = len(found) - 1
    text = change.summary[:1].lower() + change.summary[1:]
    return text + (f" (and {more} more)" if more else "")


def removed_pack(change: Change, rules: Rules) -> Iterator[Diagnostic]:
    """Yield the finding that a whole pack was removed, which no version can say; unless nobody ever got it."""
    known = rules.published is None or any(name == change.pack for name, _ in rules.published)
    if known and rules.breaking != "any":
        message = f"the pack `{change.pack}` was removed, and people may run it"
        way_out = "let its versions come to the end of their lifecycle first; a pack that is kept needs no new version"
        yield Diagnostic(BREAKING, message, change.location, way_out, pack=change.pack)
