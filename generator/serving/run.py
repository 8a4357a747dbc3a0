"""The loop of `serve`: wait for a save, compile, tell."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Diagnostic
from generator.serving.process import no_site
from generator.serving.rebuild import Rebuilder, Round
from generator.serving.site import Address, Site, served
from generator.serving.watch import Watch

_WHILE_STARTING, _WHILE_SERVING = 0.1, 1.0  # seconds between two looks at MkDocs


@dataclass(frozen=True, slots=True)
class Reached:
    """The site answers at *address*, from now on."""

    address: Address


Event = Round | Reached | Diagnostic


def serve(
    root: Path, names: Sequence[str], address: Address, *, in_browser: bool = False
) -> Generator[Event, None, None]:
    """Compile the packs *names* (empty: all) below *root*, then again whatever is saved, and serve the site.

    Yields what happens, until MkDocs ends, whose diagnostic is the last event, or the caller stops. The site is
    served with the files that are there, so an error in a pack keeps its last good page.
    """
    rebuilder = Rebuilder(root, names)
    with ExitStack() as closing:
        watch = Watch(root, names)
        yield rebuilder.round()
        closing.enter_context(watch)
        if watch.trouble:
            yield watch.trouble
        site = None
        if reason := no_site(root):
            yield reason
        else:
            site = closing.enter_context(served(root, address, in_browser=in_browser))
        yield from _rounds(watch, rebuilder, site)


def _rounds(watch: Watch, rebuilder: Rebuilder, site: Site | None) -> Iterator[Event]:
    reached = site is None
    while True:
        if changed := watch.changed(_WHILE_SERVING if reached else _WHILE_STARTING):
            yield rebuilder.round(changed)
        if site and (ended := site.ended):
            yield ended
            return
        if site and not reached and site.answers:
            reached = True
            yield Reached(site.address)
