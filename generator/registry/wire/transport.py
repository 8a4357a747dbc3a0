"""One exchange: a request sent, an answer read, within limits of time and size. No retries, no authentication."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from generator.registry.wire.address import origin
from generator.registry.wire.connection import PIECE, Pools, Response
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

    def __init__(self, response: Response, url: str, data: bytes, stream: _Stream | None = None) -> None:
        self.status, self.url, self.data = response.status, url, data
        self.headers = response.headers
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

    def exchange(self, request: Request, headers: Mapping[str, str], *, connect: float, seconds: float) -> Answer:
        """Send *request* with *headers* more, and return the answer, whatever its status. Redirects are not followed.

        Connecting may take *connect* seconds, everything *seconds*. Raise `Trouble` where no whole answer came.
        """
        guard = Guard(time.monotonic() + max(seconds, 0.01), self._silence)
        self._watch.begin(guard)
        stream: _Stream | None = None
        try:
            response = self._sent(request, headers, guard, max(connect, 0.01))
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

    def _sent(self, request: Request, headers: Mapping[str, str], guard: Guard, connect: float) -> Response:
        there = origin(request.url)
        if there is None:
            raise UnicodeError(request.url)  # as for a host whose name is none
        all_headers = {"User-Agent": self._agent, "Accept-Encoding": "identity", **request.headers, **headers}
        if request.body is not None:
            all_headers["Content-Length"] = str(request.length)
        elif request.method in ("POST", "PUT", "PATCH"):
            all_headers["Content-Length"] = "0"
        target, again = _target(request.url), request.repeatable
        return self._pools.ask(
            there, request.method, target, all_headers, request.body, guard, connect, repeatable=again
        )

    def close(self) -> None:
        """Let go of all connections."""
        self._watch.close()
        self._pools.clear()


class _Stream:
    """The content of an answer that is read by who asked for it, still within its time."""

    def __init__(self, response: Response, place: Place, guard: Guard, watch: Watch) -> None:
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


def _whole(response: Response, request: Request) -> bytes:
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


def _target(url: str) -> str:
    """Return what a host is asked for that *url* leads to."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return quote(path if path.startswith("/") else f"/{path}", safe=_SENT)


_SENT = "/?:@!$&'()*+,;=~%[]"
"""What stands for itself in a path or a query, beside letters and digits."""
