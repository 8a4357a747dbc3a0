"""Tables: the columns, and each cell under the name of its row and column."""

from __future__ import annotations

import re

from generator.readback.dialect import Dialect
from generator.readback.facts import Line, Lines, Place
from generator.readback.inline import Words, read_words, split_attributes

_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_TICKS = re.compile(r"`+")


def is_table(lines: Lines, start: int, dialect: Dialect) -> bool:
    """Tell whether the line at *start* is the header of a table."""
    if start + 1 >= len(lines) or "|" not in lines[start].text:
        return False
    delimiter = lines[start + 1].text
    if "-" not in delimiter or "|" not in delimiter or not _DELIMITER.match(delimiter):
        return False
    return len(_split(lines[start].text, dialect)) == len(_split(delimiter, dialect))


def read_table(lines: Lines, start: int, place: Place, dialect: Dialect) -> int:
    """Read the table at *start*; return the position after it, *start* if there is none."""
    if not is_table(lines, start, dialect):
        return start
    head = [_cell(source, lines[start], place, dialect) for source in _split(lines[start].text, dialect)]
    place.add("columns", "", " | ".join(head), lines[start])
    position = start + 2
    while position < len(lines) and not lines[position].blank and not _ends(lines[position], dialect):
        _row(lines[position], head, place, dialect)
        position += 1
    return position


def _ends(line: Line, dialect: Dialect) -> bool:
    return "|" not in line.text and dialect.interrupts.match(line.text) is not None


def _row(line: Line, head: list[str], place: Place, dialect: Dialect) -> None:
    """Note the cells of a row; those that are missing are empty, and one too many shows as well."""
    cells = [_cell(source, line, place, dialect) for source in _split(line.text, dialect)]
    cells += [""] * (len(head) - len(cells))
    place.add("row", "", cells[0], line)
    for number, text in enumerate(cells[1:], 1):
        column = head[number] if number < len(head) else f"+{number - len(head) + 1}"
        place.add("cell", f"{cells[0]} | {column}", text, line)


def _cell(source: str, line: Line, place: Place, dialect: Dialect) -> str:
    if dialect.is_material:
        source, attributes = split_attributes(source, dialect)
        if attributes:
            place.add("attributes", "", attributes, line)
    words: Words = read_words(source.strip(), dialect)
    place.add_all(words.extras, line)
    return words.text


def _split(text: str, dialect: Dialect) -> list[str]:
    text = text.strip()
    cells = _split_outside_code(text) if dialect.is_material else _split_everywhere(text)
    if text.startswith("|"):
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1].strip() and text.endswith("|"):
        cells = cells[:-1]
    return [cell.strip() for cell in cells]


def _split_everywhere(text: str) -> list[str]:
    """Split as GFM does: at each `|` without a backslash, in code too, where `\\|` stands for `|`."""
    parts, cell = text.split("|"), ""
    cells: list[str] = []
    for number, part in enumerate(parts):
        cell += part
        escaped = (len(part) - len(part.rstrip("\\"))) % 2
        if escaped and number + 1 < len(parts):
            cell = cell[:-1] + "|"
            continue
        cells.append(cell)
        cell = ""
    return cells if not cell else [*cells, cell]


def _split_outside_code(text: str) -> list[str]:
    """Split as Python-Markdown does: not within code spans, and not at `\\|`."""
    if "`" not in text and "\\" not in text:
        return text.split("|")
    cells, cell, position = [], "", 0
    while position < len(text):
        char = text[position]
        end = position + 1
        if char == "`":
            end = _code_end(text, position)
        elif char == "\\":
            end = min(position + 2, len(text))
        elif char == "|":
            cells.append(cell)
            cell, position = "", end
            continue
        cell += text[position:end]
        position = end
    return [*cells, cell]


def _code_end(text: str, start: int) -> int:
    """Return where the code span at *start* ends, or the run of backticks where none begins."""
    ticks = _TICKS.match(text, start)
    assert ticks is not None  # asked at a backtick
    closing = re.compile(rf"(?<!`){ticks[0]}(?!`)").search(text, ticks.end())
    return closing.end() if closing else ticks.end()
