"""Overlapping version ranges

Two parameter records of one path, two options with one value, or two presets with one group and name hold for the
same version of the pack: then it has two facts where there can be one. A parameter's record for every version
(`*`, or no `versions`) may stand beside others, which override it.

    parameters:
      - {path: pack.policy, versions: ">=1.4", …}
      - {path: pack.policy, versions: 1.4.x, …}

Narrow one of the ranges, or remove a record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.catalog import LoadedPack, Route
from generator.diagnostics import Diagnostic
from generator.model.pack import Pack
from generator.model.parameters import Parameter
from generator.model.selection import holds
from generator.model.versioning import VersionRange
from generator.rules import text_of
from generator.settings import Settings

CODE = "PS211"

_Record = tuple[str, Route, frozenset[str], VersionRange]
"""What tells it from others, its route, the versions of the pack it holds for, and how they are written."""


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each record that shares a version with one above."""
    for overridable, records in _groups(loaded.pack):
        before: dict[str, list[_Record]] = defaultdict(list)
        for record in records:
            name, route, versions, written = record
            for _, earlier_route, earlier, earlier_written in before[name]:
                overrides = overridable and written.everything != earlier_written.everything
                if (shared := versions & earlier) and not overrides:
                    line = loaded.where(earlier_route).line
                    message = f"{name} has two records for version {max(shared)}"
                    way_out = f"the other stands in line {line}; narrow `versions` of one of them"
                    yield loaded.problem(CODE, message, route, way_out)
                    break
            before[name].append(record)


def _groups(pack: Pack) -> Iterator[tuple[bool, Iterable[_Record]]]:
    """Yield groups of records that may clash, and whether the one for every version gives way to others."""
    yield (
        True,
        [
            (f"`{p.path}`", _at(("parameters", i), "path", p), _holds(pack, p), p.versions)
            for i, p in enumerate(pack.parameters)
        ],
    )
    for i, parameter in enumerate(pack.parameters):
        yield False, [
            (f"the option `{text_of(o.value)}`", _at(("parameters", i, "options", n), "value", o),
             _covered(pack, o.versions), o.versions)
            for n, o in enumerate(parameter.options)
        ]  # fmt: skip
    yield (
        False,
        [
            (f"the preset `{p.group}:{p.name}`", _at(("presets", i), "name", p), _covered(pack, p.versions), p.versions)
            for i, p in enumerate(pack.presets)
        ],
    )


def _at(route: Route, name: str, record: object) -> Route:
    stated = "versions" in getattr(record, "model_fields_set", ())
    return (*route, "versions" if stated else name)


def _covered(pack: Pack, versions: VersionRange) -> frozenset[str]:
    return frozenset(v.version for v in pack.versions if v.version in versions)


def _holds(pack: Pack, parameter: Parameter) -> frozenset[str]:
    return frozenset(v.version for v in pack.versions if holds(parameter, v.version))
