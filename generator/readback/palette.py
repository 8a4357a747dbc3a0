"""presets.yaml and schema.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.readback.facts import Fact
from generator.readback.yaml_file import Broken, YamlFile
from generator.source.outline import Entry
from generator.values.paths import format_path

_PRESET_KEYS = ("name", "displayName", "group", "remove", "add")


def read_presets(path: str, text: str) -> list[Fact]:
    """Return the presets of a presets.yaml: name, what it removes, what it adds."""
    return _read(text, _presets)


def read_schema(path: str, text: str) -> list[Fact]:
    """Return the constraints of a schema.yaml."""
    return _read(text, _constraints)


def _read(text: str, facts_of: Callable[[YamlFile], Iterator[Fact]]) -> list[Fact]:
    try:
        file = YamlFile(text)
    except Broken as error:
        return [Fact((), "unreadable", "", str(error), error.line, error.line)]
    first = min((entry.key_line for entry in file.entries if entry.path), default=len(file.lines))
    facts = [
        file.fact("notice" if comment.line < first else "comment", "", comment.text, comment.line)
        for comment in file.comments()
    ]
    facts += [file.fact("comment", format_path(e.path), said, e.key_line) for e, said in file.trailing_comments()]
    return sorted([*facts, *facts_of(file)], key=lambda fact: fact.line)


def _presets(file: YamlFile) -> Iterator[Fact]:
    data = file.data
    presets = data.get("presets") if isinstance(data, Mapping) else None
    known = presets if isinstance(presets, list) else []
    used: set[Entry] = set()
    for number, preset in enumerate(known):
        if isinstance(preset, Mapping):
            inside = [e for e in file.entries if e.path[:2] == ("presets", number)]
            yield from _preset(file, preset, inside, used)
    yield from (file.entry_fact("value", e, file.json(e)) for e in file.leaves() if e not in used)


def _preset(file: YamlFile, preset: Mapping[str, object], inside: list[Entry], used: set[Entry]) -> Iterator[Fact]:
    """Yield the facts of one preset; what it holds beyond them stays out of *used*."""
    key = f"{preset.get('group', '')}/{preset.get('name', '')}"
    by_name = {str(e.path[2]): e for e in inside if len(e.path) == 3 and e.path[2] in _PRESET_KEYS}
    first = inside[0]
    line = by_name.get("displayName", first)
    names = [e.key_line for name, e in by_name.items() if name in ("name", "displayName", "group")]
    yield file.fact("preset", key, str(preset.get("displayName", "")), line.key_line, max([line.key_line, *names]))
    for entry in inside:
        if len(entry.path) == 4 and entry.path[2] == "remove" and entry.kind == "scalar":
            used.add(entry)
            removed = preset.get("remove")
            path = removed[int(entry.path[3])] if isinstance(removed, list) else ""
            yield file.entry_fact("preset-remove", entry, str(path), key)
    if "add" in by_name:
        yield file.entry_fact("preset-add", by_name["add"], str(preset.get("add", "")), key)
    # A key that stands twice is not this preset's own: it shows as a value.
    used |= {e for name, e in by_name.items() if e.kind == "scalar" or (name == "remove" and not preset.get("remove"))}


def _constraints(file: YamlFile) -> Iterator[Fact]:
    data = file.data if isinstance(file.data, Mapping) else {}
    for entry in file.leaves():
        rules = data.get(entry.path[0]) if entry.path else None
        if len(entry.path) == 2 and entry.path[1] == "schema" and isinstance(rules, Mapping):
            yield file.entry_fact("constraint", entry, str(rules.get("schema", "")), str(entry.path[0]))
        elif entry.path or file.data is not None:
            yield file.entry_fact("value", entry, file.json(entry))
