"""End of life blank or past

`eol` is there and says nothing, looks like a day that no calendar has, or names a day before the one the audit is made
for (`as_of` in packscribe.toml, or `--as-of`). Without such a day no past ones are found.

    "eol": "",
    "eol": "2027-13-45",

Write the day as YYYY-MM-DD, or leave the key out.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.audit.wording import short
from generator.diagnostics import Diagnostic

CODE = "PS239"

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?", re.DOTALL)
_LIKE_A_DAY = re.compile(r"\d{4}[-/.]\d{1,4}[-/.]\d{1,4}(?:[T ].*)?|\d{1,4}[-/.]\d{1,4}[-/.]\d{4}", re.DOTALL)
_HELP = "write the day as YYYY-MM-DD, or leave the key out"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning where `eol` is blank, past, or no day though it looks like one. Words are left alone."""
    eol = folder.facts.get("eol")
    if not folder.pack_json or not isinstance(eol, str):
        return
    place = folder.pack_json.where_key(("eol",))
    if not eol.strip():
        yield folder.problem(CODE, "`eol` is blank", place, _HELP)
    elif (day := _day(eol.strip())) is None and _LIKE_A_DAY.fullmatch(eol.strip()):
        yield folder.problem(CODE, f"`eol` is `{short(eol.strip())}`, which is no day", place, _HELP)
    elif folder.as_of and day and day < folder.as_of:
        help = "name the pack that replaces it in the README, or correct the day"
        yield folder.problem(CODE, f"`eol` was {day}, and this audit is for {folder.as_of}", place, help)


def _day(text: str) -> datetime.date | None:
    found = _DAY.fullmatch(text)
    try:
        return datetime.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
