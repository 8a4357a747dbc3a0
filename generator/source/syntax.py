"""What a YAML parser says, in words that tell a person what to change."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from generator.source.findings import Findings, quoted

_QUOTE_HELP = 'put the value in quotes: "…"'
_INDENT_HELP = "align the line with its neighbours; a value that itself contains `: ` needs quotes"


class _Wording(NamedTuple):
    """Part of what PyYAML or libyaml says, our words for it, and the way out."""

    says: str
    message: str
    way_out: str


# The first that fits wins. `{met}` is what stands at the place.
_WORDINGS = (
    _Wording("found undefined tag handle", "the tag at {met} has an unknown handle", "remove the `!…!` tag"),
    _Wording("mapping values are not allowed", "a `:` where no key can be", _INDENT_HELP),
    _Wording("sequence entries are not allowed", "a `- ` item where no list can start",
             "start the list on a new line"),
    _Wording("mapping keys are not allowed", "a `? ` key where no key can be",
             "start the mapping on a new line"),
    _Wording("expected ':'", "the line {met} is neither `key: value` nor `- item`",
             "add the missing `:` or indent the line"),
    _Wording("'-' indicator", "expected another `- ` item here, met {met}",
             "align the line with the items of the list"),
    _Wording("expected <block end>", "expected the next `key:` here, met {met}", _INDENT_HELP),
    _Wording("expected key", "expected the next `key:` here, met {met}",
             _INDENT_HELP + "; a bracket may be one too many"),
    _Wording("expected ',' or", "expected `,` or the closing bracket here, met {met}",
             "add the missing `,` or bracket"),
    _Wording("unknown escape", "an unknown escape {met} in a double-quoted text",
             "write `\\\\` for a backslash, or use '…'"),
    _Wording("hexdecimal", "a `\\x`, `\\u` or `\\U` without its hexadecimal digits",
             "write `\\\\` for a backslash"),
    _Wording("Unicode character escape", "an escape that is no Unicode character",
             "write the character itself"),
    _Wording("indentation indicator", "a wrong number after `|` or `>`",
             "use `|` alone, or a digit from 1 to 9"),
    _Wording("comment or line break", "text after the `|` or `>` that starts a block",
             "start the text on the next line"),
    _Wording("document indicator", "`---` or `...` inside a quoted text", "close the quote before it"),
    _Wording("expected <document start>", "text after the end of the document (`...`)",
             "remove the `...` line"),
    _Wording("directive", "a `%` line that YAML does not know", _QUOTE_HELP),
    _Wording("incompatible YAML", "a YAML version that cannot be read", "remove the `%YAML` line"),
    _Wording("cannot start any token", "{met} cannot start a value", _QUOTE_HELP),
    _Wording("expected node content", "expected a value here, met {met}",
             "write a value or remove the comma"),
    _Wording("alphabetic or numeric", "`&` or `*` without a name",
             'put text that starts with `&` or `*` in quotes: "…"'),
)  # fmt: skip
_OPENERS = {"[": "]", "{": "}", '"': '"', "'": "'"}
_UNCLOSED = re.compile(r"end of stream|expected ',' or|expected <stream end>|document indicator")
_TAB_INDENT = re.compile(r"[ ]*\t")


def report_error(error: yaml.YAMLError, findings: Findings) -> None:
    """Add the one finding that says what *error* of PyYAML means for the text that *findings* are about."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "broken YAML")
    mark, opening = (_offset(getattr(error, name, None)) for name in ("problem_mark", "context_mark"))
    met = mark if mark is not None else 0
    if _report_tab(met, findings) or _report_alias(problem, met, opening, findings):
        return
    if opening is not None and _report_unclosed(problem, opening, met, findings):
        return
    if opening is not None and "expected ':'" in problem:
        met = opening  # the parser notices a line later; the line without a colon is where it began
    for wording in _WORDINGS:
        if wording.says in problem:
            findings.add("PS010", met, wording.message.format(met=_met(met, findings)), wording.way_out)
            return
    findings.add("PS010", met, f"broken YAML: {problem}, at {_met(met, findings)}", _INDENT_HELP)


def _offset(mark: object) -> int | None:
    return mark.index if isinstance(mark, yaml.Mark) else getattr(mark, "index", None)


def _met(offset: int, findings: Findings) -> str:
    """Return what stands at *offset*, for a message."""
    places = findings.places
    line = places.line_of(min(offset, len(places.text)))
    rest = places.line(line)[offset - places.starts[line] :].strip()
    if rest:
        return quoted(rest, 30)
    return "the end of the file" if not places.text[offset:].strip() else "the end of the line"


def _report_tab(met: int, findings: Findings) -> bool:
    places = findings.places
    line = places.line_of(min(met, len(places.text)))
    indent = _TAB_INDENT.match(places.line(line))
    if not indent:
        return False
    findings.add(
        "PS012",
        places.starts[line] + indent.end() - 1,
        "a tab indents this line; YAML allows only spaces",
        "replace the tab with spaces, and let your editor insert spaces",
    )
    return True


def _report_alias(problem: str, met: int, opening: int | None, findings: Findings) -> bool:
    if "undefined alias" in problem:
        name = _met(met, findings).strip("`").split()[0]
        way_out = 'define it above with `&name`; text that starts with `*` needs quotes: "*…"'
        findings.add("PS019", met, f"the alias `{name}` stands for nothing: no anchor has that name", way_out)
        return True
    if "second occurrence" in problem and opening is not None:
        first = findings.places.at(opening)
        way_out = f"give it another name; the first one is in line {first.line}, column {first.column}"
        findings.add("PS019", met, "an anchor of this name exists already", way_out)
        return True
    return False


def _report_unclosed(problem: str, opening: int, met: int, findings: Findings) -> bool:
    places = findings.places
    opener = places.text[opening : opening + 1]
    if opener not in _OPENERS or not opener or not _UNCLOSED.search(problem):
        return False
    if places.line_of(opening) == places.line_of(met) and places.text[met:].strip():
        return False  # both on one line: rather a missing comma, and that place is the better one
    seen = places.at(met)
    where = f"the parser came to {_met(met, findings)} in line {seen.line} without finding `{_OPENERS[opener]}`"
    findings.add(
        "PS011",
        opening,
        f"this `{opener}` is never closed: {where}",
        f"add `{_OPENERS[opener]}` where it ends",
    )
    return True
