"""How changes are said: one sentence each, data between backticks, nothing that could break a line."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from generator.model.scalars import Model
from generator.model.versioning import VersionRange

_LONGEST = 80
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff`]+")
_MOST_NAMED = 6


def plain(value: object) -> object:
    """Return *value* as plain data for JSON: records by the keys of pack.yaml, dates and ranges as text."""
    if isinstance(value, Model):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, VersionRange | StrEnum | datetime.date):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def shown(value: object) -> str:
    """Return *value* in backticks, on one line, cut where it is long; "nothing" for none."""
    if value is None or value == "" or value == []:
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(plain(value), ensure_ascii=False, default=str)
    line = " ".join(_UNSAFE.sub(" ", text).split())
    return f"`{line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + '…'}`" if line else "nothing"


def named(values: Sequence[object]) -> str:
    """Return *values* as an enumeration, the first few of many."""
    texts = [shown(value) for value in values[:_MOST_NAMED]]
    more = len(values) - len(texts)
    return ", ".join(texts) + (f" and {more} more" if more > 0 else "")


def is_long(value: object) -> bool:
    """Tell whether a sentence would rather not quote *value*."""
    return len(value if isinstance(value, str) else json.dumps(plain(value), default=str)) > _LONGEST


def changed(before: object, after: object) -> str:
    """Say how a value changed, after the words that name it."""
    if before in (None, "", (), {}, []):
        return f"set to {shown(after)}"
    if after in (None, "", (), {}, []):
        return f"no longer set (it was {shown(before)})"
    if is_long(before) and is_long(after):
        return "reworded" if isinstance(after, str) else "changed"
    return f"changed from {shown(before)} to {shown(after)}"


def members(before: Iterable[object], after: Iterable[object]) -> str:
    """Say what was added to a list and taken out of it."""
    old, new = [plain(v) for v in before], [plain(v) for v in after]
    added, removed = [v for v in new if v not in old], [v for v in old if v not in new]
    parts = [f"added {named(added)}"] if added else []
    return " and ".join([*parts, *([f"removed {named(removed)}"] if removed else [])])


#: Names of fields that are no nouns, or say too little outside their record.
_LABELS = {
    "supported": "start of support",
    "deprecated": "deprecation",
    "disabled": "end of selection",
    "deleted": "deletion",
    "removed": "removal",
    "since": "first version",
    "eol": "end of life",
    "cite": "sources",
    "means": "meaning",
    "needs": "needs",
    "fips": "FIPS build",
    "os": "operating systems",
    "url": "address",
    "when": "condition",
    "says": "verdict",
    "layer": "layer",
    "alt": "description",
    "minVersion": "lowest version",
    "maxVersion": "highest version",
    "minLimit": "least amount",
    "readonly": "read-only mark",
    "required": "required mark",
    "hidden": "hidden mark",
    "stale": "mark of age",
    "flag": "command-line option",
    "add": "added values",
    "remove": "removed paths",
}


def label(alias: str) -> str:
    """Return the name of a field in words: `displayName` as `display name`."""
    if alias in _LABELS:
        return _LABELS[alias]
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f" {found[1].lower()}", alias)


def sentence(text: str) -> str:
    """Return *text* with a capital at its start."""
    return text[:1].upper() + text[1:]


def counted(number: int, noun: str, many: str = "") -> str:
    """Return *number* with its noun: `1 value`, `12 values`."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"
