"""The catalog page: every pack in one table."""

from __future__ import annotations

from collections.abc import Sequence

from generator.prose import Code, Link, Text, phrase, words
from generator.view import PackView
from generator.view.lifecycle import version_state
from generator.view.said import Grid, Said, plain

HEAD = ("Pack", "Description", "Layer", "Clouds", "Latest version", "State")


def catalog_grid(views: Sequence[PackView]) -> Grid:
    """Return the table of *views*, by display name."""
    ordered = sorted(views, key=lambda v: (v.pack.display_name.lower(), v.pack.name))
    return Grid(tuple(phrase(h) for h in HEAD), tuple(_row(v) for v in ordered))


def _row(view: PackView) -> tuple[Said, ...]:
    pack, newest = view.pack, view.newest.version
    at = ("versions", pack.versions.index(newest))
    clouds = [phrase(c.value) for c in pack.cloud_types or ()]
    return (
        Said(phrase(Link((Text(pack.display_name),), f"{pack.name}.md")), ("displayName",)),
        plain(pack.description, "description"),
        plain(pack.layer.value, "layer"),
        Said(words(clouds) if clouds else phrase("not stated"), ("cloudTypes",)),
        Said(phrase(Code(newest.version)), (*at, "version")),
        plain(version_state(newest, view.settings.as_of), *at, "lifecycle"),
    )
