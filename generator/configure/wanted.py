"""What a user asks for on the command line, checked against what the pack offers: everything wrong is said at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from generator.catalog import LoadedPack
from generator.configure.controls import controls
from generator.configure.form import newest_first
from generator.configure.naming import OS_CHOICE, choices, left_out_values, parameter_at
from generator.configure.texts import Picked, Shipped, full_name, shipped
from generator.configure.typed import read_value
from generator.diagnostics import Diagnostic, Location
from generator.model.form import Choice
from generator.model.parameters import Scalar
from generator.model.versions import Preset, Version
from generator.rules import text_of
from generator.values import ValuesText, format_path, parse_path

NUMBER = re.compile(r"v?[0-9][0-9A-Za-z.+_-]{0,63}")
"""A number or version that a choice takes; the page asks for the same."""


@dataclass(frozen=True)
class Asked:
    """What was typed: names and values as they stand on the command line."""

    version: str = ""
    set: Sequence[str] = ()
    choose: Sequence[str] = ()
    presets: Sequence[str] = ()


@dataclass
class Wanted:
    """What is asked for, understood: *chosen* maps choices to values; a parameter's own values are in *picked*."""

    base: Shipped
    picked: Picked = field(default_factory=Picked)
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)


def understood(loaded: LoadedPack, asked: Asked) -> tuple[Wanted | None, list[Diagnostic]]:
    """Return what *asked* means for the pack *loaded*, or none and everything that is wrong with it."""
    version, found = _version(loaded, asked.version)
    if version is None:
        return None, found
    values = loaded.values[version.version]
    reader = _Reader(loaded, shipped(loaded.pack, version, values))
    reader.presets(asked.presets)
    reader.settings(asked.set)
    reader.choices(asked.choose)
    return (None, reader.found) if reader.found else (reader.wanted(), [])


def _version(loaded: LoadedPack, name: str) -> tuple[Version | None, list[Diagnostic]]:
    versions = newest_first(loaded.pack)
    if not name:
        return versions[0], []
    known = {version.version: version for version in versions}
    if name in known:
        return known[name], []
    return None, [_wrong(loaded, "PS195", f"`{loaded.name}` has no version `{name}`", _meant(name, list(known)))]


def _wrong(loaded: LoadedPack, code: str, message: str, way_out: str) -> Diagnostic:
    return Diagnostic(code, message, Location(loaded.document.path), way_out, pack=loaded.name)


def _meant(name: str, known: Sequence[str]) -> str:
    lower = {one.lower(): one for one in known}
    close = [lower[one] for one in get_close_matches(name.lower(), list(lower), n=1)]
    if close:
        return f"did you mean `{close[0]}`?"
    listed = ", ".join(f"`{one}`" for one in known[:12]) + (", …" if len(known) > 12 else "")
    return f"there is {listed}" if known else "there is none to choose"


