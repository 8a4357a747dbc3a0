"""packs.json: what programs read of every pack. These models are its schema, and the words of its documentation."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field

from generator.model.scalars import Model

SCHEMA_VERSION = 1
MaintenanceState = Annotated[str, Field(json_schema_extra={"enum": ["supported", "deprecated", "disabled", "deleted"]})]
RetirementState = Annotated[str, Field(json_schema_extra={"enum": ["announced", "within 180 days", "ended"]})]


class VersionListing(Model):
    """One version of a pack."""

    version: str = Field(description="The version: a tag in the registry.")
    series: str = Field(description="The tab of the pack's page that tells of it, such as `1.4.x`.")
    state: MaintenanceState = Field(description="Palette's maintenance state on the day `asOf`.")
    supported: datetime.date | None = Field(None, description="First day of support.")
    deprecated: datetime.date | None = Field(None, description="From this day it is deprecated: still selectable.")
    disabled: datetime.date | None = Field(None, description="From this day new profiles cannot select it.")
    deleted: datetime.date | None = Field(None, description="From this day it is gone.")
    eol: str | None = Field(None, description="End of life, as pack.json states it.")
    retrieved: datetime.date | None = Field(None, description="The newest day on which a source was read.")


class RetirementListing(Model):
    """Something that ends on a day."""

    id: str = Field(description="Its name in pack.yaml; with the name of the pack it is unique and does not change.")
    subject: str = Field(description="What ends, in Markdown.")
    date: datetime.date = Field(description="The day from which it has ended.")
    state: RetirementState = Field(description="Its state on the day `asOf`.")
    engine: str | None = Field(None, description="The engine concerned.")
    systems: tuple[str, ...] = Field((), description="The operating systems concerned.")
    choice: dict[str, str] = Field({}, description="The choices concerned: choice to value.")
    consequence: str = Field(description="What it means for users, in Markdown.")
    replacement: str = Field(description="What to use instead, in Markdown.")
    announcement: str | None = Field(None, description="Address of the announcement.")
    sources: tuple[str, ...] = Field((), description="Titles of the documents that the fact rests on.")
    retrieved: datetime.date | None = Field(None, description="The newest day on which one of them was read.")


class GuideListing(Model):
    """A guide of a pack."""

    title: str = Field(description="Its title.")
    description: str = Field(description="One sentence on it.")
    page: str = Field(description="Its page.")
    markdown: str = Field(description="The same page in plain Markdown.")


class PackListing(Model):
    """One pack."""

    name: str = Field(description="Name of the pack, which is also its repository in the registry.")
    display_name: str = Field(description="Name shown to people.")
    description: str = Field(description="One sentence on the pack.")
    layer: str = Field(description="Layer of the cluster profile.")
    addon_type: str | None = Field(None, description="Kind of add-on.")
    addon_sub_type: str | None = Field(None, description="Finer kind of add-on.")
    category: str | None = Field(None, description="Category in the docs site.")
    cloud_types: tuple[str, ...] | None = Field(None, description="Clouds it can be used on; left out if not stated.")
    architectures: tuple[str, ...] = Field(description="Processor architectures.")
    fips: bool = Field(description="Whether a FIPS-compliant build is stated to exist.")
    tags: tuple[str, ...] = Field(description="Tags.")
    latest_version: str = Field(description="The newest version.")
    state: MaintenanceState = Field(description="The state of the newest version.")
    page: str = Field(description="Its page.")
    markdown: str = Field(description="The same page in plain Markdown.")
    source: str = Field(description="The file that rules everything said of it, relative to the repository.")
    redirects: tuple[str, ...] = Field(description="Former names of its page, which still lead to it.")
    guides: tuple[GuideListing, ...] = Field(description="Its guides.")
    versions: tuple[VersionListing, ...] = Field(description="Its versions, as pack.yaml lists them.")
    retirements: tuple[RetirementListing, ...] = Field(description="What ends, the earliest first.")


class Listings(Model):
    """Packs as data. Addresses of pages are relative to the folder of the file; keys that say nothing are left out."""

    schema_version: int = Field(
        json_schema_extra={"const": SCHEMA_VERSION},
        description="Grows when a key is taken away or changes what it means.",
    )
    as_of: datetime.date = Field(description="The day for which states are computed; never the day of the build.")
    site: str | None = Field(None, description="Address of the folder of the file, where packscribe.toml states it.")
    packs: tuple[PackListing, ...] = Field(description="Every pack, by name.")
