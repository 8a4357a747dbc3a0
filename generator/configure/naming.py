"""How records name what they ask for, and the values that a values.yaml and a user's choices give to these names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from generator.model.form import Choice, EngineOf
from generator.model.knowledge import Choice as Dimension
from generator.model.pack import Pack
from generator.model.parameters import Parameter
from generator.model.selection import parameters_of
from generator.rules import text_of
from generator.values import parse_path
from generator.values.paths import value_at

ENGINE, OS = "@engine", "@os"
OS_CHOICE = "os"
"""The choice that names operating systems: `windows-2022` is one of the system `windows`."""

Given = Mapping[str, tuple[str, ...]]
"""Name to values: `("",)` left out on purpose, `()` not in values.yaml. A name that is missing is not known."""


def named(path: str) -> str:
    """Return the name of the parameter at *path*."""
    return f"={path}"


def value_of(data: object, path: str) -> tuple[str, ...] | None:
    """Return what values *data* have at *path*, `()` where nothing is; None where a macro will fill it in."""
    try:
        value = value_at(data, parse_path(path))
    except (ValueError, KeyError):
        return ()
    items = value if isinstance(value, list) and value else [value]
    if any((isinstance(item, dict | list) and item) or (isinstance(item, str) and "{{" in item) for item in items):
        return None
    return tuple("" if item in (None, [], {}) else text_of(item) for item in items)


def engines(pack: Pack) -> tuple[EngineOf, ...]:
    """Return the options that choose an engine."""
    found = {
        (parameter.path, text_of(option.value), option.engine): None
        for parameter in pack.parameters
        for option in parameter.options
        if option.engine
    }
    return tuple(EngineOf(path=path, value=value, engine=engine) for path, value, engine in found)


def known_engines(pack: Pack) -> frozenset[str]:
    """Return the engines that an option chooses."""
    return frozenset(one.engine for one in engines(pack))


def choices(pack: Pack) -> tuple[Choice, ...]:
    """Return the choices of *pack*, and the operating systems where it has some and no choice for them."""
    found = [_choice(name, choice) for name, choice in pack.choices.items()]
    if pack.systems and OS_CHOICE not in pack.choices and _asks_for_systems(pack):
        found.append(Choice(id=OS_CHOICE, title="Operating systems", takes="several", values=tuple(pack.systems)))
    return tuple(found)


def _choice(name: str, choice: Dimension) -> Choice:
    takes = "number" if choice.number else "several" if name == OS_CHOICE else "one" if choice.values else "text"
    if choice.parameter:
        takes = "one"
    return Choice.model_validate(
        {
            "id": name,
            "title": choice.title,
            "takes": takes,
            "values": () if choice.number and not choice.parameter else choice.values,
            "parameter": choice.parameter or "",
        }
    )


def _asks_for_systems(pack: Pack) -> bool:
    scopes = [fact.scope for fact in pack.limitations.values()]
    scopes += [fact.scope for fact in pack.warnings.values()]
    scopes += [fact.scope for fact in pack.procedures.values()]
    return any(scope.os for scope in scopes) or any(fact.os for fact in pack.retirements.values())


def systems(pack: Pack) -> dict[str, str]:
    """Return the values of the choice of operating systems, each with the system that it is one of."""
    listed = next((choice.values for choice in choices(pack) if choice.id == OS_CHOICE), ())
    found = {}
    for value in listed:
        inside = [system for system in pack.systems if value == system or value.startswith(f"{system}-")]
        if inside:
            found[value] = max(inside, key=len)
    return found


def left_out_values(pack: Pack, path: str) -> tuple[str, ...]:
    """Return the values of choices that mean to leave the parameter at *path* out of values.yaml."""
    options = {text_of(option.value) for p in pack.parameters if p.path == path for option in p.options}
    listed = [value for c in pack.choices.values() if c.parameter == path for value in c.values]
    return tuple(dict.fromkeys(value for value in listed if options and value not in options))


def parameter_at(pack: Pack, version: str, path: str) -> Parameter | None:
    """Return the record of the parameter at *path* in *version*."""
    one = next(v for v in pack.versions if v.version == version)
    return next((p for p in parameters_of(pack, one) if p.path == path), None)


def given(pack: Pack, data: object, chosen: Mapping[str, Sequence[str]], asked: Collection[str]) -> Given:
    """Return the values of all names: of the parameters *asked* for as the values *data* have them, else as *chosen*.

    *chosen* maps choices to what the user chose; for one that is a parameter, a value that leaves it out.
    """
    found = dict(_parameters(data, asked))
    for choice in choices(pack):
        value = found.get(named(choice.parameter)) if choice.parameter else None
        if choice.id in chosen:
            found[choice.id] = tuple(chosen[choice.id])
        elif value is not None:
            found[choice.id] = value or ("",)
    listed = engines(pack)
    if all(named(one.path) in found for one in listed):
        found[ENGINE] = tuple(one.engine for one in listed if one.value in found[named(one.path)])
    if OS_CHOICE in found:
        found[OS] = tuple(system for v, system in systems(pack).items() if v in found[OS_CHOICE])
    return found


def _parameters(data: object, asked: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path in asked:
        if (value := value_of(data, path)) is not None:
            yield named(path), value
