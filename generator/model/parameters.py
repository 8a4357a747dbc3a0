"""Parameters of values.yaml and their options."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from generator.model.evidence import EVERY_VERSION
from generator.model.scalars import Cited, Id, Line, Model, Prose, Text, Versions, VersionText

Scalar = str | int | float | bool | None


class ParameterType(StrEnum):
    """The type of a parameter's value, as JSON Schema names it."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ARRAY = "array"
    OBJECT = "object"


class Option(Cited):
    """An allowed value of a parameter."""

    value: Annotated[str | int | float | bool, Field(union_mode="smart")] = Field(description="The value.")
    means: Prose = Field(description="What choosing it does.")
    engine: Id | None = Field(None, description="The engine that enforces it; none means that nothing is enforced.")
    needs: dict[Text, Scalar] = Field({}, description="Other parameters it requires: path to value.")
    versions: Versions = Field(EVERY_VERSION, description="The versions that accept it.")


class ParameterLifecycle(Model):
    """When a parameter came and went."""

    since: VersionText | None = Field(None, description="First version that has it.")
    deprecated: VersionText | None = Field(None, description="Version that deprecates it.")
    removed: VersionText | None = Field(None, description="First version without it.")
    replacement: Text | None = Field(None, description="Path to use instead.")


class ParameterSection(Model):
    """A part of the page that explains one parameter at length."""

    title: Line = Field(description="Heading of the section.")
    text: Prose | None = Field(None, description="Introduction, before the options.")


class Parameter(Cited):
    """A value that users set."""

    path: Annotated[str, Field(min_length=1)] = Field(description="Dotted path in values.yaml; `a[0].b` for lists.")
    type: ParameterType = Field(description="Type of the value.")
    description: Prose = Field(description="What it controls.")
    options: tuple[Option, ...] = Field((), description="The values it accepts, where they can be listed.")
    default: Any = Field(None, description="Only where the key is not live in values.yaml; else it is read from there.")
    default_text: Prose | None = Field(None, description="The default in words, where a literal would not help.")
    example: Any = Field(None, description="A value to show in a snippet; it says nothing about the default.")
    required: bool = Field(False, description="Whether the user must set it.")
    readonly: bool = Field(False, description="Whether the user may not change it.")
    format: Line | None = Field(None, description="Palette's format for schema.yaml, such as `${password}`.")
    hints: tuple[Line, ...] = Field((), description="Hints of schema.yaml, shown beside the input field.")
    lifecycle: ParameterLifecycle = Field(ParameterLifecycle(), description="When it came and went.")
    section: ParameterSection | None = Field(None, description="A section of the page of its own.")
    table: Id | None = Field(None, description="The table of `readme` that lists it.")
    versions: Versions = Field(EVERY_VERSION, description="The versions this record is true for.")
