"""Name or version that no registry takes

A pack is published under its name as the repository and its version as the tag, and its folder and archive are called
so too. This one cannot be: it holds a slash, a space or another character that neither may have.

    "name": "../monitoring",        no repository
    "version": "1.4/rc"             no tag

Write letters, digits, dots, dashes and underscores, and begin with a letter or a digit. Capital letters in a name and
a `+` in a version are only warned of: Palette itself reads them, and an OCI registry refuses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.audit.wording import short
from generator.diagnostics import Diagnostic, Severity

CODE = "PS292"

# The OCI distribution specification 1.1: a part of a repository's name, and a tag.
_REPOSITORY = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
_HARMLESS = re.compile(r"[A-Za-z0-9](?:(?!\.\.)[A-Za-z0-9._+-]){0,127}")
_RULES = {
    "name": ("repository", _REPOSITORY, "write small letters and digits, with dots, dashes or underscores between"),
    "version": ("tag", _TAG, "write at most 128 letters, digits, dots, dashes and underscores"),
}


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a finding for a name that can be no repository, and for a version that can be no tag."""
    for key, (what, rule, help) in _RULES.items():
        text = folder.facts.get(key)
        if folder.pack_json and isinstance(text, str) and text and not rule.fullmatch(text):
            severity = Severity.WARNING if _HARMLESS.fullmatch(text) else Severity.ERROR
            message = f"no {what} can be called `{short(text)}`"
            yield folder.problem(CODE, message, folder.pack_json.where((key,)), help, severity=severity)
