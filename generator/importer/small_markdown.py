"""Cells of a README in the small Markdown of pack.yaml: the words, code, links and strong words; nothing else."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.prose import LINK_SCHEMES, problems
from generator.readme.cells import parts

_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_MARK = re.compile(r"([\\`*_\[\]<>#|~&!])")
_RELATIVE = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]*)[^()]*\)")


@lru_cache(maxsize=4096)
def small(cell: str) -> str:
    """Take the GitHub Markdown of a cell; return it as prose of pack.yaml that says the same words."""
    text = _BREAK.sub(" ", cell).strip()
    text = _RELATIVE.sub(_link, text)
    if not text or not any(problems(text)):
        return text
    written = "".join(_code(part.text) if part.code else _MARK.sub(r"\\\1", part.text) for part in parts(text))
    return written.strip() if not any(problems(written.strip())) else _MARK.sub(r"\\\1", text)


def _link(found: re.Match[str]) -> str:
    """Keep a link that works anywhere; of another, and of a picture, keep the words and the address."""
    words, url = found[1], found[2]
    if url.startswith(LINK_SCHEMES):
        return f"[{words or url}]({url})"
    return f"{words} ({_code(url)})" if url else words


def _code(text: str) -> str:
    ticks = "``" if "`" in text else "`"
    pad = " " if "`" in text else ""
    return f"{ticks}{pad}{text}{pad}{ticks}" if text else ""
