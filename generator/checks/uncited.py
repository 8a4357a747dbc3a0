"""Fact without a source

A limitation, a retirement or a rule says where it comes from with `cite`, so that it can be checked again when the
source changes. One that has none and is not marked `confidence: unverified` is a claim of nobody's.

    limitations: {scale: {text: It stops at 250 nodes., strength: hard}}

Add `cite: [source#place]`, or say `confidence: unverified`. (Conflicts cite their sources in each claim.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.catalog import LoadedPack
from generator.diagnostics import Diagnostic, Severity
from generator.model.scalars import Cited, Confidence
from generator.settings import Settings

CODE = "PS801"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a warning for each fact without a source."""
    pack = loaded.pack
    groups: dict[str, Mapping[str, Cited]] = {
        "limitations": pack.limitations,
        "retirements": pack.retirements,
        "rules": pack.rules,
    }
    for group, facts in groups.items():
        for name, fact in facts.items():
            if not fact.cite and fact.confidence is not Confidence.UNVERIFIED:
                message = f"the {group[:-1]} `{name}` names no source"
                way_out = "add `cite: [source#place]`, or `confidence: unverified`"
                yield loaded.problem(CODE, message, (group, name), way_out, key=True, severity=Severity.WARNING)
