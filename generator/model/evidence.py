"""Sources, references, and conflicts between sources: facts about the facts."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from generator.model.scalars import Citation, Cited, Line, Model, Prose, Url, Versions
from generator.model.versioning import VersionRange

EVERY_VERSION = VersionRange("*")


class Source(Model):
    """A document that facts are taken from."""

    title: Line = Field(description="Title of the document.")
    url: Url | None = Field(None, description="Where it can be read; left out for documents that are not public.")
    retrieved: date | None = Field(None, description="The day it was read, or the day of the revision that was read.")
    rank: int = Field(ge=1, description="Authority: where sources disagree, the lower number wins.")
    note: Prose | None = Field(None, description="What to know before trusting it.")


class Reference(Model):
    """A link for the reader."""

    title: Line = Field(description="Text of the link.")
    url: Url = Field(description="Where it leads.")
    versions: Versions = Field(EVERY_VERSION, description="The versions it is meant for.")


class Claim(Model):
    """What one source says on a disputed topic."""

    source: Citation = Field(description="The source, with its locator.")
    says: Prose = Field(description="What it says, in a few words.")


class Conflict(Cited):
    """A topic on which the sources disagree, and what this pack holds to be right."""

    topic: Line = Field(description="What the disagreement is about.")
    claims: tuple[Claim, ...] = Field(min_length=2, description="What each source says.")
    ruling: Prose = Field(description="What holds here.")
    parameter: Line | None = Field(
        None, description="Path of a parameter: its default in each version is stated, computed, after the ruling."
    )
    why: Prose = Field(description="Why it wins.")
