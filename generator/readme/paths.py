"""The path that a README writes for a parameter, read generously: `a.b[0].c`, `a.<name>.b`, `.Values.a`, `a.b\\.c/d`.

A path here is a tuple of *words*: what stands between dots, brackets and quotes. A key that holds dots of its own is
several words, as nobody can tell `labels.a.b/c` apart. The word `*` stands for any key or item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.readme.cells import Part, parts

ANY = "*"
LONGEST = 400
MOST_WORDS = 40

_LED = re.compile(r"(?:--set(?:-string)?[ \t=]|\$?\.?Values\.|\$\.|\.(?=[A-Za-z_]))")
_WORD = re.compile(
    r"""(?P<dots>\.+)
    | \[(?P<index>[^\[\]]*)\]
    | "(?P<double>[^"]*)" | '(?P<single>[^']*)'
    | (?P<any>\$?\{\{?[^{}]*\}\}?|<[^<>]*>)
    | (?P<name>(?:\\.|[^.\[\]"'<>{}\\$\s])+)
    | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_ALLOWED = re.compile(r"[\w/@:+*~-]+")
_BETWEEN = re.compile(r"(?:\s|[,;/|&+*]|\([^()]*\)|\b(?:or|and)\b)*+")
_REMARK = re.compile(r"\s*\([^()]*\)\s*$|[*†‡¹²³]+$")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


class Written(NamedTuple):
    """A path as a README writes it. *sure*: it can be nothing but a path (a label such as `Name` could be)."""

    text: str
    words: tuple[str, ...]
    sure: bool

    @property
    def wild(self) -> bool:
        """Whether it holds a placeholder."""
        return ANY in self.words


def written(cell: str) -> tuple[Written, ...]:
    """Take the text of a cell; return the paths it names, mostly one, none where it names no parameter."""
    pieces = parts(cell)
    return tuple(path for text, code in _texts(pieces) if (path := _read(text.strip(), code)))


def read_words(text: str) -> tuple[str, ...]:
    """Take a path as text; return its words, none where it is no path."""
    return tuple(_words(text)) if 0 < len(text) <= LONGEST else ()


def _texts(pieces: Sequence[Part]) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a cell that may be paths, and whether each is code."""
    coded = [piece.text for piece in pieces if piece.code]
    if coded:
        listed = all(_BETWEEN.fullmatch(piece.text) for piece in pieces if not piece.code)
        joined = "".join(piece.text for piece in pieces)
        if not listed and not any(c.isspace() for c in joined.strip()):
            yield joined, True  # `charts.`<name>`.image`: one path, partly in code
        else:
            yield from ((text, True) for text in (coded if listed else coded[:1]))
        return
    whole = _REMARK.sub("", "".join(piece.text for piece in pieces).strip())
    yield from ((text, False) for text in re.split(r"[,\n]", whole) if text.strip())


def _read(text: str, code: bool) -> Written | None:
    bare = text
    while found := _LED.match(bare):
        bare = bare[found.end() :].lstrip()
    bare = bare.partition("=")[0].rstrip(": \t")
    words = read_words(bare)
    if not words or words[0] == ANY or "://" in bare or bare.startswith(("-", "/")) or not any(map(str.isalpha, bare)):
        return None
    label = len(words) == 1 and (not code or bool(_CONSTANT.fullmatch(bare))) and not bare[:1].islower()
    return Written(text, words, not label)


def _words(text: str) -> Iterator[str]:
    """Yield the words of a path; nothing at all where something in it belongs to no path."""
    found: list[str] = []
    joined = False  # whether the next piece goes on with the last word
    for piece in _WORD.finditer(text):
        kind = piece.lastgroup or ""
        if kind == "other" or (kind == "dots" and len(piece[0]) > 1 and piece.end() < len(text)):
            return
        if kind == "dots":
            joined = False
            continue
        words = _piece(kind, piece[kind])
        if words is None or len(found) > MOST_WORDS:
            return
        if joined and kind in ("name", "any") and found:
            found[-1] = ANY if ANY in (found[-1], words[0]) else found[-1] + words[0]
            words = words[1:]
        found += words
        joined = kind in ("name", "any")
    yield from found


def _piece(kind: str, text: str) -> list[str] | None:
    if kind == "any":
        return [ANY]
    if kind == "index":
        bare = text.strip().strip("\"'")
        return [bare] if bare.isdigit() else bare.split(".") if len(bare) > 1 and _ALLOWED.match(bare) else [ANY]
    if kind in ("double", "single"):
        return text.split(".") if text else None
    words = [word for word in text.replace("\\.", ".").replace("\\", "").split(".") if word]
    if not all(_ALLOWED.fullmatch(word) for word in words):
        return None
    return [ANY if ANY in word else word for word in words]
