"""With the byte comparison off: every fact of every generated file is falsified, one at a time, and must be found.

Found means: `check` names the file, a line of the planted falsehood, and the ruling line of pack.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from falsify import Planted, changed, doubled, moved, removed
from repositories import PROJECT, SETTINGS, load, renderer

from generator import judging, lock
from generator.catalog import pack_names
from generator.compile import compile_pack
from generator.compiled import Compiled
from generator.readback import Fact, read

_RULED = re.compile(r"packs/[\w.-]+/(pack\.yaml|values/[^:]+):\d+:\d+ rules it")
_LARGE = 60
#: Of the small packs every fact is falsified; of a large file of the others, every so-manieth stands for the rest.
_EVERY = {"sample": 1, "ranges": 1, "cni-azure": 8}
_OTHERS = 10
_MOST = 60  # facts of a file that is not of a small pack: reading it back takes longer, the longer it is


@cache
def unit(name: str) -> Compiled:
    loaded = load(name)
    return Compiled(name, (loaded,), SETTINGS, compile_pack(loaded, SETTINGS, renderer()), lock.Lock(name))


def _files() -> list[tuple[str, str]]:
    names = dict.fromkeys([*_EVERY, *pack_names(PROJECT)])
    return [(name, path) for name in names for path in sorted(unit(name).tree)]


def _chosen(name: str, facts: list[Fact]) -> list[Fact]:
    every = _EVERY.get(name, _OTHERS)
    if every > 1:
        every = max(every, len(facts) // _MOST)
    return facts if name in _EVERY and len(facts) < _LARGE else facts[::every]


def _label(name: str) -> str:
    every = _EVERY.get(name, _OTHERS)
    return f"{name} (one of {every} facts or fewer)" if every > 1 else name


def _dialect(name: str, path: str) -> str:
    return unit(name).claims[path][0]


def _ways(text: str, fact: Fact, facts: list[Fact]) -> dict[str, Iterator[Planted]]:
    return {
        "changed": changed(text, fact),
        "removed": removed(text, fact, facts),
        "doubled": doubled(text, fact),
        "moved": moved(text, fact, facts),
    }


def _false(planted: Planted, fact: Fact, path: str, dialect: str) -> bool:
    """Tell whether *planted* states another thing of *fact*, and not only looks different."""
    same = [
        f
        for f in read(path, planted.text, dialect)
        if (f.scope, f.kind, f.key, f.value) == (fact.scope, fact.kind, fact.key, fact.value)
    ]
    return len(same) != 1


def _found(name: str, path: str, planted: Planted) -> str:
    """Return what is missing in what `check` says of *planted*; empty where it is found as it must be."""
    said = judging.read_back(unit(name), {path: planted.text.encode()})
    if not said:
        return "nothing is reported"
    if not any(d.location.path == path and planted.first <= d.location.line <= planted.last for d in said):
        return f"reported at {[str(d.location) for d in said][:3]}"
    return "" if any(_RULED.search(d.help) for d in said) else f"no ruling line: {said[0].help}"


@pytest.mark.parametrize(("name", "path"), _files())
def test_every_falsehood_is_found(name: str, path: str, tally: Callable[[str, int, int], None]) -> None:
    text, dialect = unit(name).tree[path].decode(), _dialect(name, path)
    facts = read(path, text, dialect)
    assert judging.read_back(unit(name), {path: text.encode()}) == []
    faults: list[str] = []
    share = [0, 0]
    single = {(f.scope, f.kind, f.key, f.value) for f in facts}
    for fact in _chosen(name, facts):
        if sum((f.scope, f.kind, f.key, f.value) == (fact.scope, fact.kind, fact.key, fact.value) for f in facts) > 1:
            continue  # said twice on purpose, such as a break: no single one of them can be falsified alone
        for way, planted_ones in _ways(text, fact, facts).items():
            planted = next((p for p in planted_ones if _false(p, fact, path, dialect)), None)
            if planted is None:
                if way == "removed" or (way == "changed" and fact.value):
                    faults.append(f"{way} {fact}: no way to plant it")
                continue
            share[1] += 1
            if missing := _found(name, path, planted):
                faults.append(f"{way} {fact.kind} {fact.key!r} {fact.value!r} (line {fact.line}): {missing}")
            else:
                share[0] += 1
    tally(f"falsehoods found by reading back {_label(name)}", *share)
    assert single
    assert not faults, f"{len(faults)} not found:\n" + "\n".join(faults[:25])
