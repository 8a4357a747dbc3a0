"""The copy of a pack that `variations.py` changes, and what a kind of change is. No tests in here."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.source import parse_values
from generator.source.outline import BREAK, Entry, Unreadable, content_lines, outline

STRUCTURE, TEXT, FILES, BYTES = range(4)
"""The stages of changes. A later one may not keep what an earlier one needs, such as plain line ends."""


@dataclass(frozen=True)
class Pack:
    """A pack folder that may be changed, and the source of chance."""

    folder: Path
    rng: random.Random

    def read(self, name: str) -> str | None:
        """Return the text of a file, None where there is none or it is no text."""
        try:
            return (self.folder / name).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def write(self, name: str, text: str) -> bool:
        """Write a file, with the folders that it needs."""
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(text.encode("utf-8"))
        return True


@dataclass(frozen=True)
class Kind:
    """A kind of change. *change* tells whether it was possible; *share* makes the violent ones rarer."""

    name: str
    stage: int
    share: float
    apply: Callable[[Pack], bool]


@dataclass(frozen=True)
class Values:
    """A values.yaml to be changed: its text, its *data*, its entries, and the lines that lie inside scalars."""

    text: str
    data: object
    entries: list[Entry]
    content: frozenset[int]
    rng: random.Random

    @property
    def lines(self) -> list[str]:
        """The lines; only texts with plain line feeds are changed by line."""
        return self.text.split("\n")

    @property
    def block(self) -> list[Entry]:
        """The entries that stand in block style, without the root."""
        return [entry for entry in self.entries if entry.path and not entry.in_flow]

    def gaps(self) -> list[int]:
        """Return the lines above which a blank line or a comment changes nothing."""
        headers = {entry.value_line for entry in self.entries if entry.style in ("|", ">")}
        first = 1 if self.text.startswith("# spectrocloud.com/") else 0
        return [
            number
            for number in range(first, len(self.lines))
            if number not in self.content and number - 1 not in self.content | headers
        ]


def read(text: str) -> object:
    """Return the data of a values.yaml. Fails where it is no YAML."""
    document, problems = parse_values("values.yaml", text)
    assert document is not None, problems
    return document.data


def values_of(pack: Pack) -> Values | None:
    """Return the values of *pack*, None where there are none that can be read."""
    text = pack.read("values.yaml")
    if text is None:
        return None
    try:
        return Values(text, read(text), outline(text), content_lines(text), pack.rng)
    except (AssertionError, Unreadable):
        return None


Edit = tuple[str, object]
"""A new values.yaml, and the data that it is meant to have."""


def values_kind(stage: int = TEXT, share: float = 1.0) -> Callable[[Callable[[Values], Edit | str | None]], Kind]:
    """Make a kind of change of a function from values to an edit; a bare text is meant to keep the data."""

    def decorate(change: Callable[[Values], Edit | str | None]) -> Kind:
        def apply(pack: Pack) -> bool:
            values = values_of(pack)
            if values is None or (stage < BYTES and set(BREAK.findall(values.text)) - {"\n"}):
                return False
            edit = change(values)
            if edit is None or edit == values.text:
                return False
            text, intended = (edit, values.data) if isinstance(edit, str) else edit
            assert read(text) == intended, change.__name__
            return pack.write("values.yaml", text)

        return Kind(change.__name__.replace("_", " "), stage, share, apply)

    return decorate


def kind(stage: int = FILES, share: float = 1.0) -> Callable[[Callable[[Pack], bool]], Kind]:
    """Make a kind of change of a function that changes a folder and tells whether it did."""

    def decorate(change: Callable[[Pack], bool]) -> Kind:
        return Kind(change.__name__.replace("_", " "), stage, share, change)

    return decorate


def keeps(values: Values, text: str) -> str | None:
    """Return *text* if it has the data of *values*, else None: what cannot be done to every file is left out."""
    document, _problems = parse_values("values.yaml", text)
    return text if document is not None and document.data == values.data else None


def with_lines(values: Values, above: Mapping[int, Sequence[str]]) -> str:
    """Return the text with lines put above some of its lines."""
    lines: list[str] = []
    for number, line in enumerate(values.lines):
        lines += [*above.get(number, ()), line]
    return "\n".join(lines)


def some(values: Values, numbers: Sequence[int], most: int = 5) -> list[int]:
    """Choose some of the lines *numbers*."""
    return values.rng.sample(numbers, min(len(numbers), values.rng.randint(1, most)))
