"""Words of a comment that belong together, and what they are about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from generator.values.remarks import Remark

Dialect = Literal["helm-docs", "bitnami", "plain"]

_LEAD_IN = re.compile(
    r"(?i)(?:for |an? |some |see )?(?:examples?|e\.?g|ex|i\.?e|sample|usage)\b(?:\W*|[^.]{0,60})$|.{0,200}:$"
)
_CONNECTING = re.compile(
    r"(?i)(?:,|.\s(?:an?|and|as|at|be|by|for|from|if|in|into|is|it|of|on|or|than|that|the|this|to|when|with))\Z"
)
_EXAMPLE = ("for example", "for instance", " e.g")
_OPEN_END = (",", " a", " an", " and", " as", " by", " from", " of", " or", " the", " when")
_BARE_LEAD_IN = re.compile(r"(?i)\W*(?:for |an? |some )?(?:examples?|e\.?g|ex|i\.?e|sample|usage)\W*$")


@dataclass(frozen=True, slots=True)
class Target:
    """The live key directly below a run. *takes_items* and *empty* tell of its value what an example may show."""

    key: str
    empty: bool
    takes_items: bool


@dataclass(slots=True)
class Passage:
    """Words of one way of writing: about the *path* they name, the commented-out *key*, or else the live key below.

    *unsure* tells that they may be about something else as well.
    """

    dialect: Dialect
    line: int
    indent: int
    lines: list[str] = field(default_factory=list)
    path: str = ""
    key: Remark | None = None
    default_text: str | None = None
    raw: bool = False
    ignored: bool = False
    unsure: bool = False

    def add(self, remark: Remark, words: str) -> None:
        """Add a line of words."""
        if not any(self.lines):
            self.line, self.indent = remark.line, remark.indent
        self.lines.append(words)

    def drop_lead_in(self) -> None:
        """Leave out the line that announces an example."""
        while self.lines and not self.lines[-1]:
            self.lines.pop()
        if not self.lines:
            return
        last = self.lines[-1]
        before = self.lines[-2] if len(self.lines) > 1 else ""
        if _BARE_LEAD_IN.match(last):
            self.lines.pop()
        elif last.endswith(":") and (sentence := last.rfind(". ")) > 0:
            self.lines[-1] = last[: sentence + 1]
        elif last.endswith(":") and len(self.lines) > 1 and not before[-1:].isalnum():
            self.lines.pop()
        elif last.endswith(":"):
            self.lines[-1] = last[:-1].rstrip()

    @property
    def unfinished(self) -> bool:
        """Whether the last line breaks off in a sentence: the next one goes on with it, whatever it looks like."""
        return bool(self.lines) and _CONNECTING.search(self.lines[-1], max(0, len(self.lines[-1]) - 8)) is not None

    @property
    def wants_more(self) -> bool:
        """Whether the last line cannot be the end of anything."""
        return self.lines[-1].endswith(_OPEN_END) and not self.leads_in

    @property
    def leads_in(self) -> bool:
        """Whether the last words announce something that follows."""
        last = next((line for line in reversed(self.lines) if line), "")
        return _LEAD_IN.match(last) is not None or last.lower().rstrip(",:.").endswith(_EXAMPLE)
