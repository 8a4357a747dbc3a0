"""Reference to a source that is not declared

A `cite` or a claim of a conflict names a document that `sources` does not hold, so no reader could follow it.

    sources: {aks: {title: Use network policies in AKS, rank: 1}}
    limitations: {scale: {text: …, strength: hard, cite: ["ask#limitations"]}}

Correct the name before the `#`, or declare the document under `sources`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack, Route
from generator.checks.walk import records, suggest
from generator.diagnostics import Diagnostic
from generator.model.evidence import Claim
from generator.model.pack import Pack
from generator.model.scalars import Cited
from generator.settings import Settings

CODE = "PS205"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each citation of an unknown source."""
    known = loaded.pack.sources
    for route, citation in _citations(loaded.pack):
        name = citation.partition("#")[0]
        if name not in known:
            way_out = suggest(name, known, "declare it under `sources`")
            yield loaded.problem(CODE, f"there is no source `{name}`", route, way_out)


def _citations(pack: Pack) -> Iterator[tuple[Route, str]]:
    for route, record in records(pack):
        if isinstance(record, Claim):
            yield (*route, "source"), record.source
        elif isinstance(record, Cited):
            yield from (((*route, "cite", n), citation) for n, citation in enumerate(record.cite))
