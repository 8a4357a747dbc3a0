"""The root of pack.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.evidence import EVERY_VERSION, Conflict, Reference, Source
from generator.model.identity import Identity, Layer, Logo, PageSettings
from generator.model.knowledge import (
    Choice,
    Engine,
    Limitation,
    Matrix,
    OperatingSystem,
    Retirement,
    Rule,
    Warning,
)
from generator.model.parameters import Parameter
from generator.model.procedures import Guide, Procedure, Section
from generator.model.scalars import Id, Line, Model, Name, Prose, Versions
from generator.model.versions import Long, Preset, Version


class Note(Model):
    """A sentence or two with the versions it is true for."""

    text: Prose = Field(description="The words.")
    versions: Versions = Field(EVERY_VERSION, description="The versions it is true for.")


class ReadmePart(Model):
    """A piece of a README that keeps its own words: GitHub Markdown, or a table of parameters."""

    text: Long | None = Field(None, description="GitHub Markdown, as it stands in the README.")
    table: Id | None = Field(None, description="In place of text: the parameters whose `table` this is, as a table.")
    versions: Versions = Field(EVERY_VERSION, description="The versions whose README has it.")


class Pack(Identity):
    """A Palette pack: every fact that its pages and artifacts state."""

    name: Name = Field(description="Name of the pack: its folder, its repository in the registry, its page.")
    display_name: Line = Field(description="Name shown to people.")
    layer: Layer = Field(description="Layer of the cluster profile.")
    description: Line = Field(description="One sentence for front matter and catalogs.")
    category: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9 -]*$")] | None = Field(
        None, description="Category in the docs site, such as `network`."
    )
    architectures: tuple[Name, ...] = Field((), description="Processor architectures, such as `amd64`.")
    fips: bool = Field(False, description="Whether a FIPS-compliant build exists.")
    tags: tuple[Name, ...] = Field((), description="Tags for search and catalogs.")
    logo: Logo | None = Field(None, description="The picture shown beside the name.")
    page: PageSettings = Field(PageSettings(), description="How the pages are listed and found.")
    sources: dict[Id, Source] = Field({}, description="Documents that `cite` names.")
    versions: tuple[Version, ...] = Field(min_length=1, description="The versions, newest first.")
    parameters: tuple[Parameter, ...] = Field((), description="Values that users set.")
    presets: tuple[Preset, ...] = Field((), description="Named changes of values.")
    prerequisites: tuple[Note, ...] = Field((), description="What must be there before the pack is used.")
    upgrade: tuple[Note, ...] = Field((), description="What to know when changing to these versions.")
    readme: tuple[ReadmePart, ...] = Field(
        (), description="The README in pieces, from top to bottom; left out, it is compiled from the facts."
    )
    sections: dict[Id, Section] = Field({}, description="Blocks of prose.")
    engines: dict[Id, Engine] = Field({}, description="What provides or enforces the pack's function.")
    systems: dict[Id, OperatingSystem] = Field({}, description="Operating systems of nodes.")
    matrix: Matrix | None = Field(None, description="The capability matrix.")
    limitations: dict[Id, Limitation] = Field({}, description="What does not work, or only so far.")
    warnings: dict[Id, Warning] = Field({}, description="What must not be overlooked.")
    retirements: dict[Id, Retirement] = Field({}, description="What ends, and when.")
    choices: dict[Id, Choice] = Field({}, description="Dimensions in which clusters differ.")
    rules: dict[Id, Rule] = Field({}, description="What combinations of choices mean.")
    procedures: dict[Id, Procedure] = Field({}, description="Ordered steps that reach one goal.")
    guides: dict[Name, Guide] = Field({}, description="Pages that lead through procedures.")
    references: tuple[Reference, ...] = Field((), description="Links for the reader.")
    conflicts: dict[Id, Conflict] = Field({}, description="Where sources disagree, and what holds.")
