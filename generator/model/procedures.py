"""Procedures, and the guides that arrange them."""

from __future__ import annotations

from pydantic import Field

from generator.model.evidence import EVERY_VERSION
from generator.model.knowledge import Scope
from generator.model.scalars import Cited, Id, Line, Model, Name, Prose, Text, Versions


class ManifestFile(Model):
    """A Kubernetes manifest that the reader saves."""

    file: Line = Field(description="Name to save it under.")
    yaml: Text = Field(description="The manifest.")


class Step(Model):
    """One thing to do."""

    text: Prose = Field(description="What to do, as an instruction.")
    command: Text | None = Field(None, description="Bash commands to run.")
    manifest: ManifestFile | None = Field(None, description="A manifest to save.")
    expect: Prose | None = Field(None, description="What should happen, in words.")
    output: Text | None = Field(None, description="What should be printed.")
    warnings: tuple[Id, ...] = Field((), description="Warnings to show before it, by id.")


class Procedure(Cited):
    """Ordered steps that reach one goal."""

    title: Line = Field(description="The goal, starting with a verb.")
    text: Prose | None = Field(None, description="When to follow it.")
    scope: Scope = Field(Scope(), description="The engine and operating systems it is for.")
    retirement: Id | None = Field(
        None, description="Once this retirement has taken place the procedure stays, under a banner, off the main path."
    )
    requires: tuple[Prose, ...] = Field((), description="What must be there before.")
    warnings: tuple[Id, ...] = Field((), description="Warnings to show first, by id.")
    steps: tuple[Step, ...] = Field(min_length=1, description="What to do, in order.")
    versions: Versions = Field(EVERY_VERSION, description="The versions it is true for.")


class GuidePart(Model):
    """A section of a guide."""

    title: Line = Field(description="Heading.")
    text: Prose | None = Field(None, description="Words, before the procedures.")
    procedures: tuple[Id, ...] = Field((), description="Procedures by id, in order.")


class Guide(Cited):
    """A page that leads through procedures."""

    title: Line = Field(description="Title of the page.")
    description: Line = Field(description="One sentence for search results.")
    text: Prose | None = Field(None, description="Introduction.")
    parts: tuple[GuidePart, ...] = Field(min_length=1, description="Sections, in order.")


class Section(Cited):
    """A block of prose, written once and shown in every tab whose versions it covers."""

    title: Line | None = Field(None, description="Heading; none for prose that continues what stands above.")
    text: Prose = Field(description="The words.")
    place: Name = Field(
        "version",
        pattern="^(intro|version|end)$",
        description="`intro` before the tabs, `version` in each tab it covers, `end` after the tabs.",
    )
    versions: Versions = Field(EVERY_VERSION, description="The versions it covers, for `place: version`.")
