"""Reading blobs: streamed, hashed on the way, and gone on with where a connection broke."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from generator.registry.wire.budget import Budget
from generator.registry.wire.client import Client
from generator.registry.wire.failures import WRONG_DIGEST, Trouble
from generator.registry.wire.scopes import pull
from generator.registry.wire.transport import Answer, Request

_RANGE = re.compile(r"bytes ([0-9]{1,18})-", re.ASCII)


def blob(client: Client, repository: str, digest: str, size: int) -> Iterator[bytes]:
    """Yield the blob *digest* in pieces; raise where it is not there, or at the end where it is another."""
    budget = client.budget(size)
    place = client.place(f"reading blob {digest[:19]}", repository)
    checked, read = hashlib.new(digest.partition(":")[0]), 0
    while True:
        try:
            for piece in _from(client, repository, digest, read, budget):
                read += len(piece)
                if read > size:
                    break
                checked.update(piece)
                yield piece
            break
        except Trouble as trouble:
            if not trouble.again or not budget.again(trouble):
                raise
    if read != size or checked.hexdigest() != digest.partition(":")[2]:
        cause = f"the registry sends {'more than ' if read > size else ''}{min(read, size):,} bytes with another digest"
        help = "what is stored there is damaged or was changed: publish it again, and ask who runs the registry"
        raise Trouble(WRONG_DIGEST, f"{place}: {cause}", help)


def _from(client: Client, repository: str, digest: str, start: int, budget: Budget) -> Iterator[bytes]:
    """Yield the blob from byte *start* on; a registry that knows no ranges sends all of it, and the rest is skipped."""
    url = client.url(repository, f"blobs/{digest}", budget)
    place = client.place(f"reading blob {digest[:19]}", repository)
    headers = {"Range": f"bytes={start}-"} if start else {}
    request = Request("GET", url, place, headers, stream=True, scopes=pull(repository))
    answer = client.send(request, budget)
    if answer.status not in (200, 206):
        raise client.refused(answer, request)
    skipped = start - _starts_at(answer)
    try:
        for piece in answer.pieces():
            if len(piece) > skipped:
                yield piece[skipped:]
            skipped = max(skipped - len(piece), 0)
    finally:
        answer.close()


def _starts_at(answer: Answer) -> int:
    found = _RANGE.match(answer.headers.get("Content-Range", "")) if answer.status == 206 else None
    return int(found[1]) if found else 0
