"""Words and data as GitHub Markdown in which they cannot do anything: no HTML, mention or link, no end of a block."""

from __future__ import annotations

import html
import re

from generator.diagnostics.report import printable

_SPECIAL = re.compile(r"([\\*_\[\]|~<>&!#])")
_RUNS = re.compile(r"`+")
_WIDEST = 300
#: After these, GitHub makes links of what follows: people, issues, addresses. A space of no width keeps it from that.
_LINKING = re.compile(r"(?<=[@#])(?=\w)|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=GH-)(?=\d)", re.IGNORECASE)


def text(words: str) -> str:
    """Return *words* as text; what stands between backticks is code. Line ends become spaces."""
    line = printable(" ".join(words.split()))
    parts = line.split("`")
    if len(parts) % 2 == 0:  # a backtick that opens nothing
        return _plain(line.replace("`", "'"))
    return "".join(_plain(part) if number % 2 == 0 else code(part) for number, part in enumerate(parts))


def code(data: str) -> str:
    """Return *data* as a code span, in which nothing is Markdown."""
    line = printable(" ".join(data.split())).replace("`", "'")
    return f"`{line}`" if line else ""


def tag(data: str) -> str:
    """Return *data* as code within HTML."""
    return f"<code>{html.escape(printable(data))}</code>"


def fence(language: str, lines: list[str]) -> str:
    """Return *lines* as a code block that none of them can close. Lines that are very long are cut."""
    shown = [_cut(printable(line.replace("\t", "    "))) for line in lines]
    longest = max((len(run[0]) for line in shown for run in _RUNS.finditer(line)), default=0)
    marks = "`" * max(3, longest + 1)
    return "\n".join([f"{marks}{language}", *shown, marks])


def folded(summary: str, body: str) -> str:
    """Return *body* behind *summary*, which is HTML, to be unfolded."""
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>"


def _plain(words: str) -> str:
    return _LINKING.sub("\u200b", _SPECIAL.sub(_entity, words))


def _entity(found: re.Match[str]) -> str:
    """Return a character that could mean something as what cannot."""
    return html.escape(found[1]) if found[1] in "<>&" else f"\\{found[1]}"


def _cut(line: str) -> str:
    return line if len(line) <= _WIDEST else f"{line[:_WIDEST]}… ({len(line) - _WIDEST} more characters)"
