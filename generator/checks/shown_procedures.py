"""Procedure that is not shown once

A procedure is shown by the guide that lists it. One that no guide lists cannot be read, and one that is listed twice
stands twice on the pages.

    procedures: {create: {title: Create a cluster, steps: […]}}
    guides: {operate: {title: …, description: …, parts: [{title: Create, procedures: []}]}}

List it once.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack, Route
from generator.diagnostics import Diagnostic, Severity
from generator.settings import Settings

CODE = "PS223"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a warning for each procedure that is shown by no guide, or once more."""
    shown: dict[str, Route] = {}
    for name, guide in loaded.pack.guides.items():
        for index, part in enumerate(guide.parts):
            for n, procedure in enumerate(part.procedures):
                route: Route = ("guides", name, "parts", index, "procedures", n)
                if procedure in shown:
                    line = loaded.where(shown[procedure]).line
                    message, way_out = f"`{procedure}` is shown twice", f"line {line} shows it already; remove one"
                    yield loaded.problem(CODE, message, route, way_out, severity=Severity.WARNING)
                shown.setdefault(procedure, route)
    for name in loaded.pack.procedures:
        if name not in shown:
            message, way_out = f"no guide shows the procedure `{name}`", "list it in a part of a guide under `guides`"
            yield loaded.problem(CODE, message, ("procedures", name), way_out, key=True, severity=Severity.WARNING)
