"""Records against what is given: which of them hold, surely or perhaps. The page does the same in configurator.js."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator.configure.naming import Given
from generator.model.form import Clause, Record
from generator.rules import Condition

Applies = Literal["yes", "maybe", "no"]


@dataclass(frozen=True)
class Finding:
    """A record that holds; *sure* is false where something that it asks for is not known."""

    record: Record
    sure: bool
    ended: bool


def evaluate(records: Sequence[Record], given: Given, version: str, day: datetime.date) -> tuple[Finding, ...]:
    """Return which of *records* hold for what is *given*, in *version*, on *day*; in their order.

    Procedures are left out where an error holds: they would lead to what does not work. So is a limitation that a
    warning of the same name tells already.
    """
    found = [
        Finding(record, applies == "yes", record.ends is not None and day >= record.ends)
        for record in records
        if (applies := _applies(record, given, version, day)) != "no"
    ]
    broken = any(finding.record.says == "error" for finding in found)
    return tuple(finding for finding in found if not _is_left_out(finding, found, broken=broken))


def _is_left_out(finding: Finding, found: Sequence[Finding], *, broken: bool) -> bool:
    record = finding.record
    if record.kind == "procedure":
        return broken
    return record.kind == "limitation" and any(
        other.record.kind == "warning" and other.record.id == record.id and (other.sure or not finding.sure)
        for other in found
    )


def _applies(record: Record, given: Given, version: str, day: datetime.date) -> Applies:
    if record.versions is not None and version not in record.versions:
        return "no"
    if (record.since and day < record.since) or (record.until and day >= record.until):
        return "no"
    met = [_meets(clause, given) for clause in record.when]
    if "no" in met:
        return "no"
    return "yes" if "maybe" not in met else "maybe" if record.lenient else "no"


def _meets(clause: Clause, given: Given) -> Applies:
    values = given.get(clause.of)
    if values is None:
        return "maybe"
    for condition in clause.any:
        if condition.op == "absent":
            if (not values) != condition.negated:
                return "yes"
            continue
        operator = "" if condition.op == "is" else condition.op
        if any(Condition(condition.value, operator, condition.negated).meets(value) for value in values):
            return "yes"
    return "no"
