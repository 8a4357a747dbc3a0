"""Blocks and attributes of HCL, as much of the language as Terraform snippets use."""

from __future__ import annotations

import re

from generator.readback.facts import Line, Lines, Place

_BLOCK = re.compile(r'([A-Za-z_][\w-]*)((?:\s+(?:"(?:[^"\\]|\\.)*"|[A-Za-z_][\w-]*))*)\s*\{\s*(.*)$')
_LABEL = re.compile(r'"((?:[^"\\]|\\.)*)"|([A-Za-z_][\w-]*)')
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w.-]*|\"(?:[^\"\\]|\\.)*\")\s*=(?!=)\s*(.*)$")
_HEREDOC = re.compile(r"<<-?([A-Za-z_]\w*)$")
_COMMENT = re.compile(r"(?:#|//)\s?(.*)$")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_TAIL = re.compile(r"\s+(?:#|//)\s?(.*)$")


def read_hcl(lines: Lines, place: Place) -> None:
    """Note each block of *lines* and each attribute with the source text of its value."""
    path: list[str] = []
    position = 0
    while position < len(lines):
        position = _statement(lines, position, path, place)
    if path:
        place.add("unclosed", ".".join(path), "{", lines[-1])


def _statement(lines: Lines, position: int, path: list[str], place: Place) -> int:
    line = lines[position]
    text = line.text.strip()
    if not text:
        return position + 1
    if text == "}" and path:
        path.pop()
    elif comment := _COMMENT.match(text):
        place.add("comment", ".".join(path), comment[1].strip(), line)
    elif block := _BLOCK.fullmatch(text):
        _block(block, line, path, place)
    elif attribute := _ATTRIBUTE.fullmatch(text):
        return _attribute(attribute, lines, position, path, place)
    else:
        place.add("hcl", ".".join(path), text, line)
    return position + 1


def _block(found: re.Match[str], line: Line, path: list[str], place: Place) -> None:
    labels = [quoted or bare for quoted, bare in _LABEL.findall(found[2])]
    name = ".".join([found[1], *labels])
    inner = found[3].strip()
    place.add("hcl-block", "", ".".join([*path, name]), line)
    if not inner.endswith("}"):
        path.append(name)
    if inner.strip("} "):  # a block on one line
        attribute = _ATTRIBUTE.fullmatch(inner.removesuffix("}").strip())
        key, value = (attribute[1], attribute[2]) if attribute else ("", inner)
        place.add("hcl", ".".join([*path, *([] if path and path[-1] == name else [name]), key]), value, line)


def _attribute(found: re.Match[str], lines: Lines, position: int, path: list[str], place: Place) -> int:
    """Note an attribute, whose value may go on over several lines."""
    value, last = found[2], position
    key = ".".join([*path, found[1].strip('"')])
    bare = _QUOTED.sub('""', value)
    if tail := _TAIL.search(bare):
        place.add("comment", key, tail[1].strip(), lines[position])
        value = value[: len(value) - len(tail[0])]
    if heredoc := _HEREDOC.search(value):
        while last + 1 < len(lines) and lines[last].text.strip() != heredoc[1]:
            last += 1
    else:
        while _open(bare) > 0 and last + 1 < len(lines):
            last += 1
            bare += "\n" + _QUOTED.sub('""', lines[last].text)
    parts = [value, *(line.text.strip() for line in lines[position + 1 : last + 1])]
    place.add("hcl", key, "\n".join(parts).strip(), lines[position], lines[last])
    return last + 1


def _open(text: str) -> int:
    """Return how many brackets of *text* are not closed."""
    return sum(text.count(char) for char in "[{(") - sum(text.count(char) for char in ")}]")
