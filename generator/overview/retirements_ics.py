"""retirements.ics: what ends, as a calendar (RFC 5545) of events that last a whole day."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from generator.settings import Settings
from generator.view.ends import End

_LONGEST = 75  # octets of a line without its end (RFC 5545, 3.1)
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


def retirements_ics(ending: Sequence[End], settings: Settings) -> str:
    """Return the calendar of *ending*; its lines end as the format demands."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//packscribe//retirements//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Retirements of packs",
        "X-WR-CALNAME:Retirements of packs",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        *(line for end in ending for line in _event(end, settings.site_folder)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(end: End, site: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{end.uuid}"
    yield f"DTSTAMP:{_day(end.updated)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(end.date)}"
    yield f"SUMMARY:{text_value(end.title)}"
    yield f"DESCRIPTION:{text_value(' '.join(end.sentences))}"
    yield f"CATEGORIES:{text_value(end.pack.name)}"
    if site:
        yield f"URL:{site}{end.pack.page}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def text_value(text: str) -> str:
    """Return *text* as a value of type TEXT (RFC 5545, 3.3.11)."""
    plain = _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", re.sub(r"\r\n?", "\n", text))
    return "".join(_ESCAPED.get(char, char) for char in plain)


def folded(line: str) -> str:
    """Break *line* so that none has more than 75 octets; no character is torn."""
    parts, room, size = [""], _LONGEST, 0
    for char in line:
        octets = len(char.encode("utf-8", "surrogatepass"))
        if size + octets > room:
            parts.append("")
            room, size = _LONGEST - 1, 0  # the space that marks a continued line counts
        parts[-1] += char
        size += octets
    return "\r\n ".join(parts)


def _day(date: datetime.date) -> str:
    return date.isoformat().replace("-", "")  # strftime leaves out zeros before a year that is less than 1000
