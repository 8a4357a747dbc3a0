"""Facts read again from what was generated, by readers that know nothing of templates or of the code that emits."""

from __future__ import annotations

from generator.readback.facts import Fact

__all__ = ["DIALECTS", "Fact", "read"]

#: What `read` can read: four page dialects, five kinds of file of a pack folder, and what is made of all packs.
DIALECTS = (
    "docusaurus",
    "gatsby",
    "material",
    "github",
    "values.yaml",
    "pack.json",
    "presets.yaml",
    "schema.yaml",
    "values.schema.json",
    "packs.json",
    "configure.json",
    "atom",
    "ics",
    "timeline",
    "redirect",
)


def read(path: str, text: str, dialect: str) -> list[Fact]:
    """Take the *text* of the generated file *path*; return its facts in the order of the file. Never raises for a text.

    A file that cannot be read at all gives one fact of kind `unreadable`.
    """
    if dialect.endswith(".json"):
        from generator.readback.json_text import read_json

        return read_json(path, text)
    if dialect == "values.yaml":
        from generator.readback.values_yaml import read_values

        return read_values(path, text)
    if dialect in ("presets.yaml", "schema.yaml"):
        from generator.readback import palette

        return palette.read_presets(path, text) if dialect == "presets.yaml" else palette.read_schema(path, text)
    if dialect in ("atom", "ics"):
        from generator.readback.atom import read_atom
        from generator.readback.ics import read_ics

        return read_atom(path, text) if dialect == "atom" else read_ics(path, text)
    if dialect in ("timeline", "redirect"):
        from generator.readback.redirect import read_redirect
        from generator.readback.timeline_svg import read_timeline

        return read_timeline(path, text) if dialect == "timeline" else read_redirect(path, text)
    from generator.readback.page import read_page

    return read_page(path, text, dialect)
