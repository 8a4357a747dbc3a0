"""Change any single fact of pack.yaml: every file that states it changes, and no other does.

What a file states comes from `generator.claims`, which knows no template; what a file is comes from compiling. The
two must agree for every leaf of pack.yaml.
"""

from __future__ import annotations

import copy
import datetime
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from repositories import PROJECT, SETTINGS, load, renderer

from generator.catalog import LoadedPack, pack_names
from generator.claims import claims_of
from generator.compile import compile_pack
from generator.model import Pack, VersionRange
from generator.values import ValuesText

Route = tuple[str | int, ...]
#: Of the small packs every fact is changed; of the others every so-manieth stands for the rest, each time the same.
#: `PACKSCRIBE_FACTS=all` changes every fact of every pack, which takes ten minutes more.
EVERY = {"sample": 1, "ranges": 1}
OTHERS = 1 if os.environ.get("PACKSCRIBE_FACTS") == "all" else 6
PACKS = list(dict.fromkeys([*EVERY, *pack_names(PROJECT)]))

#: Leaves that no page states, each with the reason.
SILENT = {
    ("page", "redirects"): "for the site's redirects",
}


def leaves(value: object, route: Route = ()) -> Iterator[tuple[Route, object]]:
    """Yield every leaf of the data of pack.yaml with its route."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*route, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*route, index))
    else:
        yield route, value


def candidates(value: object, data: dict[str, Any]) -> Iterator[object]:
    """Yield other values that the leaf *value* could have, the likeliest first."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, datetime.date):
        yield value + datetime.timedelta(days=1)
    elif isinstance(value, str):
        if value.endswith(("\n", ".", "`", ")")) or " " in value:
            yield value.rstrip("\n.") + " changed" + ("\n" if value.endswith("\n") else ".")
        yield from (v["version"] for v in data["versions"])
        for group in ("engines", "systems", "retirements", "sources", "warnings", "procedures", "choices"):
            yield from (name for name in data.get(group, {}) if value in data[group] and name != value)
        yield from ("supported", "unsupported", "hard", "planning", "danger", "info", "inferred", "page", "end", "k8s")
        yield from (
            "note",
            "error",
            "pack",
            "platform",
            "integer",
            "string",
            "optional",
            "lf",
            "aws",
            "unverified",
            "verbatim",
            "version",
            "memory",
            "addon",
        )
        yield value + "x"
        yield value + "9"


def with_leaf(data: dict[str, Any], route: Route, value: object) -> dict[str, Any]:
    changed = copy.deepcopy(data)
    here: Any = changed
    for step in route[:-1]:
        here = here[step]
    before, here[route[-1]] = here[route[-1]], value
    for version in changed["versions"] if route[-1] == "version" else ():
        if version.get("valuesOf") == before:
            version["valuesOf"] = value
    return changed


def mutant(loaded: LoadedPack, route: Route, value: object) -> LoadedPack | None:
    """Return *loaded* with another value of the leaf at *route* that is still a pack."""
    data = loaded.document.data
    assert isinstance(data, dict)
    for other in candidates(value, data):
        if other == value:
            continue
        try:
            pack = Pack.model_validate(with_leaf(data, route, other))
        except ValidationError:
            continue
        if pack == loaded.pack or _same_reach(loaded.pack, route, value, other):
            continue
        if len({v.version for v in pack.versions}) < len(pack.versions):
            continue
        owners = {v.version: _owner(pack, v.version) for v in pack.versions}
        if all(owners.values()):
            return replace(loaded, pack=pack, values={v: ValuesText(text) for v, text in owners.items() if text})
    return None


def _same_reach(pack: Pack, route: Route, value: object, other: object) -> bool:
    """Tell whether the leaf is a version range and the *other* one covers the same versions: no page differs."""
    if route[-1] != "versions":
        return False
    one, two = VersionRange(str(value)), VersionRange(str(other))
    return all((v.version in one) == (v.version in two) for v in pack.versions)


def _silent(route: Route) -> bool:
    """Tell whether no page states the leaf; assets are for the archive of their version, like the logo."""
    return route[:2] in SILENT or (route[0] == "versions" and "assets" in route)


def _owner(pack: Pack, version: str) -> str | None:
    """Return the values text that *version* uses, or none where `valuesOf` leads nowhere."""
    found = next(v for v in pack.versions if v.version == version)
    if found.values is None:
        found = next((v for v in pack.versions if v.version == found.values_of), found)
    return found.values if isinstance(found.values, str) else None


def stated(loaded: LoadedPack) -> dict[str, list[tuple[object, ...]]]:
    return {
        path: [(c.scope, c.kind, c.key, c.value) for c in claims]
        for path, (_, claims) in claims_of(loaded, SETTINGS).items()
    }


def moved(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


@pytest.mark.parametrize("name", PACKS)
def test_a_changed_fact_reaches_every_file_that_states_it_and_no_other(
    name: str, tally: Callable[[str, int, int], None]
) -> None:
    loaded = load(name)
    tree, claims = compile_pack(loaded, SETTINGS, renderer()), stated(loaded)
    faults, tried, silent = [], 0, 0
    for route, value in list(leaves(loaded.document.data))[:: EVERY.get(name, OTHERS)]:
        if _silent(route):
            silent += 1
            continue
        other = mutant(loaded, route, value)
        if other is None:
            faults.append(f"{route}: nothing else than {value!r} is allowed")
            continue
        tried += 1
        files = moved(tree, compile_pack(other, SETTINGS, renderer()))
        wanted = moved(claims, stated(other))
        if files != wanted:
            faults.append(f"{route}: files {sorted(files - wanted)} changed, {sorted(wanted - files)} did not")
        elif not files:
            faults.append(f"{route}: no file states {value!r}")
    label = name if name in EVERY or OTHERS == 1 else f"{name} (one of {OTHERS})"
    tally(f"facts of {label}, changed one at a time, that reach the right files", tried - len(faults), tried)
    assert not faults, f"{len(faults)} of {tried}:\n" + "\n".join(faults[:40])


def test_silent_facts_are_there() -> None:
    routes = {route[:2] for name in PACKS for route, _ in leaves(load(name).document.data)}
    assert set(SILENT) <= routes
