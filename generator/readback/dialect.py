"""How the four page dialects differ for a reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import Pattern

_COMMON = r"#{1,6}(?:[ \t]|$)|`{3,}[^`]*$|~{3,}"
_RULE = r"(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$"
_LIST = r"[-*+][ \t]+\S|1[.)][ \t]+\S"
_MDX = r"|:{3,}|</?[A-Za-z][^<>]*>\s*$"


@dataclass(frozen=True)
class Dialect:
    """A page dialect. *nest* is the indentation of what belongs to a list item, 0 for the width of its marker."""

    name: str
    interrupts: Pattern[str]
    is_mdx: bool = False
    is_material: bool = False
    has_alerts: bool = False
    has_frontmatter: bool = True
    nest: int = 0

    @property
    def indented_code(self) -> bool:
        """Whether four spaces make a code block."""
        return not self.is_mdx


def _starts(pattern: str) -> Pattern[str]:
    return re.compile(rf"[ \t]*(?:{pattern})", re.IGNORECASE)


# What ends a paragraph without a blank line before it.
_COMMONMARK = f"{_COMMON}|>|{_RULE}|{_LIST}|<!--"
_PYTHON_MARKDOWN = rf'{_COMMON}|#{{1,6}}|>|{_RULE}|!!!|\?\?\?|===[!+]*[ ]+"|<!--'

DIALECTS = {
    "docusaurus": Dialect("docusaurus", _starts(_COMMONMARK + _MDX), is_mdx=True),
    "gatsby": Dialect("gatsby", _starts(_COMMONMARK + _MDX), is_mdx=True),
    "github": Dialect("github", _starts(_COMMONMARK), has_alerts=True, has_frontmatter=False),
    "material": Dialect("material", _starts(_PYTHON_MARKDOWN), is_material=True, nest=4),
}

#: The words of all dialects for the four kinds of admonition.
KINDS = {"caution": "warning", "note": "info", "important": "info"}
ALERTS = {"caution": "danger", "note": "info", "important": "info"}
