"""Our prose as plain text, for comments and JSON Schema: no parser, so an unchanged pack stays fast."""

from __future__ import annotations

import re

_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_KEPT = re.compile(r"\0(\d+)\0")
_LINK = re.compile(
    r"!?\[((?:[^\[\]\\]|\\.){0,300})\]\(<?([^()\s<>]*(?:\([^()\s<>]*\)[^()\s<>]*)*)>?(?:\s+\"[^\"]*\")?\)"
)
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
# Bounded, so that a long line of openings without ends costs no more than a glance at each.
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*\\])([*_])(?=[^\s*_])(.{1,300}?)(?<=[^\s*_])\1(?![\w*])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_FENCE = re.compile(r"[ ]{0,3}(```+|~~~+)")
_ITEM = re.compile(r"(?:[-*+]|\d+[.)]) ")
_HEADING = re.compile(r"#{1,6} +")


def paragraphs(prose: str) -> list[str]:
    """Take prose in our small Markdown; return its paragraphs and list items as lines of plain text.

    Links become `text (url)`, code keeps its backquotes, fenced code and tables keep their lines, indented.
    """
    lines: list[str] = []
    fence = ""
    for line in prose.splitlines():
        marker = _FENCE.match(line)
        if marker and (not fence or line.strip() == fence):
            fence = "" if fence else marker[1]
        elif fence:
            lines.append(f"  {line}")
        else:
            _add(lines, line)
    return [line for line in lines if line]


def _add(lines: list[str], line: str) -> None:
    """Add a line outside of code: it goes on with the paragraph before it, unless it starts something."""
    text = _HEADING.sub("", line.strip(), count=1)
    if not text or not lines or not lines[-1] or lines[-1].startswith("  ") or _ITEM.match(text):
        lines.append(_flat(text))
    elif text.startswith("|"):
        lines.append(f"  {_flat(text)}")
    else:
        lines[-1] += f" {_flat(text)}"


def _flat(text: str) -> str:
    """Return one line without its markup; what stands in code stays as it is."""
    codes: list[str] = []

    def keep(found: re.Match[str]) -> str:
        codes.append(found[0])
        return f"\0{len(codes) - 1}\0"

    plain = _unmarked(_CODE.sub(keep, text.replace("\0", "\ufffd")))
    return _KEPT.sub(lambda found: codes[int(found[1])], plain)


def _unmarked(text: str) -> str:
    text = _LINK.sub(lambda found: f"{found[1]} ({found[2]})" if found[2] else found[1], text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    return _ESCAPE.sub(r"\1", text)
