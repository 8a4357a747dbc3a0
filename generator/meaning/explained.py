"""The kinds of change with the rules that decide their impact: for `packscribe explain`, and as a docs page."""

from __future__ import annotations

from collections.abc import Iterator

from generator.meaning.kinds import KINDS
from generator.meaning.rules import RULES, Apart, Field, Inside, Leaf, Members, Reach, Records, Verdict
from generator.model.scalars import Model


def rows(code: str) -> Iterator[tuple[str, str]]:
    """Yield for each place of pack.yaml that gives a change of kind *code* what happens there and its impact."""
    for model, fields in RULES.items():
        for name, field in fields.items():
            alias = model.model_fields[name].alias or name
            for what, verdict in verdicts_of(field):
                if verdict.code == code:
                    yield f"{_named(model)}{alias}{what}", (verdict.judge.__doc__ or "").strip()


def explained(code: str) -> tuple[str, str] | None:
    """Return title and text of the kind *code*, with the rules that decide its impact; none for another code."""
    if code not in KINDS:
        return None
    title, text = KINDS[code]
    listed = list(dict.fromkeys(rows(code)))
    table = "\n".join(f"- `{what}`: {impact}" for what, impact in listed)
    return title, f"{text}\n\n{_LEAD}\n\n{table}" if table else text


_LEAD = "The impact, by the place in pack.yaml that differs:"


def verdicts_of(field: Field) -> Iterator[tuple[str, Verdict]]:
    """Yield what can happen to *field*, in words ("" where it can only differ), each with its verdict."""
    match field:
        case Leaf(verdict) | Members(verdict) | Inside(verdict):
            yield "", verdict
        case Records(added=added, removed=removed, ordered=ordered):
            yield " (added)", added
            yield " (removed)", removed
            if ordered:
                yield " (order)", ordered
        case Apart(verdicts):
            yield from (("", verdict) for verdict in verdicts)
        case Reach():
            return


def _named(model: type[Model]) -> str:
    return "" if model.__name__ == "Pack" else f"{model.__name__[:1].lower()}{model.__name__[1:]}."


def page() -> str:
    """Return the docs page of all kinds of change, as Markdown."""
    parts = [_OPENING]
    for code in KINDS:
        found = explained(code)
        assert found is not None
        parts += [f"## {code}: {found[0]}", found[1]]
    return "\n\n".join(parts) + "\n"


_OPENING = """\
---
title: Kinds of Change and Their Impact
description: What packscribe diff reports, and what each change asks of people who run a pack
source: generator/meaning/rules.py
---

# Kinds of Change and Their Impact

`packscribe diff` compares facts, and gives every change a code and an impact:

- **breaking**: who runs the pack may have to act. The version has to step by its first number.
- **feature**: there is something new to use, or something is announced, as a deprecation is.
- **fix**: the same use with other content, such as another image.
- **docs**: words only.
- **none**: nothing that anybody could notice but in the form of files.

In a new version, the changes since the version before it decide. What concerns versions only that are new is never
breaking by itself. This page is written from the table that judges, `generator/meaning/rules.py`; `packscribe explain`
prints its parts."""
