"""What the codes of reading back mean: a generated file states something else than pack.yaml."""

from __future__ import annotations

_WAY_OUT = """
The help line names the place in pack.yaml that rules the fact. If pack.yaml is right, run `packscribe build`; if the
file is right, move the change into pack.yaml first. If the message stays after a build, the template or the dialect
that writes the file loses or changes the fact.
"""

#: Code to title and text (Markdown).
DRIFT: dict[str, tuple[str, str]] = {
    "PS510": (
        "A generated file states a fact wrongly",
        "A reader found the fact in its place, with other words than pack.yaml rules: a default of `azure` where the "
        "source says `none`, a heading of another level, a cell, a date, a link.\n" + _WAY_OUT,
    ),
    "PS511": (
        "A generated file does not state a fact",
        "pack.yaml has a fact that the file must state, and no reader finds it there. The place in the message is "
        "the fact that stands before the gap. What a missing heading, box or table row would hold is not listed "
        "apart.\n" + _WAY_OUT,
    ),
    "PS512": (
        "A generated file states a fact twice",
        "The same words stand once more under the same heading than pack.yaml has them.\n" + _WAY_OUT,
    ),
    "PS513": (
        "A fact stands in the wrong place",
        "The fact is there, under another heading, in another version's tab or in another box than pack.yaml puts it: "
        "a limitation of 1.3.x that is told of 1.4.x is false.\n" + _WAY_OUT,
    ),
    "PS514": (
        "Nothing in pack.yaml says this",
        "The file states something for which there is no fact in pack.yaml: a sentence added by hand, a key, a "
        "table row, a tag.\n" + _WAY_OUT,
    ),
    "PS515": (
        "Facts stand in another order",
        "Everything is there, but not in the order that pack.yaml gives it; steps in the wrong order are wrong "
        "steps. Only the first one is reported.\n" + _WAY_OUT,
    ),
    "PS516": (
        "A generated file cannot be read",
        "The file, or the front matter of a page, is broken YAML or JSON, so that nothing in it can be compared.\n"
        + _WAY_OUT,
    ),
}
