"""Entry of schema.yaml that cannot be read

An entry is the dotted path of a value, and below it the one key `schema` with a template in quotes. Palette reads
nothing else, and an entry that it cannot read constrains nothing.

    charts.monitoring.mode:
      schema: '{{ required | format "${list:[fast,safe]}" | hints "How to watch" }}'

A template joins `required`, `readonly`, `format "…"` and `hints "…" "…"` with `|`. A format is text with the types
`${string}`, `${number}`, `${boolean}`, `${password}`, `${list:[a,b]}`, `${ipv4}`, `${version}` or `${input}` in it;
`${number:[1-10]}` is a range, and `${string:/^[a-z]+$/}` a regular expression as RE2 knows them, which has no
look-around and no references back. An empty file is only noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.audit.folder import PackFolder
from generator.audit.schema_file import Entry, entries, place
from generator.audit.schema_regex import RegexFault, fault_of
from generator.audit.wording import closest, listing, short
from generator.diagnostics import Diagnostic, Location, Severity
from generator.palette_schema import TYPES, Constraint, Fault, Placeholder

CODE = "PS275"
MOST = 100

_CLAUSES = ("required", "readonly", "format", "hints")
_EXAMPLE = 'write it as: schema: \'{{ required | format "${string}" | hints "what it is" }}\''


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each entry that Palette cannot read, and a note for a file without any."""
    schema = folder.schema
    if schema is None or (schema.problems and schema.document is None):
        return
    if schema.data in (None, {}):
        message = "schema.yaml has no entries" if schema.text.strip() else "schema.yaml is empty"
        help = "delete the file, or say in it which values users must fill in"
        yield folder.problem(CODE, message, Location(schema.path), help, severity=Severity.NOTE)
    elif not isinstance(schema.data, dict):
        yield folder.problem(CODE, "schema.yaml is no mapping of paths to entries", Location(schema.path), _EXAMPLE)
    else:
        yield from islice(_wrong_entries(folder), MOST)


def _wrong_entries(folder: PackFolder) -> Iterator[Diagnostic]:
    for entry in folder.once(entries):
        if isinstance(entry.said, Fault):
            yield _unreadable(folder, entry, entry.said)
        elif isinstance(entry.said, Constraint):
            yield from _wrong_regex(folder, entry, entry.said)
            yield from _strange_keys(folder, entry)
        else:
            yield _shapeless(folder, entry)


def _unreadable(folder: PackFolder, entry: Entry, fault: Fault) -> Diagnostic:
    body = entry.body
    template = str(body["schema"]) if isinstance(body, dict) else ""
    message = f"the template of `{short(entry.path)}` cannot be read at column {fault.column} of it: {fault.message}"
    return folder.problem(CODE, message, _inside(folder, entry, fault.column), _way_out(template, fault))


def _way_out(template: str, fault: Fault) -> str:
    """Return what was probably meant by the word that the fault points at, or how a template looks."""
    word = _word(template[fault.column - 1 : fault.column + 40])
    known = TYPES if template[: fault.column - 1].endswith("${") else _CLAUSES
    close = closest(word, known, 0.6) if word and word not in known else ""
    return f"did you mean `{close}`?" if close else _EXAMPLE


def _word(text: str) -> str:
    length = next((n for n, c in enumerate(text) if not (c.isalnum() or c in "_-")), len(text))
    return text[:length]


def _wrong_regex(folder: PackFolder, entry: Entry, constraint: Constraint) -> Iterator[Diagnostic]:
    for part in constraint.parts:
        if isinstance(part, Placeholder) and part.regex and (fault := fault_of(part.regex)):
            yield _refused(folder, entry, constraint, part, fault)


def _refused(
    folder: PackFolder, entry: Entry, constraint: Constraint, part: Placeholder, fault: RegexFault
) -> Diagnostic:
    body = entry.body
    template = str(body["schema"]) if isinstance(body, dict) else ""
    column = max(0, template.find(f"/{part.regex}/", max(0, template.find(constraint.format)))) + 2 + fault.offset
    message = f"the regular expression of `{short(entry.path)}` is none of RE2: {fault.message}"
    return folder.problem(CODE, message, _inside(folder, entry, column), "see github.com/google/re2/wiki/Syntax")


def _strange_keys(folder: PackFolder, entry: Entry) -> Iterator[Diagnostic]:
    strange = [key for key in entry.body if key != "schema"] if isinstance(entry.body, dict) else []
    if strange and folder.schema:
        message = f"`{short(entry.path)}` has keys that Palette does not read: {listing(map(short, strange), 3)}"
        help = "keep only `schema`, and say in its template what they say"
        yield folder.problem(CODE, message, folder.schema.where_key((entry.path, strange[0])), help)


def _shapeless(folder: PackFolder, entry: Entry) -> Diagnostic:
    body, path = entry.body, short(entry.path)
    if isinstance(body, dict) and "schema" in body:
        message, help = f"`schema` of `{path}` is no text", _EXAMPLE
    elif isinstance(body, dict) and (below := _nested(body)):
        message = f"`{path}` is nested, and Palette looks for a whole path as one key"
        help = f"write `{short(entry.path + '.' + below, 120)}:` in the first column"
    elif isinstance(body, dict) and (close := closest("schema", body)):
        message, help = f"the entry of `{path}` has no key `schema`", f"did you mean `schema` by `{close}`?"
    else:
        message, help = f"the entry of `{path}` has no key `schema`", _EXAMPLE
    return folder.problem(CODE, message, place(folder, entry.path), help)


def _nested(body: dict[str, object]) -> str:
    """Return the way down to the first `schema` in nested mappings."""
    steps: list[str] = []
    while "schema" not in body and len(steps) < 20:
        key = next((key for key, value in body.items() if isinstance(value, dict)), None)
        if key is None:
            return ""
        steps.append(key)
        below = body[key]
        body = below if isinstance(below, dict) else {}
    return ".".join(steps) if "schema" in body else ""


def _inside(folder: PackFolder, entry: Entry, column: int) -> Location:
    """Return the place of a column of the template, from 1. Escapes in the quotes are not counted."""
    document = folder.schema.document if folder.schema else None
    assert document is not None
    return document.origin((entry.path, "schema"))(1, column)
