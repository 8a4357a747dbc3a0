"""A page of any dialect: its front matter, then its blocks."""

from __future__ import annotations

import json
import re

from generator.readback.blocks import read_blocks
from generator.readback.dialect import DIALECTS
from generator.readback.facts import Fact, Lines, Place, lines_of
from generator.readback.yaml_file import Broken, YamlFile

_FENCE = re.compile(r"---[ \t]*$")


def read_page(path: str, text: str, dialect: str) -> list[Fact]:
    """Return the facts of a page in the order of its lines."""
    rules = DIALECTS[dialect]
    lines = lines_of(text.removeprefix("\ufeff"))
    facts: list[Fact] = []
    body = 0
    if rules.has_frontmatter:
        body = _front_end(lines)
        if body:
            facts += _front_matter(lines[1 : body - 1])
    read_blocks(lines[body:], Place(facts), rules)
    return facts


def _front_end(lines: Lines) -> int:
    """Return the position after the front matter, 0 where the page has none."""
    if not lines or not _FENCE.match(lines[0].text):
        return 0
    closing = (n for n, line in enumerate(lines[1:], 1) if _FENCE.match(line.text))
    return next(closing, -1) + 1


def _front_matter(lines: Lines) -> list[Fact]:
    if not lines:
        return []
    try:
        file = YamlFile("\n".join(line.text for line in lines), lines[0].number)
    except Broken as error:
        return [Fact((), "unreadable", "", str(error), error.line, max(error.line, lines[-1].number))]
    facts = [file.fact("notice", "", comment.text, comment.line) for comment in file.comments()]
    facts += [file.fact("comment", str(e.path[-1]), said, e.key_line) for e, said in file.trailing_comments() if e.path]
    if isinstance(file.data, dict):
        facts += [file.entry_fact("front", e, file.json(e), str(e.path[0])) for e in file.entries if len(e.path) == 1]
    elif file.entries:
        whole = json.dumps(file.data, ensure_ascii=False, default=str)
        facts.append(Fact((), "front", "", whole, lines[0].number, lines[-1].number))
    return sorted(facts, key=lambda fact: fact.line)
