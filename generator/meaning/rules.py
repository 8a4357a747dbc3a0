"""The impact rules: for every field of pack.yaml, which kind of change it is, and what that asks of people.

This table is the only place. `packscribe explain PS3nn` and the docs page are written from it, and a test fails where
a field of the model is missing. How a field is compared:

* `Leaf`: as one value; `Members`: as a set, so that order does not matter; `Inside`: field by field
* `Records`: paired by identity, then field by field; what stands on one side only was added or removed
* `Reach`: the versions a record is for; `Apart`: by a module of its own
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.meaning import judges as j
from generator.meaning.judges import Judge
from generator.model.evidence import Conflict, Reference, Source
from generator.model.identity import Constraints, Dependency, Identity, Logo, PageSettings, Resource
from generator.model.knowledge import (
    Cell,
    Choice,
    Engine,
    Limitation,
    Matrix,
    MatrixRow,
    OperatingSystem,
    Retirement,
    Rule,
    Warning,
)
from generator.model.pack import Note, Pack, ReadmePart
from generator.model.parameters import Option, Parameter, ParameterLifecycle, ParameterSection
from generator.model.procedures import Guide, Procedure, Section
from generator.model.scalars import Model
from generator.model.versions import Lifecycle, Preset, Version


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind of change, and how its impact is judged."""

    code: str
    judge: Judge


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that is compared as a whole."""

    changed: Verdict


@dataclass(frozen=True, slots=True)
class Members:
    """A list whose order says nothing."""

    changed: Verdict


@dataclass(frozen=True, slots=True)
class Inside:
    """A record whose fields are compared; *changed* where it is there on one side only."""

    changed: Verdict


@dataclass(frozen=True, slots=True)
class Records:
    """Records paired by identity: *noun* and key name one. *ordered* tells what another order of a list is."""

    noun: str
    added: Verdict
    removed: Verdict
    ordered: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The versions that a record is for: where a version that stays loses or gains it, as removed or added there."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Compared elsewhere, with these verdicts."""

    verdicts: tuple[Verdict, ...]


Field = Leaf | Members | Inside | Records | Reach | Apart


def _leaf(code: str, judge: Judge) -> Leaf:
    return Leaf(Verdict(code, judge))


def _records(
    noun: str, added: tuple[str, Judge], removed: tuple[str, Judge], *, ordered: Judge | None = None
) -> Records:
    order = Verdict("PS370", ordered) if ordered else None
    return Records(noun, Verdict(*added), Verdict(*removed), order)


_WORDS = _leaf("PS368", j.docs)
_EVIDENCE = _leaf("PS369", j.docs)
_CITED: dict[str, Field] = {"cite": _EVIDENCE, "confidence": _EVIDENCE}
_REACH = Reach()
_PAGE = _leaf("PS309", j.docs)

IDENTITY: dict[str, Field] = {
    "display_name": _leaf("PS308", j.docs),
    "layer": _leaf("PS305", j.breaking),
    "addon_type": _leaf("PS308", j.docs),
    "addon_sub_type": _leaf("PS308", j.docs),
    "group": _leaf("PS308", j.docs),
    "cloud_types": Members(Verdict("PS306", j.clouds)),
    "annotations": _leaf("PS373", j.fix),
    "constraints": Inside(Verdict("PS343", j.fix)),
    "ansible_roles": Members(Verdict("PS373", j.fix)),
    "pack_json": _leaf("PS373", j.new_layout),
}

VALUES = Apart(
    (
        Verdict("PS325", j.feature),
        Verdict("PS326", j.breaking),
        Verdict("PS327", j.breaking),
        Verdict("PS328", j.breaking),
        Verdict("PS329", j.docs),
        Verdict("PS330", j.none),
        Verdict("PS331", j.fix),
        Verdict("PS314", j.breaking),
    )
)

