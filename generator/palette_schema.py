"""Palette's constraint mini-language: the template of one entry of schema.yaml, read and written.

    template := "{{" clause { "|" clause } "}}"
    clause   := "required" | "readonly" | "format" STRING | "hints" STRING { [ "|" ] STRING }
    STRING   := '"' … '"'                      no escapes; a "|" inside does not split clauses
    format   := literal text and ${TYPE[:ARG]}, mixed
    ARG      := /RE2 regex/ of a text or a number | [min-max] of a number | [option,option,…] of a list

Grammar: docs.spectrocloud.com, "Pack Constraints", and 178 entries of 40 real files (corpus report, section 4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

TYPES = ("string", "number", "boolean", "password", "list", "ipv4", "version", "input")
"""The types of a placeholder. `input` is in real files and in no documentation."""

_WORD = re.compile(r"[^\s\"|{}]+")
_SPACE = re.compile(r"\s*")
_BETWEEN_HINTS = re.compile(r"\s*\|\s*(?=\")")
_TYPE = re.compile(r"\$\{([^:}]*)")
_REGEX = re.compile(r":/((?:\\.|[^\\/]|/(?!\}))*)/\}")
_LIST = re.compile(r":\[([^\]]*)\]\}")
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_RANGE = re.compile(rf":\[\s*{_NUMBER}\s*-\s*{_NUMBER}\s*\]\}}")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a template cannot be read, and in which column (from 1)."""

    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A `${TYPE:ARG}` of a format."""

    type: str
    regex: str = ""
    range: tuple[float, float] | None = None
    list_options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Constraint:
    """What a template says of one value, in the terms of Palette's API (`PackSchema`).

    *parts* is the format taken apart. *type*, *regex*, *range* and *list_options* are those of its placeholder
    where the format is nothing else; a format with more to it has the type `string`, none has the type "".
    """

    name: str = ""
    type: str = ""
    format: str = ""
    hints: tuple[str, ...] = ()
    list_options: tuple[str, ...] = ()
    regex: str = ""
    range: tuple[float, float] | None = None
    required: bool = False
    readonly: bool = False
    parts: tuple[str | Placeholder, ...] = field(default=(), repr=False)


class _Fault(Exception):
    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.fault = Fault(offset + 1, message)


def parse(template: str, name: str = "") -> Constraint | Fault:
    """Take the template of the value at *name*; return what it says, or the first fault in it."""
    try:
        return _Reader(template).constraint(name)
    except _Fault as error:
        return error.fault


def unsafe(text: str) -> str | None:
    """Return why *text* can stand in no STRING of a template, None if it can: there are no escapes."""
    for part, what in (('"', "a double quote"), ("'", "an apostrophe"), ("}}", "`}}`"), ("{{", "`{{`")):
        if part in text:
            return f"contains {what}, which Palette's schema language cannot carry"
    if not text.isprintable():
        return "contains a line break or control character, which Palette's schema language cannot carry"
    return None


def template(constraint: Constraint) -> str:
    """Return the template that `parse` reads as *constraint*; texts that are `unsafe` are left out."""
    clauses = ["required"] * constraint.required + ["readonly"] * constraint.readonly
    if constraint.format and not unsafe(constraint.format):
        clauses.append(f'format "{constraint.format}"')
    hints = [f'"{hint}"' for hint in constraint.hints if not unsafe(hint)]
    if hints:
        clauses.append(" ".join(["hints", *hints]))
    return f"{{{{ {' | '.join(clauses)} }}}}" if clauses else ""


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def constraint(self, name: str) -> Constraint:
        self._expect("{{", "a template starts with `{{`")
        found = self._clause(Constraint(name))
        while self._skip("|"):
            found = self._clause(found)
        self._expect("}}", "expected `|` or `}}`")
        if self._at < len(self._text.rstrip()):
            raise _Fault(self._at, "text after the closing `}}`")
        return found

    def _clause(self, before: Constraint) -> Constraint:
        self._space()
        word, start = _WORD.match(self._text, self._at), self._at
        name = word[0] if word else ""
        if name not in ("required", "readonly", "format", "hints"):
            raise _Fault(start, "expected `required`, `readonly`, `format` or `hints`")
        if getattr(before, name):
            raise _Fault(start, f"a second `{name}`")
        self._at += len(name)
        if name == "required":
            return replace(before, required=True)
        if name == "readonly":
            return replace(before, readonly=True)
        strings = self._strings(name)
        if name == "hints":
            return replace(before, hints=tuple(text for _, text in strings))
        if len(strings) > 1:
            raise _Fault(strings[1][0] - 1, "`format` takes one text")
        return _with_format(before, *strings[0])

    def _strings(self, clause: str) -> list[tuple[int, str]]:
        """Return the texts of a clause and the offset of each."""
        found: list[tuple[int, str]] = []
        while self._skip('"'):
            end = self._text.find('"', self._at)
            if end < 0:
                raise _Fault(self._at - 1, "this text is never closed")
            found.append((self._at, self._text[self._at : end]))
            self._at = end + 1
            if clause == "hints":
                self._hint_separator()
        if not found or (clause == "format" and not found[0][1]):
            raise _Fault(self._at, f'`{clause}` needs a text in double quotes: {clause} "…"')
        return found

    def _hint_separator(self) -> None:
        """Pass over a `|` between two hints: the public page says that they may be combined by it."""
        if between := _BETWEEN_HINTS.match(self._text, self._at):
            self._at = between.end()

    def _space(self) -> None:
        self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]  # matches everywhere

    def _skip(self, sign: str) -> bool:
        self._space()
        met = self._text.startswith(sign, self._at)
        self._at += len(sign) * met
        return met

    def _expect(self, sign: str, message: str) -> None:
        if not self._skip(sign):
            raise _Fault(self._at, message)


def _with_format(before: Constraint, offset: int, text: str) -> Constraint:
    parts: list[str | Placeholder] = []
    position = 0
    while position < len(text):
        start = text.find("${", position)
        if start != position:
            parts.append(text[position : start if start > 0 else len(text)])
            position += len(str(parts[-1]))
            continue
        placeholder, position = _placeholder(text, position, offset)
        parts.append(placeholder)
    found = replace(before, format=text, parts=tuple(parts), type="string")
    if len(parts) == 1 and isinstance(only := parts[0], Placeholder):
        return replace(found, type=only.type, regex=only.regex, range=only.range, list_options=only.list_options)
    return found


def _placeholder(text: str, start: int, offset: int) -> tuple[Placeholder, int]:
    """Return the placeholder at *start* of a format and where it ends; *offset* is that of the format."""
    found = _TYPE.match(text, start)
    kind = found[1].strip() if found else ""
    if found is None or kind not in TYPES:
        raise _Fault(offset + start + 2, f"no type of Palette: expected one of {', '.join(TYPES)}")
    end = found.end()
    if text.startswith("}", end):
        if kind == "list":
            raise _Fault(offset + end, "a list names its options: `${list:[a,b]}`")
        return Placeholder(kind), end + 1
    if kind in _WITH_REGEX and (regex := _REGEX.match(text, end)):
        return Placeholder(kind, regex=regex[1]), regex.end()
    if kind == "number" and (limits := _RANGE.match(text, end)):
        low, high = float(limits[1]), float(limits[2])
        if low > high:
            raise _Fault(offset + end + 1, "the range ends before it starts")
        return Placeholder(kind, range=(low, high)), limits.end()
    if kind == "list" and (options := _LIST.match(text, end)):
        values = tuple(option.strip() for option in options[1].split(","))
        if all(values):
            return Placeholder(kind, list_options=values), options.end()
    raise _Fault(offset + end, _EXPECTED.get(kind, f"expected `}}`: `{kind}` takes no argument"))


_WITH_REGEX = ("string", "password", "input", "version", "number")
_EXPECTED = {
    "list": "expected options such as `:[a,b]}`",
    **dict.fromkeys(_WITH_REGEX, r"expected `}` or a regex such as `:/^\d+$/}`"),
    "number": "expected `}`, a range such as `:[1-10]}` or a regex",
}
