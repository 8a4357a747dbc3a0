"""Nothing takes longer than it may: hosts that are not there, that say nothing, that never end; and stopping."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from oci_packs import ARCHIVE, QUICK, REPOSITORY, TAG, QuickClock, blob, digest, opened, publish
from scripted_registry import Handler, Manner, Rule, ScriptedRegistry, drip, silent, status

from generator.registry import Options, RegistryError
from generator.registry.oci import OciRegistry
from generator.registry.wire import address as addresses
from generator.registry.wire import connection
from generator.registry.wire.address import parse
from generator.registry.wire.budget import Budget
from generator.registry.wire.failures import Place, Trouble, refusal
from generator.registry.wire.gate import retry_after
from generator.registry.wire.shown import spoken

FOR_EVER = 10**6


def failed(registry: OciRegistry, repository: str) -> str:
    """Return the code that looking for a tag ends with."""
    try:
        registry.head(repository, TAG)
    except RegistryError as wrong:
        return wrong.code
    return ""


@pytest.mark.parametrize(
    "error", [TimeoutError, OSError(113, "No route to host"), ConnectionRefusedError(111, "refused")]
)
def test_a_host_that_is_not_there_takes_15_seconds_at_most(error: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = QuickClock()

    def nobody(host: str, port: int, seconds: float, options: Any) -> socket.socket:
        clock.ahead += seconds if error is TimeoutError else 0
        raise error

    monkeypatch.setattr(connection, "dial", nobody)
    with pytest.raises(RegistryError) as wrong:
        opened("oci://registry.example.com/packs", Options(), clock).head(REPOSITORY, TAG)
    assert clock.ahead <= 15.5 and wrong.value.code == "PS633" and wrong.value.world
    before = clock.ahead
    with ThreadPoolExecutor(4) as pool:
        registry = opened("oci://registry.example.com/packs", Options(), clock)
        assert set(pool.map(lambda n: failed(registry, f"x{n}"), range(20))) == {"PS633"}
    assert clock.ahead - before <= 16, "one waits for all"


def test_a_name_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: ended.wait(10) and [])
    began = time.monotonic()
    with pytest.raises(RegistryError) as wrong:
        opened("oci://registry.example.com/packs", replace(QUICK, connect_timeout=0.2, retries=1)).head(REPOSITORY, TAG)
    ended.set()
    assert wrong.value.code == "PS634" and time.monotonic() - began < 1.5


def test_all_addresses_of_a_host_share_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []

    class Deaf(socket.socket):
        def connect(self, address: Any) -> None:
            asked.append(self.gettimeout() or 0)
            raise TimeoutError

    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"192.0.2.{n}", 5000)) for n in range(4)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "socket", Deaf)
    with pytest.raises(TimeoutError):
        connection.dial("registry.example.com", 5000, 4.0, ())
    assert len(asked) == 4 and asked[0] <= 1.01


@pytest.mark.parametrize("do", [silent, drip])
def test_a_host_that_says_nothing_is_asked_by_one_only(do: Any) -> None:
    with ScriptedRegistry(rules=[Rule("GET /v2/", do, FOR_EVER)]) as server:
        registry = opened(server, replace(QUICK, retries=1))
        began = time.monotonic()
        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(lambda n: failed(registry, f"x{n}"), range(12))) == {"PS638"}
        assert time.monotonic() - began < 3


@pytest.mark.parametrize("plain", [True, False])
def test_who_takes_a_connection_and_never_answers_is_given_up_soon(plain: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = f"oci://127.0.0.1:{deaf.getsockname()[1]}/base"
        options = Options(plain_http=plain, read_timeout=60, unreachable_deadline=0.5, deadline=4)
        began = time.monotonic()
        with pytest.raises(RegistryError, match=r"no answer within 0\.5 s") as wrong:
            opened(address, options).head(REPOSITORY, TAG)
        assert time.monotonic() - began < 1.5 and wrong.value.code == "PS638" and "--deadline" in wrong.value.help
    clock = QuickClock().clock()
    assert [Budget(clock, Options(deadline=seconds)).patience for seconds in (5, 120, 480)] == [5, 15, 60]


def test_a_body_that_never_ends_is_cut() -> None:
    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not handler.registry.closing.wait(0.02):
            handler.wfile.write(b"x")

    with ScriptedRegistry() as server:
        registry = opened(server, replace(QUICK, deadline=0.8, retries=0))
        registry.tags(REPOSITORY)
        server.rules = [Rule("GET", endless, FOR_EVER)]
        began = time.monotonic()
        with pytest.raises(RegistryError) as wrong:
            registry.tags(REPOSITORY)
        assert wrong.value.code == "PS638" and time.monotonic() - began < 2
        with pytest.raises(RegistryError):
            list(registry.blob(REPOSITORY, digest(ARCHIVE), len(ARCHIVE)))


def test_an_answer_without_end_is_not_read() -> None:
    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b"x" * 2**20)

    with ScriptedRegistry() as server:
        registry = opened(server)
        registry.tags(REPOSITORY)
        server.rules = [Rule("GET", endless)]
        with pytest.raises(RegistryError, match="longer than") as wrong:
            registry.manifest(REPOSITORY, TAG)
        assert wrong.value.code == "PS654"


def test_closing_ends_what_waits_and_what_is_silent() -> None:
    """With the real clock: this is what Ctrl-C does to the workers."""
    rules = [Rule("HEAD .*/waits/", status(429, Retry_After="20")), Rule("HEAD .*/silent/", silent)]
    with ScriptedRegistry(rules=rules) as server:
        registry = OciRegistry(parse(server.address), Options(), environment={})
        registry.tags(REPOSITORY)
        began = time.monotonic()
        with ThreadPoolExecutor(2) as pool:
            asked = [pool.submit(registry.head, name, TAG) for name in ("silent", "waits")]
            time.sleep(0.3)
            registry.close()
            codes = [getattr(each.exception(5), "code", "") for each in asked]
        assert codes == ["PS655", "PS655"] and time.monotonic() - began < 2


def test_closing_cancels_an_upload() -> None:
    with ScriptedRegistry(rules=[Rule("PUT .*/uploads/", silent)]) as server:
        registry = OciRegistry(parse(server.address), Options(), environment={})
        with ThreadPoolExecutor(1) as pool:
            sent = pool.submit(publish, registry)
            while not server.count("PUT .*/uploads/"):
                time.sleep(0.02)
            registry.close()
            assert getattr(sent.exception(5), "code", "") == "PS655"
        assert server.count("DELETE .*/uploads/") == 1 and not server.held.tags


def test_a_large_blob_has_more_time() -> None:
    clock = QuickClock()
    small, large = (Budget(clock.clock(), Options(), size) for size in (0, 2**30))
    assert small.left() <= 120 and large.left() > 4000


def test_pauses_grow_and_are_spread() -> None:
    clock = QuickClock()
    budget = Budget(clock.clock(), Options(retries=8))
    trouble = Trouble("PS650", "x", "y", again=True)
    while budget.again(trouble):
        pass
    assert clock.slept == [0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0] and trouble.message == "x (tried 9 times)"


def test_as_many_tries_are_told_as_there_were() -> None:
    with ScriptedRegistry(rules=[Rule("POST .*/uploads/", status(500), FOR_EVER)]) as server:
        with pytest.raises(RegistryError, match=r"\(tried 4 times\)\Z"):
            publish(opened(server))
        assert server.count("POST .*/uploads/") == 4


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "5"}, 5.0),
        ({"Retry-After": " 0 "}, 0.0),
        ({"Retry-After": "9" * 400}, 1e9),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "1.5"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "\u0665"}, None),
        ({}, None),
        ({"Retry-After": formatdate(1000, usegmt=True)}, 100.0),
        ({"Retry-After": formatdate(1000, usegmt=True), "Date": formatdate(990, usegmt=True)}, 10.0),
        ({"Retry-After": formatdate(800, usegmt=True)}, 0.0),
        ({"Retry-After": "Thu, 99 Xxx 9999 99:99:99 GMT"}, None),
        ({"Retry-After": "Thu, 01 Jan 99999999 00:00:00 GMT"}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, 900.0) == seconds


def test_other_hosts_are_asked_by_tls_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "is_loopback", lambda _: False)
    with ScriptedRegistry(Manner()) as server:
        with pytest.raises(RegistryError) as wrong:
            publish(opened(server))
        assert wrong.value.code == "PS635" and "--plain-http" in wrong.value.help and not server.log
        publish(opened(server, replace(QUICK, plain_http=True)))


def test_a_port_of_tls_that_hangs_up_on_plain_http(tmp_path: Path) -> None:
    key, certificate = str(tmp_path / "k"), str(tmp_path / "c")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate]
    subprocess.run([*made, "-subj", "/CN=x"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True):
                    pass

        threading.Thread(target=serve, daemon=True).start()
        with pytest.raises(RegistryError) as wrong:
            options = replace(QUICK, plain_http=True)
            opened(f"oci://127.0.0.1:{server.getsockname()[1]}/base", options).head(REPOSITORY, TAG)
        assert (wrong.value.code, wrong.value.help) == ("PS635", "leave `--plain-http` out"), wrong.value.message


#: What an answer of 400 has in it, and what the way out may then speak of.
WORDLESS = {
    "nothing": (b"", "", False),
    "a page": (b"<html>400 Bad Request</html>", "text/html", False),
    "empty JSON": (b'{"errors": []}', "application/json", False),
    "words": (b"too old\n", "text/plain", True),
    "an error": (b'{"errors": [{"code": "UNSUPPORTED", "message": "too old"}]}', "application/json", True),
}


@pytest.mark.parametrize(("body", "kind", "words"), WORDLESS.values(), ids=WORDLESS)
def test_the_way_out_speaks_of_words_only_where_they_are_shown(body: bytes, kind: str, words: bool) -> None:
    trouble = refusal(Place("registry.example.com"), 400, spoken(body, kind))
    assert ("words" in trouble.help, "too old" in trouble.message) == (words, words)


def test_what_speaks_another_protocol_is_no_registry() -> None:
    """On this machine, TLS is tried where plain HTTP is not understood; what knows neither is told."""
    clock = QuickClock()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    connection.recv(65536)
                    connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
                    connection.close()

        threading.Thread(target=greet, daemon=True).start()
        with pytest.raises(RegistryError) as wrong:
            opened(f"oci://127.0.0.1:{server.getsockname()[1]}/base", QUICK, clock).head(REPOSITORY, TAG)
        assert wrong.value.code == "PS654" and not wrong.value.world, wrong.value.message
        assert not clock.slept, "it will speak nothing else when it is asked again"


def test_one_registry_may_be_read_while_another_is_written() -> None:
    with ScriptedRegistry() as server, ScriptedRegistry() as other:
        source, target = opened(server), opened(other)
        publish(source)

        class Pieces:
            def __init__(self) -> None:
                self._pieces = source.blob(REPOSITORY, digest(ARCHIVE), len(ARCHIVE))

            def read(self, _: int) -> bytes:
                source.has_blob(REPOSITORY, digest(ARCHIVE))
                return next(self._pieces, b"")

            def __enter__(self) -> Pieces:
                return self

            def __exit__(self, *_: object) -> None:
                """Nothing to close."""

        target.put_blob(REPOSITORY, blob(ARCHIVE), Pieces)  # type: ignore[arg-type]
        assert target.has_blob(REPOSITORY, digest(ARCHIVE))
