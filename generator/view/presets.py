"""Presets as a page says them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.model.pack import Pack
from generator.model.selection import presets_of
from generator.model.versions import Preset, Version
from generator.prose import Code, Phrase, Strong, parse_phrase, phrase
from generator.values import ValuesText, enabled_presets
from generator.view.reach import listed, only
from generator.view.said import Coded, Route, Said, strong


@dataclass(frozen=True, slots=True)
class PresetView:
    """One *preset*, in words; *version* is the newest that offers it."""

    preset: Preset
    version: Version
    lead: Said
    removes: tuple[Said, ...]
    adds: Coded | None


def preset_views(pack: Pack, versions: Sequence[Version], values: Mapping[str, ValuesText]) -> tuple[PresetView, ...]:
    """Return the presets that any of *versions* offers; one that not all of them offer says so.

    *values* maps a version to its values text, whose first line may switch presets on.
    """
    written = versions[0].presets_text
    if isinstance(written, str):
        return _written(pack, versions[0], written, values)
    offered = {v.version: presets_of(pack, v) for v in versions}
    found = []
    for index, preset in enumerate(pack.presets):
        inside = [v for v in versions if any(p is preset for p in offered[v.version])]
        if inside:
            at: Route = ("presets", index)
            removes = tuple(Said(phrase(Code(r)), (*at, "remove", i)) for i, r in enumerate(preset.remove))
            adds = Coded("yaml", preset.add.rstrip("\n") + "\n", (*at, "add")) if preset.add.strip() else None
            lead = _lead(preset, _state(preset, inside, values), inside, versions)
            found.append(PresetView(preset, inside[0], Said(lead, at), removes, adds))
    return tuple(found)


def _state(preset: Preset, inside: Sequence[Version], values: Mapping[str, ValuesText]) -> str:
    name = f"{preset.group}:{preset.name}"
    enabled = [v.version for v in inside if name in (v.enabled_presets or enabled_presets(values[v.version].text))]
    if not enabled:
        return "off by default"
    return "on by default" if len(enabled) == len(inside) else f"on by default in {listed(enabled)}"


def _lead(preset: Preset, state: str, inside: Sequence[Version], versions: Sequence[Version]) -> Phrase:
    parts: list[Phrase | str | Code | Strong] = [strong(preset.display_name), " ("]
    parts += [Code(f"{preset.group}:{preset.name}"), f", {state})", only([v.version for v in inside], versions)]
    if preset.description:
        parts += [": ", parse_phrase(preset.description)]
    if preset.confidence:
        parts.append(f" ({preset.confidence})")
    return phrase(*parts)


def offered_presets(pack: Pack, version: Version) -> tuple[Preset, ...]:
    """Return the presets that *version* offers, from a presets.yaml that was taken over as far as it can be read."""
    if not isinstance(version.presets_text, str):
        return presets_of(pack, version)
    return _read(version.presets_text)


def is_configurable(pack: Pack) -> bool:
    """Tell whether there is something to choose: options, presets, or choices with rules."""
    if any(parameter.options for parameter in pack.parameters) or (pack.choices and pack.rules):
        return True
    return any(offered_presets(pack, version) for version in pack.versions)


def _written(pack: Pack, version: Version, text: str, values: Mapping[str, ValuesText]) -> tuple[PresetView, ...]:
    """Return the presets of a presets.yaml that was taken over, as far as they can be made out.

    Of several versions a tab shows those of the newest. What is wrong with the file, the audit says.
    """
    at: Route = ("versions", pack.versions.index(version), "presetsText")
    found = []
    for preset in _read(text):
        removes = tuple(Said(phrase(Code(path)), at) for path in preset.remove)
        adds = Coded("yaml", preset.add.rstrip("\n") + "\n", at) if preset.add.strip() else None
        lead = _lead(preset, _state(preset, [version], values), [version], [version])
        found.append(PresetView(preset, version, Said(lead, at), removes, adds))
    return tuple(found)


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[Preset, ...]:
    """Read a presets.yaml once for all that is told of a version: its page, its configurator, its files."""
    data = ValuesText(text).data
    listed_ = data.get("presets") if isinstance(data, Mapping) else None
    entries = listed_ if isinstance(listed_, list) else []
    return tuple(_preset(entry) for entry in entries if isinstance(entry, Mapping))


def _preset(entry: Mapping[str, object]) -> Preset:
    remove, add = entry.get("remove"), entry.get("add")
    return Preset.model_construct(
        name=_line(entry.get("name")),
        display_name=_line(entry.get("displayName") or entry.get("name")),
        group=_line(entry.get("group")),
        remove=tuple(str(path) for path in remove) if isinstance(remove, list) else (),
        add=add if isinstance(add, str) else "",
    )


def _line(value: object) -> str:
    return " ".join(str(value).split()) if value not in (None, "") else "unnamed"
