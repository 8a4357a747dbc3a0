"""Engines, choices and rules: what is known about clusters, as lists and tables."""

from __future__ import annotations

import datetime

from generator.model.knowledge import Authority, Rule, Says, Scope, Strength
from generator.model.pack import Pack
from generator.prose import Code, Inline, Phrase, parse_phrase, phrase, words
from generator.view.reach import Reach
from generator.view.said import Grid, Said, day, plain, strong

_VERDICTS = {Says.ERROR: "Error", Says.WARNING: "Warning", Says.NOTE: "Note"}
LAYERS = {
    Authority.PACK: "the pack",
    Authority.PROVISIONER: "the provisioner (Cluster API)",
    Authority.PLATFORM: "the platform",
}
STRENGTHS = {
    Strength.HARD: "hard limit",
    Strength.WARNING: "take care",
    Strength.PLANNING: "plan ahead",
    Strength.INFORMATION: "good to know",
}


def scope_words(pack: Pack, scope: Scope) -> str:
    """Name what *scope* applies to: `Azure NPM on Linux and Windows Server, Nodes: 3`; empty where it is everything."""
    engine = pack.engines.get(scope.engine or "")
    systems = " and ".join(pack.systems[s].name if s in pack.systems else s for s in scope.os)
    text = (engine.short or engine.name) if engine else ""
    if systems:
        text = f"{text} on {systems}" if text else systems
    options = ", ".join(f"{path} = {value}" for path, value in scope.option.items())
    text = f"{text} with {options}" if text and options else text or options
    choices = (f"{pack.choices[c].title if c in pack.choices else c}: {v}" for c, v in scope.choice.items())
    return ", ".join([*([text] if text else []), *choices])


def engines(pack: Pack) -> tuple[Said, ...]:
    """Say each engine: its names, who makes it, how it works, and whether the vendor recommends it."""
    found = []
    for key, engine in pack.engines.items():
        at = ("engines", key)
        aside = ", ".join(x for x in (engine.short, engine.vendor and f"by {engine.vendor}") if x)
        parts: list[Phrase | str | Inline] = [strong(engine.name), f" ({aside}): " if aside else ": "]
        names = [pack.systems[s].name if s in pack.systems else s for s in engine.systems]
        parts.append("runs on " + " and ".join(names) + ".")
        for system, how in engine.mechanism.items():
            name = pack.systems[system].name if system in pack.systems else system
            parts += [f" On {name}: ", parse_phrase(how)]
        if engine.recommended:
            parts.append(" Recommended by the platform's vendor.")
        if engine.confidence:
            parts.append(f" ({engine.confidence.value})")
        found.append(Said(phrase(*parts), at))
    return tuple(found)


def limitations(pack: Pack, reach: Reach, as_of: datetime.date) -> tuple[Said, ...]:
    """Say the limitations that apply to any version of *reach*; stale ones come last."""
    chosen = [(k, f) for k, f in pack.limitations.items() if reach.tells(f.versions)]
    found = []
    for key, fact in sorted(chosen, key=lambda item: item[1].stale):
        scope, strength = scope_words(pack, fact.scope), STRENGTHS[fact.strength]
        marks = [strength] if scope else []
        marks += ["older platform versions only"] if fact.stale else []
        if ending := pack.retirements.get(fact.retirement or ""):
            marks.append(f"{'ended' if ending.date <= as_of else 'until'} {day(ending.date)}")
        marks += [fact.confidence.value] if fact.confidence else []
        marks += [m] if (m := reach.mark(fact.versions).strip(" ()")) else []
        aside = f" ({', '.join(marks)})" if marks else ""
        lead = phrase(strong(scope or strength.capitalize()), f"{aside}: ")
        found.append(Said(phrase(lead, parse_phrase(fact.text)), ("limitations", key, "text")))
    return tuple(found)


def choices_grid(pack: Pack) -> Grid | None:
    """Return the table of what clusters can choose, or none."""
    flags = any(choice.flag for choice in pack.choices.values())
    rows = []
    for key, choice in pack.choices.items():
        at = ("choices", key)
        flag = Said(phrase(Code(choice.flag)) if choice.flag else phrase("none"), (*at, "flag"))
        rows.append((plain(choice.title, *at, "title"), Said(_values(pack, key), at), *([flag] if flags else [])))
    head = ("Choice", "Values", "Command-line option")[: 3 if flags else 2]
    return Grid(tuple(phrase(h) for h in head), tuple(rows)) if rows else None


def _values(pack: Pack, key: str) -> Phrase:
    choice = pack.choices[key]
    if choice.parameter:
        options = [o for p in pack.parameters if p.path == choice.parameter for o in p.options]
        listed = [phrase(Code(str(o.value))) for o in options]
        listed += [phrase(Code(v)) for v in choice.values if v not in {str(o.value) for o in options}]
        return phrase(words(listed, "or"), " (", Code(choice.parameter), ")")
    if choice.number:
        return phrase("a number")
    return words([phrase(Code(v)) for v in choice.values], "or")


_COMPARISONS = {">": "more than ", ">=": "at least ", "<": "below ", "<=": "at most ", "not": "not "}


def _condition(wanted: str) -> Phrase:
    """Say one condition of a rule: a value, `not VALUE`, or a comparison."""
    operator, _, value = wanted.partition(" ")
    return phrase(_COMPARISONS[operator], Code(value)) if value and operator in _COMPARISONS else phrase(Code(wanted))


RULE_HEAD = ("Rule", "Combination", "Verdict", "What it means", "Enforced by")


def rules_grid(pack: Pack) -> Grid | None:
    """Return the table of rules, or none."""
    rows = [_rule_row(pack, key, rule) for key, rule in pack.rules.items()]
    return Grid(tuple(phrase(h) for h in RULE_HEAD), tuple(rows)) if rows else None


def _rule_row(pack: Pack, key: str, rule: Rule) -> tuple[Said, ...]:
    at = ("rules", key)
    doubt = f" ({rule.confidence.value})" if rule.confidence else ""
    enforcer = phrase(LAYERS[rule.layer], ": ", Code(rule.reports)) if rule.reports else phrase(LAYERS[rule.layer])
    return (
        plain(key, *at),
        Said(_combination(pack, rule), (*at, "when")),
        Said(phrase(strong(_VERDICTS[rule.says])), (*at, "says")),
        Said(phrase(parse_phrase(rule.text), doubt) if doubt else parse_phrase(rule.text), (*at, "text")),
        Said(enforcer, (*at, "layer")),
    )


def _combination(pack: Pack, rule: Rule) -> Phrase:
    conditions = []
    for choice, wanted in rule.when.items():
        title = pack.choices[choice].title if choice in pack.choices else choice
        values = [wanted] if isinstance(wanted, str) else list(wanted)
        conditions.append(phrase(f"{title}: ", words([_condition(v) for v in values], "or")))
    for word, key in (("until", rule.before), ("from", rule.after)):
        if key and key in pack.retirements:
            conditions.append(phrase(f"{word} {day(pack.retirements[key].date)}"))
    if not rule.versions.everything:
        conditions.append(phrase("version ", Code(rule.versions.text)))
    return phrase(*(part for i, c in enumerate(conditions) for part in (("; ", c) if i else (c,))))
