"""The checks: one module each, found by listing this folder.

A check module has a `CODE`, a docstring that is its page in the docs (title line first), and a generator function
`check(loaded, settings)` that yields diagnostics. Adding the file is registering it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from generator.catalog import LoadedPack
from generator.diagnostics import Diagnostic
from generator.settings import Settings

#: Up to this code, checks ask whether names that refer to each other exist.
LAST_REFERENCE = "PS211"


@cache
def check_modules() -> tuple[ModuleType, ...]:
    """Return every check, sorted by code."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return tuple(sorted((m for m in modules if hasattr(m, "CODE")), key=lambda m: str(m.CODE)))


def run_checks(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield what every check finds in *loaded*."""
    for module in check_modules():
        if loaded.salvaged and module.CODE > LAST_REFERENCE:
            continue  # what was left out would be missed; names are there or not
        for found in module.check(loaded, settings):
            yield found.in_pack(loaded.name)
