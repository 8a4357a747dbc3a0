"""What the comments of a values.yaml say of its keys, as a table: for packs whose comments are their own."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.pack import Pack
from generator.model.versions import Version
from generator.prose import Code, Phrase, phrase
from generator.values import Path, ValuesText, format_path
from generator.values.kinds import json_type
from generator.view.literals import literal, text_route
from generator.view.said import Grid, Said, plain

HEAD = ("Parameter", "Description", "Type", "Default Value")
_LONGEST = 80  # characters of a default that is shown in a cell
_PALETTE = ("pack",)  # keys that Palette reads, and no chart


def described_grid(pack: Pack, version: Version, values: ValuesText, recorded: Iterable[str]) -> Grid | None:
    """Return the keys that comments describe and no record does (*recorded* are the paths of records), or none."""
    if version.comments != "verbatim" or "#" not in values.text:
        return None
    from generator.values.described import described  # its patterns take 10 ms

    known, text = set(recorded), text_route(pack, version)
    rows = []
    for path, said in described(values).items():
        name = format_path(path)
        if name in known or path[:1] == _PALETTE:
            continue
        at = (*text, "@line", said.line - 1)
        default = phrase("not set") if said.commented else _default(values, path)
        words = " ".join(said.text.split())
        kind = said.type or ("" if said.commented else _kind(values, path))
        rows.append((Said(phrase(Code(name)), at), plain(words, *at), plain(kind, *at), Said(default, at)))
    return Grid(tuple(phrase(title) for title in HEAD), tuple(rows)) if rows else None


def _default(values: ValuesText, path: Path) -> Phrase:
    try:
        value = values.value(path)
    except KeyError:
        return phrase("not set")
    shown = literal(value)
    if len(shown) <= _LONGEST:
        return phrase(Code(shown))
    return phrase("a text" if isinstance(value, str) else "several keys" if isinstance(value, dict) else "a list")


def _kind(values: ValuesText, path: Path) -> str:
    try:
        value = values.value(path)
    except KeyError:
        return ""
    return "" if value is None else json_type(value)
