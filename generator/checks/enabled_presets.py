"""Enabled preset that the version does not offer

`enabledPresets` writes the line from which Palette switches presets on. It names each as `Group:name`, and only one
of a group, since presets of a group exclude each other.

    enabledPresets: ["Policy:calcio"]
    presets: [{name: calico, group: Policy, …}]

Correct the name or the group, or widen the preset's `versions`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack, Route
from generator.checks.walk import suggest
from generator.diagnostics import Diagnostic
from generator.model.selection import presets_of
from generator.settings import Settings

CODE = "PS207"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each enabled preset that is unknown, or excludes one before it."""
    for index, version in enumerate(loaded.pack.versions):
        known = [f"{p.group}:{p.name}" for p in presets_of(loaded.pack, version)]
        groups: dict[str, str] = {}
        for n, name in enumerate(version.enabled_presets):
            route: Route = ("versions", index, "enabledPresets", n)
            group = name.partition(":")[0]
            if name not in known:
                way_out = suggest(name, known, "declare it under `presets`")
                yield loaded.problem(CODE, f"version {version.version} has no preset `{name}`", route, way_out)
            elif group in groups:
                message = f"`{name}` and `{groups[group]}` are of one group, so they exclude each other"
                yield loaded.problem(CODE, message, route, "leave one of them out")
            groups.setdefault(group, name)
