"""presets.yaml in Palette's shape: in all 36 real files every preset has the same five keys, in this order."""

from __future__ import annotations

from collections.abc import Iterator

from generator.artifacts.notice import notice
from generator.model.pack import Pack
from generator.model.selection import presets_of
from generator.model.versions import Preset, Version
from generator.yaml_text import literal, mapping


def presets_yaml(pack: Pack, version: Version) -> str:
    """Take a pack and one of its versions; return its presets.yaml, empty where the version has no presets."""
    if isinstance(version.presets_text, str):
        return version.presets_text
    presets = presets_of(pack, version)
    if not presets:
        return ""
    lines = [*notice(pack, version, "# "), "presets:"]
    for preset in presets:
        lines += _preset(preset)
    return "\n".join(lines) + "\n"


def _preset(preset: Preset) -> Iterator[str]:
    keys = {
        "name": preset.name,
        "displayName": preset.display_name,
        "group": preset.group,
        "remove": preset.remove,
    }
    first, *rest = mapping(keys, 4)
    yield f"  - {first.lstrip(' ')}"
    yield from rest
    header, *content = literal(preset.add, 4)
    yield f"    add: {header}"
    yield from content
