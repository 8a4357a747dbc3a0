"""Choices for the tests of the configurator: all combinations on which a record depends. No tests in here."""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product
from pathlib import Path

from repositories import AS_OF

from generator import catalog
from generator.catalog import LoadedPack
from generator.configure.clusters import picked_of
from generator.configure.controls import Known, controls
from generator.configure.form import form
from generator.configure.result import known_records
from generator.configure.texts import shipped
from generator.configure.wanted import Wanted
from generator.model.form import Form, Record

Value = tuple[str, ...]
"""The values of a choice or the state of a control; empty for none."""


@dataclass(frozen=True)
class Picks:
    """A choice: the day, the version, and the value of each dimension, a control or a choice, that is given."""

    version: str
    day: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass
class Subject:
    """A pack whose form is compared with what Python makes of the same choices."""

    loaded: LoadedPack
    as_of: datetime.date

    @cached_property
    def form(self) -> Form:
        return form(self.loaded.pack, self.as_of, self.loaded.values)

    @cached_property
    def known(self) -> tuple[tuple[Record, ...], tuple[str, ...]]:
        return known_records(self.loaded.pack, self.loaded.values)

    @cached_property
    def bases(self) -> dict[str, tuple[object, Sequence[Known]]]:
        found: dict[str, tuple[object, Sequence[Known]]] = {}
        for one in self.form.versions:
            version = next(v for v in self.loaded.pack.versions if v.version == one.version)
            base = shipped(self.loaded.pack, version, self.loaded.values[version.version])
            kept = {control.id for control in one.controls}
            found[one.version] = base, [k for k in controls(self.loaded.pack, base) if k.control.id in kept]
        return found

    def domain(self, version: str) -> dict[str, list[Value]]:
        """Return every dimension of *version* with all its values, none of them first."""
        found: dict[str, list[Value]] = {}
        for known in self.bases[version][1]:
            found[known.control.id] = [(), *((state.value,) for state in known.control.states)]
        for choice in self.form.choices:
            if not choice.parameter:
                found[choice.id] = self._values(choice.id, choice.takes, choice.values)
        return found

    def _values(self, name: str, takes: str, values: Sequence[str]) -> list[Value]:
        if takes == "several":
            return [c for size in range(len(values) + 1) for c in combinations(values, size)]
        if takes == "one":
            return [(), *((value,) for value in values)]
        asked = {c.value for r in self.form.records for w in r.when if w.of == name for c in w.any}
        near = {text for value in asked for text in _near(value)} if takes == "number" else {*asked, "other"}
        return [(), *((text,) for text in sorted(near))]

    def days(self) -> list[str]:
        """Return the pinned day, and for each day on which something changes that day and the one before."""
        turns = {d for r in self.form.records for d in (r.since, r.until, r.ends) if d}
        days = {self.as_of, *turns, *(d - datetime.timedelta(days=1) for d in turns)}
        return sorted(day.isoformat() for day in days)

    def supports(self, version: str, also: Sequence[str] = ()) -> list[frozenset[str]]:
        """Return the sets of dimensions that records depend on; none is a part of another. Controls are one of them."""
        every = {frozenset(self._support(record, version)) for record in self.form.records}
        every.add(frozenset((*(known.control.id for known in self.bases[version][1]), *also)))
        return sorted((s for s in every if not any(s < other for other in every)), key=sorted)

    def _support(self, record: Record, version: str) -> Iterator[str]:
        if record.since or record.until or record.ends:
            yield "@day"
        parameters = {choice.id: choice.parameter for choice in self.form.choices if choice.parameter}
        for clause in record.when:
            if clause.of == "@engine":
                for engine in self.form.engines:
                    yield from self._changing(engine.path, version)
            elif clause.of.startswith("=") or clause.of in parameters:
                yield from self._changing(parameters.get(clause.of, clause.of[1:]), version)
            else:
                yield self.form.os if clause.of == "@os" else clause.of

    def _changing(self, path: str, version: str) -> Iterator[str]:
        """Yield the controls that can change the parameter at *path*, or say that it is left out."""
        one = next(v for v in self.form.versions if v.version == version)
        for cluster in one.clusters:
            if path in cluster.controls or any(path in change.values for change in cluster.changes.values()):
                yield from cluster.controls

    def every(self, also: Sequence[str] = ()) -> Iterator[Picks]:
        """Yield each combination of the dimensions that a record depends on, with all others left open."""
        for version in self.bases:
            domain = self.domain(version) | {"@day": [(day,) for day in self.days()]}
            for support in self.supports(version, also):
                names = [name for name in domain if name in support]
                for values in product(*(domain[name] for name in names)):
                    yield self._picks(version, dict(zip(names, values, strict=True)))

    def some(self, number: int) -> Iterator[Picks]:
        """Yield choices in which every dimension may be given, the same ones in every run."""
        chance = random.Random(7)
        for _ in range(number):
            version = chance.choice(list(self.bases))
            domain = self.domain(version) | {"@day": [(day,) for day in self.days()]}
            yield self._picks(version, {name: chance.choice(values) for name, values in domain.items()})

    def _picks(self, version: str, values: dict[str, Value]) -> Picks:
        day = values.pop("@day", (self.as_of.isoformat(),))[0]
        return Picks(version, day, {name: value for name, value in values.items() if value})

    def wanted(self, picks: Picks) -> Wanted:
        """Return *picks* as Python takes them."""
        base, known = self.bases[picks.version]
        states = [
            next((n for n, s in enumerate(k.control.states, 1) if (s.value,) == picks.values.get(k.control.id)), 0)
            for k in known
        ]
        ids = {k.control.id for k in known}
        chosen = {name: value for name, value in picks.values.items() if name not in ids}
        for one, state in zip(known, states, strict=True):
            if state and one.control.states[state - 1].left_out:
                value = one.control.states[state - 1].value
                for choice in self.form.choices:
                    if choice.parameter == one.control.id and value in choice.values:
                        chosen[choice.id] = (value,)
        return Wanted(base, picked_of(known, states), chosen)  # type: ignore[arg-type]

    def typed(self, picks: Picks) -> list[str]:
        """Return *picks* as they are typed on the command line."""
        found = ["--version", picks.version, "--as-of", picks.day]
        controls_ = {known.control.id: known.control for known in self.bases[picks.version][1]}
        for name, values in picks.values.items():
            control = controls_.get(name)
            state = next((s for s in control.states if s.value == values[0]), None) if control else None
            if control and control.kind == "preset":
                found += ["--preset", values[0]]
            elif state and state.left_out:
                choice = next(c.id for c in self.form.choices if c.parameter == name and values[0] in c.values)
                found += ["--choose", f"{choice}={values[0]}"]
            elif control:
                found += ["--set", f"{name}={values[0]}"]
            else:
                found += [part for value in values for part in ("--choose", f"{name}={value}")]
        return found

    def page(self, picks: Picks) -> dict[str, object]:
        """Return *picks* as the page takes them."""
        ids = {known.control.id for known in self.bases[picks.version][1]}
        return {
            "version": picks.version,
            "day": picks.day,
            "picked": [[name, value[0]] for name, value in picks.values.items() if name in ids],
            "chosen": [[name, list(value)] for name, value in picks.values.items() if name not in ids],
        }


def _near(value: str) -> Iterator[str]:
    """Yield versions or numbers just below, at and above *value*."""
    yield value
    last = re.search(r"\d+$", value)
    if last:
        for step in (-1, 1):
            yield value[: last.start()] + str(max(0, int(last[0]) + step))


def subject(root: Path, name: str) -> Subject:
    """Return the pack *name* below *root* as a subject."""
    loaded, found = catalog.load_pack(root, name)
    assert loaded is not None, found
    return Subject(loaded, AS_OF)
