"""Prose that cannot be carried

Prose is a small Markdown that every page can show: text, code, **strong**, links, lists, fences and tables. Headings,
HTML, images, emphasis, rules and quotations are not part of it, and links lead to `https://`, `http://` or `mailto:`
addresses, or to a `#place` on the page. Words such as `[Optional]: true` are the address of a link to Markdown, and
no page would show them.

    text: "See <b>the manual</b>."

The help line says what to write instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import prose
from generator.catalog import LINE, LoadedPack
from generator.checks.walk import prose as texts
from generator.diagnostics import Diagnostic
from generator.settings import Settings

CODE = "PS218"


def check(loaded: LoadedPack, settings: Settings) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each piece of prose that no dialect can carry."""
    for route, text in texts(loaded.pack):
        for problem in prose.problems(text):
            yield loaded.problem(CODE, problem.message, (*route, LINE, problem.line), problem.help)
