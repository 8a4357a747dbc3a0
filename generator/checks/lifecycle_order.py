"""Lifecycle out of order

A version is first supported, then deprecated, disabled and deleted; a parameter comes, is deprecated and removed. One
of the dates or versions is not after the one before it.

    lifecycle: {deprecated: 2026-06-01, disabled: 2026-03-01}

Correct the date. `disabled` and `deleted` may be left out: they are three months after the state before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from pydantic import BaseModel

from generator.catalog import LoadedPack
from generator.checks.walk import records
from generator.diagnostics import Diagnostic
from generator.model.parameters import ParameterLifecycle
from generator.model.versioning import version_key
from generator.model.versions import Lifecycle
from generator.settings import Settings

CODE = "PS219"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each state that does not come after the one before it."""
    for route, record in records(loaded.pack):
        stated = [(name, value) for name in _states(record) if (value := getattr(record, name)) is not None]
        for (before, first), (after, second) in pairwise(stated):
            if _key(second) <= _key(first):
                message = f"`{after}` ({second}) is not after `{before}` ({first})"
                yield loaded.problem(CODE, message, (*route, after), f"correct `{after}` or `{before}`")


def _states(record: BaseModel) -> tuple[str, ...]:
    if isinstance(record, Lifecycle):
        return ("supported", "deprecated", "disabled", "deleted")
    return ("since", "deprecated", "removed") if isinstance(record, ParameterLifecycle) else ()


def _key(value: date | str) -> tuple[object, ...]:
    return (value,) if isinstance(value, date) else version_key(value)
