"""What the artifacts of a version must state, in the notation of the readers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from generator.artifacts.notice import sentence
from generator.artifacts.pack_json import ORDER
from generator.artifacts.schema_yaml import constraint_of
from generator.artifacts.values_schema import values_schema as schema_text
from generator.artifacts.values_yaml import record
from generator.model.scalars import Model
from generator.model.selection import effective, layout_of, parameters_of, presets_of
from generator.model.versions import Output, Version
from generator.palette_schema import template
from generator.readback import read
from generator.readback.compare import Claim
from generator.values import ENABLED_PRESETS, ValuesText, format_path, parse_path
from generator.view import VersionView
from generator.view.literals import values_route
from generator.view.said import Route


def values_yaml(one: VersionView, notice: str) -> list[Claim]:
    """Return what values.yaml must state: everything the source text does, and a record above each parameter."""
    pack, version = one.pack, one.version
    text = one.values.text
    found = [
        Claim((), f.kind, f.key, f.value, values_route(pack, version, f.line))
        for f in read("values.yaml", text, "values.yaml")
        if not (version.enabled_presets and f.kind == "enabled-presets")
    ]
    if version.comments == "verbatim":
        return found
    records = {parse_path(p.path): p for p in parameters_of(pack, version)}
    claims = [Claim((), "notice", "", notice, None)]
    if version.enabled_presets:
        at: Route = ("versions", pack.versions.index(version), "enabledPresets")
        claims.append(Claim((), "enabled-presets", "", ",".join(version.enabled_presets), at))
    above: dict[str, Claim] = {}  # keys in brackets are described above the key around them
    for path in sorted(records, key=len):
        said = " ".join(" ".join(record(records[path], version)).split())
        if said and (place := one.values.place(path)):
            key = format_path(path[: len(path) - len(place.rest)])
            before = f"{above[key].value} " if key in above else ""
            lead = f"{format_path(place.rest)}: " if place.rest else ""
            route: Route = ("parameters", pack.parameters.index(records[path]), "description")
            above[key] = Claim((), "comment", key, f"{before}{lead}{said}", above[key].origin if before else route)
    claims += above.values()
    return _in_order(claims, found, one.values)


def _in_order(comments: list[Claim], found: list[Claim], values: ValuesText) -> list[Claim]:
    """Put each record before the key it stands above."""
    pending = {c.key: c for c in comments if c.kind == "comment"}
    ordered = [c for c in comments if c.kind != "comment"]
    stated = values.text.startswith(ENABLED_PRESETS) and found[:1] and found[0].kind == "enabled-presets"
    if stated:  # Palette reads that line only as the first, so the notice goes below it
        ordered, found = [found[0], *ordered], found[1:]
    ordered.sort(key=lambda c: c.kind != "enabled-presets")
    for claim in found:
        for path in list(pending):
            by_hand = claim.kind == "hand-comment" and claim.key == path  # the record stands below it
            if not by_hand and (claim.key == path or claim.key.startswith((f"{path}.", f"{path}["))):
                ordered.append(pending.pop(path))
        ordered.append(claim)
    return ordered + list(pending.values())


def pack_json(one: VersionView) -> list[Claim]:
    """Return what pack.json must state."""
    pack, version = one.pack, one.version
    at: Route = ("versions", pack.versions.index(version))
    fields: dict[str, tuple[object, Route]] = {
        "name": (pack.name, ("name",)),
        "version": (version.version, (*at, "version")),
    }
    for name, value in effective(pack, version).items():
        alias = type(pack).model_fields[name].alias or name
        overridden = getattr(version.overrides, name) is not None
        fields[alias] = (_plain(value), (*at, "overrides", alias) if overridden else (alias,))
    fields["charts"] = (list(version.charts), (*at, "charts"))
    fields["kubeManifests"] = (list(version.kube_manifests), (*at, "kubeManifests"))
    fields["eol"] = (version.eol, (*at, "eol"))
    layout = layout_of(pack, version)
    owner: Route = (*at, "overrides") if version.overrides.pack_json else ()
    fields |= {key: (value, (*owner, "packJson", "extra", key)) for key, value in layout.extra.items()}
    keys = layout.keys or (*ORDER, *(key for key in layout.extra if key not in ORDER))
    stated = version.model_fields_set | {"name", "version"}
    empty = {_alias(name) for name in ("charts", "kube_manifests") if name not in stated}
    return [
        Claim((), "value", path, text, route)
        for key, (value, route) in ((key, fields[key]) for key in keys if key in fields)
        if (value is not None or key in layout.extra) and key not in empty
        for path, text in leaves(value, key)
    ]


def _alias(name: str) -> str:
    return Version.model_fields[name].alias or name


def _plain(value: object) -> object:
    if isinstance(value, Model):
        return value.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True)
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return str(value) if isinstance(value, str) else value


def leaves(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Yield the leaves of JSON data as dotted path and JSON text; empty lists and mappings are leaves."""
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            step = format_path((str(key),))
            yield from leaves(item, f"{path}.{step}" if path else step)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path, json.dumps(value, ensure_ascii=False)


def presets_yaml(one: VersionView) -> list[Claim]:
    """Return what presets.yaml must state."""
    if isinstance(one.version.presets_text, str):
        return _as_written(one, "presets.yaml", one.version.presets_text, "presetsText")
    claims = [Claim((), "notice", "", sentence(one.pack.name), None)] if one.version.comments == "generated" else []
    for preset in presets_of(one.pack, one.version):
        at: Route = ("presets", one.pack.presets.index(preset))
        key = f"{preset.group}/{preset.name}"
        claims.append(Claim((), "preset", key, preset.display_name, (*at, "displayName")))
        claims += [Claim((), "preset-remove", key, path, (*at, "remove", i)) for i, path in enumerate(preset.remove)]
        claims.append(Claim((), "preset-add", key, preset.add, (*at, "add")))
    return claims


def _as_written(one: VersionView, file: str, text: str, key: str) -> list[Claim]:
    """Return what *text*, which pack.yaml holds as it goes into *file*, states."""
    at: Route = ("versions", one.pack.versions.index(one.version), key)
    return [Claim((), f.kind, f.key, f.value, (*at, "@line", f.line - 1)) for f in read(file, text, file)]


def schema_yaml(one: VersionView) -> list[Claim]:
    """Return what schema.yaml must state; empty where the version has none."""
    if isinstance(one.version.schema_text, str):
        return _as_written(one, "schema.yaml", one.version.schema_text, "schemaText")
    if Output.SCHEMA in one.version.omit:
        return []
    said = [
        Claim((), "constraint", p.path, text, ("parameters", one.pack.parameters.index(p)))
        for p in parameters_of(one.pack, one.version)
        if (text := template(constraint_of(p, one.version)))
    ]
    if said and one.version.comments == "generated":
        return [Claim((), "notice", "", sentence(one.pack.name), None), *said]
    return said


def values_schema(one: VersionView) -> list[Claim]:
    """Return what values.schema.json must state."""
    data = json.loads(schema_text(one.pack, one.version, one.values.text))
    index = {p.path: i for i, p in enumerate(one.pack.parameters)}
    claims = []
    for path, text in leaves(data, ""):
        steps = [s for s in path.replace("properties.", "").split(".") if s]
        owner = next(
            (index[".".join(steps[:n])] for n in range(len(steps), 0, -1) if ".".join(steps[:n]) in index), None
        )
        route: Route = (
            ("parameters", owner) if owner is not None else ("versions", one.pack.versions.index(one.version))
        )
        claims.append(Claim((), "value", path, text, route))
    return claims
