"""Versions of a pack: their values, lifecycle, and what differs between them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from generator.model.evidence import EVERY_VERSION
from generator.model.identity import Identity
from generator.model.scalars import Cited, Line, Model, Path, Prose, Series, Text, Versions, VersionText


class Lifecycle(Cited):
    """Palette's maintenance states. Deprecated and disabled last three months each unless a date says otherwise."""

    supported: date | None = Field(None, description="First day of support.")
    deprecated: date | None = Field(None, description="From this day it is deprecated: still selectable.")
    disabled: date | None = Field(
        None, description="From this day new profiles cannot select it; three months after `deprecated` if left out."
    )
    deleted: date | None = Field(None, description="From this day it is gone; three months after `disabled`.")


class TextFile(Model):
    """A text that is too long to sit in pack.yaml, or that YAML cannot carry."""

    file: Path = Field(description="File with the text, such as `values/1.4.0.yaml`.")


Long = Annotated[Text | TextFile, Field(union_mode="left_to_right")]


class Output(StrEnum):
    """A generated file of a version's folder that a version can do without."""

    README = "README.md"
    SCHEMA = "schema.yaml"
    VALUES_SCHEMA = "values.schema.json"


class Version(Model):
    """One version of the pack: a tag in the registry."""

    version: VersionText = Field(description='The version, in quotes: `"1.4.0"`.')
    series: Series = Field(description="The tab it is documented under, such as `1.4.x`.")
    values: Long | None = Field(None, description="The text of values.yaml, or the file that holds it.")
    values_of: VersionText | None = Field(None, description="Another version whose values text this one shares.")
    newline: Annotated[str, Field(pattern="^(lf|crlf)$")] = Field("lf", description="Line ends of values.yaml.")
    comments: Annotated[str, Field(pattern="^(generated|verbatim)$")] = Field(
        "generated", description="`generated` writes each parameter's record above its key; `verbatim` adds nothing."
    )
    lifecycle: Lifecycle = Field(Lifecycle(), description="Dates of Palette's maintenance states.")
    overrides: Identity = Field(Identity(), description="Fields of the pack that are different in this version.")
    charts: tuple[Path, ...] = Field((), description="Helm chart archives, as they stand in the pack.")
    kube_manifests: tuple[Path, ...] = Field((), description="Kubernetes manifests, as they stand in the pack.")
    assets: dict[Path, Path] = Field(
        {}, description="Further files: path in the pack to file in this folder; `charts/x/` for a whole folder."
    )
    presets_text: Long | None = Field(
        None, description="The text of presets.yaml as it is, where `presets` of the pack are not compiled into it."
    )
    schema_text: Long | None = Field(
        None, description="The text of schema.yaml as it is, where it is not compiled from the parameters."
    )
    omit: tuple[Output, ...] = Field((), description="Files that are not generated for this version.")
    enabled_presets: tuple[Line, ...] = Field((), description="Presets that are on by default, as `Group:name`.")
    eol: Text | None = Field(None, description="End of life as pack.json states it (`yyyy-MM-dd`).")
    notes: Prose | None = Field(None, description="What a reader should know of this version.")


class Preset(Cited):
    """A named change of values that a user can switch on."""

    name: Line = Field(description="Name used in the enabled-presets line.")
    display_name: Line = Field(description="Name shown to people.")
    group: Line = Field(description="Presets of one group exclude each other.")
    remove: tuple[Text, ...] = Field((), description="Paths of values.yaml to take out first.")
    add: Text = Field("", description="YAML text to merge into values.yaml.")
    description: Prose | None = Field(None, description="What it does and when to use it.")
    versions: Versions = Field(EVERY_VERSION, description="The versions that have it.")
