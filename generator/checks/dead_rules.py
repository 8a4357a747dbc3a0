"""Rule that can never hold

A rule's `when` cannot match: a list of conditions is empty, `not` takes away the only value there is, or the rule is
to hold only after one retirement and before an earlier one.

    choices: {plugin: {title: Plug-in, values: [azure]}}
    rules: {r: {when: {plugin: not azure}, says: error, text: …, layer: pack}}

Correct the condition, or remove the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import LoadedPack, Route
from generator.diagnostics import Diagnostic
from generator.model.knowledge import Rule
from generator.model.pack import Pack
from generator.rules import allowed_values, conditions
from generator.settings import Settings

CODE = "PS702"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each rule that can never hold."""
    for name, rule in loaded.pack.rules.items():
        at: Route = ("rules", name)
        if rule.before in loaded.pack.retirements and rule.after in loaded.pack.retirements:
            assert rule.before is not None and rule.after is not None
            ends, starts = loaded.pack.retirements[rule.before].date, loaded.pack.retirements[rule.after].date
            if ends <= starts:
                message = f"the rule `{name}` holds before {ends} and only after {starts}: never"
                yield loaded.problem(CODE, message, (*at, "before"), "swap `before` and `after`, or leave one out")
        for choice in _impossible(loaded.pack, rule):
            message = f"no value of `{choice}` meets this condition, so the rule `{name}` never holds"
            yield loaded.problem(CODE, message, (*at, "when", choice), "correct the condition, or remove the rule")


def _impossible(pack: Pack, rule: Rule) -> Iterator[str]:
    for name, wanted in rule.when.items():
        known = pack.choices.get(name)
        values = allowed_values(pack, known) if known else None
        asked = conditions(wanted)
        if not asked or any(c.operator for c in asked) or not all(c.negated for c in asked):
            if not asked:
                yield name
        elif values is not None and not any(c.meets(v) for c in asked for v in values):
            yield name
