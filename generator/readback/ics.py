"""A calendar (RFC 5545): a fact for each property of the calendar and of its events, which are known by their UID."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.readback.facts import Fact

_LONGEST = 75  # octets of a line without its end
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PROPERTY = re.compile(r"([A-Za-z0-9-]+(?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)", re.DOTALL)


class _Property(NamedTuple):
    """A content line with its parts joined: name with parameters, value, first and last line."""

    name: str
    value: str
    line: int
    end_line: int


def read_ics(path: str, text: str) -> list[Fact]:
    """Return the facts of *text*. The value of a property is told without its escapes."""
    facts = list(_faults(text))
    found = list(_properties(text))
    event: list[_Property] | None = None
    for one in found:
        if (one.name, one.value) == ("BEGIN", "VEVENT"):
            event = []
        if event is None:
            facts.append(_fact((), one))
        else:
            event.append(one)
        if (one.name, one.value) == ("END", "VEVENT") and event is not None:
            scope = (next((p.value for p in event if p.name == "UID"), "event without a UID"),)
            facts += [_fact(scope, p) for p in event]
            event = None
    facts += [_fact(("event without an end",), p) for p in event or ()]
    return sorted(facts, key=lambda fact: fact.line)


def _fact(scope: tuple[str, ...], one: _Property) -> Fact:
    value = _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], one.value)
    return Fact(scope, "property", one.name, value, one.line, one.end_line)


def _properties(text: str) -> Iterator[_Property]:
    pending: tuple[str, int, int] | None = None
    for number, line in enumerate(re.split(r"\r\n|\n", text), 1):
        if line[:1] in (" ", "\t") and pending:
            pending = (pending[0] + line[1:], pending[1], number)
            continue
        if pending:
            yield _property(*pending)
        pending = (line, number, number) if line else None
    if pending:
        yield _property(*pending)


def _property(line: str, first: int, last: int) -> _Property:
    found = _PROPERTY.fullmatch(line)
    return _Property(found[1], found[2], first, last) if found else _Property("", line, first, last)


def _faults(text: str) -> Iterator[Fact]:
    """Yield where the form of lines is wrong."""
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1], 1):
        if not line.endswith("\r"):
            yield Fact((), "fault", "", "a line that does not end with CR LF", number, number)
        elif len(line.encode("utf-8", "replace")) - 1 > _LONGEST:
            yield Fact((), "fault", "", "a line of more than 75 octets", number, number)
    if lines[-1]:
        yield Fact((), "fault", "", "a line without an end", len(lines), len(lines))
