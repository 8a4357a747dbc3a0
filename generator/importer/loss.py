"""The proof that nothing is lost: each file of an original against what was compiled from the pack.yaml made of it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from generator.audit import readme_facts
from generator.diagnostics import Diagnostic, Location, Severity
from generator.github_markdown import read_github
from generator.importer.identity import differ
from generator.importer.original import Original
from generator.importer.readme import Taken

LOST, DEFAULT_READ, SHOWN_ELSE = "PS164", "PS166", "PS168"
STAYED = "PS169"

_TOKEN = re.compile(r"\w+")
_TAG = re.compile(r"</?(?:a|b|br|code|em|i|kbd|p|strong|sub|sup)\b[^<>]*>", re.IGNORECASE)

Tree = Mapping[str, bytes]


@dataclass
class Proof:
    """What became of one version. *lost* are errors: then the family is not taken over."""

    version: str
    identical: dict[str, bool] = field(default_factory=dict)
    lines: int = 0
    rows: int = 0
    stayed: int = 0
    others: int = 0
    lost: list[Diagnostic] = field(default_factory=list)
    notes: list[Diagnostic] = field(default_factory=list)


def prove(original: Original, taken: Taken, compiled: Tree, assets: Mapping[str, str], stored: Tree) -> Proof:
    """Compare the files of *original* with those *compiled* for its version, by path in the version's folder.

    *taken* is how its README was taken apart; *assets* maps its further files to those *stored* below the pack.
    """
    proof = Proof(original.version)
    for name, text in {"values.yaml": original.values, **original.texts}.items():
        proof.identical[name] = compiled.get(name) == text.encode()
        if not proof.identical[name]:
            proof.lost.append(_lost(original, name, "would not come out byte for byte"))
    _pack_json(original, compiled, proof)
    if original.readme is not None:
        _readme(original, taken, compiled, proof)
    for path in original.others:
        proof.others += 1
        if path not in assets or stored.get(assets[path]) != original.read(path):
            proof.lost.append(_lost(original, path, "would not be in the pack"))
    for path in sorted(set(compiled) - {*proof.identical, "README.md"}):
        proof.lost.append(_lost(original, path, "was not there and would be made up"))
    return proof


def _lost(original: Original, path: str, what: str, line: int = 1) -> Diagnostic:
    help = "this is a fault of packscribe: report it with this file"
    return Diagnostic(LOST, f"{path} {what}", original.folder.at(path, line), help, pack=original.folder.name)


def _pack_json(original: Original, compiled: Tree, proof: Proof) -> None:
    made = compiled.get("pack.json", b"").decode()
    proof.identical["pack.json"] = made == original.pack_json
    if differ(json.loads(made or "null"), dict(original.facts)):
        proof.lost.append(_lost(original, "pack.json", "would hold other data"))


def _readme(original: Original, taken: Taken, compiled: Tree, proof: Proof) -> None:
    """Hold each line of the README against the compiled one: it is there, or is a row whose record says it."""
    before = (original.readme or "").split("\n")
    after = compiled.get("README.md", b"").decode().split("\n")
    proof.identical["README.md"] = compiled.get("README.md") == original.read(original.readme_name)
    tables = _heads(original)
    for number in _missing(before, after):
        row = taken.rows.get(number)
        if row and row.record:
            proof.rows += 1
            now = next((line for line in after if line.startswith(f"| `{row.record['path']}` |")), "")
            gone = _tokens(row.described) - _tokens(now)
            if not now or gone:
                what = f"line {number} would be gone" if not now else f"line {number} would lose `{min(gone)}`"
                proof.lost.append(_lost(original, original.readme_name, what, number))
        elif number not in tables:
            proof.lost.append(_lost(original, original.readme_name, f"line {number} would be gone", number))
    if stayed := sum(taken.stayed.values()):
        why = ", ".join(f"{count} because {reason}" for reason, count in taken.stayed.most_common())
        help = "they are tables of the README as before; `packscribe audit` says what is wrong with paths and defaults"
        said = "1 row of a parameter table stays" if stayed == 1 else f"{stayed} rows of parameter tables stay"
        proof.notes.append(_note(original, STAYED, f"{said} words: {why}", 1, help))
    proof.stayed = stayed
    proof.lines = len(before)
    for other in taken.changed:
        documented = f"documented as {other.documented or 'empty'}"
        message = f"the default of `{other.path}` is {documented}, and values.yaml has another"
        help = "the table now says what values.yaml has; correct values.yaml if the README was right"
        proof.notes.append(_note(original, DEFAULT_READ, message, other.line, help))
    proof.notes += _shown_else(original)


def _shown_else(original: Original) -> Iterator[Diagnostic]:
    """Yield what the new README or a page of the docs site does not have as the old README on GitHub."""
    raw = original.read(original.readme_name)
    if original.readme_name != "README.md":
        help = "Palette and GitHub find it under both names"
        yield _note(original, SHOWN_ELSE, f"{original.readme_name} becomes README.md", 1, help)
    if raw != (original.readme or "").encode():
        help = "nothing else of it changes"
        message = "the README gets plain line ends and no byte order mark"
        yield _note(original, SHOWN_ELSE, message, 1, help)
    for remark in read_github(original.readme or "")[1]:
        help = "README.md keeps it as it is; write it otherwise if the page should show it too"
        yield _note(original, SHOWN_ELSE, f"on pages {remark.what}", remark.line, help)


def _note(original: Original, code: str, message: str, line: int, help: str) -> Diagnostic:
    place = Location(original.folder.shown(original.readme_name), line)
    return Diagnostic(code, message, place, help, Severity.NOTE, original.folder.name)


def _tokens(text: str) -> set[str]:
    """Return the words and addresses of *text*, without tags and the entities that stand for characters."""
    return set(_TOKEN.findall(_TAG.sub(" ", html.unescape(text))))


def _missing(before: list[str], after: list[str]) -> Iterator[int]:
    """Yield the numbers, from 1, of the lines of *before* that do not stand in *after* in this order."""
    if before == after:
        return
    for kind, start, end, _, _ in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind in ("replace", "delete"):
            yield from range(start + 1, end + 1)


def _heads(original: Original) -> set[int]:
    """Return the lines of the heads of tables, which have columns of their own once rows are records."""
    found = original.folder.once(readme_facts.tables)
    return {line for table in found for line in (table.header.line, table.header.line + 1)}
