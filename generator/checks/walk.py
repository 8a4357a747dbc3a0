"""What checks look at: every record of a pack with its route, its prose, its defaults. This module is no check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Generic, TypeVar

from pydantic import BaseModel

from generator.catalog import LINE, LoadedPack, Route
from generator.model.pack import Pack
from generator.model.parameters import Parameter
from generator.model.prose import prose_fields
from generator.model.selection import parameters_of
from generator.model.versions import Version
from generator.values import Path, ValuesText, parse_path

_Record = TypeVar("_Record", bound=BaseModel)
_Thing = TypeVar("_Thing")


def every(pack: Pack, kind: type[_Record]) -> Iterator[tuple[Route, _Record]]:
    """Yield each record of *kind* that the file holds, with its route."""
    for route, record in records(pack):
        if isinstance(record, kind):
            yield route, record


def records(pack: Pack) -> tuple[tuple[Route, BaseModel], ...]:
    """Return *pack* and each record in it, as far as the file states them, with their routes."""
    return _records(_Same(pack))


@dataclass(frozen=True, eq=False, slots=True)
class _Same(Generic[_Thing]):
    """A thing that is equal to itself only: comparing models costs more than walking them."""

    thing: _Thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.thing is self.thing

    def __hash__(self) -> int:
        return id(self.thing)


@lru_cache(maxsize=1)
def _records(same: _Same[Pack]) -> tuple[tuple[Route, BaseModel], ...]:
    """Walk a pack once for the dozen checks that look at its records."""
    return tuple(_walk(same.thing, ()))


def _walk(value: object, route: Route) -> Iterator[tuple[Route, BaseModel]]:
    if value is None or isinstance(value, str):
        return  # most fields: to ask whether they are models takes longer
    if isinstance(value, BaseModel):
        yield route, value
        for name, key in _keys(type(value)).items():
            if name in value.model_fields_set:
                yield from _walk(getattr(value, name), (*route, key))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*route, str(key)))
    elif isinstance(value, tuple) and not (value and isinstance(value[0], str)):
        for index, item in enumerate(value):
            yield from _walk(item, (*route, index))


def held(pack: Pack, *names: str) -> Iterator[tuple[Route, object]]:
    """Yield what the fields *names* hold, of each record that has them, with their routes."""
    for route, record in records(pack):
        keys = _keys(type(record))
        for name in names:
            if name in keys:
                yield (*route, keys[name]), getattr(record, name)


def prose(pack: Pack) -> Iterator[tuple[Route, str]]:
    """Yield every text that the model calls prose, with its route."""
    for route, record in records(pack):
        for name in prose_fields(type(record)) & record.model_fields_set:
            yield from texts(getattr(record, name), (*route, _keys(type(record))[name]))


def texts(value: object, route: Route) -> Iterator[tuple[Route, str]]:
    """Yield the texts of *value*: itself, the items of a list, the values of a mapping."""
    if isinstance(value, str):
        yield route, value
    elif isinstance(value, tuple):
        yield from ((((*route, index), item) for index, item in enumerate(value) if isinstance(item, str)))
    elif isinstance(value, dict):
        yield from ((((*route, key), item) for key, item in value.items() if isinstance(item, str)))


@cache
def _keys(model: type[BaseModel]) -> dict[str, str]:
    return {name: field.alias or name for name, field in model.model_fields.items()}


@dataclass(frozen=True, slots=True)
class Default:
    """What a version's parameter holds unless the user says otherwise, and where that stands."""

    parameter: Parameter
    version: Version
    value: object
    route: Route


def defaults(loaded: LoadedPack) -> tuple[Default, ...]:
    """Return the default of every parameter in every version that has one, live or typed."""
    return _defaults(_Same(loaded))


@lru_cache(maxsize=1)
def _defaults(same: _Same[LoadedPack]) -> tuple[Default, ...]:
    return tuple(_each_default(same.thing))


def _each_default(loaded: LoadedPack) -> Iterator[Default]:
    for version in loaded.pack.versions:
        for parameter in parameters_of(loaded.pack, version):
            found = live(loaded, version, parameter.path)
            if found is not None:
                yield Default(parameter, version, *found)
            elif "default" in parameter.model_fields_set:
                yield Default(parameter, version, parameter.default, (*route_of(loaded.pack, parameter), "default"))


def live(loaded: LoadedPack, version: Version, path: str) -> tuple[object, Route] | None:
    """Return the value of the live key at *path* in the values of *version*, with its route; none if it is not live."""
    steps, values = steps_of(path), loaded.values.get(version.version)
    if steps is None or values is None or values.state(steps) != "live":
        return None
    return values.value(steps), line_route(loaded.pack, version, values, steps)


def line_route(pack: Pack, version: Version, values: ValuesText, steps: Path) -> Route:
    """Return the route of the line in which the key at *steps* stands."""
    return ("versions", owner(pack, version), "values", LINE, (values.line(steps) or 1) - 1)


def owner(pack: Pack, version: Version) -> int:
    """Return the number of the version that holds the values text of *version*."""
    name = version.version if version.values is not None else version.values_of
    return next((i for i, v in enumerate(pack.versions) if v.version == name and v.values is not None), 0)


def route_of(pack: Pack, parameter: Parameter) -> Route:
    """Return the route of a parameter's record."""
    return ("parameters", next(i for i, p in enumerate(pack.parameters) if p is parameter))


def steps_of(path: str) -> Path | None:
    """Return the steps of *path*; none where it is no path, which is another check's finding."""
    try:
        return parse_path(path)
    except ValueError:
        return None


def is_macro(value: object) -> bool:
    """Tell whether *value* is filled in by Palette or Helm: what it will be is not known here."""
    return isinstance(value, str) and "{{" in value


def same(value: object, other: object) -> bool:
    """Tell whether two plain values are one: `true` is not 1, and 1.0 is 1."""
    return value == other and isinstance(value, bool) == isinstance(other, bool)


def suggest(name: str, known: Iterable[str], otherwise: str) -> str:
    """Return the way out for a *name* that is not *known*: what was meant, or what there is and *otherwise*."""
    names = sorted(set(known))
    close = get_close_matches(name, names, n=1) or [k for k in names if k.lower() == name.lower()]
    if close:
        return f"did you mean `{close[0]}`?"
    listed = ", ".join(f"`{n}`" for n in names[:12]) + (", …" if len(names) > 12 else "")
    return f"known: {listed}; or {otherwise}" if names else otherwise
