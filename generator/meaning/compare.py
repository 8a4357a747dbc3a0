"""Two readings of one pack, compared field by field as the table of rules says."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from generator.meaning import words
from generator.meaning.change import Difference, Impact, Route, Side
from generator.meaning.judges import Seen, breaking, docs, first_restricts
from generator.meaning.records import Item, Pair, items_of, pairs, reordered
from generator.meaning.rules import RULES, Apart, Inside, Leaf, Members, Reach, Records, Verdict
from generator.meaning.wording import same
from generator.model.knowledge import Cell
from generator.model.pack import Pack
from generator.model.parameters import Option, Parameter
from generator.model.prose import prose_fields
from generator.model.scalars import Model
from generator.model.selection import holds
from generator.model.versions import Preset, Version
from generator.values import ValuesText


@dataclass(frozen=True)
class Reading:
    """A pack as one side has it. *contents* are the digests of further files: version, path in the archive, digest.

    *logo* is the digest of the logo that pack.yaml names, which need not be in an archive; empty where there is none.
    *numbers* tells of records that were copied out of a larger pack where they stand in it, by `id`.
    """

    pack: Pack
    values: Mapping[str, ValuesText]
    as_of: datetime.date = datetime.date.min
    contents: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    numbers: Mapping[int, int] = field(default_factory=dict)
    logo: str = ""

    def number(self, record: Model, place: int) -> int:
        """Return where in its list of pack.yaml *record* stands, which has *place* here."""
        return self.numbers.get(id(record), place)


@dataclass(frozen=True)
class At:
    """Where in the two packs a comparison has come: routes, the words that name the record, and the records around."""

    base: Route = ()
    head: Route = ()
    subject: str = ""
    version: str = ""
    was: Model | None = None
    now: Model | None = None
    future: bool = False  # of interest to versions only that are on one side: a step judges it
    loses: bool = False  # a version that both sides have is no longer among those that the record is for

    def down(self, *steps: str | int) -> At:
        """Return the place of a field below this one."""
        return replace(self, base=(*self.base, *steps), head=(*self.head, *steps))


def differences(before: Reading, after: Reading) -> list[Difference]:
    """Return how *after* differs from *before*, every change once, in the order of the model."""
    from generator.meaning.contents import of_contents, of_the_logo
    from generator.meaning.values import of_values

    found = list(Comparison(before, after).differences())
    found += of_values(before, after, found)
    found += of_contents(before, after)
    return _told_apart([*found, *of_the_logo(before, after, found)])


def _told_apart(found: list[Difference]) -> list[Difference]:
    """Return *found*; what would be said in the same words of several versions names the version."""
    said = Counter((d.code, d.summary) for d in found)
    return [
        replace(d, summary=f"{d.summary} in {d.version}") if d.version and said[d.code, d.summary] > 1 else d
        for d in found
    ]


class Comparison:
    """The walk over both packs. Without *versions*, what versions say of themselves is left out, not what they give."""

    def __init__(self, before: Reading, after: Reading, *, versions: bool = True) -> None:
        self.before, self.after, self._versions = before, after, versions
        old = {v.version for v in before.pack.versions}
        self.common = [v.version for v in after.pack.versions if v.version in old]

    def differences(self) -> Iterator[Difference]:
        """Yield every difference of the models; values and other files are compared elsewhere."""
        yield from self._record(self.before.pack, self.after.pack, At())

    def _record(self, old: Model, new: Model, at: At) -> Iterator[Difference]:
        at = replace(at, was=old, now=new)
        prose = prose_fields(type(old))
        for name, rule in RULES[type(old)].items():
            alias = type(old).model_fields[name].alias or name
            before, after = getattr(old, name), getattr(new, name)
            if isinstance(old, Version) and not self._versions and name in _OF_THE_RECORD:
                continue
            if isinstance(rule, Apart):
                continue
            if isinstance(rule, Records) or not same(before, after, prose=name in prose):
                yield from self._field(rule, before, after, at.down(alias))
        if isinstance(old, Version) and isinstance(new, Version):
            yield from self._overrides(old, new, at)

    def _field(self, rule: object, before: object, after: object, at: At) -> Iterator[Difference]:
        match rule:
            case Leaf(verdict):
                yield self.say(verdict, before, after, at, words.changed(words.plain(before), words.plain(after)))
            case Members(verdict):
                old, new = before or (), after or ()
                assert isinstance(old, tuple) and isinstance(new, tuple)
                if set(old) != set(new):
                    yield self.say(verdict, before, after, at, words.members(old, new))
            case Inside(verdict):
                if isinstance(before, Model) and isinstance(after, Model):
                    yield from self._record(before, after, at)
                else:
                    yield self.say(verdict, before, after, at, "added" if before is None else "removed")
            case Records():
                yield from self._records(rule, before, after, at)
            case Reach():
                yield from self._reach(before, after, at)

    def _records(self, rule: Records, before: object, after: object, at: At) -> Iterator[Difference]:
        if before is after and not rule.ordered:
            return
        paired = pairs(items_of(before, self.before.number), items_of(after, self.after.number))
        opened = rule.noun == "option" and _opened(paired)
        if opened:
            listed = [pair.before or pair.after for pair in paired]
            values = [getattr(item.record, "value", None) for item in listed if item]
            lists = (None, values) if paired[0].after else (values, None)
            says = f"now limited to {words.named(values)}" if paired[0].after else "no longer limited to a list"
            yield self.say(_LISTED, lists[0], lists[1], at, says, name="allowed values")
            return
        for pair in paired:
            if pair.before and pair.after:
                if pair.before.record is pair.after.record and not pair.renamed:
                    continue
                yield from self._same(rule, pair.before, pair.after, at, renamed=pair.renamed)
            elif not self._goes_with_its_engine(pair):
                yield self._alone(rule, pair, at)
        if rule.ordered and reordered(paired):
            yield self.say(rule.ordered, None, None, at, "in another order")

    def _same(self, rule: Records, old: Item, new: Item, at: At, *, renamed: bool) -> Iterator[Difference]:
        inside = self._at(rule, old, new, at)
        if renamed:
            verdict = _RENAMED_PARAMETER if isinstance(new.record, Parameter) else _RENAMED
            yield self.say(verdict, old.key, new.key, inside, f"is now {words.shown(new.key)}", name="")
        yield from self._record(old.record, new.record, inside)

    def _alone(self, rule: Records, pair: Pair, at: At) -> Difference:
        item = pair.after or pair.before
        assert item is not None
        inside = self._at(rule, pair.before, pair.after, at)
        verdict, says = (rule.added, "added") if pair.after else (rule.removed, "removed")
        text = getattr(item.record, "text", None) or getattr(item.record, "description", None)
        says += f": {words.shown(text)}" if isinstance(text, str) and item.key else ""
        before, after = (pair.before and pair.before.record), (pair.after and pair.after.record)
        side = Side.HEAD if pair.after else Side.BASE
        said = self.say(verdict, before, after, inside, says, name="", side=side)
        if isinstance(item.record, Version):  # which is large: its name will do
            return replace(said, before=pair.before and item.key, after=pair.after and item.key)
        return said

    def _at(self, rule: Records, old: Item | None, new: Item | None, at: At) -> At:
        item = old or new
        assert item is not None
        name = words.shown(_shown_key(item.key)) if item.key else words.shown(getattr(item.record, "text", None))
        owner = f" of {at.subject}" if at.subject else ""
        version = item.key if isinstance(item.record, Version) else at.version
        subject = f"{rule.noun} {name}{owner}"
        if isinstance(item.record, Version):
            subject = f"version {item.key}"
        return replace(
            at,
            base=(*at.base, *old.steps) if old else at.base,
            head=(*at.head, *new.steps) if new else at.head,
            subject=subject,
            version=version,
            future=at.future or self._of_the_future(old, new),
            loses=bool(old and new and self._moved_on(old.record, new.record)),
        )

    def _of_the_future(self, old: Item | None, new: Item | None) -> bool:
        """Tell whether a record is for none of the versions that both sides have, though there are some."""
        records = [item.record for item in (old, new) if item and hasattr(item.record, "versions")]
        records = [record for record in records if not isinstance(record, Pack)]
        return bool(self.common and records) and not any(self.covers(r, v) for r in records for v in self.common)

    def _moved_on(self, old: Model, new: Model) -> list[str]:
        """Return the versions on both sides that *old* is for and *new* is not."""
        if isinstance(old, Pack) or not hasattr(old, "versions"):
            return []
        return [v for v in self.common if self.covers(old, v) and not self.covers(new, v)]

    @staticmethod
    def covers(record: Model, version: str) -> bool:
        """Tell whether *record* is for *version*."""
        return holds(record, version) if isinstance(record, Parameter) else version in record.versions  # type: ignore[attr-defined]

    def _goes_with_its_engine(self, pair: Pair) -> bool:
        """Tell whether a cell is on one side only because its engine is: that is one change, the engine's."""
        item = pair.after or pair.before
        if item is None or not isinstance(item.record, Cell):
            return False
        engine = item.key.partition("/")[0]
        return (engine in self.before.pack.engines) != (engine in self.after.pack.engines)

    def _reach(self, before: object, after: object, at: At) -> Iterator[Difference]:
        """Say that a record is for other versions, judged by the versions that both sides have."""
        old, new = at.was, at.now
        assert old is not None and new is not None
        lost, gained = self._moved_on(old, new), self._moved_on(new, old)
        takes = isinstance(old, _TAKEN) and bool(lost)
        impact = Impact.BREAKING if takes else Impact.FEATURE if isinstance(old, _TAKEN) and gained else Impact.DOCS
        impact = impact if lost or gained else Impact.NONE
        verdict = Verdict("PS323", lambda seen: impact)
        says = words.changed(str(before), str(after))
        yield self.say(verdict, str(before), str(after), at, says, name="versions")

    def _overrides(self, old: Version, new: Version, at: At) -> Iterator[Difference]:
        """Compare what a version says instead of the pack, as it holds: another way to say the same is no change."""
        for name, rule in RULES[type(old.overrides)].items():
            if getattr(old.overrides, name) == getattr(new.overrides, name):
                continue
            before, after = (
                getattr(pack, name) if getattr(version.overrides, name) is None else getattr(version.overrides, name)
                for pack, version in ((self.before.pack, old), (self.after.pack, new))
            )
            if before != after:
                alias = type(old.overrides).model_fields[name].alias or name
                yield from self._field(rule, before, after, at.down("overrides", alias))

    def say(
        self,
        verdict: Verdict,
        before: object,
        after: object,
        at: At,
        says: str,
        *,
        name: str | None = None,
        side: Side = Side.HEAD,
    ) -> Difference:
        """Return one difference. *name* is that of the field, where not the last step of the route."""
        field_ = words.label(str(at.head[-1])) if name is None else name
        who = f"{field_} of {at.subject}" if field_ and at.subject else field_ or at.subject
        impact = verdict.judge(Seen(before, after, at.was, at.now, self.after.as_of, at.loses))
        if at.future and impact is Impact.BREAKING:
            impact = Impact.DOCS if side is Side.BASE else Impact.FEATURE
        mine, other = (at.head, at.base) if side is Side.HEAD else (at.base, None)
        summary = words.sentence(f"{who} {says}")
        return Difference(
            verdict.code, impact, at.version, mine, side, summary, words.plain(before), words.plain(after), other
        )


_TAKEN = (Parameter, Option, Preset)
_LISTED = Verdict("PS317", first_restricts)
_RENAMED = Verdict("PS322", docs)
_RENAMED_PARAMETER = Verdict("PS312", breaking)
#: Fields of a version that say what it is, not what it gives.
_OF_THE_RECORD = {"series", "lifecycle", "eol", "notes", "omit", "newline", "comments"}


def _opened(paired: list[Pair]) -> bool:
    """Tell whether there is a list of options on one side only."""
    return bool(paired) and (all(p.before is None for p in paired) or all(p.after is None for p in paired))


def _shown_key(key: str) -> str:
    return key.strip('"')
