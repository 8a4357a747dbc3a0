"""Preset that cannot be applied

`add` of a preset is YAML that is merged into values.yaml, so it must be a mapping; that is an error. `remove` names
keys that are taken out first; one that no version has is a warning.

    presets: [{name: overlay, displayName: Overlay, group: Mode, add: "overlay"}]

Write `add` as the part of values.yaml that changes, from the root.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LINE, LoadedPack, Route
from generator.checks.walk import live, steps_of
from generator.diagnostics import Diagnostic, Severity
from generator.model.versions import Preset
from generator.settings import Settings
from generator.source import parse_values

CODE = "PS222"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each preset that cannot be merged, or removes what is not there."""
    for index, preset in enumerate(loaded.pack.presets):
        yield from _added(loaded, ("presets", index, "add"), preset)
        versions = [v for v in loaded.pack.versions if v.version in preset.versions]
        if not all(v.version in loaded.values for v in versions):
            continue  # values that cannot be read have no known keys
        for n, path in enumerate(preset.remove):
            if steps_of(path) is not None and not any(live(loaded, v, path) for v in versions):
                message = f"the preset `{preset.name}` removes `{path}`, which no version has"
                way_out = "correct the path, or leave it out"
                yield loaded.problem(CODE, message, ("presets", index, "remove", n), way_out, severity=Severity.WARNING)


def _added(loaded: LoadedPack, route: Route, preset: Preset) -> Iterator[Diagnostic]:
    document, found = parse_values("add", preset.add)
    for problem in (d for d in found if d.severity is Severity.ERROR):
        at = (*route, LINE, problem.location.line - 1)
        yield loaded.problem(CODE, f"`add` is no YAML: {problem.message}", at, problem.help)
    if document is not None and not isinstance(document.data, dict | None):
        message = f"`add` of the preset `{preset.name}` is no mapping"
        yield loaded.problem(CODE, message, route, "write the keys that change, from the root of values.yaml")
