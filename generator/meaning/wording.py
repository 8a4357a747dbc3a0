"""Whether two values say the same: prose that is only wrapped elsewhere does."""

from __future__ import annotations

from generator.model.prose import prose_fields
from generator.model.scalars import Model
from generator.prose import parse


def same(before: object, after: object, *, prose: bool = False) -> bool:
    """Tell whether *before* and *after* mean the same; *prose*: they are words that pages wrap anew."""
    if before == after:
        return True
    if isinstance(before, str) and isinstance(after, str):
        return prose and parse(before) == parse(after)
    if isinstance(before, tuple) and isinstance(after, tuple):
        return len(before) == len(after) and all(same(*pair, prose=prose) for pair in zip(before, after, strict=True))
    if isinstance(before, dict) and isinstance(after, dict):
        return before.keys() == after.keys() and all(same(before[key], after[key], prose=prose) for key in before)
    if isinstance(before, Model) and type(before) is type(after):
        words = prose_fields(type(before))
        fields = type(before).model_fields
        return all(same(getattr(before, name), getattr(after, name), prose=name in words) for name in fields)
    return False
