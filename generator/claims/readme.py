"""What the README of a version must say, from the model alone."""

from __future__ import annotations

from generator.claims.own_words import own_words
from generator.claims.page import PageClaims
from generator.claims.parts import say_choice, say_listed, say_preset, say_sections, say_terraform
from generator.readback.compare import Claim
from generator.view import PackView
from generator.view.version import VersionView


def readme(view: PackView, version: VersionView, notice: str) -> list[Claim]:
    """Return the claims of the README of one version."""
    page = PageClaims("github")
    if version.readme:
        return own_words(page, version.readme)
    page.say("notice", "", notice)
    page.heading(1, view.pack.display_name)
    page.say("paragraph", "", view.pack.description, ("description",))
    say_sections(page, 2, version.intro)
    page.passage(version.notes)
    page.heading(2, "Prerequisites")
    page.bullets(version.prerequisites) if version.prerequisites else page.paragraph("None.")
    page.heading(2, "Parameters")
    _readme_parameters(page, version)
    page.heading(2, "Upgrade")
    page.bullets(version.upgrade) if version.upgrade else page.paragraph("There is nothing to do.")
    page.heading(2, "Usage")
    page.boxes(view.notices)
    page.boxes(version.boxes)
    for parameter in version.parameters:
        if parameter.snippet:
            page.paragraph(parameter.usage)
            page.code(parameter.snippet)
        page.boxes(parameter.boxes)
    if view.pack.page.terraform:
        page.paragraph("Use this pack in a cluster profile with Terraform:")
        say_terraform(page, view, version)
    say_sections(page, 3, version.sections)
    say_listed(page, 3, "Limitations", version.limitations(view.settings.as_of))
    page.heading(2, "References")
    page.bullets(version.references) if version.references else page.paragraph("None.")
    return page.claims


def _readme_parameters(page: PageClaims, version: VersionView) -> None:
    if version.parameter_grid is None:
        page.paragraph("None.")
    page.grid(version.parameter_grid)
    for parameter in version.parameters:
        say_choice(page, parameter)
    if version.presets:
        page.heading(3, "Presets")
        for preset in version.presets:
            say_preset(page, preset)
