"""From one version of a pack to the next: the same comparison, of the pack as each of the two versions sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.meaning.change import Difference, Impact, Leaves, worst
from generator.meaning.compare import Comparison, Reading
from generator.meaning.contents import of_contents
from generator.meaning.values import OneVersion
from generator.model.evidence import EVERY_VERSION
from generator.model.pack import Pack
from generator.model.parameters import Parameter, ParameterLifecycle
from generator.model.scalars import Model
from generator.model.selection import effective, is_deprecated, layout_of, options_of, parameters_of
from generator.model.versioning import version_key
from generator.model.versions import Version


@dataclass(frozen=True, slots=True)
class Step:
    """What changes for who goes from the version *before* to *after*; *leaves* counts values by path."""

    before: str
    after: str
    changes: tuple[Difference, ...]
    leaves: Leaves

    @property
    def impact(self) -> Impact:
        """The impact of the change that asks the most."""
        return worst(change.impact for change in self.changes)


def predecessor(version: str, versions: Iterable[str]) -> str | None:
    """Return the nearest of *versions* below *version*; none where it is the lowest."""
    lower = [each for each in versions if version_key(each) < version_key(version)]
    return max(lower, key=version_key, default=None)


def step(before: Reading, old: str, after: Reading, new: str) -> Step:
    """Return what changes from the version *old*, as *before* has it, to *new*, as *after* has it."""
    stripped = _Stripped()
    left, right = _alone(before, old, new, stripped), _alone(after, new, new, stripped)
    found = list(Comparison(left, right, versions=False).differences())
    leaves = Leaves()
    if new in left.values and new in right.values:
        one = OneVersion(left, right, left.pack.versions[0], right.pack.versions[0])
        found += one.differences(found)
        leaves = one.leaves
    found += of_contents(left, right)
    return Step(old, new, tuple(d for d in found if d.code not in _NOT_OF_A_STEP), leaves)


#: Form of files, another range of versions, another order, more sources: nothing for who upgrades.
_NOT_OF_A_STEP = {"PS323", "PS329", "PS330", "PS369", "PS370"}


def _alone(reading: Reading, name: str, called: str, stripped: _Stripped) -> Reading:
    """Return the pack as its version *name* sees it, with that version *called* so that both sides can be paired."""
    pack = reading.pack
    version = next(v for v in pack.versions if v.version == name)
    numbers: dict[int, int] = {}

    def kept(field: str, records: Iterable[Model]) -> tuple[Model, ...]:
        places = {id(record): n for n, record in enumerate(getattr(pack, field))}
        chosen = [(record, stripped.of(record, version)) for record in records]
        numbers.update((id(new), places[id(old)]) for old, new in chosen)
        return tuple(new for _, new in chosen)

    update: dict[str, object] = {"parameters": kept("parameters", parameters_of(pack, version))}
    for field in ("presets", "prerequisites", "upgrade", "readme", "references"):
        update[field] = kept(field, [record for record in getattr(pack, field) if name in record.versions])
    for field in ("sections", "limitations", "warnings", "rules", "procedures"):
        records = getattr(pack, field).items()
        update[field] = {key: stripped.of(record, version) for key, record in records if name in record.versions}
    update |= {**effective(pack, version), "pack_json": layout_of(pack, version)}
    only = version.model_copy(update={"version": called, "values_of": None, "overrides": type(version.overrides)()})
    numbers[id(only)] = pack.versions.index(version)
    alone = pack.model_copy(update={**update, "versions": (only,)})
    values = {called: reading.values[name]} if name in reading.values else {}
    contents = {called: reading.contents.get(name, {})}
    return replace(reading, pack=alone, values=values, contents=contents, numbers=_Kept(numbers, alone))


class _Kept(dict[int, int]):
    """Numbers by `id` of records: holds on to the pack, so that no other record gets the same `id`."""

    def __init__(self, numbers: dict[int, int], pack: Pack) -> None:
        super().__init__(numbers)
        self.pack = pack


class _Stripped:
    """Records without the versions they are for, which differ between two versions and say nothing here.

    What both versions see alike is one object on both sides, which need not be compared.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], Model] = {}

    def of(self, record: Model, version: Version) -> Model:
        """Return *record* as *version* sees it. Records are told apart by `id`: they live as long as their packs."""
        if not isinstance(record, Parameter):
            return self._copy(record)
        options = tuple(self._copy(option) for option in options_of(record, version))
        since = version.version if is_deprecated(record, version) else None
        return self._copy(record, options, since)

    def _copy(self, record: Model, options: tuple[Model, ...] = (), since: str | None = None) -> Model:
        key = (id(record), *map(id, options), since)
        if key not in self._made:
            update: dict[str, object] = {"versions": EVERY_VERSION}
            if isinstance(record, Parameter):
                update |= {"options": options, "lifecycle": ParameterLifecycle(deprecated=since)}
            self._made[key] = record.model_copy(update=update)
        return self._made[key]
