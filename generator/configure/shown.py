"""A configuration as text for people, as JSON for programs, and its findings as diagnostics."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

from generator.catalog import LoadedPack, Route
from generator.configure.evaluation import Finding
from generator.configure.markup import plain
from generator.configure.result import Configuration
from generator.diagnostics import Diagnostic, Severity
from generator.model.form import Record

_HEADINGS = {"error": "Does not work", "warning": "Take care", "note": "Good to know"}
_OPEN = "Depends on what is not chosen"
_WIDTH = 98
_CODES = {"rule": "PS705", "requirement": "PS706"}
FIELDS = {
    "rule": "rules",
    "retirement": "retirements",
    "warning": "warnings",
    "limitation": "limitations",
    "procedure": "procedures",
}


def text(made: Configuration) -> str:
    """Return values.yaml, then as comments of it the findings and commands: all of it can be pasted."""
    parts = [made.values.text.rstrip("\n")]
    parts += ["\n".join(f"# {line}".rstrip() for line in section) for section in _sections(made)]
    return "\n\n".join(parts) + "\n"


def _wrapped(line: str) -> list[str]:
    indent = line[: len(line) - len(line.lstrip(" "))] + "  " * line.lstrip(" ").startswith("- ")
    return textwrap.wrap(line, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _sections(made: Configuration) -> Iterator[list[str]]:
    sure = {heading: [f for f in made.findings if f.sure and f.record.says == s] for s, heading in _HEADINGS.items()}
    for heading, found in {**sure, _OPEN: [f for f in made.findings if not f.sure]}.items():
        if found:
            lines = (line for finding in found for line in _bullet(finding))
            yield [f"{heading}:", *(part for line in lines for part in _wrapped(line))]
    own = [finding for finding in made.procedures if finding.record.when and finding.sure]
    for finding in own:
        yield [f"{plain(finding.record.text)}:", *(line for command in commands(finding.record) for line in command)]
    others = [plain(finding.record.text) for finding in made.procedures if finding not in own]
    if others:
        yield ["More procedures are in the output of `--format json`:", *(f"- {title}" for title in others)]
    if made.terraform:
        yield ["Terraform:", *(f"  {line}".rstrip() for line in made.terraform.rstrip("\n").split("\n"))]


def _bullet(finding: Finding) -> Iterator[str]:
    record = finding.record
    lines = plain(record.text).split("\n")
    lead = " ".join(part for part in (_mark(finding), f"{record.label}:" if record.label else "") if part)
    enforced = f" ({_enforced(record)})" if record.layer else ""
    yield f"- {lead + ' ' if lead else ''}{lines[0]}{enforced if len(lines) == 1 else ''}"
    yield from (f"  {line}" for line in lines[1:])
    if enforced and len(lines) > 1:
        yield f"  {enforced.strip()}"


def _mark(finding: Finding) -> str:
    record = finding.record
    return f"[{'ended' if finding.ended else 'until'} {record.ends_text}]" if record.ends else ""


def _enforced(record: Record) -> str:
    return f"enforced by {record.layer}" + (f": {record.reports}" if record.reports else "")


def commands(record: Record) -> Iterator[list[str]]:
    """Yield the lines of each command and manifest of the procedure *record*."""
    for step in record.steps:
        for block in step.blocks:
            if block.language != "text":
                yield [f"  {line}".rstrip() for line in block.text.rstrip("\n").split("\n")]


def as_json(made: Configuration) -> str:
    """Return the whole configuration as JSON.

    *given* is what is known: of choices, of parameters (`=PATH`), of engines and systems (`@engine`, `@os`); `[""]` is
    left out on purpose, `[]` not in the values. *changed* holds first and last lines of *values*. A finding whose
    *applies* is `maybe` depends on what is not chosen.
    """
    base = made.wanted.base
    data = {
        "pack": made.pack.name,
        "version": made.version,
        "asOf": made.day.isoformat(),
        "works": made.works,
        "given": {name: list(values) for name, values in made.given.items()},
        "values": made.values.text,
        "changed": [list(lines) for lines in made.changed],
        "shipped": base.text == made.values.text,
        "findings": [_finding(made, finding) for finding in made.findings],
        "procedures": [_procedure(finding) for finding in made.procedures],
        "terraform": made.terraform,
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _finding(made: Configuration, finding: Finding) -> dict[str, object]:
    record, sources = finding.record, made.pack.sources
    cited = [(cite, sources.get(cite.partition("#")[0])) for cite in record.cite]
    return {
        "kind": record.kind,
        "id": record.id,
        "says": record.says,
        "applies": "yes" if finding.sure else "maybe",
        "ended": finding.ended,
        "ends": record.ends.isoformat() if record.ends else None,
        "label": record.label,
        "text": plain(record.text),
        "layer": record.layer,
        "reports": record.reports,
        "cite": [{"id": c, "title": s.title if s else "", "url": (s.url if s else "") or ""} for c, s in cited],
    }


def _procedure(finding: Finding) -> dict[str, object]:
    record = finding.record
    return {
        "id": record.id,
        "title": plain(record.text),
        "applies": "yes" if finding.sure else "maybe",
        "label": record.label,
        "requires": [plain(words) for words in record.requires],
        "steps": [
            {
                "text": plain(step.text),
                "blocks": [{"language": b.language, "text": b.text} for b in step.blocks],
                "expect": plain(step.expect),
            }
            for step in record.steps
        ],
    }


def diagnostics(loaded: LoadedPack, made: Configuration) -> list[Diagnostic]:
    """Return the errors and warnings that surely hold, each at its place in pack.yaml."""
    found = []
    for finding in made.findings:
        record = finding.record
        if finding.sure and record.says != "note":
            severity = Severity.ERROR if record.says == "error" else Severity.WARNING
            message = " ".join(plain(record.text).split())
            way_out = _enforced(record) if record.layer else "see what it applies to in pack.yaml"
            code = _CODES.get(record.kind, "PS707") if record.says == "error" else "PS707"
            found.append(loaded.problem(code, message, _route(loaded, record), way_out, severity=severity))
    return found


def _route(loaded: LoadedPack, record: Record) -> Route:
    if record.kind in FIELDS:
        return (FIELDS[record.kind], record.id)
    if record.kind == "capability":
        return ("matrix",)
    path = record.when[0].of.removeprefix("=")
    return ("parameters", next((i for i, p in enumerate(loaded.pack.parameters) if p.path == path), 0))
