"""What can still be read of a pack.yaml with errors in its shape, so that all its faults are reported in one run.

Only for the checks: nothing is ever compiled from it. A wrong leaf is left out, a misspelt key is read as the one that
was probably meant; where that is not enough, or it would make things up, nothing is salvaged.
"""

from __future__ import annotations

import copy
import datetime
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from generator.model.pack import Pack
from generator.model.shape import known_keys

_SOME_DAY = datetime.date(2000, 1, 1)


def salvage(data: object) -> Pack | None:
    """Return the pack that *data*, which does not validate, probably means; none where that cannot be told."""
    mended = copy.deepcopy(data)
    try:
        Pack.model_validate(mended)
    except ValidationError as error:
        if not all(_mend(mended, details) for details in error.errors(include_url=False)):
            return None
    try:
        return Pack.model_validate(mended)
    except ValidationError:
        return None


def _mend(data: Any, details: Any) -> bool:
    if details["type"] == "missing":
        return True  # a misspelt key may be it; if not, the second look tells
    if not details["loc"]:
        return False
    *way, last = details["loc"]
    holder = data
    for step in way:
        if not (isinstance(holder, dict) and step in holder) and not (
            isinstance(holder, list) and isinstance(step, int)
        ):
            return False
        holder = holder[step]
    if not isinstance(holder, dict) or last not in holder:
        return False
    value = holder.pop(last)
    if details["type"].startswith("date_"):
        holder[last] = _SOME_DAY
    elif details["type"] == "extra_forbidden":
        return _renamed(holder, str(last), value, way)
    return True


def _renamed(holder: dict[str, Any], key: str, value: object, way: list[str | int]) -> bool:
    """Read a misspelt *key* as the one that was meant. Else leave it out; at the top it may be a whole table."""
    close = [k for k in get_close_matches(key, known_keys(way), n=1, cutoff=0.6) if k not in holder]
    if close:
        holder[close[0]] = value
    return bool(close or way)
