"""One exchange: a request sent, an answer read, within limits of time and size. No retries, no authentication."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from urllib3 import BaseHTTPResponse, Timeout
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.util import parse_url

from generator.registry.wire.connection import PIECE, Pools, guarded
from generator.registry.wire.failures import NO_REGISTRY, Place, Trouble
from generator.registry.wire.losses import RAISED, loss
from generator.registry.wire.shown import LARGEST_ERROR
from generator.registry.wire.watch import Guard, Watch


@dataclass(frozen=True)
class Request:
    """What is asked for. *body* gives the pieces to send, anew for each try, *length* bytes in all.

    *limit*: bytes of the largest answer that is read. *stream*: the answer is a blob, read by who asked. *repeatable*:
    asking twice does no more than asking once. *scopes*: what a token must allow. *login*: whether to identify at all.
    *follow*: whether a redirect to another host is followed, or is an answer itself.
    """

    method: str
    url: str
    place: Place
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Callable[[], Iterable[bytes]] | None = field(default=None, repr=False)
    length: int = 0
    limit: int = LARGEST_ERROR
    stream: bool = False
    repeatable: bool = True
    scopes: tuple[str, ...] = ()
    login: bool = True
    follow: bool = True


class Answer:
    """An answer. *data* is its content; for a stream `pieces` is, and `close` must follow."""

    def __init__(self, response: BaseHTTPResponse, url: str, data: bytes, stream: _Stream | None = None) -> None:
        self.status, self.headers, self.url, self.data = response.status, response.headers, url, data
        self._stream = stream

    @property
    def good(self) -> bool:
        """Whether it is an answer of success."""
        return 200 <= self.status < 300

    def pieces(self) -> Iterator[bytes]:
        """Yield the content of a stream."""
        if self._stream is not None:
            yield from self._stream.pieces()

    def close(self) -> None:
        """Let go of a stream."""
        if self._stream is not None:
            self._stream.close()


class Transport:
    """Sends requests over kept connections. Safe to be used by several threads."""

    def __init__(self, ca_file: str, silence: float, agent: str) -> None:
        self._pools = Pools(ca_file)
        self._watch = Watch()
        self._silence, self._agent = silence, agent
        self._last: tuple[str, HTTPConnectionPool | None] = ("", None)

    def exchange(self, request: Request, headers: Mapping[str, str], *, connect: float, seconds: float) -> Answer:
        """Send *request* with *headers* more, and return the answer, whatever its status. Redirects are not followed.

        Connecting may take *connect* seconds, everything *seconds*. Raise `Trouble` where no whole answer came.
        """
        guard = Guard(time.monotonic() + max(seconds, 0.01), self._silence)
        self._watch.begin(guard)
        stream: _Stream | None = None
        try:
            with guarded(guard):
                response = self._sent(request, headers, Timeout(connect=max(connect, 0.01), read=self._silence))
                if request.stream and response.status in (200, 206):
                    stream = _Stream(response, request.place, guard, self._watch)
                    return Answer(response, request.url, b"", stream)
                answer = Answer(response, request.url, _whole(response, request))
                if guard.over:  # an answer without a length seems to be at its end where it was cut
                    raise TimeoutError
                return answer
        except RAISED as error:
            raise loss(error, request.place, guard) from None
        finally:
            if stream is None:
                self._watch.end(guard)

    def _sent(self, request: Request, headers: Mapping[str, str], timeout: Timeout) -> BaseHTTPResponse:
        all_headers = {"User-Agent": self._agent, **request.headers, **headers}
        if request.body is not None:
            all_headers["Content-Length"] = str(request.length)
        elif request.method in ("POST", "PUT", "PATCH"):
            all_headers["Content-Length"] = "0"
        pool, target = self._pool(request.url)
        return pool.urlopen(
            request.method,
            target,
            redirect=False,
            assert_same_host=False,
            body=request.body() if request.body else None,
            headers=all_headers,
            retries=False,
            timeout=timeout,
            preload_content=False,
            decode_content=False,
        )

    def _pool(self, url: str) -> tuple[HTTPConnectionPool, str]:
        """Return the pool of the host of *url*, and what to ask it for.

        Nearly everything goes to one host, so the last pool is at hand; others are looked up, which takes apart *url*
        more thoroughly than is needed a thousand times.
        """
        here, mark, path = url.partition("/v2/")
        last = self._last
        if mark and last[0] == here and last[1] is not None and "#" not in path:
            return last[1], mark + path
        pool = self._pools.of(url)
        target = parse_url(url).request_uri
        if mark and here.count("/") == 2 and "?" not in here:  # scheme and host alone
            self._last = (here, pool)
        return pool, target

    def close(self) -> None:
        """Let go of all connections."""
        self._watch.close()
        self._pools.clear()


class _Stream:
    """The content of an answer that is read by who asked for it, still within its time."""

    def __init__(self, response: BaseHTTPResponse, place: Place, guard: Guard, watch: Watch) -> None:
        self._response, self._place, self._guard, self._watch = response, place, guard, watch

    def pieces(self) -> Iterator[bytes]:
        while True:
            try:
                piece = self._response.read(PIECE)
                if not piece and self._guard.over:
                    raise TimeoutError
            except RAISED as error:
                raise loss(error, self._place, self._guard) from None
            if not piece:
                return
            yield piece

    def close(self) -> None:
        self._watch.end(self._guard)
        self._response.close()


def _whole(response: BaseHTTPResponse, request: Request) -> bytes:
    """Read an answer. One that says what is wrong is cut at what is ever shown of it; another must not be too long."""
    good = response.status < 300
    limit = request.limit if good else LARGEST_ERROR
    parts, size = [], 0
    try:
        while size <= limit and (piece := response.read(min(PIECE, limit + 1 - size))):
            parts.append(piece)
            size += len(piece)
        if good and size > limit:
            cause = f"the answer is longer than the {limit:,} bytes that are read of it"
            raise Trouble(NO_REGISTRY, f"{request.place}: {cause}", "check that the address is one of a registry")
    finally:
        response.close()  # a connection whose answer was read to its end is kept: it is out of the response by then
    return b"".join(parts)[:limit]
