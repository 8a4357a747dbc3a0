"""What pages of several kinds must say."""

from __future__ import annotations

from collections.abc import Sequence

from generator.claims.page import PageClaims
from generator.view import PackView
from generator.view.parameters import ParameterView
from generator.view.presets import PresetView
from generator.view.reach import SectionView
from generator.view.said import Said
from generator.view.version import VersionView


def say_sections(page: PageClaims, level: int, sections: Sequence[SectionView]) -> None:
    """Claim *sections*, whose titles are headings of *level*."""
    for section in sections:
        if section.title:
            page.heading(level, section.title)
        if section.applies:
            page.paragraph(section.applies)
        page.passage(section.text)


def say_listed(page: PageClaims, level: int, title: str, items: Sequence[Said]) -> None:
    """Claim a list with a heading of *level* above it, where there are *items*."""
    if items:
        page.heading(level, title)
        page.bullets(items)


def say_choice(page: PageClaims, parameter: ParameterView) -> None:
    """Claim what *parameter* can be set to, where that is limited."""
    if parameter.choice:
        page.paragraph(parameter.choice)
        page.bullets(parameter.options)


def say_preset(page: PageClaims, preset: PresetView) -> None:
    """Claim what *preset* adds and removes."""
    page.paragraph(preset.lead)
    if preset.removes:
        page.paragraph("It removes these paths:")
        page.bullets(preset.removes)
    if preset.adds:
        page.paragraph("It adds these values:")
        page.code(preset.adds)


def say_terraform(page: PageClaims, view: PackView, version: VersionView) -> None:
    """Claim the code that uses *version*."""
    place = view.pack.versions.index(version.version)
    page.hcl(view.pack.name, version.version.version, ("versions", place, "version"))
