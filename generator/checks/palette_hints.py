"""Text that schema.yaml cannot say

schema.yaml is written in a small language of Palette's, in which some characters cannot stand. A hint, a format or an
option that holds one is left out of it, and the user is not told.

    hints: ["don't use quotes"]

Word it without the character that the message names. An option that cannot be listed drops the whole list; write
a `format:` instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.artifacts.schema_yaml import option_text, unsayable
from generator.catalog import LoadedPack, Route
from generator.checks.walk import route_of
from generator.diagnostics import Diagnostic, Severity
from generator.model.parameters import Parameter
from generator.model.selection import parameters_of
from generator.settings import Settings

CODE = "PS225"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a warning for each text that is left out of schema.yaml."""
    for version in loaded.pack.versions:
        for parameter in parameters_of(loaded.pack, version):
            for text, reason in unsayable(parameter, version):
                route = (*route_of(loaded.pack, parameter), *_within(parameter, text))
                message = f"schema.yaml cannot say `{text}`: {reason}"
                yield loaded.problem(CODE, message, route, "word it differently", severity=Severity.WARNING)


def _within(parameter: Parameter, text: str) -> Route:
    if text in parameter.hints:
        return ("hints", parameter.hints.index(text))
    if text == parameter.format:
        return ("format",)
    values = [option_text(o.value) for o in parameter.options]
    return ("options", values.index(text), "value") if text in values else ()
