"""Diagnostics as text for people, JSON for programs, annotations for GitHub, SARIF for code scanning."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import quote

from generator.diagnostics import Diagnostic, Severity
from generator.diagnostics.catalogue import EXPLANATIONS

Sources = Callable[[str], str | None]
"""Gives the text of a file by its path, or None; only to show the line that is meant."""

FORMATS = ("text", "json", "github", "sarif")

# Whatever could move a cursor, set a colour, end a line or reorder it on a terminal.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_GITHUB_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_WIDEST_LINE = 160


def render(
    diagnostics: Sequence[Diagnostic],
    fmt: str,
    *,
    colour: bool = False,
    sources: Sources | None = None,
) -> str:
    """Take *diagnostics* in the order to be shown; return the report, ended by a line end.

    *fmt* is one of FORMATS. *colour* and *sources* are for text; with *sources*, the line meant is shown.
    """
    if fmt == "text":
        return _text(diagnostics, colour=colour, sources=sources)
    writers = {"json": _json, "github": _github, "sarif": _sarif}
    if fmt not in writers:
        raise ValueError(f"unknown format {fmt!r}: use one of {', '.join(FORMATS)}")
    return writers[fmt](diagnostics)


def printable(text: str) -> str:
    """Return *text* with everything that could steer a terminal written as \\xNN or \\uNNNN."""
    return _UNSAFE.sub(lambda found: _escaped(ord(found[0])), text)


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the closing line, such as "2 errors, 1 warning"."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    parts = [f"{counts[s]} {s}{'' if counts[s] == 1 else 's'}" for s in Severity if counts[s]]
    return ", ".join(parts) or "no problems"


def _escaped(number: int) -> str:
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def _text(diagnostics: Sequence[Diagnostic], *, colour: bool, sources: Sources | None) -> str:
    lines: list[str] = []
    for diagnostic in diagnostics:
        word = _painted(diagnostic.severity, _COLOURS[diagnostic.severity] if colour else "")
        place = _painted(printable(str(diagnostic.location)), "1" if colour else "")
        lines.append(f"{place}: {word} {diagnostic.code} {printable(diagnostic.message)}")
        if sources is not None:
            lines += _excerpt(diagnostic, sources)
        lines += _help(diagnostic.help)
    lines.append(summary(diagnostics))
    return "\n".join(lines) + "\n"


def _painted(text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if colour else str(text)


def _help(text: str) -> list[str]:
    """Return the help line; further lines of it stand below its first word."""
    if not text.strip():
        return []
    first, *more = text.strip().split("\n")
    return [f"  help: {printable(first)}", *(f"        {printable(line)}".rstrip() for line in more)]


def _excerpt(diagnostic: Diagnostic, sources: Sources) -> list[str]:
    """Return the line that is meant and a caret below it; nothing for a line not there or too long."""
    text = sources(diagnostic.location.path)
    written = re.split(r"\r\n|\r|\n", text) if text else []
    if not 0 < diagnostic.location.line <= len(written):
        return []
    line, number = written[diagnostic.location.line - 1], str(diagnostic.location.line)
    if not line.strip() or len(line) > _WIDEST_LINE:
        return []
    before = printable(line[: diagnostic.location.column - 1].replace("\t", " "))
    shown, margin = printable(line.replace("\t", " ")), " " * len(number)
    return [f"  {number} | {shown}", f"  {margin} | {' ' * len(before)}^"]


def _json(diagnostics: Sequence[Diagnostic]) -> str:
    # ASCII only: no character of a message can reach a terminal or break a line-based reader.
    return json.dumps([_record(diagnostic) for diagnostic in diagnostics], indent=2) + "\n"


def _record(diagnostic: Diagnostic) -> dict[str, str | int]:
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "pack": diagnostic.pack,
        "path": diagnostic.location.path,
        "line": diagnostic.location.line,
        "column": diagnostic.location.column,
        "message": diagnostic.message,
        "help": diagnostic.help,
    }


def _github(diagnostics: Sequence[Diagnostic]) -> str:
    return "".join(f"{_annotation(diagnostic)}\n" for diagnostic in diagnostics)


def _annotation(diagnostic: Diagnostic) -> str:
    place = diagnostic.location
    values = {"file": place.path, "line": place.line, "col": place.column, "title": diagnostic.code}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in values.items())
    message = diagnostic.message + (f"\nhelp: {diagnostic.help}" if diagnostic.help else "")
    return f"::{_GITHUB_WORDS[diagnostic.severity]} {properties}::{_data(message)}"


def _data(text: str) -> str:
    """Return *text* escaped for the message of a GitHub workflow command."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped)


def _property(text: str) -> str:
    """Return *text* escaped for a property of a GitHub workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _sarif(diagnostics: Sequence[Diagnostic]) -> str:
    codes = sorted({diagnostic.code for diagnostic in diagnostics})
    driver = {"name": "packscribe", "rules": [_rule(code) for code in codes]}
    results = [_result(diagnostic, codes.index(diagnostic.code)) for diagnostic in diagnostics]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str) -> dict[str, object]:
    explanation = EXPLANATIONS.get(code)
    if explanation is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": explanation.title},
        "help": {"text": explanation.text, "markdown": explanation.text},
    }


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, object]:
    place = diagnostic.location
    region = {"startLine": place.line, "startColumn": place.column}
    message = diagnostic.message + (f"\nhelp: {diagnostic.help}" if diagnostic.help else "")
    address = quote(place.path.replace("\\", "/"), safe="/", errors="replace")
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": str(diagnostic.severity),
        "message": {"text": message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": address}, "region": region}}],
    }
