"""The audit of plain pack folders: one check, one module, found by listing this folder.

A check module has a `CODE`, a docstring that is its page in the docs (title line first), and a generator function
`audit(folder)` that yields diagnostics. Adding the file is registering it; modules without a `CODE` are no checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import chain
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING

from generator.diagnostics import Diagnostic

if TYPE_CHECKING:  # whoever only reads a baseline needs no reader of packs
    from generator.audit.folder import PackFolder


@cache
def audit_modules() -> tuple[ModuleType, ...]:
    """Return every check, sorted by code."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return tuple(sorted((m for m in modules if hasattr(m, "CODE")), key=lambda m: str(m.CODE)))


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield what cannot be read in *folder*, and what every check finds."""
    from generator.audit.compiled import told
    from generator.audit.unreadable import unreadable

    checks = (module.audit(folder) for module in audit_modules())
    for found in chain(unreadable(folder), *checks):
        if said := told(folder, found.in_pack(folder.name)):
            yield said
