"""The catalog page: every pack in one table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from generator.model.listing import PackListing
from generator.prose import Code, Link, Text, phrase
from generator.view import PackView
from generator.view.files import picture
from generator.view.lifecycle import version_state
from generator.view.listing import pack_listing
from generator.view.said import Grid, Said, plain

HEAD = ("Pack", "Description", "Layer", "Clouds", "Architectures", "Latest version", "State", "Tags")
UNKNOWN = "not stated"


class Entry(NamedTuple):
    """What is said of one pack where all are: the words it is sorted by, its name, its row, and its record."""

    key: str
    name: str
    row: tuple[Said, ...]
    listing: PackListing


def catalog_grid(entries: Iterable[Entry]) -> Grid:
    """Return the table of *entries*, by display name."""
    ordered = sorted(entries, key=lambda entry: (entry.key, entry.name))
    return Grid(tuple(phrase(h) for h in HEAD), tuple(entry.row for entry in ordered))


def catalog_entry(view: PackView) -> Entry:
    """Return what the catalog says of the pack of *view*."""
    return Entry(view.pack.display_name.lower(), view.pack.name, _row(view), pack_listing(view))


def _row(view: PackView) -> tuple[Said, ...]:
    pack, newest = view.pack, view.newest.version
    at = ("versions", pack.versions.index(newest))
    logo = picture(pack, "")  # the name beside it says it all
    name = Link((Text(pack.display_name),), f"{pack.name}.md")
    return (
        Said(phrase(logo.what, " ", name) if logo else phrase(name), ("displayName",)),
        plain(pack.description, "description"),
        plain(pack.layer.value, "layer"),
        plain(_listed(pack.cloud_types or ()), "cloudTypes"),
        plain(_listed(pack.architectures), "architectures"),
        Said(phrase(Code(newest.version)), (*at, "version")),
        plain(version_state(newest, view.settings.as_of), *at, "lifecycle"),
        plain(_listed(pack.tags), "tags"),
    )


def _listed(names: Iterable[str]) -> str:
    """Return *names* with commas, so that filters can take them apart."""
    return ", ".join(names) or UNKNOWN
