"""What is known about a pack's engines: capabilities, limits, warnings, rules and retirements."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from generator.model.evidence import EVERY_VERSION
from generator.model.scalars import Cited, Id, Line, Model, Prose, Text, Url, Versions


class Engine(Cited):
    """Something that enforces a policy or provides the pack's function."""

    name: Line = Field(description="Full name.")
    short: Line | None = Field(None, description="Short name, for tables.")
    vendor: Line | None = Field(None, description="Who makes it.")
    systems: tuple[Id, ...] = Field(description="Operating systems it runs on, now or formerly.")
    mechanism: dict[Id, Prose] = Field({}, description="How it works: operating system to words.")
    recommended: bool = Field(False, description="Whether the platform's vendor recommends it.")


class OperatingSystem(Model):
    """An operating system of nodes."""

    name: Line = Field(description="Name shown to people.")


class CellState(StrEnum):
    """What a cell of the capability matrix says."""

    SUPPORTED = "supported"
    PREVIEW = "preview"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"
    UNKNOWN = "unknown"


class Cell(Cited):
    """One capability of one engine on one operating system."""

    state: CellState = Field(description="What holds until a retirement ends it.")
    note: Prose | None = Field(None, description="What to know beyond the state.")
    retirement: Id | None = Field(None, description="The retirement that ends it: the state is computed from its date.")


class MatrixRow(Model):
    """One capability."""

    id: Id = Field(description="Name of the row, for links.")
    title: Line = Field(description="The capability.")
    cells: dict[Id, dict[Id, Cell]] = Field(
        description="Engine to operating system to cell; `all` stands for every system of the engine."
    )


class Matrix(Model):
    """The capability matrix: rows by engine by operating system."""

    title: Line = Field(description="Heading of the matrix.")
    text: Prose | None = Field(None, description="Words before it.")
    rows: tuple[MatrixRow, ...] = Field(min_length=1, description="The capabilities, in the order to show.")


class Scope(Model):
    """What a limitation or warning applies to; what is left out applies to all."""

    engine: Id | None = Field(None, description="One engine.")
    os: tuple[Id, ...] = Field((), description="Operating systems.")
    option: dict[Text, str] = Field({}, description="Options: parameter path to value.")
    choice: dict[Id, str] = Field({}, description="Choices: choice to value.")


class Strength(StrEnum):
    """How binding a limitation is."""

    HARD = "hard"
    WARNING = "warning"
    PLANNING = "planning"
    INFORMATION = "information"


class Limitation(Cited):
    """Something that does not work, or works only so far. A configurator leaves it to a warning of the same name."""

    text: Prose = Field(description="What the limit is.")
    strength: Strength = Field(description="How binding it is.")
    scope: Scope = Field(Scope(), description="What it applies to.")
    versions: Versions = Field(EVERY_VERSION, description="The versions it applies to.")
    retirement: Id | None = Field(None, description="Shown as ended once this retirement has taken place.")
    stale: bool = Field(False, description="True of old platform versions only: kept, and not headlined.")


class WarningKind(StrEnum):
    """How a warning looks: the admonitions that every dialect has."""

    DANGER = "danger"
    WARNING = "warning"
    INFO = "info"
    TIP = "tip"


class Warning(Cited):
    """Words set apart on a page because overlooking them hurts. It may have the name of the limitation it tells."""

    kind: WarningKind = Field(WarningKind.WARNING, description="`danger`, `warning`, `info` or `tip`.")
    title: Line | None = Field(None, description="Heading of the box; the dialect's own if left out.")
    text: Prose = Field(description="What to know.")
    scope: Scope = Field(Scope(), description="What it applies to.")
    versions: Versions = Field(EVERY_VERSION, description="The versions it applies to.")
    place: Annotated[str, Field(pattern=r"^(page|version|parameter|procedure)$")] = Field(
        "version", description="Where it stands: on the page, in the version's tab, by a parameter, only in procedures."
    )
    parameter: Text | None = Field(None, description="Path of the parameter, with `place: parameter`.")


class Retirement(Cited):
    """Something that ends on a date. Its state is computed from the pinned `as_of`."""

    subject: Line = Field(description="What ends.")
    date: datetime.date = Field(description="The day from which it has ended.")
    engine: Id | None = Field(None, description="The engine concerned.")
    os: tuple[Id, ...] = Field((), description="The operating systems concerned.")
    choice: dict[Id, str] = Field({}, description="The choices concerned: choice to value.")
    consequence: Prose = Field(description="What it means for users.")
    replacement: Prose = Field(description="What to use instead.")
    url: Url | None = Field(None, description="The announcement.")


class Choice(Model):
    """A dimension in which clusters differ, for rules and the configurator."""

    title: Line = Field(description="Name shown to people.")
    values: tuple[str, ...] = Field((), description="What can be chosen; empty for numbers, versions and parameters.")
    parameter: Text | None = Field(None, description="The parameter whose options are the values.")
    number: bool = Field(False, description="Whether it is a number or a version, compared with `>`, `<=` and so on.")
    flag: Line | None = Field(None, description="Option of the platform's command line that sets it.")


class Says(StrEnum):
    """The verdict of a rule."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Authority(StrEnum):
    """The layer that enforces a rule."""

    PACK = "pack"
    PROVISIONER = "provisioner"
    PLATFORM = "platform"


class Rule(Cited):
    """`when` these choices meet, the rule `says` something."""

    when: dict[Id, str | tuple[str, ...]] = Field(
        min_length=1,
        description="Choice to value, to a list (any of them), to `not VALUE`, or to a comparison such as `> 250`.",
    )
    before: Id | None = Field(None, description="Only before this retirement.")
    after: Id | None = Field(None, description="Only from this retirement on.")
    says: Says = Field(description="`error`, `warning` or `note`.")
    text: Prose = Field(description="What the reader should know.")
    layer: Authority = Field(description="Who enforces it: the `pack`, the `provisioner` or the `platform`.")
    reports: Line | None = Field(None, description="Error code with which that layer refuses it.")
    versions: Versions = Field(EVERY_VERSION, description="The versions it applies to.")
