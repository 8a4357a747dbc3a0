"""Guides: procedures arranged on a page, those of something that has ended set apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.model.pack import Pack
from generator.model.procedures import Guide, Step
from generator.prose import Link, Text, phrase
from generator.view.cluster import scope_words
from generator.view.lifecycle import RetirementView
from generator.view.reach import Reach
from generator.view.said import Box, Coded, Said, Told, plain, said, told


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: what to do, and what follows it."""

    boxes: tuple[Box, ...]
    text: Told
    manifest_lead: Said | None
    blocks: tuple[Coded, ...]
    expect: Told | None
    output: Coded | None


@dataclass(frozen=True, slots=True)
class ProcedureView:
    """Ordered steps that reach one goal."""

    id: str
    title: Said
    banner: Box | None
    text: Told | None
    scope: Said | None
    applies: Said | None
    requires: tuple[Said, ...]
    boxes: tuple[Box, ...]
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Procedures that follow each other; under a *label* those for one of several engines, which readers choose."""

    label: Said | None
    procedures: tuple[ProcedureView, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """A section of a guide: its procedures in runs; a run of several groups is a set of tabs."""

    title: Said
    text: Told | None
    runs: tuple[tuple[Group, ...], ...]


@dataclass(frozen=True, slots=True)
class GuideView:
    """A page of procedures; *ended* holds those off the main path."""

    name: str
    title: Said
    description: Said
    pack: Said
    text: Told | None
    parts: tuple[PartView, ...]
    ended: tuple[ProcedureView, ...]


def guides(pack: Pack, retired: tuple[RetirementView, ...]) -> tuple[GuideView, ...]:
    """Return the guides of *pack*, given its *retired* and retiring subjects."""
    return tuple(_guide(pack, name, guide, retired) for name, guide in pack.guides.items())


def _guide(pack: Pack, name: str, guide: Guide, retired: tuple[RetirementView, ...]) -> GuideView:
    at = ("guides", name)
    ended_ids = {r.id for r in retired if r.ended}
    shown = [p for part in guide.parts for p in part.procedures if p in pack.procedures]
    ended = [p for p in shown if pack.procedures[p].retirement in ended_ids]
    parts = []
    for index, part in enumerate(guide.parts):
        here = (*at, "parts", index)
        kept = tuple(procedure_view(pack, p, retired) for p in part.procedures if p in shown and p not in ended)
        if kept or part.text or not part.procedures:
            text = told(part.text, *here, "text") if part.text else None
            parts.append(PartView(said(part.title, *here, "title"), text, tuple(_runs(pack, kept))))
    parts = _in_step(parts)
    return GuideView(
        name,
        said(guide.title, *at, "title"),
        said(guide.description, *at, "description"),
        Said(
            phrase("A guide to the pack ", Link((Text(pack.display_name),), f"../../packs/{pack.name}.md"), "."),
            ("displayName",),
        ),
        told(guide.text, *at, "text") if guide.text else None,
        tuple(parts),
        tuple(procedure_view(pack, p, retired) for p in ended),
    )


def _runs(pack: Pack, procedures: Sequence[ProcedureView]) -> Iterator[tuple[Group, ...]]:
    """Yield *procedures* in order; neighbours that are each for one engine are arranged by engine, if there are two."""
    for chosen, run in groupby(procedures, lambda p: pack.procedures[p.id].scope.engine in pack.engines):
        inside: dict[str, list[ProcedureView]] = {}
        for one in run:
            inside.setdefault(pack.procedures[one.id].scope.engine or "", []).append(one)
        if chosen and len(inside) > 1:
            yield tuple(Group(_engine(pack, key), tuple(found)) for key, found in inside.items())
        else:
            yield (Group(None, tuple(one for found in inside.values() for one in found)),)


def _in_step(parts: Sequence[PartView]) -> list[PartView]:
    """Return *parts* with the engines of all tabs in one order, first of all one that every set of tabs has.

    So all sets are open at the same engine before anything is chosen.
    """
    sets = [[_label(group) for group in run] for part in parts for run in part.runs if len(run) > 1]
    order = list(dict.fromkeys(label for labels in sets for label in labels))
    everywhere = next((label for label in order if all(label in labels for labels in sets)), None)
    order.sort(key=lambda label: label != everywhere)

    def arranged(run: tuple[Group, ...]) -> tuple[Group, ...]:
        return tuple(sorted(run, key=lambda group: order.index(_label(group)))) if len(run) > 1 else run

    return [replace(part, runs=tuple(arranged(run) for run in part.runs)) for part in parts]


def _label(group: Group) -> str:
    return group.label.what.plain if group.label else ""


def _engine(pack: Pack, key: str) -> Said:
    engine = pack.engines[key]
    return plain(engine.short or engine.name, "engines", key)


def procedure_view(pack: Pack, key: str, retired: tuple[RetirementView, ...]) -> ProcedureView:
    """Return the procedure *key* as a page shows it; *retired* is what has a banner."""
    fact, at = pack.procedures[key], ("procedures", key)
    retirement = next((r for r in retired if r.id == fact.retirement), None)
    scope = scope_words(pack, fact.scope)
    return ProcedureView(
        id=key,
        title=said(fact.title, *at, "title"),
        banner=retirement.notice if retirement else None,
        text=told(fact.text, *at, "text") if fact.text else None,
        scope=Said(phrase("For: ", scope), (*at, "scope")) if scope else None,
        applies=Reach(tuple(v.version for v in pack.versions)).partly(fact.versions),
        requires=tuple(said(r, *at, "requires", i) for i, r in enumerate(fact.requires)),
        boxes=_boxes(pack, fact.warnings),
        steps=tuple(_step(pack, step, (*at, "steps", i)) for i, step in enumerate(fact.steps)),
    )


def _step(pack: Pack, step: Step, at: tuple[str | int, ...]) -> StepView:
    blocks = [Coded("bash", _ended(step.command), (*at, "command"))] if step.command else []
    lead = None
    if step.manifest:
        blocks.append(Coded("yaml", _ended(step.manifest.yaml), (*at, "manifest", "yaml")))
        lead = plain(f"Save this manifest as {step.manifest.file}:", *at, "manifest", "file")
    return StepView(
        boxes=_boxes(pack, step.warnings),
        text=told(step.text, *at, "text"),
        manifest_lead=lead,
        blocks=tuple(blocks),
        expect=told(step.expect, *at, "expect") if step.expect else None,
        output=Coded("text", _ended(step.output), (*at, "output")) if step.output else None,
    )


def _ended(text: str) -> str:
    return text.rstrip("\n") + "\n"


def _boxes(pack: Pack, ids: tuple[str, ...]) -> tuple[Box, ...]:
    found = [(key, pack.warnings[key]) for key in ids if key in pack.warnings]
    return tuple(Box(w.kind.value, w.title or "", told(w.text, "warnings", key, "text")) for key, w in found)
