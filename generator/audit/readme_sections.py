"""README without a section of the template

The template of community packs has the sections Prerequisites, Parameters, Upgrade, Usage and References, and a reader
looks for them. Here at least one is missing. A heading of any level counts, and any heading with the word in it.

    # Monitoring
    ## Prerequisites
    ## Usage

Add the sections that are named. One that does not apply says so in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit import readme_facts
from generator.audit.folder import PackFolder
from generator.audit.wording import listing
from generator.diagnostics import Diagnostic, Severity

CODE = "PS268"

_SECTIONS = {
    "Prerequisites": re.compile(r"\bpre-?requisites?\b", re.IGNORECASE),
    "Parameters": re.compile(r"\bparameters?\b", re.IGNORECASE),
    "Upgrade": re.compile(r"\bupgrad(?:e|es|ing)\b", re.IGNORECASE),
    "Usage": re.compile(r"\busage\b", re.IGNORECASE),
    "References": re.compile(r"\breferences?\b", re.IGNORECASE),
}


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield one note that lists the sections that are missing."""
    if folder.readme is None or not folder.readme.text.strip():
        return
    titles = [heading.title[:300] for heading in folder.once(readme_facts.text).headings]
    missing = [name for name, word in _SECTIONS.items() if not any(map(word.search, titles))]
    if missing:
        message = f"the README has no section {listing(missing)}"
        help = f"add {listing(f'## {name}' for name in missing)}, as the template of community packs has it"
        yield folder.problem(CODE, message, folder.readme.spot(1), help, severity=Severity.NOTE)
