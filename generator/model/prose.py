"""Which fields of a record hold prose: words that pages wrap anew, so that their line breaks mean nothing."""

from __future__ import annotations

import inspect
import re
from functools import cache

from pydantic import BaseModel

_PROSE = re.compile(r"\bProse\b")


@cache
def prose_fields(model: type[BaseModel]) -> frozenset[str]:
    """Return the names of the fields of *model* whose type is prose, or a list or mapping of it."""
    found: dict[str, object] = {}
    for owner in reversed(model.__mro__):
        found |= inspect.get_annotations(owner)
    return frozenset(name for name, kind in found.items() if name in model.model_fields and _PROSE.search(str(kind)))
