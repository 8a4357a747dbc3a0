"""values.yaml for a choice: what is shipped, with presets merged in and parameters set, by position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from generator.artifacts.values_yaml import named_presets, pasted_values
from generator.model.pack import Pack
from generator.model.parameters import Scalar
from generator.model.versions import Preset, Version
from generator.values import ENABLED_PRESETS, Merged, ValuesText, enabled_presets, merge, parse_path, set_value
from generator.values.laid import data_of
from generator.values.splice import Edit, applied, chained
from generator.view.presets import offered_presets

_BOM = "\ufeff"


@dataclass(frozen=True)
class Picked:
    """What changes values.yaml: *presets*, in the pack's order, then parameters that are *set*, or *left_out*."""

    presets: tuple[Preset, ...] = ()
    set: tuple[tuple[str, Scalar], ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shipped:
    """The values.yaml of a version as a user starts from it."""

    version: Version
    text: str
    presets: tuple[Preset, ...]
    newline: str

    @property
    def enabled(self) -> tuple[str, ...]:
        """The presets that are on, as `Group:name`."""
        return enabled_presets(self.text)

    @property
    def header_end(self) -> int:
        """Where Palette's line of enabled presets ends, with its line end; 0 where there is none."""
        body = self.text.removeprefix(_BOM)
        if not body.startswith(ENABLED_PRESETS):
            return 0
        line, end, _rest = body.partition("\n")
        return len(self.text) - len(body) + len(line) + len(end)

    def preset(self, name: str) -> Preset | None:
        """Return the preset that is called `Group:name`."""
        return next((preset for preset in self.presets if full_name(preset) == name), None)


def shipped(pack: Pack, version: Version, values: ValuesText) -> Shipped:
    """Return what *version* ships, whose values text is *values*."""
    text = pasted_values(pack, version, values.text)
    newline = "\r\n" if "\r\n" in text else "\n"
    return Shipped(version, text, offered_presets(pack, version), newline)


def full_name(preset: Preset) -> str:
    """Return the name of *preset* as Palette's line of enabled presets has it."""
    return named_presets([f"{preset.group}:{preset.name}"])


@dataclass(frozen=True)
class Configured:
    """The *text* for a choice, and the *edits* of the shipped text that make it."""

    text: str
    edits: tuple[Edit, ...]


def configured(base: Shipped, picked: Picked) -> Configured:
    """Return the values.yaml for what is *picked*. Raises `Unmergeable`."""
    edits = changes(base.text, picked).edits
    header = header_edit(base, [full_name(preset) for preset in picked.presets])
    every = [*([header] if header else []), *edits]
    return Configured(applied(base.text, every), tuple(sorted(every, key=lambda edit: (edit.start, edit.end))))


class Changes(NamedTuple):
    """The *edits* of a text, the paths that they *touch*, and the *data* that the changed text is read as."""

    edits: list[Edit]
    touched: frozenset[tuple[str | int, ...]]
    data: object


def changes(text: str, picked: Picked) -> Changes:
    """Return what changes *text* to what is *picked*. Raises `Unmergeable`."""
    steps: list[Merged] = []
    now = text
    for add, remove in (*((p.add, p.remove) for p in picked.presets), *(("", (path,)) for path in picked.left_out)):
        steps.append(_merged(now, add, remove))
        now = steps[-1].text
    for path, value in picked.set:
        steps.append(_set(now, path, value))
        now = steps[-1].text
    touched = frozenset(path for step in steps for path in step.touched)
    data = steps[-1].data if steps else data_of(text)
    return Changes(chained(len(text), [step.edits for step in steps]), touched, data)


# Combinations have their first steps in common.
@lru_cache(maxsize=256)
def _merged(text: str, add: str, remove: tuple[str, ...]) -> Merged:
    return merge(text, add, remove)


@lru_cache(maxsize=256, typed=True)
def _set(text: str, path: str, value: Scalar) -> Merged:
    return set_value(text, parse_path(path), value)


def header_edit(base: Shipped, names: Sequence[str]) -> Edit | None:
    """Return the edit that makes Palette's first line name the presets *names*, each in the place of its group."""
    enabled = list(base.enabled)
    for name in names:
        group = name.rpartition(":")[0]
        enabled = [one for one in enabled if one.rpartition(":")[0] != group] + [name]
    if not names or enabled == list(base.enabled):
        return None
    start = len(_BOM) if base.text.startswith(_BOM) else 0
    line = f"{ENABLED_PRESETS} {','.join(enabled)}{base.newline}"
    return Edit(start, max(start, base.header_end), line)


def changed_lines(base: str, edits: Sequence[Edit], text: str) -> tuple[tuple[int, int], ...]:
    """Return the first and last line, from 1, of each passage of *text* that *edits* of *base* made."""
    found: list[tuple[int, int]] = []
    moved = 0
    for edit in edits:
        start = edit.start + moved
        moved += len(edit.text) - (edit.end - edit.start)
        new = edit.text.strip(" \t\r\n")
        if new:
            first = start + edit.text.index(new)
            lines = text.count("\n", 0, first) + 1, text.count("\n", 0, first + len(new)) + 1
            found.append(lines)
    return tuple(dict.fromkeys(found))
