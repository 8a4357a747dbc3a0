"""Changes of a pack made by a program, each with what a diff must say of it: its kind, its impact, its place.

No tests in here. What is expected is written down here once more, in other words than the table of rules has them,
and nothing of `generator.meaning` is asked.
"""

from __future__ import annotations

import copy
import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from repositories import AS_OF

from generator.catalog import LoadedPack
from generator.meaning import Reading
from generator.model import Pack
from generator.values import ValuesText, parse_path

Data = dict[str, Any]
Route = tuple[str | int, ...]
Told = tuple[str, str, str]  # code, impact, path
PAST, FUTURE = datetime.date(2020, 1, 1), datetime.date(2099, 1, 1)
#: Of each change this many of the places where it can be made are taken, in each pack.
MOST = 4


@dataclass(frozen=True)
class Subject:
    """A pack as data, the text of its values by version, and the digests of its further files."""

    data: Data
    values: dict[str, str]
    contents: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, loaded: LoadedPack) -> Subject:
        data = copy.deepcopy(loaded.document.data)
        assert isinstance(data, dict)
        values = {name: text.text for name, text in loaded.values.items()}
        files = {v.version: {"files/notes.txt": "1", "charts/a.tgz": "1"} for v in loaded.pack.versions}
        return cls(data, values, files)

    @property
    def reading(self) -> Reading:
        values = {name: ValuesText(text) for name, text in self.values.items()}
        return Reading(Pack.model_validate(self.data), values, AS_OF, self.contents)

    def edited(self, edit: Callable[[Data], object]) -> Subject:
        data = copy.deepcopy(self.data)
        edit(data)
        return replace(self, data=data)


@dataclass(frozen=True)
class Mutation:
    """One change: what it is called, the pack after it, and what must be said of it, in any order."""

    name: str
    after: Subject
    told: tuple[Told, ...]


def mutations(subject: Subject) -> Iterator[Mutation]:
    """Yield every change that can be made to *subject*."""
    yield from _added(subject)
    yield from _removed(subject)
    yield from _changed(subject)
    yield from _renamed(subject)
    yield from _versions(subject)
    yield from _options(subject)
    yield from _cells(subject)
    yield from _values(subject)
    yield from _contents(subject)


def dotted(route: Route) -> str:
    text = ""
    for step in route:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


# --- records that come and go --------------------------------------------------------------------------------

WORDS = "Words that nobody wrote before."
ADDED: dict[str, list[tuple[Data, str, str]]] = {
    "limitations": [
        ({"text": WORDS, "strength": "hard"}, "PS350", "breaking"),
        ({"text": WORDS, "strength": "planning"}, "PS350", "docs"),
    ],
    "warnings": [({"text": WORDS}, "PS353", "docs")],
    "rules": [
        ({"when": {"a": "b"}, "says": "error", "text": WORDS, "layer": "pack"}, "PS356", "breaking"),
        ({"when": {"a": "b"}, "says": "note", "text": WORDS, "layer": "pack"}, "PS356", "docs"),
    ],
    "retirements": [
        ({"subject": "S", "date": PAST, "consequence": WORDS, "replacement": WORDS}, "PS359", "breaking"),
        ({"subject": "S", "date": FUTURE, "consequence": WORDS, "replacement": WORDS}, "PS359", "feature"),
    ],
    "engines": [({"name": "E", "systems": []}, "PS362", "feature")],
    "systems": [({"name": "S"}, "PS365", "docs")],
    "choices": [({"title": "C"}, "PS366", "feature")],
    "procedures": [({"title": "Do It", "steps": [{"text": WORDS}]}, "PS367", "docs")],
    "guides": [({"title": "G", "description": "D", "parts": [{"title": "P"}]}, "PS367", "docs")],
    "sections": [({"text": WORDS}, "PS368", "docs")],
    "sources": [({"title": "S", "rank": 9}, "PS369", "docs")],
    "conflicts": [
        (
            {
                "topic": "T",
                "claims": [{"source": "a", "says": "b"}, {"source": "c", "says": "d"}],
                "ruling": "R",
                "why": "W",
            },
            "PS369",
            "docs",
        )
    ],
    "parameters": [({"path": "mutated.key", "type": "string", "description": WORDS}, "PS310", "feature")],
    "presets": [({"name": "mutated", "displayName": "M", "group": "Mutated", "add": "a: 1\n"}, "PS335", "feature")],
    "prerequisites": [({"text": WORDS}, "PS368", "docs")],
    "upgrade": [({"text": WORDS}, "PS368", "docs")],
    "references": [({"title": "R", "url": "https://example.org/mutated"}, "PS369", "docs")],
}
LISTS = {"parameters", "presets", "prerequisites", "upgrade", "references"}


