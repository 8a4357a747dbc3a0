"""From plain data to a `Pack`, with every shape error placed in the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, Protocol

from pydantic import BaseModel, ValidationError

from generator.diagnostics import Diagnostic, Location
from generator.model.pack import Pack

Route = Sequence[str | int]


class Placed(Protocol):
    """Data that knows where its parts stand in a file."""

    @property
    def data(self) -> object:
        """The plain data."""

    def where(self, route: Route) -> Location:
        """Return the place of the value at *route*, or of the nearest value around it."""

    def where_key(self, route: Route) -> Location:
        """Return the place of the key at the end of *route*."""


def validate(document: Placed) -> tuple[Pack | None, list[Diagnostic]]:
    """Read *document* as a pack: the pack, or none with a diagnostic for everything that does not fit."""
    try:
        return Pack.model_validate(document.data), []
    except ValidationError as error:
        return None, [_diagnostic(document, d) for d in _distinct(document.data, error.errors(include_url=False))]


def _distinct(data: object, errors: Sequence[Any]) -> list[Any]:
    """Of what the members of a union complain of in turn, keep one: that of the member that fits best."""
    kept: dict[object, Any] = {}
    for details in errors:
        kind, loc = details["type"], details["loc"]
        # A collection is no text, but its parts are what is wrong; a list is short only as its items are wrong.
        collection = kind == "string_type" and loc[-1] == "str" and isinstance(details["input"], dict | list)
        around = loc if kind == "too_short" else loc[:-1]
        others = [e for e in errors if e is not details and e["loc"][: len(around)] == around]
        if others and (kind in ("is_instance_of", "too_short") or (collection and _deeper(others, loc))):
            continue
        typed = kind.endswith(("_type", "_parsing"))
        kept.setdefault((*_real_route(data, loc), "") if typed else (loc, kind), details)
    return list(kept.values())


def _deeper(errors: Sequence[Any], loc: Sequence[str | int]) -> bool:
    return any(len(e["loc"]) > len(loc) for e in errors)


def _diagnostic(document: Placed, details: Any) -> Diagnostic:
    kind: str = details["type"]
    route = _real_route(document.data, details["loc"], absent=kind == "missing")
    for prefixes, build in _KINDS:
        if kind.startswith(prefixes):
            return build(document, route, details)
    return _wrong_value(document, route, details)


def _real_route(data: object, loc: Sequence[str | int], *, absent: bool = False) -> list[str | int]:
    """Drop what pydantic names inside a route and the file does not have; the last step stays if it is *absent*."""
    route: list[str | int] = []
    for position, step in enumerate(loc):
        last = position == len(loc) - 1
        if isinstance(data, dict) and step in data:  # noqa: SIM114 - together they are no longer typed
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        elif not (absent and last and isinstance(data, dict)):
            continue
        route.append(step)
    return route


def _unknown_key(document: Placed, route: Route, details: Any) -> Diagnostic:
    key = str(route[-1]) if route else ""
    known = sorted(known_keys(route[:-1]))
    close = get_close_matches(key, known, n=1, cutoff=0.6) or [k for k in known if k.lower() == key.lower()]
    way_out = f"did you mean `{close[0]}`?" if close else f"known here: {', '.join(known)}"
    return Diagnostic("PS101", f"unknown key `{key}`{_inside(route[:-1])}", document.where_key(route), way_out)


def _missing_key(document: Placed, route: Route, details: Any) -> Diagnostic:
    message = f"`{route[-1]}` is missing{_inside(route[:-1])}"
    model_help = _describe(route)
    return Diagnostic("PS102", message, document.where_key(route[:-1]), f"add `{route[-1]}:`{model_help}")


def _wrong_type(document: Placed, route: Route, details: Any) -> Diagnostic:
    message = f"`{_dotted(route)}` is {_kind_of(details['input'])}; {_expected(details)}"
    plain = details["type"] == "string_type" and isinstance(details["input"], int | float | date)
    way_out = "put the value in quotes" if plain else f"see `{_dotted(route)}`{_describe(route)}"
    return Diagnostic("PS103", message, document.where(route), way_out)


def _wrong_value(document: Placed, route: Route, details: Any) -> Diagnostic:
    message, way_out = details["msg"].removeprefix("Value error, "), f"`{route[-1] if route else 'pack.yaml'}`"
    if details["type"] in _SAYS:
        message = _SAYS[details["type"]].format(**details["ctx"])
    elif details["type"] == "string_pattern_mismatch":
        message = f"does not have the form `{details['ctx']['pattern']}`"
    elif details["type"] == "enum":
        known = re.findall(r"'([^']+)'", details["ctx"]["expected"])
        close = get_close_matches(str(details["input"]), known, n=1)
        way_out = f"did you mean `{close[0]}`? {way_out}" if close else way_out
        message = f"is none of {', '.join(f'`{k}`' for k in known)}"
    text = str(details["input"])
    shown = (text if len(text) <= 60 else text[:57] + "...").replace("\n", "\\n")
    code = "PS105" if "leaves the pack folder" in message else "PS104"
    return Diagnostic(
        code,
        f"`{_dotted(route)}`: `{shown}` {message[:1].lower()}{message[1:]}",
        document.where(route),
        f"{way_out}{_describe(route)}",
    )


_SAYS = {
    "string_too_short": "is empty",
    "string_too_long": "is longer than {max_length} characters",
    "too_short": "needs more entries: {min_length} at least",
    "greater_than_equal": "is less than {ge}",
}


def _bad_date(document: Placed, route: Route, details: Any) -> Diagnostic:
    message = f"`{_dotted(route)}`: `{details['input']}` is no date"
    return Diagnostic(
        "PS106", message, document.where(route), "write a day that exists as `2026-09-30`, without quotes"
    )


_KINDS: list[tuple[tuple[str, ...], Callable[[Placed, Route, Any], Diagnostic]]] = [
    (("extra_forbidden",), _unknown_key),
    (("missing",), _missing_key),
    (("date_",), _bad_date),
    (
        (
            "string_type",
            "int_",
            "float_",
            "bool_",
            "dict_type",
            "list_type",
            "tuple_type",
            "model_type",
            "model_attributes_type",
        ),
        _wrong_type,
    ),
]


def _expected(details: Any) -> str:
    message: str = details["msg"]
    for technical, plain in _WORDS:
        message = message.replace(technical, plain)
    return message[:1].lower() + message[1:]


_WORDS = (
    ("Input should be a valid dictionary or instance of", "it should be a mapping for"),
    ("Input should be", "it should be"),
    ("valid string", "text"),
    ("a text", "text"),
    ("valid dictionary", "mapping"),
    ("valid tuple", "list"),
    ("valid list", "list"),
    ("valid boolean", "`true` or `false`"),
    ("a `true`", "`true`"),
    ("valid integer", "whole number"),
)


def _kind_of(value: object) -> str:
    names = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a mapping"}
    return "empty" if value is None else names.get(type(value), f"a {type(value).__name__}")


def _dotted(route: Route) -> str:
    text = ""
    for step in route:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "pack.yaml"


def _inside(route: Route) -> str:
    return f" in `{_dotted(route)}`" if route else ""


def known_keys(route: Route) -> set[str]:
    """Return the keys that the mapping at *route* may have."""
    model = _model_at(route)
    return {f.alias or n for n, f in model.model_fields.items()} if model else set()


def _describe(route: Route) -> str:
    """Return `: what the field holds`, or of a list item or a free name, what the field around it holds."""
    for length in range(len(route), 0, -1):
        model = _model_at(route[: length - 1])
        for name, field in model.model_fields.items() if model else ():
            if route[length - 1] in (name, field.alias) and field.description:
                around = "" if length == len(route) else f" in `{field.alias or name}`"
                return f"{around}: {field.description}"
    return ""


def _model_at(route: Route) -> type[BaseModel] | None:
    """Return the model that describes the mapping at *route*."""
    current: object = Pack
    for step in route:
        model = _first_model(current)
        if model is not None and isinstance(step, str):
            fields = {f.alias or n: f for n, f in model.model_fields.items()}
            if step in fields:
                current = fields[step].annotation
                continue
        arguments = [a for a in getattr(current, "__args__", ()) if a is not Ellipsis and a is not type(None)]
        if not arguments:
            return None
        current = arguments[-1]
    return _first_model(current)


def _first_model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    origin = getattr(annotation, "__origin__", None)
    if origin in (tuple, list, dict):
        return None
    for argument in getattr(annotation, "__args__", ()):
        if (found := _first_model(argument)) is not None:
            return found
    return None
