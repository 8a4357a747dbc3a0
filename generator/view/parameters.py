"""Parameters and their options as a page says them; defaults are read from the values text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.model.pack import Pack
from generator.model.parameters import Option, Parameter
from generator.model.selection import is_deprecated, options_of, parameters_of
from generator.model.versions import Version
from generator.prose import Code, Phrase, Strong, Text, parse_phrase, phrase, words
from generator.values import ValuesText, parse_path
from generator.view.literals import default_of, literal, snippet
from generator.view.reach import Reach, boxes, listed, only
from generator.view.said import Box, Coded, Grid, Route, Said, Told, count, said, told

__all__ = ["ParameterView", "parameter_grid", "parameter_views"]


@dataclass(frozen=True)
class ParameterView:
    """A record of pack.yaml in words, and those of the versions told of (*among*) that it holds for, the newest first.

    What a page does not show is not put into words: the tables of a README need none of the prose.
    """

    pack: Pack
    index: int
    versions: tuple[Version, ...]
    among: tuple[Version, ...]
    values: Mapping[str, ValuesText]

    @property
    def path(self) -> str:
        """The path, as pack.yaml writes it."""
        return self.fact.path

    @property
    def table(self) -> str | None:
        """The table of the README that it stands in, if one is named."""
        return self.fact.table

    @property
    def fact(self) -> Parameter:
        """The record."""
        return self.pack.parameters[self.index]

    @property
    def at(self) -> Route:
        """The route of the record."""
        return ("parameters", self.index)

    @cached_property
    def accepted(self) -> tuple[Option, ...]:
        """The options that any of the versions accepts."""
        return tuple(o for o in self.fact.options if any(o in options_of(self.fact, v) for v in self.versions))

    def mark(self, option: Option) -> str:
        """Say which of the versions accept *option*, where not all do."""
        return only([v.version for v in self.versions if v.version in option.versions], self.versions)

    @cached_property
    def row(self) -> tuple[Said, ...]:
        """The row of the table with the columns of the official README template."""
        fact = self.fact
        about = [parse_phrase(fact.description)]
        if self.accepted:
            about.append(phrase("Allowed: ", _allowed(self), "."))
        life = [phrase(f"Since {fact.lifecycle.since}.")] if fact.lifecycle.since else []
        return self._cells([*about, *_doubt(fact), *life, *_life(fact, self.versions[0]), *_partly(self)])

    def record(self, came: Mapping[str, str]) -> tuple[Said, ...]:
        """Return what the row says, with what is allowed and since when in cells of their own.

        *came* maps a path to the version that brought it, where that is known.
        """
        fact, at = self.fact, self.at
        about = [parse_phrase(fact.description), *_doubt(fact), *_life(fact, self.versions[0]), *_partly(self)]
        allowed = phrase(Code(fact.format)) if fact.format else phrase(NOT_LIMITED)
        since = fact.lifecycle.since or came.get(fact.path)
        return (
            *self._cells(about),
            Said(_allowed(self), (*at, "options")) if self.accepted else Said(allowed, (*at, "format")),
            Said(phrase(Code(since)) if since else phrase(FIRST_HERE), (*at, "lifecycle")),
        )

    def _cells(self, about: Sequence[Phrase]) -> tuple[Said, ...]:
        name, *others = self._settled
        words = phrase(*(x for i, p in enumerate(about) for x in ((" ", p) if i else (p,))))
        return (name, Said(words, (*self.at, "description")), *others)

    @cached_property
    def _settled(self) -> tuple[Said, ...]:
        """The cells that are the same in both tables: all but the description."""
        fact, at = self.fact, self.at
        return (
            Said(phrase(Code(fact.path)), (*at, "path")),
            said(fact.type.value, *at, "type"),
            _defaults(self),
            said("Yes" if fact.required else "No", *at, "required"),
        )

    @cached_property
    def title(self) -> Said | None:
        """The heading of its section, if it has one."""
        section = self.fact.section
        return said(section.title, *self.at, "section", "title") if section else None

    @cached_property
    def intro(self) -> Told | None:
        """The text of its section."""
        section = self.fact.section
        return told(section.text, *self.at, "section", "text") if section and section.text else None

    @cached_property
    def choice(self) -> Said | None:
        """How many values there are, where they are listed."""
        return Said(_choice(self), (*self.at, "options")) if self.accepted else None

    @cached_property
    def options(self) -> tuple[Said, ...]:
        """The values that there are."""
        options = self.fact.options
        return tuple(_option(self, o, (*self.at, "options", options.index(o))) for o in self.accepted)

    @cached_property
    def usage(self) -> Said:
        """What the snippet shows; nothing where there is none."""
        return Said(_usage(self), (*self.at, "path"))

    @cached_property
    def snippet(self) -> Coded | None:
        """An example."""
        fact = self.fact
        return Coded("yaml", snippet(fact), (*self.at, "example")) if fact.example is not None else None

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The warnings about it."""
        reach = Reach(tuple(v.version for v in self.versions))
        return boxes(self.pack, "parameter", reach, self.path, named=self.fact.section is None)


PARAMETER_HEAD = ("Parameter", "Description", "Type", "Default Value", "Required")
RECORD_HEAD = (*PARAMETER_HEAD, "Allowed Values", "Since")
NOT_LIMITED, FIRST_HERE = "not limited", "the first version here"  # in a record where there is nothing to tell


