"""Count or list typed by hand

A description or a section says how many policies, options, values or engines there are, or lists the supported
values. Both are computed from the options and engines and shown by the pages; typed, they stay behind when an option
is added.

    description: "The pack leverages two (2) policies. Supported values are none, azure, calico"

Leave the count out ("the policies below"), and leave the list to the generated pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.catalog import LINE, LoadedPack, Route
from generator.diagnostics import Diagnostic, Severity
from generator.model.pack import Pack
from generator.settings import Settings

CODE = "PS224"

_COUNT = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})(?:\s*\(\d+\))?\s+(?:policies|policy|options|values|engines)\b",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\b(?:supported|allowed|possible|valid) (?:values|options) are\b(?! (?:listed|shown|below))", re.IGNORECASE
)


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a warning for each count and each list that is computed anyway."""
    for route, text in _texts(loaded.pack):
        for pattern, what in ((_COUNT, "a count"), (_LIST, "a list of values")):
            for found in pattern.finditer(text):
                at = (*route, LINE, text.count("\n", 0, found.start()))
                message = f"`{' '.join(found[0].split())}` is {what} typed by hand"
                way_out = "leave it out: it is computed from the options and engines"
                yield loaded.problem(CODE, message, at, way_out, severity=Severity.WARNING)


def _texts(pack: Pack) -> Iterator[tuple[Route, str]]:
    for index, parameter in enumerate(pack.parameters):
        yield ("parameters", index, "description"), parameter.description
        if parameter.section and parameter.section.text:
            yield ("parameters", index, "section", "text"), parameter.section.text
    for name, section in pack.sections.items():
        yield ("sections", name, "text"), section.text
