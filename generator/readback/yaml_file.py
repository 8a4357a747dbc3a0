"""A YAML text for the readers: its entries with their values and lines, and its comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from generator.readback.facts import Fact
from generator.source import parse_values
from generator.source.outline import BREAK, Entry, Path, Unreadable, content_lines, outline
from generator.values.paths import format_path, value_at

_COMMENT = re.compile(r"[ \t]*#[ \t]?(.*)$")
# Possessive: a `#` within quotes is never found by trying again without them.
_TRAILING = re.compile(r"(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^']|'')*+'|\{\{.*?\}\}|[^\"'\s]|\s(?!#)|[\"'])*+\s#[ \t]?(.*)$")
_BOM = "\ufeff"


class Comment(NamedTuple):
    """A line that is a comment and nothing else; *line* counts from 0."""

    line: int
    text: str


class Broken(ValueError):
    """The text is no YAML: what the parser says, and the line from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class YamlFile:
    """A YAML text whose lines are counted from *first*. Raises `Broken`."""

    def __init__(self, text: str, first: int = 1) -> None:
        self.text = text.removeprefix(_BOM)
        self._first = first
        document, problems = parse_values("", self.text)
        if document is None:
            wrong = problems[0] if problems else None
            raise Broken(wrong.message if wrong else "no YAML", first - 1 + (wrong.location.line if wrong else 1))
        self.data = document.data
        try:
            self.entries: list[Entry] = outline(self.text)
            self.content = content_lines(self.text)
        except Unreadable as error:
            raise Broken(str(error), first) from error

    @cached_property
    def lines(self) -> list[str]:
        """The lines as the parser counts them."""
        return BREAK.split(self.text)

    def line(self, number: int) -> str:
        """Return the line *number*, from 0; an empty value may begin behind the last one."""
        return self.lines[number] if number < len(self.lines) else ""

    @cached_property
    def _numbers(self) -> list[int]:
        """The number that an editor shows for each line of the parser, which also ends them at NEL, LS and PS."""
        numbers = [self._first]
        for found in BREAK.finditer(self.text):
            numbers.append(numbers[-1] + (found[0][0] in "\r\n"))
        return numbers

    def number(self, line: int) -> int:
        """Return the editor's number of the parser's *line*."""
        return self._numbers[min(line, len(self._numbers) - 1)]

    def fact(self, kind: str, key: str, value: str, first: int, last: int | None = None) -> Fact:
        """Return a fact of the whole file that stands from the line *first* to *last*, both from 0."""
        return Fact((), kind, key, value, self.number(first), self.number(first if last is None else last))

    def entry_fact(self, kind: str, entry: Entry, value: str, key: str | None = None) -> Fact:
        """Return a fact about *entry*, whose key is its path."""
        path = format_path(entry.path) if key is None else key
        return self.fact(kind, path, value, entry.key_line, entry.value_end_line)

    def json(self, entry: Entry) -> str:
        """Return the value of *entry* as JSON; of an alias, the words that stand there."""
        if not entry.is_alias:
            try:
                return json.dumps(value_at(self.data, entry.path), ensure_ascii=False, default=str)
            except (KeyError, ValueError, RecursionError):
                pass
        return self.line(entry.key_line)[entry.key_column :].partition(":")[2].strip()

    def leaves(self) -> Iterator[Entry]:
        """Yield the entries that hold no others, in the order of the file; a key that stands twice may be one."""
        parents: set[Path] = {entry.path[:-1] for entry in self.entries if entry.path}
        yield from (e for e in self.entries if e.kind == "scalar" or e.is_alias or e.path not in parents)

    def comments(self) -> list[Comment]:
        """Return the lines that are comments and nothing else."""
        found = ((number, _COMMENT.match(line)) for number, line in enumerate(self.lines) if "#" in line)
        return [Comment(n, match[1].rstrip()) for n, match in found if match and n not in self.content]

    def trailing_comments(self) -> Iterator[tuple[Entry, str]]:
        """Yield the comments behind a key or value, on the line where its key stands."""
        seen: set[int] = set()
        for entry in self.entries:
            line = self.line(entry.key_line)
            if "#" in line and entry.key_line not in seen and entry.key_line not in self.content:
                seen.add(entry.key_line)
                found = _TRAILING.match(line)
                if found and not _COMMENT.match(line):
                    yield entry, found[1].strip()
