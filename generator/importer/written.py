"""The pack.yaml of a family, and the files beside it: what an author will read and edit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.importer.assets import store
from generator.importer.families import Family
from generator.importer.identity import Facts, shared_and_own
from generator.importer.merging import merged, range_of
from generator.importer.original import Original
from generator.importer.readme import Piece, Table, Taken, take_apart
from generator.importer.rows import Record
from generator.model.versions import Output
from generator.readme.cells import plain
from generator.readme.text import ReadmeText
from generator.yaml_text import carries, mapping

MOST_LINES = 200
"""Lines of the longest text that sits in pack.yaml; a longer one is a file of its own."""

_HEADER = """\
# yaml-language-server: $schema=../../schema/pack.schema.json
#
# Taken over by `packscribe import`. Defaults of parameters are read from the values, descriptions without a record
# from their comments. Edit here, then run `packscribe build`.
"""
_SERIES = re.compile(r"v?(\d+)\.(\d+)")
_SENTENCE = re.compile(r"[^.!?]{12,240}[.!?]?")
_KEEPS = re.compile(r": \|\d?\+$")
_LONGEST = 300


@dataclass
class Written:
    """The *files* of a pack by path below its folder, and each README as it was taken apart, newest first."""

    files: dict[str, bytes] = field(default_factory=dict)
    readmes: tuple[Taken, ...] = ()

    def text(self, text: str, path: str, *, shared: bool = False) -> object:
        """Return what pack.yaml says of *text*: the text, or the file at *path* where that reads better."""
        if carries(text) and text.count("\n") <= MOST_LINES and not shared:
            return text
        self.files[path] = text.encode()
        return {"file": path}


def write(family: Family) -> Written:
    """Return what becomes of *family*, which is sound. Raises `Refused` for a file that cannot be read, and
    `ValueError` where its versions cannot be told apart."""
    written = Written(readmes=tuple(take_apart(original) for original in family.originals))
    shared, owns = shared_and_own(family.originals)
    stored = store(family.originals)
    written.files |= stored.files
    name = str(shared.pop("displayName"))
    data: Facts = {
        "name": shared.pop("name"),
        "displayName": name,
        "layer": shared.pop("layer"),
        "description": _description(family.originals[0], name),
        **shared,
        "versions": _versions(family, written, owns, stored.assets),
    }
    if records := _records(family, written.readmes):
        data["parameters"] = records
    if parts := _readme(family, written):
        data["readme"] = parts
    written.files["pack.yaml"] = ("\n".join([_HEADER, *_blocks(data)]) + "\n").encode()
    return written


def _blocks(data: Facts) -> list[str]:
    """Return pack.yaml line by line, with a blank line before each long block.

    None goes below a block that keeps the blank lines at its end (`|+`): it would become a part of it.
    """
    lines: list[str] = []
    open_ended = False
    for key, value in data.items():
        block = mapping({key: value})
        lines += ["", *block] if len(block) > 1 and not open_ended else block
        open_ended = any(_KEEPS.search(line) for line in block)
    return lines


def _versions(
    family: Family, written: Written, owns: Sequence[Facts], assets: Sequence[Mapping[str, str]]
) -> list[Facts]:
    found: list[Facts] = []
    values_of = _first_with(family.originals, lambda one: one.values)
    for original, own, files, taken in zip(family.originals, owns, assets, written.readmes, strict=True):
        entry: Facts = {"version": original.version, "series": series_of(original.version), **own}
        if files:
            entry["assets"] = dict(files)
        entry["omit"] = [one.value for one in Output if one is not Output.README or not taken.pieces]
        entry["comments"] = "verbatim"
        for name, key in (("presets.yaml", "presetsText"), ("schema.yaml", "schemaText")):
            if name in original.texts:
                entry[key] = _shared_text(family, original, name, written)
        owner = values_of[original.version]
        entry |= {"valuesOf": owner} if owner != original.version else _values(original, written)
        found.append(entry)
    return found


def _values(original: Original, written: Written) -> Facts:
    text = original.values
    plain_ends = text.replace("\r\n", "\n")
    path = f"values/{original.version}.yaml"
    if "\r" in plain_ends or plain_ends == text:
        return {"values": written.text(text, path)}
    if plain_ends.count("\n") != text.count("\r\n"):  # some lines end in another way: only a file keeps them
        return {"values": written.text(text, path, shared=True)}
    said = written.text(plain_ends, path)
    if isinstance(said, dict):
        written.files[path] = text.encode()
        return {"values": said}
    return {"newline": "crlf", "values": said}


def _shared_text(family: Family, original: Original, name: str, written: Written) -> object:
    """Return the text of presets.yaml or schema.yaml: in a file where several versions have the same."""
    text = original.texts[name]
    same = [one.version for one in family.originals if one.texts.get(name) == text]
    stem = name.partition(".")[0]
    return written.text(text, f"{stem}/{same[0]}.yaml", shared=len(same) > 1 and text.count("\n") > 1)


def _first_with(originals: Sequence[Original], what: Callable[[Original], str]) -> dict[str, str]:
    """Return for each version the newest one that has the same."""
    first: dict[str, str] = {}
    return {one.version: first.setdefault(what(one), one.version) for one in originals}


def series_of(version: str) -> str:
    """Return the tab that *version* is documented under: `1.4.x` for `1.4.2`; itself where it is no such number."""
    found = _SERIES.match(version)
    return f"{found[1]}.{found[2]}.x" if found else version


def _records(family: Family, readmes: Sequence[Taken]) -> list[Record]:
    """Return the records of all versions, each with the versions it is true for."""
    names = dict.fromkeys(name for taken in readmes for name in taken.records)
    found: list[Record] = []
    for name in names:
        listed = [[json.dumps(record) for record in taken.records.get(name, ())] for taken in readmes]
        for text, owners in merged(listed):
            record: dict[str, Any] = json.loads(text)
            found.append(record | _true_for(family, owners))
    return found


def _readme(family: Family, written: Written) -> list[Facts]:
    """Return the READMEs of all versions in pieces, each with the versions that have it."""
    joined: list[tuple[Piece, frozenset[int]]] = []
    for piece, owners in merged([taken.pieces for taken in written.readmes]):
        before = joined[-1] if joined else None
        if isinstance(piece, str) and before and isinstance(before[0], str) and before[1] == owners:
            joined[-1] = (before[0] + piece, owners)
        else:
            joined.append((piece, owners))
    found: list[Facts] = []
    for number, (piece, owners) in enumerate(joined, 1):
        said: Facts = _true_for(family, owners)
        if isinstance(piece, Table):
            found.append({**said, "table": piece.id})
        else:
            found.append({**said, "text": written.text(piece, f"readme/{number:02}.md")})
    return found


def _true_for(family: Family, owners: frozenset[int]) -> Facts:
    range_ = range_of([family.versions[number] for number in owners], family.versions)
    return {} if range_ == "*" else {"versions": range_}


def _description(original: Original, name: str) -> str:
    """Return one sentence about the pack: of its annotations, its chart, or its README."""
    annotations = original.facts.get("annotations")
    said = [annotations.get("description") if isinstance(annotations, dict) else None]
    said += [chart.description for chart in original.folder.charts[:1]]
    said += [_opening(original.readme)]
    for text in said:
        if isinstance(text, str) and (line := " ".join(text.split())) and len(line) <= _LONGEST:
            return line
    return f"{name}, a pack for Palette clusters."


def _opening(readme: str | None) -> str:
    """Return the first sentence of a README that is plain words."""
    if readme is None:
        return ""
    for line in ReadmeText(readme).prose:
        words = plain(line)
        if words and line[:1].isalpha() and "<" not in line and (found := _SENTENCE.match(words)):
            return found[0]
    return ""
