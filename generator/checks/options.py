"""Reference to an option that does not exist

A scope, a retirement, an option's `needs` or a rule's `when` asks for a value that the parameter or the choice does
not offer, or compares one that is no number.

    choices: {mode: {title: Mode, values: [overlay, nodesubnet]}}
    rules: {r: {when: {mode: ovrelay}, says: error, text: …, layer: pack}}

Correct the value, or add it to the parameter's `options` or the choice's `values`. A choice whose values are compared
needs `number: true`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.catalog import LoadedPack, Route
from generator.checks.walk import every, suggest
from generator.diagnostics import Diagnostic
from generator.model.knowledge import Choice, Retirement, Rule, Scope
from generator.model.pack import Pack
from generator.model.parameters import Option
from generator.rules import Condition, allowed_values, conditions, text_of
from generator.settings import Settings

CODE = "PS204"

_Wrong = tuple[Route, str, str]


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each value that the parameter or choice named beside it does not have."""
    for route, message, way_out in (*_of_parameters(loaded.pack), *_of_choices(loaded.pack)):
        yield loaded.problem(CODE, message, route, way_out)


def _of_parameters(pack: Pack) -> Iterator[_Wrong]:
    named: list[tuple[Route, str, object]] = []
    for route, scope in every(pack, Scope):
        named += [((*route, "option", path), path, value) for path, value in scope.option.items()]
    for route, option in every(pack, Option):
        named += [((*route, "needs", path), path, value) for path, value in option.needs.items()]
    for route, path, value in named:
        offered = [text_of(o.value) for p in pack.parameters if p.path == path for o in p.options]
        if offered and value is not None and text_of(value) not in offered:
            way_out = suggest(text_of(value), offered, f"add it to the options of `{path}`")
            yield route, f"`{path}` has no option `{text_of(value)}`", way_out


def _of_choices(pack: Pack) -> Iterator[_Wrong]:
    concerned: list[tuple[Route, Retirement | Scope]] = [*every(pack, Retirement), *every(pack, Scope)]
    for route, record in concerned:
        for name, value in record.choice.items():
            yield from _values(pack, name, (*route, "choice", name), [Condition(value)])
    for route, rule in every(pack, Rule):
        for name, wanted in rule.when.items():
            for n, condition in enumerate(conditions(wanted)):
                at = (*route, "when", name) if isinstance(wanted, str) else (*route, "when", name, n)
                yield from _values(pack, name, at, [condition])


def _values(pack: Pack, name: str, route: Route, wanted: list[Condition]) -> Iterator[_Wrong]:
    choice = pack.choices.get(name)
    for condition in wanted if choice else ():
        assert choice is not None
        if wrong := _wrong(pack, name, choice, condition):
            yield route, *wrong


def _wrong(pack: Pack, name: str, choice: Choice, condition: Condition) -> tuple[str, str] | None:
    offered = allowed_values(pack, choice)
    if condition.operator and not choice.number:
        way_out = f"add `number: true` to `choices.{name}`, or name a value"
        return f"`{name}` is no number, so it cannot be compared", way_out
    if choice.number and not re.match(r"v?\d", condition.value):
        return f"`{condition.value}` is no number or version", 'write a comparison such as `"> 250"`, or a number'
    if offered is None or condition.value in offered:
        return None
    way_out = suggest(condition.value, offered, f"add it to the values of `choices.{name}`")
    return f"the choice `{name}` has no value `{condition.value}`", way_out
