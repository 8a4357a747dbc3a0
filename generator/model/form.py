"""The form of a pack's configurator: what can be chosen, and what each choice means, as data that a page evaluates.

These models are the schema of `docs_src/configure/<name>.json`, and the words of its documentation. The page and the
command line read the same records: `generator.configure.records` derives them from pack.yaml.

A *value* of a choice or parameter is given as a list of texts: several for several operating systems, `[""]` for a
choice that is left out on purpose, `[]` for a parameter that is not in values.yaml. A name that has no list is not
known. Of what is not known no rule speaks, while a limitation may apply.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from generator.model import scalars

SCHEMA_VERSION = 1

Key = tuple[tuple[str, ...], int, tuple[tuple[int, str], ...]]
"""A version or number for comparison: numbers without leading zeros, 0 for a pre-release or else 1, and its parts."""

Markup = Annotated[
    tuple[Any, ...],
    Field(
        json_schema_extra={
            "description": "Words as data: a text, or `[tag, child…]`; `a` has its address before its children.",
        }
    ),
]
Status = Literal["error", "warning", "note"]
Day = datetime.date


class Model(scalars.Model):
    """The base of these models, which are made by name and written by alias."""

    model_config = ConfigDict(populate_by_name=True)


class Condition(Model):
    """One condition on a value."""

    op: Literal["is", "absent", ">", ">=", "<", "<=", "="] = Field(
        description="`is`: equal as text; `absent`: not in values.yaml; the others compare."
    )
    value: str = Field("", description="What is compared with.")
    key: Key | None = Field(None, description="The same as a key for comparison, for an `op` that compares.")
    negated: bool = Field(False, description="Whether it is met by every other value.")


class Clause(Model):
    """What a record asks of one name: any of the conditions is met by any of the values."""

    of: str = Field(description="A choice, `=path` for a parameter, `@engine` or `@os`.")
    any: tuple[Condition, ...] = Field(description="The conditions.")


class Block(Model):
    """A code block of a procedure."""

    language: str = Field(description="Its language.")
    text: str = Field(description="Its text.")
    lead: str = Field("", description="What stands before it.")


class Step(Model):
    """One thing to do."""

    text: Markup = Field(description="What to do.")
    blocks: tuple[Block, ...] = Field((), description="Commands, manifests and what is printed, in order.")
    expect: Markup = Field((), description="What should happen.")


class Record(Model):
    """Something to know of a choice: it holds when every clause is met."""

    kind: Literal[
        "rule",
        "requirement",
        "required",
        "deprecated",
        "retirement",
        "warning",
        "limitation",
        "capability",
        "procedure",
    ] = Field(description="What it is.")
    id: str = Field(description="Its name in pack.yaml; with the kind it is unique.")
    says: Status = Field("note", description="`error`: the combination does not work. Procedures say nothing.")
    when: tuple[Clause, ...] = Field((), description="The clauses.")
    lenient: bool = Field(False, description="Whether it may apply where something that it asks for is not known.")
    versions: tuple[str, ...] | None = Field(None, description="The versions that it is true for; left out: all.")
    since: Day | None = Field(None, description="It holds from this day on.")
    until: Day | None = Field(None, description="It holds before this day.")
    ends: Day | None = Field(None, description="From this day on, what it is about has ended.")
    ends_text: str = Field("", description="The same day in words.")
    label: str = Field("", description="What it applies to, in a few words.")
    text: Markup = Field((), description="What to know.")
    layer: str = Field("", description="Who enforces it.")
    reports: str = Field("", description="Error code with which that layer refuses it.")
    cite: tuple[str, ...] = Field((), description="The sources that it rests on.")
    page: str = Field("", description="The guide that holds the procedure, relative to the page.")
    requires: tuple[Markup, ...] = Field((), description="What must be there before the procedure.")
    steps: tuple[Step, ...] = Field((), description="The steps of a procedure.")


class Source(Model):
    """A document that records cite."""

    title: str = Field(description="Its title.")
    url: str = Field("", description="Its address.")


class Choice(Model):
    """A dimension in which clusters differ."""

    id: str = Field(description="Its name in pack.yaml.")
    title: str = Field(description="Name shown to people.")
    takes: Literal["one", "several", "number", "text"] = Field(description="What can be given.")
    values: tuple[str, ...] = Field((), description="What can be chosen.")
    parameter: str = Field("", description="The parameter that it is; then a control of the version chooses it.")


class State(Model):
    """A value of a control."""

    value: str = Field(description="What is chosen: an option's value, or a preset as `Group:name`.")
    label: str = Field("", description="Its name, where that is another one.")
    text: Markup = Field((), description="What it means.")
    left_out: bool = Field(False, description="Whether it leaves the parameter out of values.yaml.")


class Control(Model):
    """Something that changes values.yaml: a group of presets, or a parameter with options."""

    id: str = Field(description="`preset:GROUP`, or the path of the parameter.")
    kind: Literal["preset", "parameter"] = Field(description="What it is.")
    title: str = Field(description="Name shown to people.")
    now: str = Field("", description="What holds if nothing is chosen.")
    text: Markup = Field((), description="What it controls.")
    states: tuple[State, ...] = Field(description="What can be chosen.")


class Edit(Model):
    """Puts a text in the place of another. Offsets count UTF-16 units, as JavaScript does."""

    start: int = Field(description="Where the old text starts.")
    end: int = Field(description="Where it ends.")
    text: str = Field("", description="The new text.")


class Change(Model):
    """What the states of the controls of a cluster do to values.yaml."""

    edits: tuple[Edit, ...] = Field((), description="The edits of the text as shipped, in order.")
    values: dict[str, tuple[str, ...] | None] = Field({}, description="Parameters that have another value then.")
    refused: str = Field("", description="Why it cannot be done by position.")


class Cluster(Model):
    """Controls that change the same lines, and each combination of their states."""

    controls: tuple[str, ...] = Field(description="Their names.")
    changes: dict[str, Change] = Field(
        description="Number of the state of each control, from 1, 0 for none, with commas between."
    )


class VersionForm(Model):
    """What can be chosen in one version."""

    version: str = Field(description="The version.")
    text: str = Field(description="values.yaml as shipped, without the line of its notice.")
    header: str = Field("", description="What Palette's line of enabled presets begins with.")
    header_end: int = Field(0, description="Where that line ends in the text, its line end included; 0 without one.")
    newline: str = Field("\n", description="The line end of the text.")
    enabled: tuple[str, ...] = Field((), description="Presets that are on as shipped, as `Group:name`.")
    values: dict[str, tuple[str, ...] | None] = Field({}, description="Parameters that records ask for, as shipped.")
    controls: tuple[Control, ...] = Field((), description="What changes values.yaml.")
    clusters: tuple[Cluster, ...] = Field((), description="How.")
    left_out: tuple[str, ...] = Field((), description="Parameters that only the command line can set.")
    terraform: str = Field("", description="The Terraform code that uses the version.")


class EngineOf(Model):
    """An option that chooses an engine."""

    path: str = Field(description="The parameter.")
    value: str = Field(description="The value.")
    engine: str = Field(description="The engine.")


class Form(Model):
    """A configurator."""

    schema_version: int = Field(
        json_schema_extra={"const": SCHEMA_VERSION},
        description="Grows when a key is taken away or changes what it means.",
    )
    notice: str = Field(description="Where the file comes from.")
    pack: str = Field(description="Name of the pack.")
    display_name: str = Field(description="Name shown to people.")
    as_of: Day = Field(description="The day that states are computed for, unless another one is chosen.")
    choices: tuple[Choice, ...] = Field((), description="Dimensions in which clusters differ.")
    os: str = Field("", description="The choice that names operating systems.")
    systems: dict[str, str] = Field({}, description="Its values, as operating systems of scopes.")
    engines: tuple[EngineOf, ...] = Field((), description="The options that choose engines.")
    versions: tuple[VersionForm, ...] = Field(description="The versions, newest first.")
    older: tuple[str, ...] = Field((), description="Versions for which there is only the command line.")
    records: tuple[Record, ...] = Field((), description="What to know, the gravest first.")
    sources: dict[str, Source] = Field({}, description="The documents cited.")