class _Reader:
    """Reads what was typed for one version, and collects what is wrong."""

    def __init__(self, loaded: LoadedPack, base: Shipped) -> None:
        self.loaded, self.base = loaded, base
        self.values = ValuesText.of(base.text)
        self.found: list[Diagnostic] = []
        self._presets: list[Preset] = []
        self._set: dict[str, Scalar] = {}
        self._left_out: list[str] = []
        self._chosen: dict[str, list[str]] = {}

    def wanted(self) -> Wanted:
        """Return what was read; presets and parameters in the order of the form."""
        order = [known.control.id for known in controls(self.loaded.pack, self.base)]
        groups = {preset: order.index(f"preset:{preset.group}") for preset in self._presets}
        presets = tuple(sorted(self._presets, key=lambda preset: groups[preset]))
        rank = {path: order.index(path) if path in order else len(order) for path in (*self._set, *self._left_out)}
        picked = Picked(
            presets,
            tuple(sorted(self._set.items(), key=lambda item: rank[item[0]])),
            tuple(sorted(self._left_out, key=rank.__getitem__)),
        )
        return Wanted(self.base, picked, {name: tuple(values) for name, values in self._chosen.items()})

    def _say(self, code: str, message: str, way_out: str) -> None:
        self.found.append(_wrong(self.loaded, code, message, way_out))

    def presets(self, names: Sequence[str]) -> None:
        """Read `--preset`: a preset by its name, or with its group."""
        for name in names:
            known = [p for p in self.base.presets if name in (p.name, full_name(p))]
            if not known:
                every = [one for p in self.base.presets for one in (p.name, full_name(p))]
                self._say("PS199", f"version {self.base.version.version} has no preset `{name}`", _meant(name, every))
            elif len(known) > 1:
                listed = " or ".join(f"`{full_name(preset)}`" for preset in known)
                self._say("PS199", f"several presets are called `{name}`", f"name its group, too: {listed}")
            elif other := next((p for p in self._presets if p.group == known[0].group and p != known[0]), None):
                message = (
                    f"`{full_name(known[0])}` and `{full_name(other)}` are of one group, so they exclude each other"
                )
                self._say("PS199", message, "leave one of them out")
            elif known[0] not in self._presets:
                self._presets += known

    def settings(self, typed: Sequence[str]) -> None:
        """Read `--set PATH=VALUE`."""
        for name, value in self._pairs("--set", typed):
            path = self._path(name)
            if path is None:
                continue
            if path in self._set and text_of(self._set[path]) != value:
                self._say("PS196", f"`{path}` is set twice", "leave one of them out")
                continue
            self._assign(path, value)

    def _pairs(self, option: str, typed: Sequence[str]) -> Iterator[tuple[str, str]]:
        for text in typed:
            name, equals, value = text.partition("=")
            if equals and name.strip():
                yield name.strip(), value
            else:
                self._say(
                    "PS196", f"`{option} {text}` has no value", f"write `{option} {name.strip() or 'NAME'}=VALUE`"
                )

    def _path(self, name: str) -> str | None:
        """Return the path that *name* is: of a record, or of a key that stands in the values."""
        pack, version = self.loaded.pack, self.base.version.version
        try:
            steps = parse_path(name)
        except ValueError as wrong:
            self._say("PS197", f"`{name}` {wrong}", "write the path as the page lists it")
            return None
        if parameter_at(pack, version, name):
            return name
        if self.values.state(steps) != "missing":
            return format_path(steps)
        known = [p.path for p in pack.parameters if parameter_at(pack, version, p.path)]
        known = list(dict.fromkeys([*known, *map(format_path, self.values.leaves())]))
        self._say("PS197", f"version {version} has no parameter `{name}`", _meant(name, known))
        return None

    def _assign(self, path: str, text: str) -> None:
        parameter = parameter_at(self.loaded.pack, self.base.version.version, path)
        value, wrong = read_value(path, text, parameter, self.base.version, self.values)
        if wrong:
            known = [text_of(o.value) for o in parameter.options] if parameter else []
            self._say("PS198", wrong, _meant(text, known) if known else "correct the value")
        else:
            self._set[path] = value

    def choices(self, typed: Sequence[str]) -> None:
        """Read `--choose DIMENSION=VALUE`."""
        known = {choice.id: choice for choice in choices(self.loaded.pack)}
        for name, value in self._pairs("--choose", typed):
            if name not in known:
                self._say("PS703", f"`{self.loaded.name}` has no choice `{name}`", _meant(name, list(known)))
            elif known[name].parameter:
                self._parameter_choice(known[name], value)
            else:
                self._choice(known[name], value)

    def _choice(self, choice: Choice, value: str) -> None:
        if choice.takes == "number" and not NUMBER.fullmatch(value):
            self._say(
                "PS704", f"`{value}` is no number or version, as `{choice.id}` takes", "write digits, such as `250`"
            )
        elif choice.takes in ("one", "several") and value not in choice.values:
            self._say("PS704", f"`{choice.id}` does not take `{value}`", _meant(value, choice.values))
        elif value not in self._chosen.setdefault(choice.id, []):
            if self._chosen[choice.id] and choice.id != OS_CHOICE:
                self._say("PS704", f"`{choice.id}` is chosen twice", "leave one of them out")
            self._chosen[choice.id].append(value)

    def _parameter_choice(self, choice: Choice, value: str) -> None:
        pack, path = self.loaded.pack, choice.parameter
        if value not in left_out_values(pack, path):
            self._assign(path, value)
            return
        if path in self._set:
            self._say("PS704", f"`{choice.id}` and `{path}` are chosen differently", "leave one of them out")
        self._left_out.append(path)
        for other in pack.choices:
            if pack.choices[other].parameter == path and value in pack.choices[other].values:
                self._chosen[other] = [value]
