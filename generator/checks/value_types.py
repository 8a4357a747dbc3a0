"""Value of another type than the parameter's

The default of a parameter (in the values text or typed), its `example` or the value of an option is not of its
`type`. Values that Palette or Helm fills in (`{{ … }}`) and empty ones pass.

    values: |
      pack:
        replicas: "2"
    parameters: [{path: pack.replicas, type: integer, …}]

Correct the value (mostly quotes are missing or too many), or the `type`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.catalog import LoadedPack, Route
from generator.checks.walk import defaults, is_macro
from generator.diagnostics import Diagnostic
from generator.model.parameters import Parameter, ParameterType
from generator.settings import Settings

CODE = "PS215"

_TYPES: dict[ParameterType, tuple[type, ...]] = {
    ParameterType.STRING: (str, date),
    ParameterType.INTEGER: (int,),
    ParameterType.NUMBER: (int, float),
    ParameterType.BOOLEAN: (bool,),
    ParameterType.ARRAY: (list,),
    ParameterType.OBJECT: (dict,),
}
_NAMES = {str: "text", bool: "true or false", int: "an integer", float: "a number", list: "a list", dict: "a mapping"}


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each value of the wrong type."""
    for route, parameter, what, value in _values(loaded):
        if value is None or is_macro(value) or _fits(value, parameter.type):
            continue
        kind = _NAMES.get(type(value), type(value).__name__)
        message = f"the {what} of `{parameter.path}` is {kind}, not {_named(parameter)}"
        yield loaded.problem(CODE, message, route, _way_out(value, parameter))


def _values(loaded: LoadedPack) -> Iterator[tuple[Route, Parameter, str, object]]:
    for default in defaults(loaded):
        yield default.route, default.parameter, "default", default.value
    for index, parameter in enumerate(loaded.pack.parameters):
        yield ("parameters", index, "example"), parameter, "example", parameter.example
        if parameter.type is not ParameterType.ARRAY:
            for n, option in enumerate(parameter.options):
                yield ("parameters", index, "options", n, "value"), parameter, f"option `{option.value}`", option.value


def _fits(value: object, kind: ParameterType) -> bool:
    if isinstance(value, bool):
        return kind is ParameterType.BOOLEAN
    return isinstance(value, _TYPES[kind])


def _named(parameter: Parameter) -> str:
    return _NAMES[_TYPES[parameter.type][-1]] if parameter.type is not ParameterType.STRING else "text"


def _way_out(value: object, parameter: Parameter) -> str:
    if parameter.type is ParameterType.STRING and not isinstance(value, list | dict):
        return "put the value in quotes, or correct `type`"
    if isinstance(value, str):
        return "take the quotes away, or write `type: string`"
    return f"write {_named(parameter)}, or correct `type`"
