"""Parameters and their options as a page says them; defaults are read from the values text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from generator.model.pack import Pack
from generator.model.parameters import Option, Parameter
from generator.model.selection import is_deprecated, options_of, parameters_of
from generator.model.versions import Version
from generator.prose import Code, Phrase, Strong, Text, parse_phrase, phrase, words
from generator.values import ValuesText, parse_path
from generator.view.reach import Reach, boxes, listed, only
from generator.view.said import Box, Coded, Grid, Route, Said, Told, count, said, told

__all__ = ["ParameterView", "parameter_grid", "parameter_views"]

_BARE = re.compile(r"[A-Za-z_./$@%+-][\w ./:@$%+=,-]*")
_OTHER_TYPES = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~", ""}


@dataclass(frozen=True, slots=True)
class ParameterView:
    """One record of a parameter, in words."""

    path: str
    table: str | None
    row: tuple[Said, ...]
    record: tuple[Said, ...]
    title: Said | None
    intro: Told | None
    choice: Said | None
    options: tuple[Said, ...]
    usage: Said
    snippet: Coded | None
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """A record of pack.yaml, and those of the versions told of that it holds for, the newest first."""

    pack: Pack
    index: int
    versions: tuple[Version, ...]
    among: tuple[Version, ...]
    values: Mapping[str, ValuesText]
    came: Mapping[str, str]

    @property
    def fact(self) -> Parameter:
        return self.pack.parameters[self.index]

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(o for o in self.fact.options if any(o in options_of(self.fact, v) for v in self.versions))

    def mark(self, option: Option) -> str:
        """Say which of the versions accept *option*, where not all do."""
        return only([v.version for v in self.versions if v.version in option.versions], self.versions)


PARAMETER_HEAD = ("Parameter", "Description", "Type", "Default Value", "Required")
RECORD_HEAD = (*PARAMETER_HEAD, "Allowed Values", "Since")
NOT_LIMITED, FIRST_HERE = "not limited", "the first version here"  # in a record where there is nothing to tell


def literal(value: object) -> str:
    """Return *value* as it would stand in YAML, with quotes only where plain words would read as something else."""
    if isinstance(value, str):
        bare = _BARE.fullmatch(value) and value.lower() not in _OTHER_TYPES and value == value.strip()
        return value if bare else json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False, default=str)


def parameter_views(
    pack: Pack,
    versions: Sequence[Version],
    values: Mapping[str, ValuesText],
    came: Mapping[str, str] = MappingProxyType({}),
) -> tuple[ParameterView, ...]:
    """Return the parameters of *versions*, which are given newest first; what not all of them have says so.

    *values* maps a version to its values text, *came* a path to the version that brought it, where that is known.
    Records of one path stand together, in the order of pack.yaml.
    """
    place = {id(p): i for i, p in enumerate(pack.parameters)}
    first = {p.path: i for i, p in reversed(list(enumerate(pack.parameters)))}
    holders: dict[int, list[Version]] = {}
    for version in versions:
        for parameter in parameters_of(pack, version):
            holders.setdefault(place[id(parameter)], []).append(version)
    ordered = sorted(holders, key=lambda i: (first[pack.parameters[i].path], i))
    return tuple(_view(_Held(pack, i, tuple(holders[i]), tuple(versions), values, came)) for i in ordered)


def _view(held: _Held) -> ParameterView:
    fact, at = held.fact, ("parameters", held.index)
    reach = Reach(tuple(v.version for v in held.versions))
    return ParameterView(
        path=fact.path,
        table=fact.table,
        row=_row(held),
        record=_record(held),
        title=said(fact.section.title, *at, "section", "title") if fact.section else None,
        intro=told(fact.section.text, *at, "section", "text") if fact.section and fact.section.text else None,
        choice=Said(_choice(held), (*at, "options")) if held.options else None,
        options=tuple(_option(held, o, (*at, "options", fact.options.index(o))) for o in held.options),
        usage=Said(_usage(held), (*at, "path")),
        snippet=Coded("yaml", snippet(fact), (*at, "example")) if fact.example is not None else None,
        boxes=boxes(held.pack, "parameter", reach, fact.path, named=fact.section is None),
    )


def _usage(held: _Held) -> Phrase:
    """Say what the snippet shows; nothing where there is none."""
    if held.fact.example is None:
        return phrase()
    return phrase("Set ", Code(_known_as(held)), " in the values of the pack, for example:")


def _key(fact: Parameter) -> str:
    return str(parse_path(fact.path)[-1])


def _known_as(held: _Held) -> str:
    """Return the last step of the path; all of it where that step alone would say little, such as `enabled`."""
    key = _key(held.fact)
    alone = all(p.path == held.fact.path or _key(p) != key for p in held.pack.parameters)
    return key if alone and len(parse_path(held.fact.path)) <= 2 else held.fact.path


def _choice(held: _Held) -> Phrase:
    """Say how many values there are and which engines they choose. Counted, never typed."""
    stated = [o for o in held.options if o.confidence is None]
    inferred = [o for o in held.options if o.confidence is not None]
    values = words([phrase(Code(literal(o.value))) for o in stated])
    parts: list[Phrase | str | Code] = [f"The pack accepts {count(len(stated), 'value', 'values')} for "]
    parts += [Code(_known_as(held)), ": ", values, "."]
    enforcing = [o for o in stated if o.engine]
    if enforcing:
        parts.append(f" Of these, {count(len(enforcing), 'selects', 'select')} a policy engine.")
    if inferred:
        marked = words([phrase(Code(literal(o.value)), f" ({o.confidence})") for o in inferred])
        parts += [f" {count(len(inferred), 'more value is', 'more values are').capitalize()} not documented: "]
        parts += [marked, "."]
    return phrase(*parts)


def _option(held: _Held, option: Option, at: Route) -> Said:
    parts: list[Phrase | str | Code | Strong] = [Strong((Text(literal(option.value)),)), held.mark(option), ": "]
    parts.append(parse_phrase(option.means))
    if engine := held.pack.engines.get(option.engine or ""):
        parts.append(f" Enforced by {engine.short or engine.name}.")
    for path, value in option.needs.items():
        parts += [" Needs ", Code(f"{path}: {literal(value)}"), "."]
    if option.confidence:
        parts.append(f" ({option.confidence})")
    return Said(phrase(*parts), at)


def _row(held: _Held) -> tuple[Said, ...]:
    fact = held.fact
    about = [parse_phrase(fact.description)]
    if held.options:
        about.append(phrase("Allowed: ", _allowed(held), "."))
    life = [phrase(f"Since {fact.lifecycle.since}.")] if fact.lifecycle.since else []
    return _cells(held, [*about, *_doubt(fact), *life, *_life(fact, held.versions[0]), *_partly(held)])


def _record(held: _Held) -> tuple[Said, ...]:
    """Say what `_row` says, with what is allowed and since when in cells of their own."""
    fact, at = held.fact, ("parameters", held.index)
    about = [parse_phrase(fact.description), *_doubt(fact), *_life(fact, held.versions[0]), *_partly(held)]
    allowed = phrase(Code(fact.format)) if fact.format else phrase(NOT_LIMITED)
    since = fact.lifecycle.since or held.came.get(fact.path)
    return (
        *_cells(held, about),
        Said(_allowed(held), (*at, "options")) if held.options else Said(allowed, (*at, "format")),
        Said(phrase(Code(since)) if since else phrase(FIRST_HERE), (*at, "lifecycle")),
    )


def _cells(held: _Held, about: Sequence[Phrase]) -> tuple[Said, ...]:
    fact, at = held.fact, ("parameters", held.index)
    return (
        Said(phrase(Code(fact.path)), (*at, "path")),
        Said(phrase(*(x for i, p in enumerate(about) for x in ((" ", p) if i else (p,)))), (*at, "description")),
        said(fact.type.value, *at, "type"),
        _defaults(held),
        said("Yes" if fact.required else "No", *at, "required"),
    )


def _allowed(held: _Held) -> Phrase:
    return words(
        [
            phrase(Code(literal(o.value)), f" ({o.confidence})" if o.confidence else "", held.mark(o))
            for o in held.options
        ],
        "or",
    )


def _doubt(fact: Parameter) -> list[Phrase]:
    return [phrase(f"({fact.confidence})")] if fact.confidence else []


def _partly(held: _Held) -> list[Phrase]:
    names = listed(v.version for v in held.versions)
    return [phrase(f"In {names} only.")] if len(held.versions) < len(held.among) else []


def _life(fact: Parameter, version: Version) -> list[Phrase]:
    """Say when a parameter goes, as seen from *version*: what it advises must be possible there."""
    life, parts = fact.lifecycle, []
    if life.deprecated and not is_deprecated(fact, version):
        instead = phrase(", in favor of ", Code(life.replacement)) if life.replacement else phrase()
        parts.append(phrase(f"Deprecated from {life.deprecated} on", instead, "."))
    else:
        parts += [phrase(f"Deprecated since {life.deprecated}.")] if life.deprecated else []
        parts += [phrase("Use ", Code(life.replacement), " instead.")] if life.replacement else []
    return parts + ([phrase(f"Removed in {life.removed}.")] if life.removed else [])


def _defaults(held: _Held) -> Said:
    """Say the default in the newest version, and in others where it differs."""
    found: dict[str, tuple[Phrase, list[str]]] = {}
    routes: list[Route] = []
    for version in held.versions:
        default, route = default_of(held.pack, version, held.values[version.version], held.index)
        routes.append(route)
        found.setdefault(default.canonical, (default, []))[1].append(version.version)
    (newest, _), *others = found.values()
    parts = [part for default, names in others for part in ("; ", default, f" in {listed(names)}")]
    return Said(phrase(newest, *parts), routes[0])


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


def parameter_grid(views: tuple[ParameterView, ...]) -> Grid:
    """Return the parameter table with the columns of the official README template."""
    return Grid(tuple(phrase(h) for h in PARAMETER_HEAD), tuple(v.row for v in views))


def record_grid(views: tuple[ParameterView, ...]) -> Grid:
    """Return the parameters with all that is known of each; a column that tells nothing is left out."""
    silent = (phrase(NOT_LIMITED), phrase(FIRST_HERE))
    first = len(PARAMETER_HEAD)
    kept = [
        *range(first),
        *(first + n for n, word in enumerate(silent) if any(v.record[first + n].what != word for v in views)),
    ]
    rows = tuple(tuple(view.record[n] for n in kept) for view in views)
    return Grid(tuple(phrase(RECORD_HEAD[n]) for n in kept), rows)
