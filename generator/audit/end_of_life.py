"""End of life blank or past

`eol` is there and says nothing, or names a day before the one the audit is made for (`as_of` in packscribe.toml, or
`--as-of`). Without such a day only blank ones are found.

    "eol": "",

Write the day as YYYY-MM-DD, or leave the key out.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.diagnostics import Diagnostic

CODE = "PS239"

_DAY = re.compile(r"\s*(\d{4}-\d\d-\d\d)(?:[T ].*)?\s*", re.DOTALL)


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning where `eol` is blank or past."""
    eol = folder.facts.get("eol")
    if not folder.pack_json or not isinstance(eol, str):
        return
    place = folder.pack_json.where_key(("eol",))
    if not eol.strip():
        yield folder.problem(CODE, "`eol` is blank", place, "write the day as YYYY-MM-DD, or leave the key out")
    elif folder.as_of and (day := _day(eol)) and day < folder.as_of:
        help = "name the pack that replaces it in the README, or correct the day"
        yield folder.problem(CODE, f"`eol` was {day}, and this audit is for {folder.as_of}", place, help)


def _day(text: str) -> datetime.date | None:
    found = _DAY.fullmatch(text)
    try:
        return datetime.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
