"""GitHub-Flavored Markdown of an imported README as the tree that every page dialect emits.

A README is written for GitHub: it has HTML, images, alerts and links that lead nowhere on a page. What a page can show
is converted; what it cannot is shown as words or left out, and each such place is a `Remark`. Nothing here raises for
a text, whatever it holds.
"""

from __future__ import annotations

from generator.github_markdown.blocks import read
from generator.github_markdown.levels import shifted
from generator.github_markdown.remarks import Remark
from generator.prose import Passage

__all__ = ["Remark", "parse_github", "read_github", "shifted"]


def parse_github(text: str) -> Passage:
    """Take a README or a piece of one; return its blocks as GitHub would show them."""
    return read(text)[0]


def read_github(text: str) -> tuple[Passage, tuple[Remark, ...]]:
    """Take a README or a piece of one; return its blocks, and what of it a page does not show as GitHub does."""
    return read(text)
