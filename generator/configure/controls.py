"""What of a version's values.yaml can be chosen: groups of presets, and parameters with options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.configure import markup
from generator.configure.naming import left_out_values, value_of
from generator.configure.texts import Picked, Shipped, full_name
from generator.model.form import Control, State
from generator.model.pack import Pack
from generator.model.parameters import Parameter, ParameterType, Scalar
from generator.model.selection import options_of, parameters_of
from generator.rules import text_of
from generator.values import parse_path
from generator.values.laid import data_of

MOST = 24
"""Controls of one version on a page; the rest is left to the command line."""


@dataclass(frozen=True)
class Known:
    """A control, and what each of its states picks."""

    control: Control
    picks: tuple[Picked, ...]


def controls(pack: Pack, base: Shipped) -> tuple[Known, ...]:
    """Return the controls of the version that ships *base*: presets, then parameters, those of choices first."""
    data = data_of(base.text)
    chosen = {choice.parameter for choice in pack.choices.values()}
    parameters = parameters_of(pack, base.version)
    rank = {p.path: 0 if p.path in chosen else 1 if options_of(p, base.version) else 2 for p in parameters}
    found = [known for p in parameters if (known := _parameter(pack, base, p, data))]
    return (*_presets(base), *sorted(found, key=lambda known: rank[known.control.id]))


def _presets(base: Shipped) -> Iterator[Known]:
    groups: dict[str, list[int]] = {}
    for index, preset in enumerate(base.presets):
        groups.setdefault(preset.group, []).append(index)
    for group, members in groups.items():
        presets = [base.presets[index] for index in members]
        on = [preset.display_name for preset in presets if full_name(preset) in base.enabled]
        states = tuple(
            State(
                value=full_name(preset),
                label=preset.display_name,
                text=markup.line(preset.description) if preset.description else (),
            )
            for preset in presets
        )
        control = Control(
            id=f"preset:{group}", kind="preset", title=f"Preset: {group}", now=on[0] if on else "none", states=states
        )
        yield Known(control, tuple(Picked(presets=(preset,)) for preset in presets))


def _parameter(pack: Pack, base: Shipped, parameter: Parameter, data: object) -> Known | None:
    if parameter.readonly or parameter.type in (ParameterType.ARRAY, ParameterType.OBJECT) or not _is_path(parameter):
        return None
    states, picks = [], []
    for value, text, label in _options(base, parameter):
        states.append(State(value=text_of(value), label=label, text=text))
        picks.append(Picked(set=((parameter.path, value),)))
    for gone in left_out_values(pack, parameter.path) if states else ():
        states.append(State(value=gone, text=("It is left out of the values.",), left_out=True))
        picks.append(Picked(left_out=(parameter.path,)))
    if not states:
        return None
    control = Control(
        id=parameter.path,
        kind="parameter",
        title=next((c.title for c in pack.choices.values() if c.parameter == parameter.path), parameter.path),
        now=_now(data, parameter.path),
        text=markup.line(parameter.description),
        states=tuple(states),
    )
    return Known(control, tuple(picks))


def _is_path(parameter: Parameter) -> bool:
    try:
        return bool(parse_path(parameter.path))
    except ValueError:
        return False  # a check says so


def _options(base: Shipped, parameter: Parameter) -> Sequence[tuple[Scalar, markup.Markup, str]]:
    options = options_of(parameter, base.version)
    if not options and parameter.type is ParameterType.BOOLEAN:
        return [(True, (), ""), (False, (), "")]
    return [
        (o.value, markup.line(o.means), f"{text_of(o.value)} ({o.confidence})" if o.confidence else "") for o in options
    ]


def _now(data: object, path: str) -> str:
    found = value_of(data, path)
    if found is None:
        return "filled in by Palette"
    return ", ".join(value or '""' for value in found) or "not set"
