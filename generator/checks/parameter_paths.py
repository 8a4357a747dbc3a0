"""Path that cannot be read

A path of values.yaml is written as keys with dots between them, list items in brackets, and keys that hold dots,
brackets or quotes in double quotes:

    path: pack.namespaceLabels."pod-security.kubernetes.io/enforce"
    path: charts.coder.env[0].name

The message tells the column at which reading stopped.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack, Route
from generator.checks.walk import records
from generator.diagnostics import Diagnostic
from generator.model.pack import Pack
from generator.model.parameters import Parameter
from generator.model.versions import Preset
from generator.settings import Settings
from generator.values import parse_path

CODE = "PS217"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each path that is none."""
    for route, path in _paths(loaded.pack):
        try:
            parse_path(path)
        except ValueError as error:
            message = f"`{path}` {str(error).partition(';')[0]}"
            yield loaded.problem(CODE, message, route, 'write `a.b[0].c`, keys with dots in quotes: `a."b.c"`')


def _paths(pack: Pack) -> Iterator[tuple[Route, str]]:
    for route, record in records(pack):
        if isinstance(record, Parameter):
            yield (*route, "path"), record.path
        elif isinstance(record, Preset):
            yield from (((*route, "remove", n), path) for n, path in enumerate(record.remove))
