"""The kinds of text that pack.yaml is made of, each with the rule it must keep."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, core_schema

from generator.model.versioning import VersionRange


class Model(BaseModel):
    """The base of every model: frozen, camelCase in the file, unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel)


def _contained(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or "\\" in path or ":" in parts[0] or ".." in parts:
        raise ValueError("leaves the pack folder; write a relative path such as `assets/logo.png`")
    return path


def _reachable(url: str) -> str:
    if not url.startswith(("https://", "http://", "mailto:")) or any(c in url for c in ' <>"\\^`{}|'):
        raise ValueError("is no usable link; write an `https://` address, with spaces as `%20`")
    return url


class _Range:
    """Lets pydantic read a `VersionRange` from its text."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        read = core_schema.no_info_after_validator_function(VersionRange, core_schema.str_schema())
        return core_schema.union_schema([core_schema.is_instance_schema(VersionRange), read], mode="left_to_right")

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "examples": ["1.4.x", ">=1.2 <2", "*"]}


Versions = Annotated[VersionRange, _Range]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[._-]+[a-z0-9]+)*$", max_length=128)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$", max_length=80)]
VersionText = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._+-]*$", max_length=128)]
Series = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._+-]*$", max_length=64)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\r\n]*$")]
Prose = Annotated[str, Field(min_length=1)]
Text = str
Path = Annotated[str, Field(min_length=1), AfterValidator(_contained)]
Url = Annotated[str, Field(min_length=1), AfterValidator(_reachable)]
Citation = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]+(#.+)?$")]


class Confidence(StrEnum):
    """How sure a fact is. Left out, it is confirmed by its sources."""

    STATED = "stated"
    INFERRED = "inferred"
    UNVERIFIED = "unverified"


class Cited(Model):
    """A fact with its evidence."""

    cite: tuple[Citation, ...] = Field(
        (), description="Where the fact comes from: `source-id` or `source-id#locator`, the strongest first."
    )
    confidence: Confidence | None = Field(
        None, description="`stated` by one page only, `inferred` from other facts, or `unverified`."
    )
