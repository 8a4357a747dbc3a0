"""Lists in pages: tags of a repository, repositories of a registry. Pages end, and stay with the registry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.registry.names import is_repository, is_tag
from generator.registry.wire.address import joined
from generator.registry.wire.budget import Budget
from generator.registry.wire.client import Client
from generator.registry.wire.failures import LED_ASTRAY, NO_REGISTRY, UNSUPPORTED, Trouble
from generator.registry.wire.scopes import CATALOG, pull
from generator.registry.wire.shown import parsed
from generator.registry.wire.transport import Answer, Request

LARGEST_PAGE = 4 * 2**20
_MOST_PAGES, _MOST_NAMES = 1000, 200_000
_PAGE = 1000
_LINK = re.compile(r"<([^<>]{1,4096})>([^<]{0,200})")
_NEXT = re.compile(r"""\brel="?next\b""", re.IGNORECASE)
_LISTS_NOT = {401, 403, 404, 405, 410, 501}


def tags(client: Client, repository: str, budget: Budget) -> list[str]:
    """Return the tags of *repository*, sorted; none where there is no such repository."""
    place = client.place("listing the tags", repository)
    url = client.url(repository, f"tags/list?n={_PAGE}", budget)
    request = Request("GET", url, place, limit=LARGEST_PAGE, scopes=pull(repository))
    return sorted({tag for tag in names(client, request, "tags", budget) if is_tag(tag)})


def repositories(client: Client, budget: Budget) -> list[str]:
    """Return the repositories of the whole registry, sorted. Raise where it lists none: many do so for nobody."""
    place = client.place("listing the repositories")
    url = client.url("", f"_catalog?n={_PAGE}", budget)
    request = Request("GET", url, place, limit=LARGEST_PAGE, scopes=CATALOG)
    try:
        found = names(client, request, "repositories", budget, absent=False)
        return sorted({name for name in found if is_repository(name)})
    except Trouble as trouble:
        if trouble.status in _LISTS_NOT:
            message = f"{place}: the registry does not list its repositories ({trouble.status})"
            raise Trouble(UNSUPPORTED, message, "name the packs that you look for", world=False) from None
        raise


def names(client: Client, request: Request, key: str, budget: Budget, *, absent: bool = True) -> Iterator[str]:
    """Yield the names below *key* in all pages. Where *absent*, 404 is an empty list."""
    first, count = request, 0
    for answer in pages(client, request, budget):
        if answer.status == 404 and absent:
            return
        if not answer.good:
            raise client.refused(answer, first)
        data = parsed(answer.data)
        found = data.get(key) if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(found, list | None):
            raise Trouble(NO_REGISTRY, f"{first.place}: the answer is not the JSON of a registry", _CHECK)
        yield from (name for name in found or () if isinstance(name, str))
        count += len(found or ())
        if count > _MOST_NAMES:
            raise Trouble(NO_REGISTRY, f"{first.place}: the list is longer than {_MOST_NAMES:,} names", _CHECK)


_CHECK = "check that the address is one of a registry"


def pages(client: Client, request: Request, budget: Budget) -> Iterator[Answer]:
    """Yield the answer to *request* and to what `Link` names as next (RFC 8288), as long as the registry has more."""
    seen = {request.url}
    answer = client.send(request, budget)
    if answer.status == 400 and "?n=" in request.url:  # more names at a time than the registry gives
        request = replace(request, url=request.url.partition("?")[0])
        answer = client.send(request, budget)
    while True:
        yield answer
        target = _next(answer)
        if not answer.good or not target:
            return
        if target in seen or len(seen) >= _MOST_PAGES:
            raise Trouble(NO_REGISTRY, f"{request.place}: the list has no end", _CHECK)
        if not client.is_home(target):
            raise Trouble(
                LED_ASTRAY, f"{request.place}: the list goes on at another host", "tell those who run the registry"
            )
        seen.add(target)
        request = replace(request, url=target)
        answer = client.send(request, budget)


def _next(answer: Answer) -> str:
    """Return the address of the page behind *answer*, "" where there is none."""
    for value in answer.headers.getlist("Link"):
        for link in _LINK.finditer(value[:8192]):
            if _NEXT.search(link[2]):
                return joined(answer.url, link[1])
    return ""
