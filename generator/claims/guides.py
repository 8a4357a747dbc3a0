"""What a guide must say, from the model alone."""

from __future__ import annotations

from generator.claims.page import PageClaims
from generator.readback.compare import Claim
from generator.view import PackView
from generator.view.guides import Group, GuideView, ProcedureView


def guide_page(dialect: str, view: PackView, guide: GuideView, notice: str) -> list[Claim]:
    """Return the claims of a guide in *dialect*."""
    page = PageClaims(dialect)
    page.front(
        notice,
        {
            "title": (guide.title.what.plain, guide.title.route),
            "description": (guide.description.what.plain, guide.description.route),
            "source": (f"packs/{view.pack.name}/pack.yaml", ("name",)),
        },
    )
    page.heading(1, guide.title)
    page.paragraph(guide.pack)
    page.passage(guide.text)
    for part in guide.parts:
        page.heading(2, part.title)
        page.passage(part.text)
        for run in part.runs:
            for group in run:
                _group(page, group)
    if guide.ended:
        page.heading(2, "No Longer Available")
        page.paragraph(
            "These procedures are kept for clusters that still run what has ended. Do not follow them on a new cluster."
        )
        for procedure in guide.ended:
            _procedure(page, procedure)
    return page.claims


def _group(page: PageClaims, group: Group) -> None:
    if group.label is None or page.dialect != "material":
        for procedure in group.procedures:
            _procedure(page, procedure)
        return
    label = group.label.what.canonical
    page.say("tab", "", label, group.label.route)
    with page.inside(f"tab {label}"):
        for procedure in group.procedures:
            _procedure(page, procedure)


def _procedure(page: PageClaims, procedure: ProcedureView) -> None:
    page.heading(3, procedure.title)
    if procedure.banner:
        page.box(procedure.banner)
    if procedure.scope:
        page.paragraph(procedure.scope)
    if procedure.applies:
        page.paragraph(procedure.applies)
    page.passage(procedure.text)
    if procedure.requires:
        page.paragraph("Before you start:")
        page.bullets(procedure.requires)
    page.boxes(procedure.boxes)
    if procedure.requires:
        page.paragraph("Then, step by step:")
    for number, step in enumerate(procedure.steps, 1):
        with page.step(number, step.text):
            page.boxes(step.boxes)
            if step.manifest_lead:
                page.paragraph(step.manifest_lead)
            for block in step.blocks:
                page.code(block)
            page.passage(step.expect)
            if step.output:
                page.paragraph("The output looks like this:")
                page.code(step.output)
