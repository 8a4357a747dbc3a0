"""Bytes to text, and the characters that no text of ours may hold.

Control, bidirectional and noncharacters end up on terminals, in web pages and in diffs, where they hide or
reorder what a reviewer sees; they are refused where they enter, raw or as an escape such as "\\u202e".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from generator.diagnostics import Diagnostic
from generator.source.findings import Findings
from generator.source.limits import Limits
from generator.source.places import Places

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17)
)
_SURROGATES = "\ud800-\udfff"  # cannot come from UTF-8; only from a str made in Python
_LINE_BREAKS = "\x85\u2028\u2029"

_ALWAYS = _CONTROL + _BIDI + _NONCHARACTERS + _SURROGATES
_FORBIDDEN = {
    True: re.compile(f"[{_ALWAYS}{_LINE_BREAKS}\ufeff]"),
    False: re.compile(f"[{_ALWAYS}]"),
}
_PLAIN = bytes(range(0x20, 0x7F)) + b"\t\n\r"
_BIDI_ONLY = re.compile(f"[{_BIDI}]")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_SHORT_ESCAPES = dict(zip("0abvfeNLP", "\0\a\b\v\f\x1b\x85\u2028\u2029", strict=True))
_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)
_ENOUGH = 10_000  # a binary file has millions of them, and only the first of each kind are shown
_REPLACEMENT = "\ufffd"


class Kind(NamedTuple):
    """What is wrong with a character: the code, the words, the way out."""

    code: str
    what: str
    help: str


def decode(path: str, data: bytes, limits: Limits) -> tuple[str | None, list[Diagnostic]]:
    """Take the bytes of the file *path*; return their text, or None and why they are no text."""
    findings = Findings(Places(path, ""), strict=True)
    if len(data) > limits.max_bytes:
        findings.add("PS004", 0, *too_large(len(data), limits))
        return None, findings.diagnostics()
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        places = Places(path, data[: error.start].decode("utf-8") + "?")
        findings = Findings(places, strict=True)
        findings.add("PS005", len(places.text) - 1, *_not_utf8(data, error.start))
        return None, findings.diagnostics()


def too_large(size: int, limits: Limits) -> tuple[str, str]:
    """Return the words for a text of *size* bytes that is over the limit: message and help."""
    return (
        f"the file has {size:,} bytes; {limits.max_bytes:,} are allowed",
        "move long values into files of their own under `values/`, and keep binary data out of YAML",
    )


def _not_utf8(data: bytes, offset: int) -> tuple[str, str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "the file is UTF-16, not UTF-8", "save it as UTF-8 without a byte order mark"
    return (
        f"byte 0x{data[offset]:02X} (offset {offset}) is not UTF-8",
        "save the file as UTF-8; it looks like Latin-1 or Windows-1252, or it is not a text at all",
    )


def clean(text: str, findings: Findings) -> str:
    """Report every forbidden character of *text*; return a text as long that can be parsed."""
    pattern = _FORBIDDEN[findings.strict]
    if text.isascii() and not text.encode("ascii").translate(None, _PLAIN):
        return text  # nearly every file; a regular expression takes ten times as long
    hit = pattern.search(text)
    if hit is None:
        return text
    for found in islice(pattern.finditer(text, hit.start()), _ENOUGH):
        kind = _kind(found[0])
        findings.add(kind.code, found.start(), f"{kind.what} {_name(found[0])}", kind.help)
    return pattern.sub(_REPLACEMENT, text)


def clean_escapes(value: str, source: tuple[int, int], findings: Findings) -> str:
    """Do for a double-quoted scalar what `clean` does for the file: *value* came from the span *source*."""
    pattern = _FORBIDDEN[findings.strict]
    if not pattern.search(value):
        return value
    bad = (escape for escape in _escapes(findings.places.text, *source) if pattern.match(escape[2]))
    for offset, written, char in islice(bad, _ENOUGH):
        kind = _kind(char)
        findings.add(kind.code, offset, f"{kind.what} {_name(char)}, written as `{written}`", kind.help)
    return pattern.sub(_REPLACEMENT, value)


def _escapes(text: str, start: int, end: int) -> Iterator[tuple[int, str, str]]:
    for found in _ESCAPE.finditer(text, start, end):
        digits = found[1] or found[2] or found[3]
        number = int(digits, 16) if digits else 0
        char = chr(number) if digits and number < 0x110000 else _SHORT_ESCAPES.get(found[4] or "", "")
        yield found.start(), found[0], char


def report_conflicts(text: str, findings: Findings) -> bool:
    """Report every merge conflict that git left in *text*; tell whether there is one."""
    if "<<<<<<< " not in text:
        return False
    found = [match.start() for match in _CONFLICT.finditer(text)]
    for offset in found:
        message = "a merge conflict is not resolved here"
        findings.add("PS013", offset, message, "choose a side, and delete the marker lines")
    return bool(found)


def _kind(char: str) -> Kind:
    if char == "\ufeff":
        return Kind("PS006", "byte order mark", "save the file as UTF-8 without a byte order mark (BOM)")
    if char in _LINE_BREAKS:
        return Kind("PS009", "unusual line break", "end lines with a plain line feed")
    if _BIDI_ONLY.match(char):
        return Kind("PS008", "invisible character that changes the reading direction:", "delete it")
    return Kind("PS007", "character that no text may hold:", "delete it; only tab and line ends are allowed")


def _name(char: str) -> str:
    name = unicodedata.name(char, "")
    return f"U+{ord(char):04X}" + (f" {name}" if name else "")
