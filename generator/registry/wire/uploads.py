"""Storing blobs: a session of POST and PUT, streamed, and a new session where one broke.

The POST asks for the blob to be mounted, from a repository that has it or else from the very one it is for: that either
finds it there or opens the session, in one request. Where a registry does not want that, it is looked for first.

A broken session is never taken up again: docker's registry 2.8 takes a piece at the wrong place without a word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import BinaryIO
from urllib.parse import quote

from generator.registry import Descriptor
from generator.registry.wire.address import joined
from generator.registry.wire.budget import Budget
from generator.registry.wire.client import Client
from generator.registry.wire.connection import PIECE
from generator.registry.wire.failures import (
    CHANGED,
    FORBIDDEN,
    LED_ASTRAY,
    NO_LOGIN,
    NO_TOKEN,
    OUT_OF_STEP,
    STOPPED,
    WRONG_DIGEST,
    Place,
    Trouble,
)
from generator.registry.wire.scopes import pull, push
from generator.registry.wire.sources import Sources
from generator.registry.wire.transport import Answer, Request

CHUNK = 8 * 2**20
"""Bytes of a piece where a registry, or a proxy in front of it, does not take the blob as a whole."""

WORTH_A_TOKEN = 64 * 1024
"""Bytes: a smaller blob is sent sooner than a token for two repositories is had, to mount it from the other one."""

SMALL = 4096
"""Bytes of a blob that is sent again sooner than it is asked for."""

_OCTETS = {"Content-Type": "application/octet-stream"}
_WANTS_CHUNKS = {405, 413, 415, 501}
_CANCEL_SECONDS = 2.0
MOUNTED, OPEN = 201, 202
"""How a registry answers where it is asked to mount a blob: it has done so, or it opened a session."""


class Uploads:
    """Stores blobs in the repositories of one registry, named in full. Safe to be used by several threads."""

    def __init__(self, client: Client, sources: Sources) -> None:
        self._client, self._sources = client, sources
        self._looks_first = False  # whether the registry does not want to be asked by mounting

    def has(self, repository: str, digest: str, budget: Budget) -> bool:
        """Tell whether the blob is there. A redirect to where it is stored says so too."""
        place = self._client.place(f"looking for blob {digest[:19]}", repository)
        url = self._client.url(repository, f"blobs/{digest}", budget)
        request = Request("HEAD", url, place, scopes=pull(repository), follow=False)
        answer = self._client.send(request, budget)
        if answer.good or 300 <= answer.status < 400:
            return True
        if answer.status == 404:
            return False
        raise self._client.refused(answer, request)

    def put(self, repository: str, blob: Descriptor, content: Callable[[], BinaryIO], budget: Budget) -> bool:
        """Store *blob*, whose bytes *content* gives, and tell whether it was missing, as far as that was asked."""
        self._sources.remember(repository, blob, content)
        if self._sources.holds(repository, blob):
            return False
        sibling = self._sibling(repository, blob)
        at_once = not self._looks_first or (sibling and blob.size <= SMALL)
        missing = bool(at_once) or not self.has(repository, blob.digest, budget)
        if missing:
            missing = self._store(repository, blob, content, budget)
        self._sources.stored(repository, blob)
        return missing

    def _store(self, repository: str, blob: Descriptor, content: Callable[[], BinaryIO], budget: Budget) -> bool:
        """Store *blob*, and tell whether it was missing."""
        damaged, chunked, again = False, False, False
        while True:
            session = _Session(self._client, repository, blob, budget)
            source = self._sibling(repository, blob) or ("" if again or self._looks_first else repository)
            try:
                begun = session.mount(source) if source else None
                if begun is None and source == repository:
                    self._looks_first = True
                    if self.has(repository, blob.digest, budget):
                        return False
                if begun == MOUNTED:
                    return source != repository
                if begun is None:
                    session.begin()
                session.send(content, chunked=chunked)
                return True
            except Trouble as trouble:
                wants_chunks = not chunked and trouble.status in _WANTS_CHUNKS and blob.size > session.least
                once_more = trouble.code == WRONG_DIGEST and not damaged
                lost = trouble.code == OUT_OF_STEP
                if not (wants_chunks or trouble.again or once_more or lost) or not budget.again(trouble):
                    raise
                chunked, damaged, again = chunked or wants_chunks, damaged or once_more, True
            if self.has(repository, blob.digest, budget):
                return True

    def _sibling(self, repository: str, blob: Descriptor) -> str:
        """Return the repository to mount *blob* from, "" where to send it is better."""
        worth = blob.size >= WORTH_A_TOKEN or not self._client.wants_tokens
        return self._sources.sibling(repository, blob) if worth else ""


class _Session:
    """One try to store *blob*. *least*: bytes of the smallest piece that the registry takes."""

    def __init__(self, client: Client, repository: str, blob: Descriptor, budget: Budget) -> None:
        self._client, self._repository, self._blob, self._budget = client, repository, blob, budget
        self._place = client.place(f"storing blob {blob.digest[:19]}", repository)
        self._scopes = push(repository)
        self._url = ""
        self.least = CHUNK

    def mount(self, source: str) -> int | None:
        """Ask for the blob of the repository *source*. Return `MOUNTED`, or `OPEN` where the registry opened a session
        instead; None where it wants nothing of it, or we may not read there."""
        url = self._start_url
        mount = f"?mount={quote(self._blob.digest, safe=':')}&from={quote(source, safe='/')}"
        scopes = self._scopes if source == self._repository else (*self._scopes, *pull(source))
        try:
            answer = self._client.send(Request("POST", url + mount, self._place, scopes=scopes), self._budget)
        except Trouble as trouble:
            if trouble.code in (NO_LOGIN, NO_TOKEN, FORBIDDEN):
                return None
            raise
        if answer.status not in (MOUNTED, OPEN) or "Location" not in answer.headers:
            return None
        if answer.status == OPEN:
            self._opened(answer, url)
        return answer.status

    def begin(self) -> None:
        """Open a session."""
        start = Request("POST", self._start_url, self._place, scopes=self._scopes)
        answer = self._client.send(start, self._budget)
        if not answer.good:
            raise self._client.refused(answer, start)
        self._opened(answer, start.url)

    def send(self, content: Callable[[], BinaryIO], *, chunked: bool) -> None:
        """Store the blob in the session that is open."""
        try:
            answer = self._chunks(content) if chunked else self._whole(content)
        except BaseException as stopped:
            if not isinstance(stopped, Trouble) or stopped.code in (STOPPED, CHANGED):
                self._cancel()
            raise
        told = answer.headers.get("Docker-Content-Digest", "")
        if told and told != self._blob.digest:
            raise self._trouble(WRONG_DIGEST, "the registry says it has stored another digest", _DAMAGED)

    @property
    def _start_url(self) -> str:
        return self._client.url(self._repository, "blobs/uploads/", self._budget)

    def _opened(self, answer: Answer, asked: str) -> None:
        self._follow(answer, asked)
        least = answer.headers.get("OCI-Chunk-Min-Length", "")
        if least.isascii() and least.isdigit() and len(least) < 10:
            self.least = max(CHUNK, int(least))

    def _follow(self, answer: Answer, asked: str) -> None:
        """Go on where the registry says: an address of its own making, absolute or relative, with or without query."""
        target = joined(asked, answer.headers.get("Location", ""))
        if not target:
            raise self._trouble(LED_ASTRAY, "the registry does not say where the upload goes on", _RUNNERS)
        self._url = target

    def _whole(self, content: Callable[[], BinaryIO]) -> Answer:
        return self._finish(lambda: self._pieces(content), self._blob.size)

    def _finish(self, body: Callable[[], Iterator[bytes]] | None, length: int) -> Answer:
        mark = "&" if "?" in self._url else "?"
        url = f"{self._url}{mark}digest={quote(self._blob.digest, safe=':')}"
        request = Request("PUT", url, self._place, _OCTETS, body, length, repeatable=False, scopes=self._scopes)
        answer = self._client.send(request, self._budget)
        if not answer.good:
            raise self._client.refused(answer, request)
        return answer

    def _chunks(self, content: Callable[[], BinaryIO]) -> Answer:
        """Send the blob in pieces, and check after each how far the registry is."""
        sent = 0
        for chunk in _regrouped(self._pieces(content), self.least):
            end = sent + len(chunk) - 1
            headers = {**_OCTETS, "Content-Range": f"{sent}-{end}"}
            request = Request(
                "PATCH",
                self._url,
                self._place,
                headers,
                lambda chunk=chunk: [chunk],  # type: ignore[misc]
                len(chunk),
                repeatable=False,
                scopes=self._scopes,
            )
            answer = self._client.send(request, self._budget)
            if not answer.good:
                raise self._client.refused(answer, request)
            if answer.headers.get("Range", f"0-{end}").rpartition("-")[2] != str(end):
                raise self._trouble(OUT_OF_STEP, "the registry has another part of the blob than was sent", _RERUN)
            self._follow(answer, request.url)
            sent = end + 1
        return self._finish(None, 0)

    def _pieces(self, content: Callable[[], BinaryIO]) -> Iterator[bytes]:
        """Yield what is to be sent, the last piece only when all of it has the digest that it must have."""
        digest, size, held = hashlib.new(self._blob.digest.partition(":")[0]), 0, b""
        try:
            with content() as stream:
                while piece := stream.read(PIECE):
                    self._go_on()
                    digest.update(piece)
                    size += len(piece)
                    if size > self._blob.size:
                        break
                    if held:
                        yield held
                    held = piece
        except OSError as wrong:
            cause = f"what is to be sent cannot be read: {wrong.strerror or 'it is gone'}"
            raise self._trouble(CHANGED, cause, "package it again") from None
        if size != self._blob.size or digest.hexdigest() != self._blob.digest.partition(":")[2]:
            raise self._trouble(CHANGED, "what is to be sent has changed since it was packaged", "package it again")
        if held:
            yield held

    def _go_on(self) -> None:
        if self._client.stopped.is_set():
            raise self._trouble(STOPPED, "stopped", _RERUN)

    def _cancel(self) -> None:
        """Tell the registry that nothing more comes; one that is not told forgets the session in its own time."""
        if self._url:
            request = Request("DELETE", self._url, self._place, scopes=self._scopes)
            self._client.last_word(request, _CANCEL_SECONDS)

    def _trouble(self, code: str, cause: str, help: str) -> Trouble:
        place: Place = self._place
        return Trouble(code, f"{place}: {cause}", help, world=code != CHANGED)


_DAMAGED = "a proxy or a disk damages data on the way; try again, then ask who runs the registry"
_RUNNERS = "tell those who run the registry"
_RERUN = "run the same command again, it does only what is missing"


def _regrouped(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Yield *pieces* again in pieces of *size* bytes; the last may be smaller."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= size:
            yield bytes(held[:size])
            del held[:size]
    if held:
        yield bytes(held)
