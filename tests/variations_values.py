"""Changes of what stands in values.yaml, each an edit of its text. No tests in here."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence

from variations_pack import STRUCTURE, TEXT, Edit, Values, keeps, values_kind, with_lines

from generator.source.outline import Entry, Path

_HEADER = re.compile(r"([|>])([+-]?)( *(?:#.*)?)$")


def with_keys(values: Values, lines: Sequence[str], data: Mapping[str, object]) -> Edit | None:
    """Put keys into a mapping of a chart or manifest: their *lines*, and the *data* that they add."""
    homes = []
    for entry in values.block:
        if len(entry.path) > 1 and entry.path[0] in ("charts", "manifests") and entry.kind == "mapping":
            child = next((e for e in values.block if e.path[:-1] == entry.path), None)
            if child and child.key_line > entry.key_line and not entry.is_alias and not indent_before(values, child):
                homes.append((entry.path, child))
    if not homes or "<<" in values.text or "&" in values.text:
        return None
    path, child = values.rng.choice(homes)
    intended = copy.deepcopy(values.data)
    mapping = at(intended, path)
    if not isinstance(mapping, dict) or mapping.keys() & data.keys():
        return None
    mapping.update(data)
    return with_lines(values, {child.key_line: [" " * child.key_column + line for line in lines]}), intended


def indent_before(values: Values, entry: Entry) -> str:
    """Return what stands before a key on its line, besides spaces."""
    return values.lines[entry.key_line][: entry.key_column].strip(" ")


def at(data: object, path: Path) -> object:
    """Return what stands at *path*."""
    for step in path:
        data = data[step]  # type: ignore[index]
    return data


def reordered(values: Values, parent: Path) -> str | None:
    """Put the children of *parent*, with what stands below each, into another order."""
    children = [entry for entry in values.block if entry.path[:-1] == parent]
    if len(children) < 2 or "*" in values.text or any(indent_before(values, child) for child in children):
        return None
    lines = [*values.lines]
    if lines[-1]:
        lines.append("")
    end = max(entry.value_end_line for entry in values.entries if entry.path[: len(parent)] == parent) + 1
    starts = [child.key_line for child in children]
    blocks = [lines[start:stop] for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    ordered = [*blocks]
    values.rng.shuffle(blocks)
    if blocks == ordered:
        blocks.reverse()
    return keeps(values, "\n".join([*lines[: starts[0]], *(line for block in blocks for line in block), *lines[end:]]))


@values_kind(STRUCTURE)
def reordered_sections(values: Values) -> str | None:
    return reordered(values, ())


@values_kind(STRUCTURE)
def reordered_charts(values: Values) -> str | None:
    return reordered(values, ("charts",))


@values_kind(STRUCTURE)
def odd_keys(values: Values) -> Edit | None:
    lines = ['"a.b/c": 1', "1: one", "null: nothing", "true: yes it is", '"with space": 2', "'it''s': 3", '"": empty']
    keys = {
        "a.b/c": 1,
        "1": "one",
        "null": "nothing",
        "true": "yes it is",
        "with space": 2,
        "it's": 3,
        "": "empty",
    }
    return with_keys(values, lines, keys)


@values_kind(STRUCTURE)
def anchors(values: Values) -> Edit | None:
    lines = ["first: &first {a: 1}", "again: *first", "more:", "  <<: *first", "  b: 2"]
    return with_keys(values, lines, {"first": {"a": 1}, "again": {"a": 1}, "more": {"a": 1, "b": 2}})


@values_kind(STRUCTURE)
def unicode_words(values: Values) -> Edit | None:
    lines = ["# Größe, 大きさ, 🚀, e\u0301", 'greeting: "Grüße 👋🏽"', "größe: 日本語"]
    return with_keys(values, lines, {"greeting": "Grüße 👋🏽", "größe": "日本語"})


@values_kind(STRUCTURE)
def long_lines(values: Values) -> Edit | None:
    word, sentence = "x" * 3000, "many words " * 300
    lines = [f"# {sentence}", f"longWord: {word}", f'longText: "{sentence}"']
    return with_keys(values, lines, {"longWord": word, "longText": sentence})


@values_kind(STRUCTURE)
def odd_block_scalars(values: Values) -> Edit | None:
    lines = ["code: |2-", "     # deeper", "  end", "kept: |+", "  x", "   ", "", "folded: >-", "  a", "  b"]
    data = {"code": "   # deeper\nend", "kept": "x\n \n\n", "folded": "a b"}
    return with_keys(values, lines, data)


@values_kind(STRUCTURE)
def quoted_keys(values: Values) -> str | None:
    lines = [*values.lines]
    for entry in values.block:
        key = str(entry.path[-1])
        if values.rng.random() < 0.2 and re.fullmatch(r"[a-zA-Z][\w-]*", key):
            line, column = lines[entry.key_line], entry.key_column
            if line[column:].startswith(f"{key}:") and not entry.is_alias:
                quote = values.rng.choice("\"'")
                lines[entry.key_line] = f"{line[:column]}{quote}{key}{quote}{line[column + len(key) :]}"
    return keeps(values, "\n".join(lines))


@values_kind(STRUCTURE)
def indentation_indicators(values: Values) -> str | None:
    lines = [*values.lines]
    for entry in values.block:
        if entry.style not in ("|", ">") or entry.key_line != entry.value_line or not isinstance(entry.path[-1], str):
            continue
        inner = lines[entry.value_line + 1 : entry.value_end_line + 1]
        base = next((len(line) - len(line.lstrip(" ")) for line in inner if line.strip(" ")), 0)
        if 0 < base - entry.key_column < 10:
            digit = str(base - entry.key_column)
            lines[entry.key_line] = _HEADER.sub(rf"\g<1>\g<2>{digit}\g<3>", lines[entry.key_line])
    return keeps(values, "\n".join(lines))


@values_kind(TEXT, 0.1)
def only_comments(values: Values) -> Edit | None:
    if not isinstance(values.data, dict):
        return None
    return "".join(f"#{line}\n" for line in values.lines), None


@values_kind(TEXT, 0.1)
def empty_values(values: Values) -> Edit | None:
    return values.rng.choice(["", "\n", "  \n\n"]), None
