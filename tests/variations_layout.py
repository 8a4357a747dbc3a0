"""Changes of how values.yaml is laid out: indents, blank lines, comments, line ends. No tests in here."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from variations_pack import BYTES, STRUCTURE, TEXT, Values, keeps, some, values_kind, with_lines

from generator.source.outline import Entry

_ITEMS = re.compile(r"( *)((?:- +)*)")


def reindented(values: Values, step: int) -> str | None:
    """Indent by *step* columns what was indented by two."""
    if any(entry.key_column % 2 for entry in values.block):
        return None

    def new(column: int) -> int:
        return math.ceil(column * Fraction(step, 2))

    lines = [line if number in values.content else moved(line, new) for number, line in enumerate(values.lines)]
    for entry in values.entries:
        if entry.kind == "scalar" and entry.value_end_line > entry.value_line and not entry.is_alias:
            inner = range(entry.value_line + 1, entry.value_end_line + 1)
            written = [values.lines[number] for number in inner]
            for number, line in zip(inner, body(written, entry, values, new), strict=True):
                lines[number] = line
    return keeps(values, "\n".join(lines))


def moved(line: str, new: Callable[[int], int]) -> str:
    """Return a line of keys and items with each of its columns moved."""
    found = _ITEMS.match(line)
    assert found is not None
    column = len(found[1])
    text = " " * new(column)
    for dash in re.findall(r"- +", found[2]):
        text += "-" + " " * (new(column + len(dash)) - new(column) - 1)
        column += len(dash)
    return text + line[found.end() :]


def body(lines: Sequence[str], entry: Entry, values: Values, new: Callable[[int], int]) -> list[str]:
    """Return the lines of a scalar below its first one, moved."""
    indents = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")]
    if entry.style not in ("|", ">"):
        return [" " * new(len(line) - len(line.lstrip(" "))) + line.lstrip(" ") if line else "" for line in lines]
    digit = re.search(r"[|>][+-]?([1-9])", values.lines[entry.value_line])
    base = entry.key_column + int(digit[1]) if digit else next(iter(indents), 0)
    to = new(entry.key_column) + int(digit[1]) if digit else new(base)
    return [" " * to + line[base:] if len(line) > base else line for line in lines]


@values_kind(STRUCTURE)
def indented_by_4(values: Values) -> str | None:
    return reindented(values, 4)


@values_kind(STRUCTURE)
def indented_by_3(values: Values) -> str | None:
    return reindented(values, 3)


def shifted_items(values: Values, by: int) -> str | None:
    """Move the items of some lists by *by* columns, where they may stand there."""
    lines = [*values.lines]
    columns = {entry.path: entry.key_column for entry in values.block}
    chosen: list[range] = []
    for entry in values.block:
        span = range(entry.value_line, entry.value_end_line + 1)
        if entry.kind != "sequence" or entry.style != "block" or entry.is_alias or entry.value_line <= entry.key_line:
            continue
        dash, key = len(lines[span[0]]) - len(lines[span[0]].lstrip(" ")), columns[entry.path]
        fits = lines[span[0]].lstrip(" ").startswith("-") and dash + by == key + max(0, by)
        nested = not isinstance(entry.path[-1], str) or any(span[0] in other for other in chosen)
        if fits and not nested and values.rng.random() < 0.7:
            chosen.append(span)
    for span in chosen:
        for number in span:
            lines[number] = " " * by + lines[number] if by > 0 else lines[number].removeprefix(" " * -by)
    return keeps(values, "\n".join(lines)) if chosen else None


@values_kind(STRUCTURE)
def lists_indented(values: Values) -> str | None:
    return shifted_items(values, 2)


@values_kind(STRUCTURE)
def lists_not_indented(values: Values) -> str | None:
    return shifted_items(values, -2)


@values_kind(TEXT)
def trailing_spaces(values: Values) -> str | None:
    lines = [*values.lines]
    for number in some(values, [n for n, line in enumerate(lines) if n not in values.content and line], 20):
        lines[number] += " " * values.rng.randint(1, 4)
    return keeps(values, "\n".join(lines))


@values_kind(TEXT)
def blank_lines_of_spaces(values: Values) -> str | None:
    return keeps(values, with_lines(values, {n: [" " * values.rng.randint(0, 9)] for n in some(values, values.gaps())}))


@values_kind(TEXT)
def comments_at_odd_places(values: Values) -> str | None:
    words = ["# odd", "#", "#odd: place", "## - odd", "# -- odd", "# | odd |", "#{odd}", "# 'odd"]
    chosen = some(values, values.gaps(), 9)
    above = {n: [" " * values.rng.randint(0, 9) + values.rng.choice(words)] for n in chosen}
    return keeps(values, with_lines(values, above))


@values_kind(TEXT)
def tabs_before_comments(values: Values) -> str | None:
    lines = [*values.lines]
    ends = [e for e in values.block if e.kind == "scalar" and not e.style and e.value_end_line == e.key_line]
    numbers = [e.key_line for e in ends if "#" not in lines[e.key_line] and not lines[e.key_line].endswith(":")]
    for number in some(values, numbers) if numbers else []:
        lines[number] += "\t# behind a tab"
    return keeps(values, "\n".join(lines))


@values_kind(TEXT)
def space_first(values: Values) -> str | None:
    return None if values.text.startswith("# spectrocloud.com/") else keeps(values, f" # first\n{values.text}")


@values_kind(TEXT)
def document_start(values: Values) -> str | None:
    marked = values.text.startswith(("# spectrocloud.com/", "---", "%"))
    return None if marked else keeps(values, f"{values.rng.choice(['---', '--- # values'])}\n{values.text}")


@values_kind(TEXT)
def no_final_newline(values: Values) -> str | None:
    return keeps(values, values.text.rstrip("\n"))


@values_kind(TEXT)
def several_final_newlines(values: Values) -> str | None:
    return keeps(values, values.text + "\n" * values.rng.randint(2, 5))


@values_kind(BYTES, 0.3)
def line_separators_in_comments(values: Values) -> str | None:
    separator = values.rng.choice("\x85\u2028\u2029")
    last = len(values.lines) - 1
    if last in values.content or set(values.text) & {"\r", "\ufeff"}:
        return None
    return keeps(values, f"{values.text}{'' if values.text.endswith(chr(10)) else chr(10)}# one{separator}# two\n")


@values_kind(BYTES, 0.6)
def crlf_values(values: Values) -> str | None:
    return None if "\r" in values.text else keeps(values, values.text.replace("\n", "\r\n"))


@values_kind(BYTES, 0.3)
def byte_order_mark(values: Values) -> str | None:
    return None if values.text.startswith("\ufeff") else "\ufeff" + values.text
