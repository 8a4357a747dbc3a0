"""What a difference between a file and pack.yaml is called."""

from __future__ import annotations

from generator.readback.scopes import Said, Scope

_WIDTH = 100
_BEFORE = 24
_NAMES = {
    "admonition": "box",
    "attributes": "attribute list",
    "cell": "cell",
    "code": "code block",
    "columns": "table with the columns",
    "commented": "commented-out key",
    "component": "component",
    "constraint": "constraint of",
    "enabled-presets": "line of enabled presets",
    "front": "front matter",
    "element": "element",
    "hand-comment": "comment at",
    "heading": "heading of level",
    "html": "HTML",
    "item": "list item",
    "preset-add": "what is added by the preset",
    "preset-remove": "path removed by the preset",
    "row": "table row",
    "step": "step",
    "tab-value": "tab value",
    "value": "value of",
}


def quoted(text: str) -> str:
    """Return *text* on one line in backquotes, cut where it is long."""
    shown = text.replace("\n", "↵")
    if len(shown) > _WIDTH:
        shown = shown[: _WIDTH - 1] + "…"
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


def both(left: str, right: str) -> tuple[str, str]:
    """Return two texts quoted, from a little before the place where they part."""
    longest = max(len(left), len(right))
    if longest <= _WIDTH:
        return quoted(left), quoted(right)
    same = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    start = max(0, same - _BEFORE)
    lead = "…" if start else ""
    return quoted(lead + left[start:]), quoted(lead + right[start:])


def named(said: Said) -> str:
    """Return what kind of thing *said* is, and its name if it has one."""
    name = _NAMES.get(said.kind, said.kind)
    return f"{name} {quoted(said.key)}" if said.key else name


def stated(said: Said) -> str:
    """Return *said* whole: its kind, its name and its words."""
    return f"{named(said)} {quoted(said.value)}" if said.value else named(said)


def place(scope: Scope) -> str:
    """Return where in a file *scope* is."""
    return " > ".join(quoted(entry) for entry in scope) if scope else "the top level of the file"


def within(scope: Scope) -> str:
    """Return ` in …` for a scope, nothing for the top level."""
    return f", in {place(scope)}" if scope else ""
