"""Former names of pages that two packs claim, or that a pack has: a redirect can lead to one page only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.diagnostics import Diagnostic, Location
from generator.model.listing import PackListing
from generator.overview.redirects import taken

#: Takes the name of a pack and the number of a former name in its `page.redirects`; returns where that stands.
Where = Callable[[str, int], Location]


def former_names(packs: Sequence[PackListing], where: Where) -> Iterator[Diagnostic]:
    """Yield an error for each former name that is also another page's."""
    for one in taken(packs):
        whose = f"the pack `{one.owner}`" if one.owner != one.pack else "this pack itself"
        message = f"the former name `{one.name}` is already that of {whose}"
        help = "take it out of `page.redirects` of one of them"
        yield Diagnostic("PS413", message, where(one.pack, one.number), help).in_pack(one.pack)
