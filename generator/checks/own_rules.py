"""The pack breaks a rule of its own

The values as shipped, or a preset switched on, are a combination that a rule of this pack calls an `error`. Only
choices that are parameters are known here.

    values: |
      pack:
        dataplane: cilium
        policy: azure
    rules: {k7: {when: {dataplane: cilium, policy: not cilium}, says: error, text: …, layer: platform}}

Correct the values or the preset, or the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LINE, LoadedPack, Route
from generator.checks.walk import defaults, is_macro, steps_of
from generator.diagnostics import Diagnostic
from generator.model.knowledge import Says
from generator.model.selection import presets_of
from generator.model.versions import Preset, Version
from generator.rules import Given, evaluate, text_of
from generator.settings import Settings
from generator.values import ValuesText

CODE = "PS701"

_Chosen = dict[str, tuple[Given, Route]]
"""Choice to value, and the route of the value."""


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each rule that the defaults or a preset break."""
    if not loaded.pack.rules:
        return
    for version in loaded.pack.versions:
        shipped = _shipped(loaded, version)
        broken = _broken(loaded, settings, version, shipped)
        for name, route in broken.items():
            yield _problem(loaded, name, f"the values of version {version.version} break", route)
        for preset in presets_of(loaded.pack, version):
            changed = _broken(loaded, settings, version, _applied(loaded, shipped, preset))
            for name, route in changed.items():
                if name not in broken:
                    yield _problem(loaded, name, f"the preset `{preset.name}` breaks", route)


def _problem(loaded: LoadedPack, name: str, who: str, route: Route) -> Diagnostic:
    line = loaded.where(("rules", name), key=True).line
    message = f"{who} the rule `{name}`: {' '.join(loaded.pack.rules[name].text.split())}"
    return loaded.problem(CODE, message, route, f"the rule stands in line {line}; change the value or the rule")


def _broken(loaded: LoadedPack, settings: Settings, version: Version, chosen: _Chosen) -> dict[str, Route]:
    choice = {name: value for name, (value, _) in chosen.items()}
    verdicts = [v for v in evaluate(loaded.pack, choice, settings.as_of, version.version) if v.says is Says.ERROR]
    return {v.name: next(route for name, (_, route) in chosen.items() if name in v.rule.when) for v in verdicts}


def _shipped(loaded: LoadedPack, version: Version) -> _Chosen:
    found: _Chosen = {}
    for default in defaults(loaded):
        if default.version is version and default.value is not None and not is_macro(default.value):
            for name, choice in loaded.pack.choices.items():
                if choice.parameter == default.parameter.path:
                    found[name] = _given(default.value), default.route
    return found


def _applied(loaded: LoadedPack, shipped: _Chosen, preset: Preset) -> _Chosen:
    """Return what is chosen with *preset* on; its own values come first, as they are what broke a rule."""
    index = next(i for i, p in enumerate(loaded.pack.presets) if p is preset)
    added = ValuesText(preset.add)
    changed: _Chosen = {}
    for name, choice in loaded.pack.choices.items():
        steps = steps_of(choice.parameter) if choice.parameter else None
        if steps and added.state(steps) == "live" and not is_macro(added.value(steps)):
            route: Route = ("presets", index, "add", LINE, (added.line(steps) or 1) - 1)
            changed[name] = _given(added.value(steps)), route
    return {**changed, **{n: v for n, v in shipped.items() if n not in changed and not _removed(loaded, n, preset)}}


def _removed(loaded: LoadedPack, name: str, preset: Preset) -> bool:
    steps = steps_of(loaded.pack.choices[name].parameter or "")
    gone = [g for path in preset.remove if (g := steps_of(path))]
    return steps is not None and any(steps[: len(g)] == g for g in gone)


def _given(value: object) -> Given:
    if isinstance(value, list):
        return [text_of(v) for v in value]
    return value if isinstance(value, int | float) and not isinstance(value, bool) else text_of(value)
