"""What only the pages of our own site must say."""

from __future__ import annotations

from generator.claims.page import PageClaims
from generator.claims.parts import say_preset
from generator.prose import phrase
from generator.view import PackView, SeriesView
from generator.view.said import Said


def opening(page: PageClaims, view: PackView) -> None:
    """Claim what stands below the title: the picture, the description, and the facts looked for first."""
    if view.logo:
        page.paragraph(view.logo)
    page.paragraph(Said(phrase(view.pack.description), ("description",)))
    page.grid(view.facts)


def values_and_presets(page: PageClaims, series: SeriesView) -> None:
    """Claim where values.yaml is and what is in it, and a tab for each preset."""
    page.heading(3, "Values")
    if series.elsewhere:
        page.paragraph(series.elsewhere)
    elif series.described:
        page.paragraph("What the comments of values.yaml say:")
        page.grid(series.described)
    page.paragraph(series.shown.lead)
    if series.shown.code:
        with page.fold("abstract", Said(phrase(series.shown.title), series.shown.lead.route)):
            page.code(series.shown.code)
    if series.preset_tabs:
        page.heading(3, "Presets")
    for tab in series.preset_tabs:
        page.say("tab", "", tab.label, tab.lead.route)
        with page.inside(f"tab {tab.label}"):
            say_preset(page, tab.view)
            if tab.result:
                page.paragraph(tab.lead)
                page.code(tab.result)


def provenance(page: PageClaims, view: PackView) -> None:
    """Claim the conflicts between sources, the sources, and which fact rests on which."""
    if view.conflicts:
        page.heading(2, "Conflicts Between Sources")
        page.paragraph("Where sources disagree, each with what holds, and why:")
    for conflict in view.conflicts:
        with page.fold("question", conflict.topic):
            page.grid(conflict.claims)
            page.passage(conflict.ruling)
            page.bullets(conflict.holds)
            page.passage(conflict.why)
    if view.evidence:
        page.heading(2, "Provenance")
        page.paragraph("The sources, the strongest first:")
        page.grid(view.sources)
        with page.fold("quote", "Each fact, as pack.yaml names it, with its sources"):
            page.grid(view.evidence)
