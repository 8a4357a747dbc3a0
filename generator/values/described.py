"""What the comments of a values.yaml say of its keys: descriptions read from the text, as people wrote them.

Three ways of writing are known: helm-docs (`# -- words`), Bitnami's readme-generator (`## @param path words`) and
plain comments. Only a comment that is without doubt about one key counts. A comment above a commented-out key is
about that key and never about the next live one (norwoodj/helm-docs #175, #98 do that).

Not imported with the room: its patterns take 10 ms, and only an import of packs needs them.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import partial

from generator.source.outline import Entry, Path
from generator.values.inline import inline_column, inline_passage
from generator.values.passages import Dialect, Passage, Target
from generator.values.paths import parse_path
from generator.values.reading import Reading
from generator.values.remarks import Remark, runs
from generator.values.text import ValuesText
from generator.values.wording import folded, has_word_of, is_title, modified, names, typed

_OUTER, _INNER = 4, 8
"""How many blocks around a comment a path in it may be relative to: the outermost and the innermost ones."""
_LONGEST_PATH = 300
_EMPTY = (":", "{}", "{ }", "[]", "[ ]", '""', "''", " ~", " null")


@dataclass(frozen=True, slots=True)
class Described:
    """What a comment says of a key: *text* is plain words, with an empty line between two paragraphs.

    *line*, from 1, is where the words begin. *type* and *default_text* are what helm-docs and Bitnami have marks
    for. *commented* tells that the key itself is commented out.
    """

    text: str
    line: int
    dialect: Dialect
    type: str | None = None
    default_text: str | None = None
    commented: bool = False


def described(text: ValuesText) -> dict[Path, Described]:
    """Return what the comments of *text* say, by the path of the key, live or commented out."""
    return _Reader(text).read() if text.readable and "#" in text.text else {}


class _Reader:
    def __init__(self, text: ValuesText) -> None:
        self._lines, self._content, self._entries = text.lines, text._content, text._entries
        block = [entry for entry in self._entries.values() if entry.path and not entry.in_flow]
        self._key_lines = [entry.key_line for entry in block]
        self._block = block
        self._below: dict[int, Entry] = {}  # the key that stands first on a line
        self._columns: dict[Path, int] = {}  # the column of the keys of a mapping
        for entry in block:
            if isinstance(entry.path[-1], str):
                self._columns.setdefault(entry.path[:-1], entry.key_column)
                if not self._lines[entry.key_line][: entry.key_column].strip(" "):
                    self._below.setdefault(entry.key_line, entry)
        self._commented: dict[Path, int] = {}
        self._found: dict[Path, tuple[int, Described | None]] = {}

    def read(self) -> dict[Path, Described]:
        named: list[tuple[Path, Passage]] = []
        for run in runs(self._lines, self._content):
            around, target = self._around(run[0].line), self._below.get(run[-1].line + 1)
            target = target if target and target.key_column == run[0].column else None
            reading = Reading(run, self._shown(target), partial(self._path, around))
            for passage in reading.passages():
                if passage.path:
                    named.append((around, passage))
                if passage.key:
                    self._comment_out(passage, passage.key, around)
                elif target and not passage.path:
                    self._describe(target, passage, around)
        for around, passage in named:  # now every commented-out key is known
            if path := self._path(around, passage.path):
                self._keep(path, passage)
        self._read_inline()
        return {path: what for path, (_rank, what) in self._found.items() if what}

    def _describe(self, target: Entry, passage: Passage, around: Path) -> None:
        """Give a live key the words above it; plain ones on top of the file are about the file."""
        if passage.dialect == "plain":
            passage.unsure |= not around or self._for_several(target, passage)
        self._keep(target.path, passage)

    def _around(self, line: int) -> Path:
        """Return the path of the last key above *line*."""
        above = bisect_left(self._key_lines, line)
        return self._block[above - 1].path if above else ()

    def _shown(self, entry: Entry | None) -> Target | None:
        if entry is None:
            return None
        empty = self._is_empty(entry)
        return Target(str(entry.path[-1]), empty, empty or entry.kind == "sequence")

    def _for_several(self, entry: Entry, passage: Passage) -> bool:
        """Tell whether words may be about the key directly below that of *entry* too: as its name, or as a title."""
        after = self._below.get(entry.value_end_line + 1)
        if after is None or after.key_column != entry.key_column:
            return False
        if (after.style == "block") != (entry.style == "block"):
            return False
        text = " ".join(passage.lines)
        return names(text, str(after.path[-1])) or (is_title(text) and not has_word_of(text, str(entry.path[-1])))

    def _is_empty(self, entry: Entry) -> bool:
        """Tell whether a value is empty, so that a comment may show what could stand there."""
        if entry.value_line != entry.value_end_line or (entry.kind != "scalar" and entry.style != "flow"):
            return False
        return self._lines[entry.value_line].partition(" #")[0].rstrip().endswith(_EMPTY)

    def _path(self, around: Path, written: str) -> Path | None:
        """Return the path of the key that is *written* in a comment, from the nearest block around on outwards."""
        if len(written) > _LONGEST_PATH:
            return None
        try:
            steps = parse_path(written)
        except ValueError:
            return None
        lengths = range(len(around), -1, -1)
        for length in (*lengths[:_INNER], *lengths[_INNER:][-_OUTER:]):
            path = (*around[:length], *steps)
            if path in self._entries or path in self._commented:
                return path
        return None

    def _keep(self, path: Path, passage: Passage) -> None:
        """Note what *passage* says of *path*, unless something surer is known."""
        rank = (0 if passage.dialect == "bitnami" else 1) if passage.path else 2 if passage.dialect != "plain" else 3
        if path in self._found and self._found[path][0] <= rank:
            return
        found = _described(passage, commented=path in self._commented)
        if found or passage.ignored:
            self._found[path] = rank, None if passage.ignored else found

    def _comment_out(self, passage: Passage, key: Remark, around: Path) -> None:
        """Note a commented-out key and what is said of it."""
        parent = self._parent(key, around) if key.indent <= key.column + 2 else None
        path = (*(parent or ()), key.key)
        if parent is None or path in self._entries or path in self._commented:
            return
        self._commented[path] = key.line
        if any(passage.lines) and not passage.path:
            self._keep(path, passage)

    def _parent(self, key: Remark, around: Path) -> Path | None:
        """Return the path of the live mapping that a commented-out key would stand in."""
        after = bisect_left(self._key_lines, key.line)
        if after < len(self._block) and self._block[after].key_column > key.column:
            return None  # it stands further left than its neighbours
        for length in range(len(around), -1, -1):
            if self._columns.get(around[:length]) == key.column:
                return around[:length]
        entry = self._entries.get(around)
        if entry and around not in self._columns and key.column > entry.key_column and self._is_empty(entry):
            return around
        return None

    def _read_inline(self) -> None:
        """Read the comments behind values."""
        for entry in self._block:
            line = self._lines[entry.key_line]
            if "#" not in line or not isinstance(entry.path[-1], str) or entry.path in self._found:
                continue
            column = inline_column(line, entry)
            if column is not None and (passage := inline_passage(self._lines, self._content, entry.key_line, column)):
                self._keep(entry.path, passage)


def _described(passage: Passage, *, commented: bool) -> Described | None:
    if passage.unsure:
        return None
    kind, default, text = None, passage.default_text, folded(passage.lines, raw=passage.raw)
    if passage.dialect == "helm-docs":
        kind, text = typed(text)
    elif passage.dialect == "bitnami":
        kind, default, text = modified(text)
    elif text.endswith(":"):
        return None
    if not any(map(str.isalpha, text)):
        return None
    return Described(text, passage.line + 1, passage.dialect, kind, default, commented)
