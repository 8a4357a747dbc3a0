"""What a code means, from where the code lives: the docstring of its check, or a catalogue entry."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from difflib import get_close_matches
from types import ModuleType

from generator.audit import audit_modules
from generator.diagnostics.catalogue import EXPLANATIONS, Explanation


def explanation(code: str) -> str | None:
    """Return the page of *code* as Markdown, or none where no such code exists."""
    found = explained(code)
    return f"# {found.code}: {found.title}\n\n{found.text}\n" if found else None


def explained(code: str) -> Explanation | None:
    """Return title and text of *code*, or none where no such code exists."""
    wanted = code.upper()
    if wanted in EXPLANATIONS:
        return EXPLANATIONS[wanted]
    if change := _changes().explained(wanted):
        return Explanation(wanted, *change)
    for modules in (audit_modules, _check_modules):
        for module in modules():
            if wanted == module.CODE:
                title, _, text = (inspect.getdoc(module) or "").partition("\n")
                return Explanation(wanted, title, text.strip())
    return None


def title(code: str) -> str:
    """Return the title of *code*, "" where there is none."""
    found = explained(code)
    return found.title if found else ""


def codes() -> list[str]:
    """Return every code there is, sorted."""
    return sorted({*EXPLANATIONS, *_changes().KINDS, *(str(m.CODE) for m in (*_check_modules(), *audit_modules()))})


def prefixes(given: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """Take codes, or what several begin with (`PS26`), with commas between them.

    Return them in capitals, and what is wrong with the first that no code begins with ("" where nothing is).
    """
    wanted = tuple(text.strip().upper() for each in given for text in each.split(","))
    known = codes() if wanted else []
    for text in wanted:
        if not text.startswith("PS") or not any(code.startswith(text) for code in known):
            return (), f"there is no code `{text[:20]}`; the nearest is `{_nearest(text[:20], known)}`"
    return wanted, ""


def _nearest(text: str, known: list[str]) -> str:
    number = text.removeprefix("PS")
    if len(number) == 3 and number.isascii() and number.isdigit():
        return min(known, key=lambda code: abs(int(code[2:]) - int(number)))
    return get_close_matches(text, known, n=1, cutoff=0)[0]


def _check_modules() -> tuple[ModuleType, ...]:
    from generator.checks import check_modules  # the models of pack.yaml, which an audit has no need of

    return check_modules()


def _changes() -> ModuleType:
    from generator.meaning import explained  # the models of pack.yaml, which an audit has no need of

    return explained
