"""Diagnostics as text for people, JSON for programs, annotations for GitHub, SARIF for code scanning."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap
from urllib.parse import quote

from generator import __version__
from generator.diagnostics import Diagnostic, Severity
from generator.diagnostics.catalogue import EXPLANATIONS, Explanation
from generator.diagnostics.fingerprint import fingerprint

Explain = Callable[[str], Explanation | None]
"""Tells what a code means; of those that are no check the catalogue knows all."""

Sources = Callable[[str], str | None]
"""Gives the text of a file by its path, or None; only to show the line that is meant."""

FORMATS = ("text", "json", "github", "sarif")

# Whatever could move a cursor, set a colour, end a line or reorder it on a terminal.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_GITHUB_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_FINGERPRINT = "packscribe/v1"  # the version of what makes a fingerprint, as SARIF 2.1.0 (3.27.17) wants it
_WIDEST_LINE = 160


def wants_colour() -> bool:
    """Tell whether standard output should have colours: it is a terminal, and nobody asks for none (no-color.org)."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def render(
    diagnostics: Sequence[Diagnostic],
    fmt: str,
    *,
    colour: bool = False,
    sources: Sources | None = None,
    explain: Explain = EXPLANATIONS.get,
    homes: Mapping[str, str] | None = None,
) -> str:
    """Take *diagnostics* in the order to be shown; return the report, ended by a line end.

    *fmt* is one of FORMATS. *colour* and *sources* are for text; with *sources*, the line meant is shown. *explain*
    gives the rules of a SARIF report their words, and *homes* the folders of an audit the names that its baseline has.
    """
    if fmt == "text":
        return _text(diagnostics, colour=colour, sources=sources)
    if fmt == "sarif":
        return _sarif(diagnostics, explain, homes or {})
    writers = {"json": _json, "github": _github}
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
    lines = [line for diagnostic in diagnostics for line in told(diagnostic, colour=colour, sources=sources)]
    return "\n".join([*lines, summary(diagnostics)]) + "\n"


def told(
    diagnostic: Diagnostic, *, colour: bool = False, sources: Sources | None = None, width: int | None = None
) -> list[str]:
    """Return the lines that say *diagnostic*: place, severity, code and message, then the line meant, then the help.

    With *width*, message and help are wrapped to it; place and code always stand on one line.
    """
    place, code = printable(str(diagnostic.location)), diagnostic.code
    first, *more = _wrapped(diagnostic.message, len(f"{place}: {diagnostic.severity} {code} "), width)
    word = painted(diagnostic.severity, COLOURS[diagnostic.severity] if colour else "")
    lines = [f"{painted(place, '1' if colour else '')}: {word} {code} {first}".rstrip(), *more]
    if sources is not None:
        lines += _excerpt(diagnostic, sources)
    return lines + _help(diagnostic.help, width)


def _wrapped(text: str, used: int, width: int | None, indent: str = "    ") -> list[str]:
    """Return *text* in lines of *width*, the later ones behind *indent*; of the first, *used* characters are taken."""
    shown = printable(text)
    if width is None or used + len(shown) <= width:
        return [shown]
    lines = wrap(
        shown,
        width,
        initial_indent=" " * used,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [lines[0][used:], *lines[1:]]


def painted(text: str, colour: str) -> str:
    """Return *text* in *colour*, the number of a terminal's escape sequence; as it is where that is empty."""
    return f"\x1b[{colour}m{text}\x1b[0m" if colour else str(text)


def _help(text: str, width: int | None) -> list[str]:
    """Return the help line; further lines of it stand below its first word."""
    if not text.strip():
        return []
    first, *more = text.strip().split("\n")
    start, *rest = _wrapped(first, len("  help: "), width, " " * 8)
    return [f"  help: {start}", *rest, *(f"        {printable(line)}".rstrip() for line in more)]


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
    return json.dumps([record(diagnostic) for diagnostic in diagnostics], indent=2) + "\n"


def record(diagnostic: Diagnostic) -> dict[str, str | int]:
    """Return *diagnostic* as programs get it."""
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


def _sarif(diagnostics: Sequence[Diagnostic], explain: Explain, homes: Mapping[str, str]) -> str:
    codes = sorted({diagnostic.code for diagnostic in diagnostics})
    rules = [_rule(code, explain(code)) for code in codes]
    driver = {"name": "packscribe", "version": __version__, "rules": rules}
    results = [_result(diagnostic, codes.index(diagnostic.code), homes) for diagnostic in diagnostics]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str, explanation: Explanation | None) -> dict[str, object]:
    if explanation is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": explanation.title},
        "help": {"text": explanation.text, "markdown": explanation.text},
    }


def _result(diagnostic: Diagnostic, rule: int, homes: Mapping[str, str]) -> dict[str, object]:
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
        "partialFingerprints": {_FINGERPRINT: fingerprint(diagnostic.message, homes)},
    }
