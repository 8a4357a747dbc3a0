"""README that MDX would run

A part of the README compiles as MDX and is then more than text: braces around a name are evaluated, a tag that begins
with a capital letter asks for a component, a `style` must be an object and not a text, and a block that begins with
`import` or `export` is a module. The page fails when it is drawn, or shows something else than GitHub does.

    The namespace is {namespace}.                         evaluated
    <span style="color: red">careful</span>               fails

Put braces and placeholders into backquotes, or write `&#123;` and `&lt;`; leave `style` out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.audit.folder import PackFolder
from generator.audit.mdx_page import Live, page
from generator.audit.wording import short
from generator.diagnostics import Diagnostic

CODE = "PS285"
MOST = 50


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each place of README.md that an MDX page would evaluate."""
    readme = folder.readme
    if readme is None or not readme.text:
        return
    for found in islice(folder.once(page).live, MOST):
        message, help = _said(found)
        yield folder.problem(CODE, message, readme.at(found.offset), help)


def _said(found: Live) -> tuple[str, str]:
    shown = short(found.text, 40)
    match found.kind:
        case "component":
            message = f"`<{shown}>` is a component in MDX, and nobody defines it"
            return message, f"put it in backquotes, or write `&lt;{shown}>`"
        case "style":
            message = f"`style` of `<{shown}>` is a text, and a page of MDX fails on it"
            return message, "leave `style` out"
        case "module":
            message = f"`{shown}` is JavaScript in MDX: it is run, and not shown"
            return message, "put it in a fenced block"
    return f"`{shown}` is evaluated by MDX, and not shown", "put it in backquotes, or write `&#123;` for the brace"
