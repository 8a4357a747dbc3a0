"""Procedures as records: the steps and commands for a choice."""

from __future__ import annotations

from collections.abc import Iterator

from generator.configure import markup
from generator.configure.clauses import covered, scope_clauses
from generator.model.form import Block, Record, Step
from generator.model.pack import Pack
from generator.view.cluster import scope_words
from generator.view.guides import StepView, procedure_view
from generator.view.said import Box, Told


def procedures(pack: Pack) -> Iterator[Record]:
    """Yield the procedures of *pack*; one for something that ends holds until then."""
    pages = {
        procedure: f"../../guides/{pack.name}/{name}/"
        for name, guide in pack.guides.items()
        for part in guide.parts
        for procedure in part.procedures
    }
    for name, fact in pack.procedures.items():
        view = procedure_view(pack, name, ())
        ending = pack.retirements.get(fact.retirement or "")
        yield Record(
            kind="procedure",
            id=name,
            when=scope_clauses(pack, fact.scope),
            lenient=True,
            versions=covered(pack, fact.versions),
            until=ending.date if ending else None,
            label=scope_words(pack, fact.scope),
            text=markup.phrase(view.title.what),
            page=pages.get(name, ""),
            requires=tuple(markup.phrase(said.what) for said in view.requires),
            steps=(*_before(view.text, view.boxes), *map(_step, view.steps)),
        )


def _before(text: Told | None, boxes: tuple[Box, ...]) -> Iterator[Step]:
    words = (*(markup.blocks(text.what) if text else ()), *_warned(boxes))
    if words:
        yield Step(text=words)


def _warned(boxes: tuple[Box, ...]) -> Iterator[markup.Node]:
    for box in boxes:
        yield ["blockquote", *markup.blocks(box.body.what)]


def _step(view: StepView) -> Step:
    lead = view.manifest_lead.what.plain if view.manifest_lead else ""
    blocks = [Block(language=b.language, text=b.text, lead=lead if b.language == "yaml" else "") for b in view.blocks]
    if view.output:
        blocks.append(Block(language="text", text=view.output.text, lead="The output looks like this:"))
    return Step(
        text=(*markup.blocks(view.text.what), *_warned(view.boxes)),
        blocks=tuple(blocks),
        expect=markup.blocks(view.expect.what) if view.expect else (),
    )
