"""The form of a pack's configurator, as data: `docs_src/configure/<name>.json`."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Mapping, Sequence

from generator.artifacts.notice import sentence
from generator.configure.clusters import Split, clusters, units
from generator.configure.controls import controls
from generator.configure.naming import OS_CHOICE, choices, engines, systems, value_of
from generator.configure.records import records
from generator.configure.terraform import terraform
from generator.configure.texts import Shipped, shipped
from generator.model.form import SCHEMA_VERSION, Form, Record, Source, VersionForm
from generator.model.pack import Pack
from generator.model.versioning import version_key
from generator.model.versions import Version
from generator.values import ENABLED_PRESETS, ValuesText
from generator.values.laid import data_of

MOST_TEXT = 400_000
"""Characters of versions after which a page takes no more of them along; older ones have the command line."""


def newest_first(pack: Pack) -> list[Version]:
    """Return the versions of *pack*."""
    return sorted(pack.versions, key=lambda version: version_key(version.version), reverse=True)


def asked_for(pack: Pack, known: Sequence[Record]) -> tuple[str, ...]:
    """Return the parameters whose values the records *known*, choices and engines ask for."""
    names = {clause.of.removeprefix("="): None for r in known for clause in r.when if clause.of.startswith("=")}
    names |= {one.path: None for one in engines(pack)}
    names |= {choice.parameter: None for choice in pack.choices.values() if choice.parameter}
    return tuple(names)


def form(pack: Pack, as_of: datetime.date, values: Mapping[str, ValuesText]) -> Form:
    """Return the form of *pack* as of the day *as_of*; *values* maps each version to its values text."""
    known = records(pack, values)
    asked = asked_for(pack, known)
    listed: list[VersionForm] = []
    splits: dict[object, Split] = {}
    room = MOST_TEXT
    ordered = newest_first(pack)
    for version in ordered:
        if room < 0:
            break
        base = shipped(pack, version, values[version.version])
        known_controls = controls(pack, base)
        key = base.text, repr([(each.control, each.picks) for each in known_controls])
        if key not in splits:  # most versions change as the one before
            splits[key] = clusters(base, known_controls, asked)
        one = _version(pack, base, splits[key], asked)
        room -= len(one.model_dump_json())
        listed.append(one)
    cited = {cite.partition("#")[0] for record in known for cite in record.cite}
    return Form(
        schema_version=SCHEMA_VERSION,
        notice=sentence(pack.name),
        pack=pack.name,
        display_name=pack.display_name,
        as_of=as_of,
        choices=choices(pack),
        os=OS_CHOICE if any(choice.id == OS_CHOICE for choice in choices(pack)) else "",
        systems=systems(pack),
        engines=engines(pack),
        versions=tuple(listed),
        older=tuple(version.version for version in ordered[len(listed) :]),
        records=known,
        sources={k: Source(title=s.title, url=s.url or "") for k, s in pack.sources.items() if k in cited},
    )


def form_json(pack: Pack, as_of: datetime.date, values: Mapping[str, ValuesText]) -> str:
    """Return the form as the text of its file."""
    data = form(pack, as_of, values).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _version(pack: Pack, base: Shipped, split: Split, asked: Collection[str]) -> VersionForm:
    data = data_of(base.text)
    return VersionForm(
        version=base.version.version,
        text=base.text,
        header=ENABLED_PRESETS,
        header_end=units(base.text[: base.header_end]),
        newline=base.newline,
        enabled=base.enabled,
        values={path: value_of(data, path) for path in asked},
        controls=tuple(known.control for known in split.controls),
        clusters=split.clusters,
        left_out=split.left_out,
        terraform=terraform(pack, base.version.version),
    )
