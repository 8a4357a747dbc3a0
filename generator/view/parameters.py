"""Parameters, options and presets as a page says them; defaults are read from the values text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from generator.model.pack import Pack
from generator.model.parameters import Option, Parameter
from generator.model.selection import options_of, parameters_of, presets_of
from generator.model.versions import Version
from generator.prose import Code, Phrase, Strong, Text, parse_phrase, phrase, words
from generator.values import ValuesText, parse_path
from generator.view.said import Box, Coded, Grid, Route, Said, Told, count, said, strong, told

__all__ = ["ParameterView", "PresetView", "parameter_grid", "parameter_views", "preset_views"]

_BARE = re.compile(r"[A-Za-z_./$@%+-][\w ./:@$%+=,-]*")
_OTHER_TYPES = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~", ""}


@dataclass(frozen=True, slots=True)
class ParameterView:
    """One parameter of one version, in words."""

    path: str
    row: tuple[Said, ...]
    title: Said | None
    intro: Told | None
    choice: Said | None
    options: tuple[Said, ...]
    usage: Said
    snippet: Coded | None
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class PresetView:
    """One preset of one version, in words."""

    lead: Said
    removes: tuple[Said, ...]
    adds: Coded | None


PARAMETER_HEAD = ("Parameter", "Description", "Type", "Default Value", "Required")


def literal(value: object) -> str:
    """Return *value* as it would stand in YAML, with quotes only where plain words would read as something else."""
    if isinstance(value, str):
        bare = _BARE.fullmatch(value) and value.lower() not in _OTHER_TYPES and value == value.strip()
        return value if bare else json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False, default=str)


def parameter_views(pack: Pack, version: Version, values: ValuesText) -> tuple[ParameterView, ...]:
    """Return the parameters of *version*, in the order of pack.yaml."""
    place = {id(p): i for i, p in enumerate(pack.parameters)}
    return tuple(_view(pack, version, values, place[id(p)]) for p in parameters_of(pack, version))


def _view(pack: Pack, version: Version, values: ValuesText, index: int) -> ParameterView:
    fact, at = pack.parameters[index], ("parameters", index)
    options = options_of(fact, version)
    return ParameterView(
        path=fact.path,
        row=_row(pack, version, values, index),
        title=said(fact.section.title, *at, "section", "title") if fact.section else None,
        intro=told(fact.section.text, *at, "section", "text") if fact.section and fact.section.text else None,
        choice=Said(_choice(fact, options), (*at, "options")) if options else None,
        options=tuple(_option(pack, o, (*at, "options", fact.options.index(o))) for o in options),
        usage=Said(phrase("Set ", Code(_key(fact)), " in the values of the pack, for example:"), (*at, "path")),
        snippet=Coded("yaml", snippet(fact), (*at, "example")) if fact.example is not None else None,
        boxes=_boxes(pack, version, fact),
    )


def _key(fact: Parameter) -> str:
    return str(parse_path(fact.path)[-1])


def _choice(fact: Parameter, options: tuple[Option, ...]) -> Phrase:
    """Say how many values there are and which engines they choose. Counted, never typed."""
    stated = [o for o in options if o.confidence is None]
    inferred = [o for o in options if o.confidence is not None]
    listed = words([phrase(Code(literal(o.value))) for o in stated])
    parts: list[Phrase | str | Code] = [f"The pack accepts {count(len(stated), 'value', 'values')} for "]
    parts += [Code(_key(fact)), ": ", listed, "."]
    enforcing = [o for o in stated if o.engine]
    if enforcing:
        parts.append(f" Of these, {count(len(enforcing), 'selects', 'select')} a policy engine.")
    if inferred:
        marked = words([phrase(Code(literal(o.value)), f" ({o.confidence})") for o in inferred])
        parts += [f" {count(len(inferred), 'more value is', 'more values are').capitalize()} not documented: "]
        parts += [marked, "."]
    return phrase(*parts)


def _option(pack: Pack, option: Option, at: Route) -> Said:
    parts: list[Phrase | str | Code | Strong] = [Strong((Text(literal(option.value)),)), ": "]
    parts.append(parse_phrase(option.means))
    if engine := pack.engines.get(option.engine or ""):
        parts.append(f" Enforced by {engine.short or engine.name}.")
    for path, value in option.needs.items():
        parts += [" Needs ", Code(f"{path}: {literal(value)}"), "."]
    if option.confidence:
        parts.append(f" ({option.confidence})")
    return Said(phrase(*parts), at)


def _row(pack: Pack, version: Version, values: ValuesText, index: int) -> tuple[Said, ...]:
    fact, at = pack.parameters[index], ("parameters", index)
    default, default_route = default_of(pack, version, values, index)
    allowed = options_of(fact, version)
    about = [parse_phrase(fact.description)]
    if allowed:
        listed = [phrase(Code(literal(o.value)), f" ({o.confidence})" if o.confidence else "") for o in allowed]
        about.append(phrase("Allowed: ", words(listed, "or"), "."))
    if fact.confidence:
        about.append(phrase(f"({fact.confidence})"))
    about += _life(fact)
    return (
        Said(phrase(Code(fact.path)), (*at, "path")),
        Said(phrase(*(x for i, p in enumerate(about) for x in ((" ", p) if i else (p,)))), (*at, "description")),
        said(fact.type.value, *at, "type"),
        Said(default, default_route),
        said("Yes" if fact.required else "No", *at, "required"),
    )


def _life(fact: Parameter) -> list[Phrase]:
    life = fact.lifecycle
    said_ = [phrase(f"Since {life.since}.")] if life.since else []
    said_ += [phrase(f"Deprecated in {life.deprecated}.")] if life.deprecated else []
    said_ += [phrase(f"Removed in {life.removed}.")] if life.removed else []
    return said_ + ([phrase("Use ", Code(life.replacement), " instead.")] if life.replacement else [])


def default_of(pack: Pack, version: Version, values: ValuesText, index: int) -> tuple[Phrase, Route]:
    """Say the default of a parameter and where it is ruled: the values text where the key is live."""
    fact, at = pack.parameters[index], ("parameters", index)
    path = parse_path(fact.path)
    if fact.default_text:
        return parse_phrase(fact.default_text), (*at, "defaultText")
    if values.state(path) == "live":
        return phrase(Code(literal(values.value(path)))), values_route(pack, version, values.line(path))
    if fact.default is not None:
        return phrase(Code(literal(fact.default))), (*at, "default")
    return phrase("not set"), (*at, "path")


def values_route(pack: Pack, version: Version, line: int | None) -> Route:
    """Return the route of line *line* (from 1) of the values text that *version* uses."""
    owner = next((v for v in pack.versions if v.version == version.values_of), version)
    return ("versions", pack.versions.index(owner), "values", "@line", (line or 1) - 1)


def snippet(fact: Parameter) -> str:
    """Return the YAML that sets *fact* to its example."""
    lines, steps = [], parse_path(fact.path)
    for depth, step in enumerate(steps[:-1]):
        lines.append("  " * depth + (f"{literal_key(step)}:" if isinstance(step, str) else "-"))
    value = json.dumps(fact.example, ensure_ascii=False)
    lines.append("  " * (len(steps) - 1) + f"{literal_key(steps[-1])}: {value}")
    return "\n".join(lines) + "\n"


def literal_key(step: str | int) -> str:
    """Return *step* as a mapping key."""
    text = str(step)
    return text if re.fullmatch(r"[A-Za-z_][\w./-]*", text) and text.lower() not in _OTHER_TYPES else json.dumps(text)


def _boxes(pack: Pack, version: Version, fact: Parameter) -> tuple[Box, ...]:
    return tuple(
        Box(w.kind.value, w.title or "", told(w.text, "warnings", key, "text"))
        for key, w in pack.warnings.items()
        if w.place == "parameter" and w.parameter == fact.path and version.version in w.versions
    )


def parameter_grid(views: tuple[ParameterView, ...]) -> Grid:
    """Return the parameter table with the columns of the official README template."""
    return Grid(tuple(phrase(h) for h in PARAMETER_HEAD), tuple(v.row for v in views))


def preset_views(pack: Pack, version: Version) -> tuple[PresetView, ...]:
    """Return the presets of *version*."""
    found = []
    for preset in presets_of(pack, version):
        at = ("presets", pack.presets.index(preset))
        enabled = f"{preset.group}:{preset.name}" in version.enabled_presets
        parts: list[Phrase | str | Code | Strong] = [strong(preset.display_name), " ("]
        parts += [Code(f"{preset.group}:{preset.name}"), ", on by default)" if enabled else ", off by default)"]
        if preset.description:
            parts += [": ", parse_phrase(preset.description)]
        if preset.confidence:
            parts.append(f" ({preset.confidence})")
        removes = tuple(Said(phrase(Code(r)), (*at, "remove", i)) for i, r in enumerate(preset.remove))
        adds = Coded("yaml", preset.add.rstrip("\n") + "\n", (*at, "add")) if preset.add.strip() else None
        found.append(PresetView(Said(phrase(*parts), at), removes, adds))
    return tuple(found)
