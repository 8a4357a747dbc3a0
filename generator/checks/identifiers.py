"""Reference to a record that is not declared

A procedure names a warning, a guide a procedure, a warning or a choice a parameter, a rule, a retirement or a scope a
choice, a scope or an option the path of a parameter, and the pack has none of that name. A warning with
`place: parameter` must name its parameter.

    warnings: {restart: {text: …}}
    procedures: {switch: {title: …, warnings: [restrat], steps: […]}}

Correct the name, or declare the record.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack, Route
from generator.checks.walk import records, suggest
from generator.diagnostics import Diagnostic
from generator.model.knowledge import Choice, Retirement, Rule, Scope, Warning
from generator.model.pack import Pack
from generator.model.parameters import Option, ParameterLifecycle
from generator.model.procedures import GuidePart, Procedure, Step
from generator.settings import Settings

CODE = "PS209"

_Named = tuple[Route, str, str, bool]


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each name of a record that is not declared."""
    pack = loaded.pack
    known = {
        "warning": list(pack.warnings),
        "procedure": list(pack.procedures),
        "parameter": [p.path for p in pack.parameters],
        "choice": list(pack.choices),
    }
    for route, kind, name, key in _named(pack):
        if name not in known[kind]:
            way_out = suggest(name, known[kind], f"declare it under `{kind}s`")
            yield loaded.problem(CODE, f"there is no {kind} `{name}`", route, way_out, key=key)
    for name, warning in pack.warnings.items():
        if warning.place == "parameter" and warning.parameter is None:
            message = f"the warning `{name}` stands by a parameter, and names none"
            yield loaded.problem(CODE, message, ("warnings", name, "place"), "add `parameter:` with its path")


def _named(pack: Pack) -> Iterator[_Named]:
    for route, record in records(pack):
        match record:
            case Procedure() | Step():
                yield from (((*route, "warnings", n), "warning", w, False) for n, w in enumerate(record.warnings))
            case GuidePart():
                yield from (((*route, "procedures", n), "procedure", p, False) for n, p in enumerate(record.procedures))
            case Warning() | Choice():
                yield from _one(route, "parameter", record.parameter)
            case ParameterLifecycle():
                yield from _one(route, "replacement", record.replacement)
            case Scope():
                yield from _keys((*route, "option"), "parameter", record.option)
                yield from _keys((*route, "choice"), "choice", record.choice)
            case Option():
                yield from _keys((*route, "needs"), "parameter", record.needs)
            case Rule():
                yield from _keys((*route, "when"), "choice", record.when)
            case Retirement():
                yield from _keys((*route, "choice"), "choice", record.choice)


def _one(route: Route, field: str, path: str | None) -> Iterator[_Named]:
    if path is not None:
        yield (*route, field), "parameter", path, False


def _keys(route: Route, kind: str, names: dict[str, object] | dict[str, str] | object) -> Iterator[_Named]:
    assert isinstance(names, dict)
    yield from (((*route, name), kind, name, True) for name in names)