def parameter_views(
    pack: Pack, versions: Sequence[Version], values: Mapping[str, ValuesText]
) -> tuple[ParameterView, ...]:
    """Return the parameters of *versions*, which are given newest first; what not all of them have says so.

    *values* maps a version to its values text. Records of one path stand together, in the order of pack.yaml.
    """
    place = {id(p): i for i, p in enumerate(pack.parameters)}
    first = {p.path: i for i, p in reversed(list(enumerate(pack.parameters)))}
    holders: dict[int, list[Version]] = {}
    for version in versions:
        for parameter in parameters_of(pack, version):
            holders.setdefault(place[id(parameter)], []).append(version)
    ordered = sorted(holders, key=lambda i: (first[pack.parameters[i].path], i))
    return tuple(ParameterView(pack, i, tuple(holders[i]), tuple(versions), values) for i in ordered)


def _usage(view: ParameterView) -> Phrase:
    """Say what the snippet shows; nothing where there is none."""
    if view.fact.example is None:
        return phrase()
    return phrase("Set ", Code(_known_as(view)), " in the values of the pack, for example:")


def _key(fact: Parameter) -> str:
    return str(parse_path(fact.path)[-1])


def _known_as(view: ParameterView) -> str:
    """Return the last step of the path; all of it where that step alone would say little, such as `enabled`."""
    key = _key(view.fact)
    alone = all(p.path == view.fact.path or _key(p) != key for p in view.pack.parameters)
    return key if alone and len(parse_path(view.fact.path)) <= 2 else view.fact.path


def _choice(view: ParameterView) -> Phrase:
    """Say how many values there are and which engines they choose. Counted, never typed."""
    stated = [o for o in view.accepted if o.confidence is None]
    inferred = [o for o in view.accepted if o.confidence is not None]
    values = words([phrase(Code(literal(o.value))) for o in stated])
    parts: list[Phrase | str | Code] = [f"The pack accepts {count(len(stated), 'value', 'values')} for "]
    parts += [Code(_known_as(view)), ": ", values, "."]
    enforcing = [o for o in stated if o.engine]
    if enforcing:
        parts.append(f" Of these, {count(len(enforcing), 'selects', 'select')} a policy engine.")
    if inferred:
        marked = words([phrase(Code(literal(o.value)), f" ({o.confidence})") for o in inferred])
        parts += [f" {count(len(inferred), 'more value is', 'more values are').capitalize()} not documented: "]
        parts += [marked, "."]
    return phrase(*parts)


def _option(view: ParameterView, option: Option, at: Route) -> Said:
    parts: list[Phrase | str | Code | Strong] = [Strong((Text(literal(option.value)),)), view.mark(option), ": "]
    parts.append(parse_phrase(option.means))
    if engine := view.pack.engines.get(option.engine or ""):
        parts.append(f" Enforced by {engine.short or engine.name}.")
    for path, value in option.needs.items():
        parts += [" Needs ", Code(f"{path}: {literal(value)}"), "."]
    if option.confidence:
        parts.append(f" ({option.confidence})")
    return Said(phrase(*parts), at)


def _allowed(view: ParameterView) -> Phrase:
    return words(
        [
            phrase(Code(literal(o.value)), f" ({o.confidence})" if o.confidence else "", view.mark(o))
            for o in view.accepted
        ],
        "or",
    )


def _doubt(fact: Parameter) -> list[Phrase]:
    return [phrase(f"({fact.confidence})")] if fact.confidence else []


def _partly(view: ParameterView) -> list[Phrase]:
    if len(view.versions) == len(view.among):
        return []
    return [phrase(f"In {listed(v.version for v in view.versions)} only.")]


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


def _defaults(view: ParameterView) -> Said:
    """Say the default in the newest version, and in others where it differs."""
    found: dict[str, tuple[Phrase, list[str]]] = {}
    routes: list[Route] = []
    for version in view.versions:
        default, route = default_of(view.pack, version, view.values[version.version], view.index)
        routes.append(route)
        found.setdefault(default.canonical, (default, []))[1].append(version.version)
    (newest, _), *others = found.values()
    parts = [part for default, names in others for part in ("; ", default, f" in {listed(names)}")]
    return Said(phrase(newest, *parts), routes[0])


def parameter_grid(views: tuple[ParameterView, ...]) -> Grid:
    """Return the parameter table with the columns of the official README template."""
    return Grid(tuple(phrase(h) for h in PARAMETER_HEAD), tuple(v.row for v in views))


def record_grid(views: tuple[ParameterView, ...], came: Mapping[str, str]) -> Grid:
    """Return the parameters with all that is known of each; a column that tells nothing is left out.

    *came* maps a path to the version that brought it, where that is known.
    """
    silent = (phrase(NOT_LIMITED), phrase(FIRST_HERE))
    first = len(PARAMETER_HEAD)
    records = [view.record(came) for view in views]
    kept = [
        *range(first),
        *(first + n for n, word in enumerate(silent) if any(record[first + n].what != word for record in records)),
    ]
    rows = tuple(tuple(record[n] for n in kept) for record in records)
    return Grid(tuple(phrase(RECORD_HEAD[n]) for n in kept), rows)
