"""The rows of parameter tables with what each path is: what a path alone leaves open, its table settles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.readme.kinds import Kind, Resolution
from generator.readme.parameters import Parameter, ParameterTable, stated
from generator.readme.resolve import Resolver
from generator.values import Path


class ResolvedRow(NamedTuple):
    """A row of *table* and what each of its paths is."""

    table: ParameterTable
    parameter: Parameter
    resolutions: tuple[Resolution, ...]


def resolve_table(table: ParameterTable, resolver: Resolver) -> tuple[ResolvedRow, ...]:
    """Take a table of parameters; return its rows, each path resolved in the pack of *resolver*."""
    bases = resolver.bases(stated(table))
    resolved = [tuple(_resolved(row, resolver, bases)) for row in table.rows]
    usual = Counter(one.prefix for several in resolved for one in several if len(one.paths) == 1 and one.prefix)
    settled = (tuple(_settled(one, usual) for one in several) for several in resolved)
    return tuple(ResolvedRow(table, row, found) for row, found in zip(table.rows, settled, strict=True))


def _resolved(row: Parameter, resolver: Resolver, bases: tuple[Path, ...]) -> Iterator[Resolution]:
    """Yield what each path of a row is; a second one may leave out what the first has said: `image.name`, `tag`."""
    beside: tuple[Path, ...] = ()
    for path in row.paths:
        found = resolver.resolve(path, bases)
        if found.kind is Kind.MISSING and beside:
            again = resolver.resolve(path, beside)
            found = again if again.kind is not Kind.MISSING else found
        if found.kind is Kind.LIVE and not beside:
            beside = tuple(full[:-1] for full in found.paths[:1] if len(full) > 1)
        yield found


def _settled(found: Resolution, usual: Counter[Path]) -> Resolution:
    """Take the one of several paths whose prefix the other rows of the table have."""
    if len(found.paths) < 2 or found.kind is not Kind.LIVE:
        return found
    for prefix, _count in usual.most_common(3):
        hits = [
            path for path in found.paths if path[: len(prefix)] == prefix and _rest(path, prefix) == found.written.words
        ]
        if len(hits) == 1:
            return found._replace(paths=tuple(hits), prefix=prefix)
    return found


def _rest(path: Path, prefix: Path) -> Sequence[str]:
    return tuple(
        word
        for step in path[len(prefix) :]
        for word in (str(step).split(".") if isinstance(step, str) else [str(step)])
    )
