"""Connections of urllib3 that keep to the time they have, and the pool of them."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.response import HTTPResponse

from generator.registry import RegistryError
from generator.registry.wire.failures import NO_CA
from generator.registry.wire.shown import clean
from generator.registry.wire.watch import Guard

PIECE = 256 * 1024
"""Bytes that are read and sent at a time: few system calls, and little memory whatever a blob's size."""

_KEPT = 64  # connections of one host: more than there are workers, so none is thrown away

# Addresses of uploads are as good as a password for as long as the upload lasts, and urllib3 would log them.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)

_current = threading.local()


@contextmanager
def guarded(guard: Guard) -> Iterator[None]:
    """Let the connections that this thread uses keep to *guard*."""
    before = _guard()  # what is sent may be read from another registry meanwhile
    _current.guard = guard
    try:
        yield
    finally:
        _current.guard = before


def _guard() -> Guard | None:
    guard: Guard | None = getattr(_current, "guard", None)
    return guard


class _Timed(HTTPConnection):
    """A connection that connects, sends and waits for an answer within the time of the thread's guard."""

    def _new_conn(self) -> socket.socket:
        seconds = self.timeout if isinstance(self.timeout, int | float) else 5.0
        try:
            sock = dial(self._dns_host, self.port or self.default_port, seconds, self.socket_options or ())
        except socket.gaierror as wrong:
            raise NameResolutionError(self.host, self, wrong) from wrong
        except TimeoutError as wrong:
            raise ConnectTimeoutError(self, "no answer") from wrong
        except (OSError, UnicodeError) as wrong:
            raise NewConnectionError(self, str(wrong)) from wrong
        if guard := _guard():
            guard.hold(sock)
        return sock

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        if guard := _guard():
            guard.connected = True
            guard.hold(self.sock)
            self.sock.settimeout(min(guard.silence, guard.left()))
        super().send(data)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 itself
        guard = _guard()
        if guard is None:
            return super().getresponse()
        guard.until = min(guard.deadline, time.monotonic() + guard.silence)  # for all of the head, not for each byte
        try:
            return super().getresponse()
        finally:
            guard.until = guard.deadline


class _TimedTls(_Timed, HTTPSConnection):
    """The same over TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Timed


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TimedTls


class Pools:
    """Kept connections, which trust what the system trusts and the certificates in *ca_file* ("" for none).

    What is trusted is read when it is wanted; a file that is named is read at once, as it may be wrong. Safe to be used
    by several threads.
    """

    def __init__(self, ca_file: str) -> None:
        self._lock = threading.Lock()
        self._plain = _manager(None)
        self._tls = _manager(trust(ca_file)) if ca_file else None

    def of(self, url: str) -> HTTPConnectionPool:
        """Return the connections to the host of *url*."""
        if not url.lower().startswith("https:"):
            return self._plain.connection_from_url(url)
        with self._lock:
            self._tls = self._tls or _manager(trust(""))
        return self._tls.connection_from_url(url)

    def clear(self) -> None:
        """Let go of all connections."""
        self._plain.clear()
        if self._tls is not None:
            self._tls.clear()


def _manager(context: ssl.SSLContext | None) -> urllib3.PoolManager:
    manager = urllib3.PoolManager(
        num_pools=16, maxsize=_KEPT, block=False, retries=False, ssl_context=context, blocksize=PIECE
    )
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
    return manager


def trust(ca_file: str) -> ssl.SSLContext:
    """Return what is trusted: the system's certificates, and those in *ca_file* ("" for none)."""
    context = ssl.create_default_context()
    # Python 3.13 refuses own authorities whose certificates lack what RFC 5280 wants and nobody else misses; the same
    # registry must not be trusted by one Python and refused by the next.
    context.verify_flags &= ~getattr(ssl, "VERIFY_X509_STRICT", ssl.VerifyFlags(0))
    if ca_file:
        try:
            context.load_verify_locations(cadata=Path(ca_file).read_text("ascii"))
        except (OSError, ssl.SSLError, ValueError) as wrong:
            cause = clean((isinstance(wrong, OSError) and wrong.strerror) or "it holds no certificate in PEM form")
            message = f"the certificates in `{clean(ca_file)}` cannot be used: {cause}"
            help = "name a file that begins with `-----BEGIN CERTIFICATE-----`"
            raise RegistryError(NO_CA, message, help, world=False) from None
    return context


def dial(host: str, port: int, seconds: float, options: Iterable[tuple[int, int, int | bytes]]) -> socket.socket:
    """Connect to *host* within *seconds* in all, however many addresses it has."""
    until = time.monotonic() + seconds
    found = _resolved(host.strip("[]"), port, seconds)
    last: OSError = TimeoutError("no answer")
    for number, (family, kind, protocol, _, address) in enumerate(found):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(max((until - time.monotonic()) / (len(found) - number), 0.05))
            for option in options:
                sock.setsockopt(*option)
            sock.connect(address)
            return sock
        except OSError as wrong:
            sock.close()
            last = wrong
        except BaseException:
            sock.close()
            raise
    raise last


def _resolved(host: str, port: int, seconds: float) -> list[Any]:
    """Return the addresses of *host*. The system's resolver knows no timeout, so it is asked in a thread."""
    found: list[Any] = []
    wrong: list[Exception] = []
    _join(lambda: found.extend(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)), wrong, seconds)
    if wrong:
        raise wrong[0]
    if not found:
        raise socket.gaierror(socket.EAI_AGAIN, "the name of the host is not resolved in time")
    return found


def _join(work: Callable[[], None], wrong: list[Exception], seconds: float) -> None:
    def run() -> None:
        try:
            work()
        except Exception as error:
            wrong.append(error)

    thread = threading.Thread(target=run, name="resolver", daemon=True)
    thread.start()
    thread.join(seconds)