def _added(subject: Subject) -> Iterator[Mutation]:
    for name, records in ADDED.items():
        for record, code, impact in records:
            if name in LISTS:
                place: str | int = len(subject.data.get(name, ()))
                after = subject.edited(lambda d, n=name, r=record: d.setdefault(n, []).append(r))  # type: ignore[misc]
            else:
                place = "mutated"
                after = subject.edited(lambda d, n=name, r=record: d.setdefault(n, {}).update(mutated=r))  # type: ignore[misc]
            yield Mutation(f"{name}: one more", after, ((code, impact, dotted((name, place))),))


#: What it asks of people that a record goes away.
REMOVED: dict[str, tuple[str, Callable[[Data], str]]] = {
    "limitations": ("PS351", lambda r: "feature" if r["strength"] == "hard" else "docs"),
    "warnings": ("PS354", lambda r: "docs"),
    "rules": ("PS357", lambda r: "feature" if r["says"] == "error" else "docs"),
    "retirements": ("PS360", lambda r: "feature"),
    "engines": ("PS363", lambda r: "breaking"),
    "systems": ("PS365", lambda r: "breaking"),
    "choices": ("PS366", lambda r: "docs"),
    "procedures": ("PS367", lambda r: "docs"),
    "guides": ("PS367", lambda r: "docs"),
    "sections": ("PS368", lambda r: "docs"),
    "sources": ("PS369", lambda r: "docs"),
    "conflicts": ("PS369", lambda r: "docs"),
    "parameters": ("PS311", lambda r: "breaking"),
    "presets": ("PS336", lambda r: "breaking"),
    "prerequisites": ("PS368", lambda r: "docs"),
    "upgrade": ("PS368", lambda r: "docs"),
    "references": ("PS369", lambda r: "docs"),
}


def _removed(subject: Subject) -> Iterator[Mutation]:
    for name, (code, impact) in REMOVED.items():
        whole = subject.data.get(name, {})
        places: list[Any] = list(range(len(whole)) if name in LISTS else whole)
        if name == "parameters":  # of several records for one path, another one stands in
            paths = [record["path"] for record in whole]
            places = [n for n in places if paths.count(paths[n]) == 1]
        for place in _some(places):
            after = subject.edited(lambda d, n=name, p=place: d[n].pop(p))  # type: ignore[misc]
            yield Mutation(f"{name}: one less", after, ((code, impact(whole[place]), dotted((name, place))),))


def _renamed(subject: Subject) -> Iterator[Mutation]:
    for name in ("limitations", "warnings", "sections", "rules", "procedures"):
        for key in _some(list(subject.data.get(name, {}))):
            after = subject.edited(lambda d, n=name, k=key: d[n].update(mutated=d[n].pop(k)))  # type: ignore[misc]
            yield Mutation(f"{name}: another id", after, (("PS322", "docs", f"{name}.mutated"),))
    for number, one in enumerate(subject.data.get("parameters", ())):
        if any(_live(text, one["path"]) for text in subject.values.values()):
            continue  # its key goes with it, see `_values`
        after = subject.edited(lambda d, n=number: d["parameters"][n].update(path="mutated.key"))  # type: ignore[misc]
        yield Mutation("parameter renamed", after, (("PS312", "breaking", f"parameters[{number}]"),))
    for name in ("parameters", "presets", "prerequisites"):
        whole = subject.data.get(name, [])
        if len(whole) > 1 and whole[0] != whole[-1]:
            impact = "docs" if name == "prerequisites" else "none"
            after = subject.edited(lambda d, n=name: d[n].append(d[n].pop(0)))  # type: ignore[misc]
            yield Mutation(f"{name}: another order", after, (("PS370", impact, name),))