RULES: dict[type[Model], dict[str, Field]] = {
    Pack: {
        **IDENTITY,
        "name": Apart((Verdict("PS300", j.feature), Verdict("PS301", j.breaking))),
        "description": _leaf("PS308", j.docs),
        "category": _PAGE,
        "architectures": Members(Verdict("PS307", j.fewer_breaks)),
        "fips": _leaf("PS307", j.off_breaks),
        "tags": Members(Verdict("PS309", j.docs)),
        "logo": Inside(Verdict("PS309", j.docs)),
        "page": Inside(Verdict("PS309", j.docs)),
        "sources": _records("source", ("PS369", j.docs), ("PS369", j.docs)),
        "versions": _records("version", ("PS302", j.feature), ("PS303", j.removed_version), ordered=j.none),
        "parameters": _records("parameter", ("PS310", j.feature), ("PS311", j.breaking), ordered=j.none),
        "presets": _records("preset", ("PS335", j.feature), ("PS336", j.breaking), ordered=j.none),
        "prerequisites": _records("prerequisite", ("PS368", j.docs), ("PS368", j.docs), ordered=j.docs),
        "upgrade": _records("upgrade note", ("PS368", j.docs), ("PS368", j.docs), ordered=j.docs),
        "readme": _records("piece of the README", ("PS368", j.docs), ("PS368", j.docs), ordered=j.docs),
        "sections": _records("section", ("PS368", j.docs), ("PS368", j.docs)),
        "engines": _records("engine", ("PS362", j.feature), ("PS363", j.breaking)),
        "systems": _records("operating system", ("PS365", j.docs), ("PS365", j.breaking)),
        "matrix": Inside(Verdict("PS348", j.docs)),
        "limitations": _records("limitation", ("PS350", j.new_limit), ("PS351", j.lost_limit)),
        "warnings": _records("warning", ("PS353", j.docs), ("PS354", j.docs)),
        "retirements": _records("retirement", ("PS359", j.new_retirement), ("PS360", j.feature)),
        "choices": _records("choice", ("PS366", j.feature), ("PS366", j.docs)),
        "rules": _records("rule", ("PS356", j.new_rule), ("PS357", j.lost_rule)),
        "procedures": _records("procedure", ("PS367", j.docs), ("PS367", j.docs)),
        "guides": _records("guide", ("PS367", j.docs), ("PS367", j.docs)),
        "references": _records("reference", ("PS369", j.docs), ("PS369", j.docs), ordered=j.docs),
        "conflicts": _records("conflict", ("PS369", j.docs), ("PS369", j.docs)),
    },
    Version: {
        "version": Apart(()),
        "series": _PAGE,
        "values": VALUES,
        "values_of": VALUES,
        "newline": _leaf("PS330", j.fix),
        "comments": _leaf("PS329", j.docs),
        "lifecycle": Inside(Verdict("PS304", j.feature)),
        "overrides": Apart(()),
        "charts": Members(Verdict("PS332", j.fix)),
        "kube_manifests": Members(Verdict("PS332", j.fix)),
        "assets": Apart((Verdict("PS332", j.fix), Verdict("PS333", j.fix))),
        "presets_text": Apart(
            (Verdict("PS335", j.feature), Verdict("PS336", j.breaking), Verdict("PS337", j.breaking))
        ),
        "schema_text": Apart((Verdict("PS374", j.set_breaks),)),
        "omit": _leaf("PS330", j.docs),
        "enabled_presets": Apart((Verdict("PS338", j.breaking),)),
        "eol": _leaf("PS304", j.earlier_breaks),
        "notes": _WORDS,
    },
    Lifecycle: {
        **_CITED,
        "supported": _leaf("PS304", j.docs),
        "deprecated": _leaf("PS304", j.feature),
        "disabled": _leaf("PS304", j.earlier_breaks),
        "deleted": _leaf("PS304", j.earlier_breaks),
    },
    Parameter: {
        **_CITED,
        "path": Apart((Verdict("PS312", j.breaking),)),
        "type": _leaf("PS313", j.retyped),
        "description": _WORDS,
        "options": Records(
            "option", Verdict("PS315", j.feature), Verdict("PS316", j.breaking), Verdict("PS370", j.docs)
        ),
        "default": _leaf("PS314", j.breaking),
        "default_text": _WORDS,
        "example": _leaf("PS368", j.docs),
        "required": _leaf("PS319", j.on_breaks),
        "readonly": _leaf("PS319", j.on_breaks),
        "format": _leaf("PS320", j.format_breaks),
        "hints": _leaf("PS320", j.docs),
        "lifecycle": Inside(Verdict("PS321", j.feature)),
        "section": Inside(Verdict("PS368", j.docs)),
        "table": _PAGE,
        "versions": _REACH,
    },
    ParameterLifecycle: {
        "since": _leaf("PS321", j.history),
        "deprecated": _leaf("PS321", j.feature),
        "removed": _leaf("PS321", j.announced),
        "replacement": _leaf("PS321", j.docs),
    },
    ParameterSection: {"title": _WORDS, "text": _WORDS},
    Option: {
        **_CITED,
        "value": Apart(()),
        "means": _WORDS,
        "engine": _leaf("PS318", j.breaking),
        "needs": _leaf("PS318", j.more_breaks),
        "versions": _REACH,
    },
    Preset: {
        **_CITED,
        "name": Apart(()),
        "display_name": _leaf("PS339", j.docs),
        "group": Apart(()),
        "remove": _leaf("PS337", j.breaking),
        "add": _leaf("PS337", j.content),
        "description": _WORDS,
        "versions": _REACH,
    },
    Constraints: {
        "dependencies": _records("dependency on", ("PS340", j.new_dependency), ("PS341", j.feature), ordered=j.none),
        "resources": _records("demand for", ("PS343", j.breaking), ("PS343", j.feature), ordered=j.none),
    },
    Dependency: {
        "pack_name": Apart(()),
        "layer": _leaf("PS342", j.breaking),
        "type": _leaf("PS342", j.dependency_type),
        "min_version": _leaf("PS342", j.rise_breaks),
        "max_version": _leaf("PS342", j.fall_breaks),
    },
    Resource: {
        "type": Apart(()),
        "min_limit": _leaf("PS343", j.rise_breaks),
        "components": _leaf("PS343", j.fix),
    },
    PageSettings: {
        "hidden": _PAGE,
        "redirects": Members(Verdict("PS309", j.docs)),
        "terraform": _PAGE,
        "logo_url": _PAGE,
    },
    Logo: {"file": _PAGE, "alt": _PAGE},
    Source: dict.fromkeys(("title", "url", "retrieved", "rank", "note"), _EVIDENCE),
    Reference: {"title": _EVIDENCE, "url": _EVIDENCE, "versions": _REACH},
    Conflict: {**_CITED, **dict.fromkeys(("topic", "claims", "ruling", "parameter", "why"), _EVIDENCE)},
    Note: {"text": _WORDS, "versions": _REACH},
    ReadmePart: {"text": _WORDS, "table": _PAGE, "versions": _REACH},
    Section: {**_CITED, "title": _WORDS, "text": _WORDS, "place": _PAGE, "versions": _REACH},
    Engine: {
        **_CITED,
        "name": _WORDS,
        "short": _WORDS,
        "vendor": _WORDS,
        "systems": Members(Verdict("PS364", j.fewer_breaks)),
        "mechanism": _WORDS,
        "recommended": _leaf("PS364", j.docs),
    },
    OperatingSystem: {"name": _WORDS},
    Matrix: {
        "title": _WORDS,
        "text": _WORDS,
        "rows": _records("row", ("PS348", j.new_row), ("PS348", j.docs), ordered=j.docs),
    },
    MatrixRow: {
        "id": Apart(()),
        "title": _WORDS,
        "cells": _records("cell", ("PS346", j.new_cell), ("PS347", j.lost_cell)),
    },
    Cell: {
        **_CITED,
        "state": _leaf("PS345", j.state_falls),
        "note": _WORDS,
        "retirement": _leaf("PS345", j.docs),
    },
    Limitation: {
        **_CITED,
        "text": _WORDS,
        "strength": _leaf("PS352", j.strength),
        "scope": _leaf("PS352", j.hard_scope),
        "versions": _REACH,
        "retirement": _leaf("PS352", j.docs),
        "stale": _leaf("PS352", j.docs),
    },
    Warning: {
        **_CITED,
        "kind": _leaf("PS355", j.docs),
        "title": _WORDS,
        "text": _WORDS,
        "scope": _leaf("PS355", j.docs),
        "versions": _REACH,
        "place": _leaf("PS355", j.docs),
        "parameter": _leaf("PS355", j.docs),
    },
    Retirement: {
        **_CITED,
        "subject": _WORDS,
        "date": _leaf("PS361", j.earlier_breaks),
        "engine": _leaf("PS361", j.breaking),
        "os": Members(Verdict("PS361", j.breaking)),
        "choice": _leaf("PS361", j.breaking),
        "consequence": _WORDS,
        "replacement": _WORDS,
        "url": _EVIDENCE,
    },
    Choice: {
        "title": _WORDS,
        "values": Members(Verdict("PS366", j.fewer_breaks)),
        "parameter": _leaf("PS366", j.docs),
        "number": _leaf("PS366", j.docs),
        "flag": _leaf("PS366", j.docs),
    },
    Rule: {
        **_CITED,
        "when": _leaf("PS358", j.refused),
        "before": _leaf("PS358", j.refused),
        "after": _leaf("PS358", j.refused),
        "says": _leaf("PS358", j.verdict),
        "text": _WORDS,
        "layer": _leaf("PS358", j.docs),
        "reports": _leaf("PS358", j.docs),
        "versions": _REACH,
    },
    Procedure: {
        **_CITED,
        "title": _WORDS,
        "text": _WORDS,
        **dict.fromkeys(("scope", "retirement", "requires", "warnings", "steps"), _leaf("PS367", j.docs)),
        "versions": _REACH,
    },
    Guide: {**_CITED, "title": _WORDS, "description": _WORDS, "text": _WORDS, "parts": _leaf("PS367", j.docs)},
    Identity: IDENTITY,
}
