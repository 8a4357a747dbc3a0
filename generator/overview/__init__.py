"""What is made of all packs together for programs: packs.json, feeds, a timeline, llms.txt, redirects.

Each module makes one file from the records of `generator.model.listing`; none reads a clock or a disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model.listing import PackListing
from generator.overview.packs_json import packs_information, packs_json
from generator.overview.redirects import redirects
from generator.overview.retirements_atom import retirements_atom
from generator.overview.retirements_ics import retirements_ics
from generator.overview.retirements_svg import retirements_svg
from generator.settings import Settings
from generator.view.ends import ends
from generator.view.timeline import endings


def overview(packs: Iterable[PackListing], settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file that is made of all *packs*."""
    listed = sorted(packs, key=lambda pack: pack.name)
    ending = ends(listed, settings.as_of)
    yield "docs_src/packs.json", packs_json(listed, settings)
    yield from redirects(listed, settings)
    yield "docs_src/packs_information.json", packs_information(listed)
    yield "docs_src/retirements.atom", retirements_atom(ending, settings)
    yield "docs_src/retirements.svg", retirements_svg(endings(ending), settings.as_of)
    yield "docs_src/retirements.ics", retirements_ics(ending, settings)
