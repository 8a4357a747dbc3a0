"""The comment lines of a values.yaml, each with what kind of line it is: words, commented-out YAML, a ruler, …

A run is a block of comment lines that follow each other with their `#` in the same column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal[
    "blank", "words", "bullet", "doubt", "either", "code", "item", "ruler", "tool", "stop", "helm", "note", "tag"
]

_START = re.compile(r"([ \t]*)(#+)([ \t]*)")
_PAIR = re.compile(
    r"""("(?:[^"\\]|\\.)*" | '(?:[^']|'')*' | [^\s:\#"'\-\[\]{}!&*|>%@`,?(][^\s:\#"',;(]*)
    [ \t]*:(?:[ \t]+|$)""",
    re.VERBOSE,
)
BULLET = re.compile(r"(?:[-*•]|\d{1,2}[.)])[ \t]+(?=\S)")
_RULER = re.compile(r"[-=*#~_+]{3,}|=|[^\w\s]{5,}$")
_RULER_END = ("---", "===", "***", "###", "~~~", "___")
_HELM = re.compile(r"(?:(\S+)[ \t]+)?--(?:[ \t]+|$)")
_TAG = re.compile(r"@(param|extra|skip|section(?![ \t]*--)|descriptionStart|descriptionEnd)\b[ \t]*")
_NOTE = re.compile(r"@(default|section|ignored|raw|notationType|schema(?:\.root)?)\b[ \t]*(?:--)?[ \t]*")
_VALUE = re.compile(
    r"""(?: [|>][-+0-9]*$ | [&*!]\S | ["'\[{] | (?:true|false|null|yes|no|on|off|~|-?\d\S*)$ | \S+$ | \S+[ \t]+\#)""",
    re.VERBOSE | re.IGNORECASE,
)
_TOOL = re.compile(
    r"""yaml-language-server: | yamllint\b | prettier-ignore | noqa\b | nosec\b | renovate: | checkov: | trivy:
    | kics-scan | x-release-please | \+\w | spectrocloud\.com/enabled-presets | ct:\ | pragma: | gitleaks:
    | :(?:\s|$) | !""",
    re.VERBOSE | re.IGNORECASE,
)
_STOP = re.compile(
    r"""copyright\ (?:\(c\)|©|\d{4}|the\b) | © | licensed\ under | spdx- | (?:@?todo|fixme|xxx|hack)\b
    | (?:these\ are\ the\ )?default\ values\ for\b | this\ is\ a\ yaml | declare\ (?:variables|values)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST = 2000
"""A longer comment line is no description of anything."""

# Words that a colon follows in prose.
_PROSE = re.compile(
    r"(?i)(?:alternatively|attention|available|beta|caution|caveat|choices|danger|defaults?|deprecated|details|docs"
    r"|documentation|e\.?g\.?|ex\.?|examples?|experimental|format|hint|i\.?e\.?|important|info|links?|n\.?b\.?"
    r"|necessary|notes?|optional|options|or|otherwise|possible|ps|refs?\.?|references?|remarks?|required|requirements"
    r"|see|similarly|source|supported|syntax|tip|usage|valid|values|warn|warning|where|https?)"
)
# Those of them that are keys of charts as well: written small and with a plain value, they are commented out.
_PROSE_KEYS = re.compile(
    r"details|docs|documentation|experimental|format|https?|info|links?|optional|source|syntax|values"
)
_SETTING = re.compile(r"""["'\[{|>&*!~] | [\w.+/%-]+(?:$|[ \t]+\#)""", re.VERBOSE)  # not `format: host:port`
# Those that are no keys, whatever follows them. All others may be a key, or say something of the key below.
_NO_KEYS = re.compile(
    r"alternatively|e\.?g\.?|ex\.?|examples?|i\.?e\.?|n\.?b\.?|or|otherwise|ps|refs\.|ref\.|see|similarly|where"
)


class Remark(NamedTuple):
    """A comment line: the columns of its `#` and of its words; *key* is a key, a tag or a path, as *kind* tells."""

    line: int
    column: int
    indent: int
    kind: Kind
    words: str
    key: str = ""


def runs(lines: Sequence[str], content: frozenset[int]) -> Iterator[list[Remark]]:
    """Take the lines of a text and which of them lie inside scalars; yield the runs of its comment lines."""
    run: list[Remark] = []
    for number, line in enumerate(lines):
        found = _START.match(line) if "#" in line and number not in content else None
        if run and (found is None or found.end(1) != run[0].column):
            yield run
            run = []
        if found is not None:
            run.append(remark(number, line, found))
            if len(run) > 1:
                run[-2] = _holding(run[-2], run[-1])
    if run:
        yield run


def _holding(above: Remark, below: Remark) -> Remark:
    """Return *above* as a commented-out key if it is one that announces prose, and holds what is *below*: `source:`."""
    if above.kind != "words" or below.kind != "code" or below.indent <= above.indent or not above.words.endswith(":"):
        return above
    key = above.words[:-1]
    return above._replace(kind="code", key=key) if _PROSE_KEYS.fullmatch(key) else above


def remark(number: int, line: str, found: re.Match[str]) -> Remark:
    """Return the comment in *line*, whose `#` and spaces are what was *found*."""
    words = line[found.end() :].rstrip()
    column, indent = found.end(1), found.end()
    if len(words) > _LONGEST:
        return Remark(number, column, indent, "stop", "")
    if not words:
        return Remark(number, column, indent, "ruler" if len(found[2]) > 3 else "blank", "")
    if len(found[2]) > 2 or _RULER.match(words) or words.endswith(_RULER_END):
        return Remark(number, column, indent, "ruler", words)
    if words[0] == "#" and indent > column + 3:  # a comment in commented-out YAML
        return Remark(number, column, indent, "doubt", words)
    kind, key, rest = _kind(words)
    return Remark(number, column, indent, kind, rest, key)


@lru_cache(maxsize=4096)  # most comments of a version are those of the one before
def _kind(words: str) -> tuple[Kind, str, str]:
    """Return of a comment what it is, its key and its words."""
    if tag := _TAG.match(words):
        return "tag", tag[1], words[tag.end() :]
    if note := _NOTE.match(words):
        return "note", note[1], words[note.end() :]
    if _TOOL.match(words):
        return "tool", "", words
    if _STOP.match(words):
        return "stop", "", words
    if "--" in words and (helm := _HELM.match(words)):
        return "helm", helm[1] or "", words[helm.end() :]
    if bullet := BULLET.match(words):
        inner = words[bullet.end() :]
        return ("item" if words[0] == "-" and pair(inner)[0] == "code" else "bullet"), "", words
    if words in ("{", "}", "[", "]", "{}", "[]", "},", "],") or words.startswith(("{{-", "```", '{"')):
        return "code", "", words
    if words.startswith("{{") and words.endswith("}}"):
        return "code", "", words
    kind, key = pair(words)
    return kind, key, words.lstrip("# ") if kind == "words" else words


def pair(words: str) -> tuple[Kind, str]:
    """Tell whether *words* are `key: value`, prose or doubtful; return the key too."""
    found = _PAIR.match(words) if ":" in words else None
    if found is None:
        return "words", ""
    if _PROSE.fullmatch(found[1]):
        return _prose(found[1], words[found.end() :])
    key, value = found[1].strip("\"'"), words[found.end() :]
    if not value:
        return ("doubt" if key.istitle() else "code"), key
    if not _VALUE.match(value):
        return ("words" if key.istitle() and key.isalpha() else "doubt"), key
    return ("doubt" if key.istitle() and key.isalpha() else "code"), key


def _prose(word: str, value: str) -> tuple[Kind, str]:
    """Tell what a *word* that announces prose is before *value*: `format: json`, or `See: the docs`."""
    if not value or not word.islower() or "://" in value or not _VALUE.match(value) or _NO_KEYS.fullmatch(word):
        return "words", ""
    return ("code" if _PROSE_KEYS.fullmatch(word) and _SETTING.match(value) else "either"), word
