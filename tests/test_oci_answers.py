"""An answer is read to where its own framing ends, however its bytes come; one that is in doubt is an error."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest
from oci_packs import QUICK, REPOSITORY, TAG, opened

from generator.registry import RegistryError
from generator.registry.wire.answers import Broken, CutShort, Headers, Reader, Response, Unanswered


class Sent:
    """What comes over a connection, *step* bytes at a time, until it is closed."""

    def __init__(self, data: bytes, step: int) -> None:
        self._left, self._step = data, step

    def recv(self, most: int, /) -> bytes:
        piece, self._left = self._left[: min(self._step, most)], self._left[min(self._step, most) :]
        return piece


def read(data: bytes, step: int, method: str = "GET") -> tuple[int, bytes, bool | None]:
    """Return status and content of the answer *data*, and whether the connection can be used again."""
    kept: list[bool] = []
    response = Response(Reader(Sent(data, step)), method, kept.append)
    content = b"".join(iter(lambda: response.read(7), b""))
    response.close()
    assert len(kept) == 1
    return response.status, content, kept[0]


OK = b"HTTP/1.1 200 OK\r\n"
WHOLE = {
    "length": (OK + b"Content-Length: 5\r\n\r\nhello", b"hello", True),
    "length said twice": (OK + b"Content-Length: 5\r\ncontent-length: 5\r\n\r\nhello", b"hello", True),
    "nothing": (OK + b"Content-Length: 0\r\n\r\n", b"", True),
    "no reason": (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nab", b"ab", True),
    "line feeds alone": (b"HTTP/1.1 200 OK\nContent-Length: 2\n\nab", b"ab", True),
    "closed": (OK + b"Connection: keep-alive, Close\r\nContent-Length: 2\r\n\r\nab", b"ab", False),
    "old": (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nab", b"ab", False),
    "old and kept": (b"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nab", b"ab", True),
    "to the end": (OK + b"\r\nall there is", b"all there is", False),
    "no headers": (b"HTTP/1.1 200 OK\r\n\r\n", b"", False),
    "more than was asked for": (OK + b"Content-Length: 2\r\n\r\nabHTTP/1.1", b"ab", False),
    "first a word": (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nX: y\r\n\r\n" + OK + b"\r\nab", b"ab", False),
    "chunks": (
        OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n00A;x=y\r\n0123456789\r\n0\r\n\r\n",
        b"abc0123456789",
        True,
    ),
    "trailers": (OK + b"Transfer-Encoding: Chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\nZ: z\r\n\r\n", b"a", True),
    "chunks and length": (
        OK + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
        b"a",
        True,
    ),
    "another coding": (OK + b"Transfer-Encoding: gzip\r\nContent-Length: 1\r\n\r\nabc", b"abc", False),
}


@pytest.mark.parametrize("step", [1, 2, 3, 1000])
@pytest.mark.parametrize("name", WHOLE)
def test_whole(name: str, step: int) -> None:
    data, content, kept = WHOLE[name]
    if name == "more than was asked for" and step < 1000:
        kept = True  # what comes later is seen before the connection is used again
    assert read(data, step) == (200, content, kept)


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 204 No Content\r\n", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n"]
)
def test_without_content(answer: bytes) -> None:
    assert read(answer + b"\r\n", 1000)[1:] == (b"", True)
    assert read(OK + b"Content-Length: 5\r\n\r\n", 1000, "HEAD") == (200, b"", True)


BROKEN = {
    "nothing": (b"", Unanswered),
    "half a head": (b"HTTP/1.1 200 OK\r\nContent-Le", CutShort),
    "half a content": (OK + b"Content-Length: 5\r\n\r\nhel", CutShort),
    "half a chunk": (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel", CutShort),
    "no last chunk": (OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n", CutShort),
    "another protocol": (b"SSH-2.0-OpenSSH_9.2\r\n", Broken),
    "another version": (b"HTTP/2 200 OK\r\n\r\n", Broken),
    "no status": (b"HTTP/1.1 OK\r\n\r\n", Broken),
    "status of another script": ("HTTP/1.1 ²00 OK\r\n\r\n".encode("latin-1"), Broken),
    "switches": (b"HTTP/1.1 101 Switching\r\n\r\n", Broken),
    "words without end": (b"HTTP/1.1 100 Continue\r\n\r\n" * 50, Broken),
    "headers without end": (OK + b"X: " + b"y" * 100_000, Broken),
    "length that is none": (OK + b"Content-Length: -1\r\n\r\n", Broken),
    "two lengths": (OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", Broken),
    "size that is none": (OK + b"Transfer-Encoding: chunked\r\n\r\n+1\r\na\r\n", Broken),
    "size without end": (OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"1" * 9000, Broken),
    "chunk that goes on": (OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", Broken),
    "trailers without end": (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"X: y\r\n" * 20_000, Broken),
}


@pytest.mark.parametrize("step", [1, 1000])
@pytest.mark.parametrize("name", BROKEN)
def test_broken(name: str, step: int) -> None:
    data, kind = BROKEN[name]
    with pytest.raises(Broken) as wrong:
        read(data, step)
    assert type(wrong.value) is kind


def test_headers() -> None:
    headers = Headers(["Link: <a>", "link : <b>", "X-Long: one", " \ttwo", "no header", "Empty:"])
    assert headers["LINK"] == "<a>, <b>" and headers.getlist("Link") == ["<a>", "<b>"]
    assert headers.get("x-long") == "one two" and headers["empty"] == "" and "no header" not in headers
    assert sorted(headers) == ["empty", "link", "x-long"] and not headers.getlist("y")


@contextlib.contextmanager
def answering(*answers: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Yield the address of a host that says *answers*, one to each request, over as few connections as it is given; and
    how each connection began."""
    left, seen = list(answers), list[bytes]()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection:
                        while left and (request := connection.recv(65536)):
                            seen.append(request)
                            answer = left.pop(0)
                            connection.sendall(answer)
                            if b"Connection: drop" in answer:
                                break

        threading.Thread(target=serve, daemon=True).start()
        yield f"oci://127.0.0.1:{server.getsockname()[1]}/base", seen


def test_a_connection_that_was_dropped_is_not_used_again() -> None:
    none = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: drop\r\n\r\n"
    with answering(OK + b"Content-Length: 0\r\n\r\n", OK + b"Content-Length: 0\r\n\r\n", none, none, none) as (
        address,
        seen,
    ):
        registry = opened(address, QUICK)
        assert [registry.head(REPOSITORY, TAG) for _ in range(3)] == [None] * 3
        assert len(seen) == 5


def test_what_is_said_unasked_answers_nothing() -> None:
    """Bytes after an answer would be taken for the answer to what is asked next."""
    digest = b"Docker-Content-Digest: sha256:" + b"0" * 64
    forged = OK + digest + b"\r\nContent-Length: 3\r\n\r\n"
    none = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: drop\r\n\r\n"
    ping = OK + b"Content-Length: 0\r\n\r\n"
    with answering(ping, ping + forged, none) as (address, _):
        assert opened(address, QUICK).head(REPOSITORY, TAG) is None


def test_a_header_is_one_line() -> None:
    from generator.registry.wire.failures import Place
    from generator.registry.wire.transport import Request, Transport

    request = Request("GET", "http://127.0.0.1:9/v2/", Place("x"), {"X": "a\r\nY: b"})
    with pytest.raises(RegistryError):
        Transport("", 1.0, "x").exchange(request, {}, connect=1.0, seconds=1.0)