def _versions(subject: Subject) -> Iterator[Mutation]:
    versions = subject.data["versions"]
    new = {"version": "99.9.9", "series": "99.9.x", "valuesOf": _owner(versions[0])}
    with_new = subject.edited(lambda d: d["versions"].append(new))
    values = {**subject.values, "99.9.9": subject.values[versions[0]["version"]]}
    told = (("PS302", "feature", f"versions[{len(versions)}]"),)
    yield Mutation("version added", replace(with_new, values=values), told)
    named = {v.get("valuesOf") for v in versions}
    for number, one in enumerate(versions):
        if len(versions) > 1 and one["version"] not in named:
            deleted = one.get("lifecycle", {}).get("deleted")
            impact = "docs" if deleted and deleted <= AS_OF else "breaking"
            after = subject.edited(lambda d, n=number: d["versions"].pop(n))  # type: ignore[misc]
            yield Mutation("version removed", after, (("PS303", impact, f"versions[{number}]"),))
    if len(versions) > 1:
        kept, lost = versions[0]["version"], [v["version"] for v in versions[1:]]
        for name, impact in (("parameters", "breaking"), ("presets", "breaking"), ("warnings", "docs")):
            for place in _some(list(_places(subject.data.get(name, ())))):
                record = subject.data[name][place]
                if "versions" in record or not lost or record.get("lifecycle"):
                    continue
                after = subject.edited(lambda d, n=name, p=place: d[n][p].update(versions=kept))  # type: ignore[misc]
                yield Mutation(
                    f"{name}: for fewer versions", after, (("PS323", impact, dotted((name, place, "versions"))),)
                )


def _options(subject: Subject) -> Iterator[Mutation]:
    for number, one in enumerate(subject.data.get("parameters", ())):
        at, options = f"parameters[{number}].options", one.get("options", [])
        new = {"value": _another(options[0]["value"]) if options else "mutated", "means": WORDS}
        told = ("PS315", "feature", f"{at}[{len(options)}]") if options else ("PS317", "breaking", at)
        after = subject.edited(lambda d, n=number, r=new: d["parameters"][n].setdefault("options", []).append(r))  # type: ignore[misc]
        yield Mutation("option added" if options else "list of options set", after, (told,))
        if len(options) > 1:
            for place in range(len(options)):
                after = subject.edited(lambda d, n=number, p=place: d["parameters"][n]["options"].pop(p))  # type: ignore[misc]
                yield Mutation("option removed", after, (("PS316", "breaking", f"{at}[{place}]"),))
        if options:
            after = subject.edited(lambda d, n=number: d["parameters"][n].pop("options"))  # type: ignore[misc]
            yield Mutation("list of options lifted", after, (("PS317", "feature", at),))


STATES = ("unsupported", "preview", "partial", "supported")


