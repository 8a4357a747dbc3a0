"""llms.txt: what there is to read, for language models (llmstxt.org)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.listing import PackListing
from generator.prose import Link, Text, phrase
from generator.settings import Settings
from generator.view.said import Said, day, plain


@dataclass(frozen=True)
class LinkSection:
    """Links of one kind. The route of each starts with the name of its pack."""

    title: str
    links: tuple[Said, ...]


@dataclass(frozen=True)
class Llms:
    """The words of llms.txt."""

    title: str
    summary: Said
    sections: tuple[LinkSection, ...]


def llms(packs: Sequence[PackListing], settings: Settings) -> Llms:
    """Return the words of llms.txt for *packs*; addresses are whole where packscribe.toml states that of the site."""
    site = settings.site_folder
    summary = (
        "Packs of Spectro Cloud Palette: what they do, their versions, parameters, presets, capabilities, limits, and "
        f"what ends. States are as of {day(settings.as_of)}. Every page is here as Markdown, with the same facts."
    )
    listed = sorted(packs, key=lambda pack: pack.name)
    sections = (
        LinkSection("Packs", tuple(_pack(pack, site) for pack in listed)),
        LinkSection("Guides", tuple(link for pack in listed for link in _guides(pack, site))),
        LinkSection("All packs", tuple(_link(*parts, site=site) for parts in _OF_ALL)),
    )
    return Llms("Palette packs", plain(summary), tuple(section for section in sections if section.links))


_OF_ALL = (
    ("Catalog", "packs/index.md", "every pack with its layer, clouds, newest version and state"),
    ("Retirements", "retirements.md", "what ends, when, and what to use instead"),
    ("packs.json", "packs.json", "all of it as data"),
    ("retirements.atom", "retirements.atom", "what ends, as a feed"),
    ("retirements.ics", "retirements.ics", "what ends, as a calendar"),
)


def _pack(pack: PackListing, site: str) -> Said:
    more = f"{pack.description}. Layer {pack.layer}, newest version {pack.latest_version}, {pack.state}."
    return _link(pack.display_name, pack.markdown, more.replace("..", "."), pack.name, "description", site=site)


def _guides(pack: PackListing, site: str) -> Iterator[Said]:
    for guide in pack.guides:
        yield _link(
            f"{pack.display_name}: {guide.title}", guide.markdown, guide.description, pack.name, "guides", site=site
        )


def _link(words: str, address: str, more: str, *route: str, site: str) -> Said:
    return Said(phrase(Link((Text(words),), f"{site}{address}"), f": {more}"), route)
