"""Rules of a pack, evaluated: what a combination of choices means on a day, for one version.

A rule holds when every entry of its `when` matches. An entry matches when any of its conditions meets any of the
values given for the choice (a cluster can have several operating systems):

* `VALUE`: equal, as text (`true`, `3`, `overlay`)
* `not VALUE`: any other value; a condition of any kind can be negated
* `> 250`, `>= 1.29`, `< 2`, `<= 2`, `= 2`: compared as numbers where a number is given, as versions where a text is, so
  that `"1.9"` is before `1.29`

A choice that is not given matches nothing, not even `not VALUE`: of what is unknown, no rule speaks. `before` and
`after` bind a rule to the day of a retirement, which itself counts as after.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.model.knowledge import Choice, Rule, Says
from generator.model.pack import Pack
from generator.model.versioning import version_key

Given = str | float | Sequence[str]

_COMPARISON = re.compile(r"(>=|<=|>|<|=)\s*(\S+)")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a `when`: *value* alone, or with an *operator* (`>`, `<=` …); *negated* by `not`."""

    value: str
    operator: str = ""
    negated: bool = False

    def meets(self, given: str | float) -> bool:
        """Tell whether *given* is what the condition asks for."""
        met = _compares(given, self.operator, self.value) if self.operator else text_of(given) == self.value
        return met != self.negated


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rule called *name* says of a choice."""

    name: str
    rule: Rule

    @property
    def says(self) -> Says:
        """Return whether it is an error, a warning or a note."""
        return self.rule.says


def evaluate(pack: Pack, choice: Mapping[str, Given], as_of: datetime.date, version: str) -> list[Verdict]:
    """Return the verdicts of all rules that hold for *choice* in *version* on the day *as_of*, in the pack's order.

    An empty value stands for a choice that is left out on purpose: `not VALUE` meets it. A choice that *choice* does
    not name meets nothing, because nothing is known of it.
    """
    return [
        Verdict(name, rule)
        for name, rule in pack.rules.items()
        if version in rule.versions and in_force(pack, rule, as_of) and meets(rule, choice)
    ]


def meets(rule: Rule, choice: Mapping[str, Given]) -> bool:
    """Tell whether every entry of the rule's `when` matches *choice*."""
    return all(name in choice and _matches(wanted, choice[name]) for name, wanted in rule.when.items())


def in_force(pack: Pack, rule: Rule, as_of: datetime.date) -> bool:
    """Tell whether *rule* speaks on the day *as_of*; one that names an unknown retirement never does."""
    if any(name and name not in pack.retirements for name in (rule.before, rule.after)):
        return False
    soon = rule.before is None or as_of < pack.retirements[rule.before].date
    return soon and (rule.after is None or as_of >= pack.retirements[rule.after].date)


def conditions(wanted: str | Iterable[str]) -> list[Condition]:
    """Read an entry of a `when`: a condition or several, any of which suffices."""
    return [_condition(text) for text in ([wanted] if isinstance(wanted, str) else wanted)]


def allowed_values(pack: Pack, choice: Choice) -> list[str] | None:
    """Return the values that *choice* can take, as text; None where they cannot be listed."""
    options = [text_of(o.value) for p in pack.parameters if p.path == choice.parameter for o in p.options]
    listed = list(dict.fromkeys([*choice.values, *options]))
    return None if choice.number or not listed else listed


def text_of(value: object) -> str:
    """Return a value as a `when` writes it: `true`, `3`, `overlay`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _matches(wanted: str | Iterable[str], given: Given) -> bool:
    values = [given] if isinstance(given, str | int | float) else given
    return any(condition.meets(value) for condition in conditions(wanted) for value in values)


def _condition(text: str) -> Condition:
    rest = text.strip().removeprefix("not ").strip()
    found = _COMPARISON.fullmatch(rest)
    operator, value = (found[1], found[2]) if found else ("", rest)
    return Condition(value, operator, text.strip().startswith("not "))


def _compares(given: str | float, operator: str, bound: str) -> bool:
    order = _order(given, bound)
    if order is None:
        return False
    return {">=": order >= 0, "<=": order <= 0, ">": order > 0, "<": order < 0}.get(operator, order == 0)


def _order(given: str | float, bound: str) -> int | None:
    """Return -1, 0 or 1 as *given* is below, at or above *bound*; None where they cannot be compared."""
    if isinstance(given, str):
        if not re.search(r"\d", given):
            return None
        left, right = version_key(given), version_key(bound)
        return (left > right) - (left < right)
    try:
        return (given > float(bound)) - (given < float(bound))
    except ValueError:
        return None