def _cells(subject: Subject) -> Iterator[Mutation]:
    if "matrix" not in subject.data:
        return
    rows = subject.data["matrix"]["rows"]
    row = {"id": "mutated", "title": "M", "cells": {"a": {"all": {"state": "supported"}}}}
    after = subject.edited(lambda d: d["matrix"]["rows"].append(row))
    yield Mutation("row added", after, (("PS348", "feature", f"matrix.rows[{len(rows)}]"),))
    after = subject.edited(lambda d: d["matrix"]["rows"].pop(0))
    if len(rows) > 1:
        yield Mutation("row removed", after, (("PS348", "docs", "matrix.rows[0]"),))
    yield Mutation("matrix removed", subject.edited(lambda d: d.pop("matrix")), (("PS348", "docs", "matrix"),))
    cells = [
        (("matrix", "rows", number, "cells", engine, system), cell)
        for number, one in enumerate(rows)
        for engine, systems in one["cells"].items()
        for system, cell in systems.items()
    ]
    for route, cell in cells[:: 1 + len(cells) // 12]:
        yield from _of_cell(subject, route, cell)


def _of_cell(subject: Subject, route: Route, cell: Data) -> Iterator[Mutation]:
    system = route[-1]
    for state in STATES:
        if state != cell["state"] in STATES:
            impact = "breaking" if STATES.index(state) < STATES.index(cell["state"]) else "feature"
            after = subject.edited(lambda d, s=state: _at(d, route).update(state=s))  # type: ignore[misc]
            yield Mutation("cell: another state", after, (("PS345", impact, dotted((*route, "state"))),))
    after = subject.edited(lambda d: _at(d, route[:-1]).pop(system))
    impact = "docs" if cell["state"] in ("unsupported", "unknown") else "breaking"
    yield Mutation("cell removed", after, (("PS347", impact, dotted(route)),))
    for state, impact in (("supported", "feature"), ("unsupported", "docs")):
        after = subject.edited(lambda d, s=state: _at(d, route[:-1]).update(mutated={"state": s}))  # type: ignore[misc]
        yield Mutation("cell added", after, (("PS346", impact, dotted((*route[:-1], "mutated"))),))


# --- fields that become others -------------------------------------------------------------------------------

Other = Callable[[Any, Data], Iterator[tuple[Any, str]]]  # the value and its record -> new values with impacts


def _to(impact: str, *values: Any) -> Other:
    """Return what takes the first of *values* that differs; a text gets one word more, where there are none."""

    def other(value: Any, record: Data) -> Iterator[tuple[Any, str]]:
        if values:
            yield from [(v, impact) for v in values if v != value][:1]
        elif isinstance(value, str):
            yield value.rstrip() + " mutated" if " " in value else value + "mutated", impact

    return other


def _members(*more: Any, fewer: str = "breaking", added: str = "feature") -> Other:
    def other(value: Any, record: Data) -> Iterator[tuple[Any, str]]:
        listed = list(value or ())
        yield from [([*listed, one], added) for one in more if one not in listed][:1]
        if len(listed) > 1:
            yield listed[1:], fewer

    return other


def _day(value: Any, record: Data) -> Iterator[tuple[Any, str]]:
    if value is None:
        yield PAST, "breaking"
        yield FUTURE, "feature"
    else:
        yield value - datetime.timedelta(days=1), "breaking"
        yield value + datetime.timedelta(days=1), "feature"


def _switch(on: str, off: str) -> Other:
    def other(value: Any, record: Data) -> Iterator[tuple[Any, str]]:
        yield (False, off) if value else (True, on)

    return other


def _type(value: Any, record: Data) -> Iterator[tuple[Any, str]]:
    yield ("string" if value != "string" else "integer"), "breaking"
    if value == "integer":
        yield "number", "feature"


def _strength(value: Any, record: Data) -> Iterator[tuple[Any, str]]:
    yield ("planning", "feature") if value == "hard" else ("hard", "breaking")


def _says(value: Any, record: Data) -> Iterator[tuple[Any, str]]:
    yield ("warning", "feature") if value == "error" else ("error", "breaking")


def _if(impact: Callable[[Data], str], *values: Any) -> Other:
    def other(value: Any, record: Data) -> Iterator[tuple[Any, str]]:
        yield from [(v, impact(record)) for v in values if v != value][:1]

    return other


#: Where, which other values with which impact, and the kind. `*` stands for every key or place.
CHANGES: list[tuple[str, Other, str]] = [
    ("layer", _to("breaking", "os", "csi"), "PS305"),
    ("architectures", _members("arm64", "riscv64"), "PS307"),
    ("fips", _switch("feature", "breaking"), "PS307"),
    ("displayName", _to("docs"), "PS308"),
    ("description", _to("docs"), "PS308"),
    ("addonType", _to("docs", "logging", "monitoring"), "PS308"),
    ("category", _to("docs", "security", "network"), "PS309"),
    ("tags", _members("mutated", fewer="docs", added="docs"), "PS309"),
    ("annotations", _to("fix", {"mutated": "yes"}), "PS373"),
    ("versions.*.series", _to("docs", "mutated"), "PS309"),
    ("versions.*.eol", _to("breaking", "2020-01-01"), "PS304"),
    ("versions.*.eol", _to("feature", "2099-01-01"), "PS304"),
    ("versions.*.notes", _to("docs", WORDS), "PS368"),
    ("versions.*.omit", _to("docs", ["README.md"]), "PS330"),
    ("versions.*.enabledPresets", _to("breaking", ["Mutated:mutated"]), "PS338"),
    ("versions.*.lifecycle.supported", _to("docs", PAST), "PS304"),
    ("versions.*.lifecycle.deprecated", _to("feature", FUTURE), "PS304"),
    ("versions.*.lifecycle.disabled", _day, "PS304"),
    ("versions.*.lifecycle.deleted", _day, "PS304"),
    ("parameters.*.type", _type, "PS313"),
    ("parameters.*.description", _to("docs"), "PS368"),
    ("parameters.*.defaultText", _to("docs", WORDS), "PS368"),
    ("parameters.*.example", _to("docs", "mutated"), "PS368"),
    ("parameters.*.required", _switch("breaking", "feature"), "PS319"),
    ("parameters.*.readonly", _switch("breaking", "feature"), "PS319"),
    ("parameters.*.format", _to("breaking", "${mutated}"), "PS320"),
    ("parameters.*.hints", _to("docs", ["mutated"]), "PS320"),
    ("parameters.*.lifecycle.replacement", _to("docs", "mutated.key"), "PS321"),
    ("parameters.*.cite", _to("docs", ["mutated"]), "PS369"),
    ("parameters.*.confidence", _to("docs", "stated", "inferred"), "PS369"),
    ("parameters.*.section.title", _to("docs"), "PS368"),
    ("parameters.*.section.text", _to("docs"), "PS368"),
    ("parameters.*.options.*.means", _to("docs"), "PS368"),
    ("parameters.*.options.*.engine", _to("breaking", "mutated"), "PS318"),
    ("parameters.*.options.*.needs", _to("breaking", {"mutated.key": 1}), "PS318"),
    ("presets.*.displayName", _to("docs"), "PS339"),
    ("presets.*.add", _to("breaking", "mutated: 1\n"), "PS337"),
    ("presets.*.remove", _to("breaking", ["mutated"]), "PS337"),
    ("presets.*.description", _to("docs", WORDS), "PS368"),
    ("sections.*.text", _to("docs"), "PS368"),
    ("sections.*.title", _to("docs", "Mutated"), "PS368"),
    ("sections.*.place", _to("docs", "end", "version"), "PS309"),
    ("engines.*.name", _to("docs"), "PS368"),
    ("engines.*.systems", _members("mutated"), "PS364"),
    ("engines.*.recommended", _switch("docs", "docs"), "PS364"),
    ("systems.*.name", _to("docs"), "PS368"),
    ("matrix.title", _to("docs"), "PS368"),
    ("matrix.rows.*.title", _to("docs"), "PS368"),
    ("matrix.rows.*.cells.*.*.note", _to("docs", WORDS), "PS368"),
    ("matrix.rows.*.cells.*.*.cite", _to("docs", ["mutated"]), "PS369"),
    ("limitations.*.text", _to("docs"), "PS368"),
    ("limitations.*.strength", _strength, "PS352"),
    ("limitations.*.scope", _if(lambda r: "breaking" if r["strength"] == "hard" else "docs", {"engine": "m"}), "PS352"),
    ("limitations.*.stale", _switch("docs", "docs"), "PS352"),
    ("warnings.*.text", _to("docs"), "PS368"),
    ("warnings.*.kind", _to("docs", "danger", "info"), "PS355"),
    ("warnings.*.place", _to("docs", "procedure", "page"), "PS355"),
    ("rules.*.text", _to("docs"), "PS368"),
    ("rules.*.says", _says, "PS358"),
    ("rules.*.when", _if(lambda r: "breaking" if r["says"] == "error" else "docs", {"mutated": "yes"}), "PS358"),
    ("rules.*.layer", _to("docs", "pack", "platform"), "PS358"),
    ("retirements.*.date", _day, "PS361"),
    ("retirements.*.consequence", _to("docs"), "PS368"),
    ("retirements.*.url", _to("docs", "https://example.org/mutated"), "PS369"),
    ("choices.*.title", _to("docs"), "PS368"),
    ("choices.*.values", _members("mutated"), "PS366"),
    ("procedures.*.title", _to("docs"), "PS368"),
    ("procedures.*.steps", _to("docs", [{"text": WORDS}]), "PS367"),
    ("guides.*.title", _to("docs"), "PS368"),
    ("guides.*.parts", _to("docs", [{"title": "Mutated"}]), "PS367"),
    ("sources.*.title", _to("docs"), "PS369"),
    ("sources.*.rank", _to("docs", 98, 99), "PS369"),
    ("references.*.title", _to("docs"), "PS369"),
    ("conflicts.*.ruling", _to("docs"), "PS369"),
    ("prerequisites.*.text", _to("docs"), "PS368"),
    ("upgrade.*.text", _to("docs"), "PS368"),
]
#: What is only there where its record is: else it would come with a record of its own.
_OF_WHAT_IS_THERE = ("versions.*.lifecycle", "parameters.*.lifecycle", "constraints")


def _changed(subject: Subject) -> Iterator[Mutation]:
    for pattern, others, code in CHANGES:
        for route in _some(list(_routes(subject.data, tuple(pattern.split("."))))):
            record = _at(subject.data, route[:-1], make=True)
            for value, impact in others(record.get(route[-1]), record):
                after = subject.edited(lambda d, r=route, v=value: _at(d, r[:-1], make=True).update({r[-1]: v}))  # type: ignore[misc]
                yield Mutation(f"{pattern} becomes another", after, ((code, impact, dotted(route)),))
    yield from _dependencies(subject)
    yield from _resources(subject)
    yield from _clouds(subject)


def _clouds(subject: Subject) -> Iterator[Mutation]:
    here = subject.data.get("cloudTypes")
    if here and "all" not in here:
        after = subject.edited(lambda d: d["cloudTypes"].append("coxedge"))
        yield Mutation("cloud added", after, (("PS306", "feature", "cloudTypes"),))
        after = subject.edited(lambda d: d.update(cloudTypes=["all"]))
        yield Mutation("every cloud", after, (("PS306", "feature", "cloudTypes"),))
    after = subject.edited(lambda d: d.update(cloudTypes=["custom"]))
    if here != ["custom"]:
        yield Mutation("other clouds", after, (("PS306", "breaking", "cloudTypes"),))


def _dependencies(subject: Subject) -> Iterator[Mutation]:
    needs = {"packName": "mutated", "layer": "csi", "type": "required", "minVersion": "1.9.0", "maxVersion": "2.0.0"}
    base = subject.data.get("constraints", {}).get("dependencies", [])
    route, at = ("constraints", "dependencies"), len(base)

    def having(one: Data | None) -> Subject:
        return subject.edited(
            lambda d: d.setdefault("constraints", {}).update(dependencies=[*base, *([one] if one else [])])
        )

    if "constraints" in subject.data:
        for kind, impact in (("required", "breaking"), ("notSupported", "breaking"), ("optional", "feature")):
            told = (("PS340", impact, dotted((*route, at))),)
            yield Mutation("dependency added", having({**needs, "type": kind}), told)
        if base:
            after = subject.edited(lambda d: d["constraints"]["dependencies"].pop(0))
            yield Mutation("dependency removed", after, (("PS341", "feature", dotted((*route, 0))),))
    for number, one in enumerate(base):
        for key, value, impact in (("minVersion", "999.0", "breaking"), ("maxVersion", "999.0", "feature")):
            if one.get(key):
                after = subject.edited(
                    lambda d, n=number, k=key, v=value: d["constraints"]["dependencies"][n].update({k: v})
                )  # type: ignore[misc]
                yield Mutation(f"dependency: {key}", after, (("PS342", impact, dotted((*route, number, key))),))


def _resources(subject: Subject) -> Iterator[Mutation]:
    base = subject.data.get("constraints", {}).get("resources", [])
    at = "constraints.resources"
    free = [kind for kind in ("cpu", "memory", "diskSize") if kind not in {r["type"] for r in base}]
    if "constraints" in subject.data and free:
        new = {"type": free[0], "minLimit": 9}
        after = subject.edited(lambda d: d["constraints"].setdefault("resources", []).append(new))
        yield Mutation("resource demanded", after, (("PS343", "breaking", f"{at}[{len(base)}]"),))
    for number, one in enumerate(base):
        after = subject.edited(lambda d, n=number: d["constraints"]["resources"].pop(n))  # type: ignore[misc]
        yield Mutation("resource no longer demanded", after, (("PS343", "feature", f"{at}[{number}]"),))
        for more, impact in ((1, "breaking"), (-1, "feature")):
            value = one.get("minLimit", 5) + more
            after = subject.edited(lambda d, n=number, v=value: d["constraints"]["resources"][n].update(minLimit=v))  # type: ignore[misc]
            if "minLimit" in one:
                yield Mutation("another least resource", after, (("PS343", impact, f"{at}[{number}].minLimit"),))


# --- values and files ----------------------------------------------------------------------------------------

_IMAGE_WORDS = ("tag", "digest", "image", "registry", "repository")


def _values(subject: Subject) -> Iterator[Mutation]:
    """Edit the text of the first version that has one of its own, line by line."""
    number, version = next((n, v["version"]) for n, v in enumerate(subject.data["versions"]) if "values" in v)
    text = subject.values[version]
    sharing = [
        v["version"] for v in subject.data["versions"] if v["version"] == version or v.get("valuesOf") == version
    ]
    at = f"versions[{number}].values"

    def having(new: str, **told: Any) -> Subject:
        return replace(subject, values={**subject.values, **dict.fromkeys(sharing, new)})

    values = ValuesText(text)
    if not values.readable or not isinstance(values.data, dict):
        return
    end = "" if text.endswith("\n") else "\n"
    yield Mutation("a comment in the values", having(f"{text}{end}# mutated\n"), (("PS329", "docs", at),))
    if not any(line.startswith(("---", "...")) for line in text.splitlines()) and values.data:
        after = having(f"{text}{end}mutatedKey: 1\n")
        yield Mutation("a value more", after, (("PS325", "feature", f"{at}.mutatedKey"),))
    documented = {parse_path(p["path"]) for p in subject.data.get("parameters", ())}
    plain = [path for path in values.leaves() if _simple(values, path)]
    yield from _value_leaves(subject, having, values, at, [p for p in plain if _inside(p, documented)], "PS314")
    yield from _value_leaves(subject, having, values, at, [p for p in plain if not _inside(p, documented)], "PS327")
    images = (values.data.get("pack") or {}).get("content", {}) if isinstance(values.data.get("pack"), dict) else {}
    yield from _keys(subject, having, values, number)
    listed = (images or {}).get("images") or []
    if listed and isinstance(listed[0], dict) and (line := values.line(("pack", "content", "images", 0, "image"))):
        lines = text.split("\n")
        lines[line - 1] = (
            lines[line - 1].rstrip().rstrip("\"'")
            + "x"
            + lines[line - 1].rstrip()[-1:].strip("x") * (lines[line - 1].rstrip()[-1:] in "\"'")
        )
        yield Mutation("another image", having("\n".join(lines)), (("PS331", "fix", f"{at}.pack.content.images"),))


def _keys(subject: Subject, having: Callable[..., Subject], values: ValuesText, number: int) -> Iterator[Mutation]:
    """Give keys of the values another name: a parameter's with its record, and a block that no record is about."""
    lines, at = values.text.split("\n"), f"versions[{number}].values"
    paths = [parse_path(p["path"]) for p in subject.data.get("parameters", ())]
    for place in _some([n for n, p in enumerate(paths) if p in values.leaves() and paths.count(p) == 1]):
        path = paths[place]
        if not isinstance(path[-1], str) or not _simple(values, path) or path[:-1] in paths:
            continue
        new = _written((*path[:-1], "mutatedKey"))
        after = having("\n".join(_with_key(lines, values, path)))
        renamed = after.edited(lambda d, n=place, p=new: d["parameters"][n].update(path=p))  # type: ignore[misc]
        yield Mutation("parameter and its key renamed", renamed, (("PS312", "breaking", f"parameters[{place}]"),))
    data = values.data
    assert isinstance(data, dict)
    for key, block in data.items():
        leaves = [leaf for leaf in values.leaves() if leaf[0] == key]
        free = not any(_inside(leaf, set(paths)) for leaf in leaves) and not any(p[0] == key for p in paths)
        if isinstance(block, dict) and len(block) > 2 and len(leaves) > 3 and free and values.place((key,)):
            after = having("\n".join(_with_key(lines, values, (key,))))
            yield Mutation("a block moved", after, (("PS328", "breaking", f"{at}.mutatedKey"),))
            break


def _with_key(lines: list[str], values: ValuesText, path: Any) -> list[str]:
    number = (values.line(path) or 1) - 1
    before, _, rest = lines[number].partition(str(path[-1]))
    return [*lines[:number], f"{before}mutatedKey{rest}", *lines[number + 1 :]]


def _value_leaves(
    subject: Subject, having: Callable[..., Subject], values: ValuesText, at: str, paths: list[Any], code: str
) -> Iterator[Mutation]:
    lines = values.text.split("\n")
    for path in _some(paths):
        number = (values.line(path) or 1) - 1
        key = lines[number].partition(":")[0]
        where = f"{at}.{_written(path)}"
        image = _is_image(path)
        told = ("PS331", "fix") if image else (code, "breaking")
        changed = [*lines[:number], f"{key}: {_other_scalar(values.value(path))}", *lines[number + 1 :]]
        yield Mutation("another value", having("\n".join(changed)), ((*told, where),))
        siblings = values.value(path[:-1]) if path[:-1] else values.data
        if code == "PS327" and isinstance(siblings, dict) and len(siblings) > 1:
            gone = [*lines[:number], *lines[number + 1 :]]
            yield Mutation("a value less", having("\n".join(gone)), (("PS326", "breaking", where),))


def _contents(subject: Subject) -> Iterator[Mutation]:
    version = subject.data["versions"][0]["version"]
    at = "versions[0].assets"
    files = subject.contents[version]
    for path, code in (("files/notes.txt", "PS333"), ("charts/a.tgz", "PS332")):
        for name, new in (
            ("another file", {**files, path: "2"}),
            ("a file less", {k: v for k, v in files.items() if k != path}),
            ("a file more", {**files, path + ".new": "3"}),
        ):
            after = replace(subject, contents={**subject.contents, version: new})
            yield Mutation(name, after, ((code, "fix", at),))


# --- small things --------------------------------------------------------------------------------------------


def _some(places: list[Any]) -> list[Any]:
    """Return a few of *places*, spread over all of them."""
    return places[:: max(1, -(-len(places) // MOST))]


def _places(whole: Any) -> Iterator[Any]:
    yield from (whole if isinstance(whole, dict) else range(len(whole)))


def _at(data: Any, route: Route, *, make: bool = False) -> Any:
    for step in route:
        data = data.setdefault(step, {}) if make and isinstance(data, dict) else data[step]
    return data


def _routes(data: Any, pattern: tuple[str, ...], route: Route = ()) -> Iterator[Route]:
    """Yield the routes that *pattern* stands for; the last step need not be there, the record around it does."""
    step, rest = pattern[0], pattern[1:]
    if not rest and step != "*":
        yield (*route, step)
    elif step == "*" and isinstance(data, dict | list):
        for key in _places(data):
            yield from _routes(data[key], rest, (*route, key)) if rest else [(*route, key)]
    elif isinstance(data, dict) and (
        step in data or (len(rest) == 1 and step in ("lifecycle",) and route[0] == "versions")
    ):
        yield from _routes(data.get(step, {}), rest, (*route, step))


def _owner(version: Data) -> str:
    return str(version.get("valuesOf", version["version"]))


def _another(value: Any) -> Any:
    return "mutated" if isinstance(value, str) else 987654


def _live(text: str, path: str) -> bool:
    return ValuesText(text).state(path) == "live"


def _inside(path: Route, documented: set[Any]) -> bool:
    return any(path[:n] in documented for n in range(1, len(path) + 1))


def _simple(values: ValuesText, path: Any) -> bool:
    """Tell whether the value at *path* is a scalar on the line of its key, in no list, which no other text is like."""
    value, line = values.value(path), values.lines[(values.line(path) or 1) - 1]
    plain = isinstance(value, str | int | float | bool) and all(isinstance(step, str) for step in path)
    rest = line.partition(":")[2].split(" #")[0].strip()
    keyed = line.strip().startswith((f"{path[-1]}:", f'"{path[-1]}":'))
    return plain and keyed and bool(rest) and rest[0] not in "|>&*!{[" and rest.strip("\"'") == _spelled(value)


def _spelled(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _other_scalar(value: Any) -> str:
    if isinstance(value, bool):
        return json.dumps(not value)
    return "987654" if isinstance(value, int | float) else '"mutated value"'


def _is_image(path: Any) -> bool:
    last, above = str(path[-1]).lower(), str(path[-2]).lower() if len(path) > 1 else ""
    if last in ("tag", "digest", "imagetag", "image_tag", "image"):
        return True
    return above.endswith("image") and last in ("registry", "repository", "tag", "digest", "name")


def _written(path: Any) -> str:
    from generator.values import format_path

    return format_path(path)
