"""What a code means, from where the code lives: the docstring of its check, or a catalogue entry."""

from __future__ import annotations

import inspect

from generator.audit import audit_modules
from generator.checks import check_modules
from generator.diagnostics.catalogue import EXPLANATIONS


def explanation(code: str) -> str | None:
    """Return the page of *code* as Markdown, or none where no such code exists."""
    wanted = code.upper()
    for module in (*check_modules(), *audit_modules()):
        if wanted == module.CODE:
            return f"# {wanted}: {inspect.getdoc(module)}\n"
    found = EXPLANATIONS.get(wanted)
    return f"# {found.code}: {found.title}\n\n{found.text.strip()}\n" if found else None


def codes() -> list[str]:
    """Return every code there is, sorted."""
    return sorted({*EXPLANATIONS, *(str(m.CODE) for m in (*check_modules(), *audit_modules()))})
