"""An answer is read to where its own framing ends; one that is cut, or is none, is an error, and never believed."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from oci_packs import QUICK, REPOSITORY, TAG, QuickClock, opened

from generator.registry import RegistryError
from generator.registry.wire.failures import Place
from generator.registry.wire.transport import Answer, Request, Transport


@contextlib.contextmanager
def answering(*answers: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Yield the host that says *answers*, one to each request, over as few connections as it is given, and what it was
    asked. It closes a connection after an answer with `Connection: drop`, for one that is empty, and after the last."""
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
                            if not answer or b"Connection: drop" in answer:
                                break

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}", seen


def asked(host: str, method: str = "GET") -> Answer:
    return Transport("", 2.0, "x").exchange(
        Request(method, f"http://{host}/v2/", Place(host)), {}, connect=2.0, seconds=2.0
    )


OK = b"HTTP/1.1 200 OK\r\n"
WHOLE = {
    "length": (OK + b"Content-Length: 5\r\n\r\nhello", b"hello"),
    "nothing": (OK + b"Content-Length: 0\r\n\r\n", b""),
    "no reason": (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nab", b"ab"),
    "line feeds alone": (b"HTTP/1.1 200 OK\nContent-Length: 2\n\nab", b"ab"),
    "closed": (OK + b"Connection: close\r\nContent-Length: 2\r\n\r\nab", b"ab"),
    "old": (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nab", b"ab"),
    "to the end": (OK + b"\r\nall there is", b"all there is"),
    "no headers": (b"HTTP/1.1 200 OK\r\n\r\n", b""),
    "first a word": (b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"\r\nab", b"ab"),
    "first hints": (
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nab",
        b"ab",
    ),
    "chunks": (
        OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n00A;x=y\r\n0123456789\r\n0\r\n\r\n",
        b"abc0123456789",
    ),
    "trailers": (OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\nZ: z\r\n\r\n", b"a"),
    "coded as it is": (OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", b"abc"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_whole(name: str) -> None:
    data, content = WHOLE[name]
    with answering(data) as (host, _):
        answer = asked(host)
    assert (answer.status, answer.data) == (200, content) and "Link" not in answer.headers


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 204 No Content\r\n\r\n", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"]
)
def test_without_content(answer: bytes) -> None:
    with answering(answer) as (host, _):
        assert asked(host).data == b""
    with answering(OK + b"Content-Length: 5\r\n\r\n") as (host, _):
        assert asked(host, "HEAD").data == b""


BROKEN = {
    "nothing": b"",
    "half a content": OK + b"Content-Length: 5\r\n\r\nhel",
    "half a chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
    "no last chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n",
    "another protocol": b"SSH-2.0-OpenSSH_9.2\r\n",
    "another version": b"HTTP/2 200 OK\r\n\r\n",
    "no status": b"HTTP/1.1 OK\r\n\r\n",
    "words without end": b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
    "hints without end": b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50,
    "headers without end": OK + b"X: " + b"y" * 100_000,
    "two lengths": OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "size that is none": OK + b"Transfer-Encoding: chunked\r\n\r\n+x\r\na\r\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken(name: str) -> None:
    with answering(BROKEN[name]) as (host, _), pytest.raises(RegistryError):
        asked(host)


def test_a_connection_that_was_dropped_is_not_used_again() -> None:
    none = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: drop\r\n\r\n"
    ping = OK + b"Content-Length: 0\r\n\r\n"
    with answering(ping, ping, none, none, none) as (host, seen):
        registry = opened(f"oci://{host}/base", QUICK)
        assert [registry.head(REPOSITORY, TAG) for _ in range(3)] == [None] * 3
        assert len(seen) == 5


def test_a_kept_connection_that_dies_costs_no_retry() -> None:
    none = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    ping = OK + b"Content-Length: 0\r\n\r\n"
    clock = QuickClock()
    with answering(ping, ping, none, b"", none) as (host, seen):
        registry = opened(f"oci://{host}/base", replace(QUICK, retries=0), clock)
        assert [registry.head(REPOSITORY, TAG) for _ in range(2)] == [None] * 2
        assert seen[3] == seen[4] and len(seen) == 5 and not clock.slept


@pytest.mark.parametrize(("repeatable", "answered"), [(False, ["PS637", 200]), (True, ["PS637", "PS637"])])
def test_a_new_connection_that_dies_is_a_failure(repeatable: bool, answered: list[object]) -> None:
    """Once more is once; and what must not be sent twice is not, but whoever tries again gets a new connection."""
    ping = OK + b"Content-Length: 0\r\n\r\n"
    with answering(ping, *[b""] * (3 if repeatable else 1), ping) as (host, _):
        transport = Transport("", 2.0, "x")

        def code() -> object:
            request = Request("PUT", f"http://{host}/v2/", Place(host), repeatable=repeatable)
            try:
                return transport.exchange(request, {}, connect=2.0, seconds=2.0).status
            except RegistryError as wrong:
                return wrong.code

        assert [code() for _ in range(3)] == [200, *answered]


def test_where_a_redirect_leads_is_blamed_for_what_happens_there() -> None:
    """By those who come after, too: the registry itself was reached, and is asked again."""
    with socket.create_server(("127.0.0.2", 0)) as free:
        gone = f"127.0.0.2:{free.getsockname()[1]}"
    led = f"HTTP/1.1 307 There\r\nContent-Length: 0\r\nLocation: http://{gone}/x\r\n\r\n".encode()
    ping = OK + b"Content-Length: 0\r\n\r\n"
    with answering(ping, ping, led, led, led) as (host, seen):
        registry = opened(f"oci://{host}/base", replace(QUICK, retries=0))
        for _ in range(2):
            with pytest.raises(RegistryError, match=f"{host}, .*: it leads to {gone}: the connection is refused"):
                registry.tags(REPOSITORY)
        assert len(seen) == 4


def test_a_redirect_to_a_name_that_is_none_is_one_error() -> None:
    ping = OK + b"Content-Length: 0\r\n\r\n"
    led = b"HTTP/1.1 307 There\r\nContent-Length: 0\r\nLocation: https://a..b/x\r\n\r\n"
    clock = QuickClock()
    with answering(ping, ping, led) as (host, _), pytest.raises(RegistryError, match=r"to a\.\.b: that is no") as wrong:
        opened(f"oci://{host}/base", QUICK, clock).tags(REPOSITORY)
    assert (wrong.value.code, clock.slept) == ("PS653", [])


def test_what_is_said_unasked_answers_nothing() -> None:
    """Bytes after an answer would be taken for the answer to what is asked next."""
    digest = b"Docker-Content-Digest: sha256:" + b"0" * 64
    forged = OK + digest + b"\r\nContent-Length: 3\r\n\r\n"
    none = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: drop\r\n\r\n"
    ping = OK + b"Content-Length: 0\r\n\r\n"
    with answering(ping, ping + forged, none) as (host, _):
        assert opened(f"oci://{host}/base", QUICK).head(REPOSITORY, TAG) is None


def test_a_header_is_one_line() -> None:
    request = Request("GET", "http://127.0.0.1:9/v2/", Place("x"), {"X": "a\r\nY: b"})
    with pytest.raises(RegistryError):
        Transport("", 1.0, "x").exchange(request, {}, connect=1.0, seconds=1.0)
