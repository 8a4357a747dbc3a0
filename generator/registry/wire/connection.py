"""Connections of urllib3 that keep to the time they have, and those that can be used again.

urllib3's own pools do more than is wanted here (retries, redirects, proxies) for each of many hundred requests, which
costs more than all else that a publish does. So its connections are used as they are.
"""

from __future__ import annotations

import errno
import http.client
import logging
import re
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.response import HTTPResponse

from generator.registry import RegistryError
from generator.registry.wire.address import Origin
from generator.registry.wire.failures import NO_CA
from generator.registry.wire.shown import clean
from generator.registry.wire.watch import Guard

if TYPE_CHECKING:  # what is trusted is loaded where TLS is spoken
    import ssl

PIECE = 256 * 1024
"""Bytes that are read and sent at a time: few system calls, and little memory whatever a blob's size."""

_KEPT = 64  # connections of one host: more than there are workers, so none is thrown away
_NUMBERS = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}", re.ASCII)
"""An address of IPv4, which no resolver need be asked for."""

_GONE = {errno.EPIPE, errno.ECONNRESET, errno.EPROTOTYPE}
"""Who takes no more of a request may have answered it all the same."""

# Addresses of uploads are as good as a password for as long as the upload lasts, and urllib3 would log them.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)


class _Final(http.client.HTTPResponse):
    """An answer before which any others may come that are not the last word, such as 103 (RFC 9110, section 15.2)."""

    def begin(self, **limits: Any) -> None:
        super().begin(**limits)
        while 101 < self.status < 200:  # 100 is passed over by `super`, and 101 is asked for by nobody
            self.headers = None  # type: ignore[assignment]  # it begins where it has none
            super().begin(**limits)


class _Timed(HTTPConnection):
    """A connection that connects, sends and waits for an answer within the time of its *guard*."""

    response_class = _Final
    guard: Guard
    origin: Origin
    whole = False
    """Whether all of the last request was sent."""

    def _new_conn(self) -> socket.socket:
        seconds = self.timeout if isinstance(self.timeout, int | float) else 5.0
        try:
            sock = dial(self._dns_host, self.port or self.default_port, seconds, self.socket_options or ())
        except socket.gaierror as wrong:
            raise NameResolutionError(self.host, self, wrong) from wrong
        except TimeoutError as wrong:
            raise ConnectTimeoutError(self, "no answer") from wrong
        except OSError as wrong:
            raise NewConnectionError(self, str(wrong)) from wrong
        self.guard.hold(sock)
        return sock

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        self.guard.connected = True
        self.guard.hold(self.sock)
        self.sock.settimeout(min(self.guard.silence, self.guard.left()))
        super().send(data)

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: Iterable[bytes] | None) -> HTTPResponse:
        """Send a request, and return the answer, whose content is still to be read."""
        guard = self.guard
        self.whole = False
        try:
            self.request(method, target, body, headers, preload_content=False, decode_content=False)
            self.whole = True
        except OSError as wrong:
            if wrong.errno not in _GONE or not guard.connected:
                raise
        self.timeout = guard.silence
        guard.until = min(guard.deadline, time.monotonic() + guard.silence)  # for all of the head, not for each byte
        try:
            return self.getresponse()
        finally:
            guard.until = guard.deadline


class _TimedTls(_Timed, HTTPSConnection):
    """The same over TLS."""


class Response:
    """An answer whose content is read by `read`; `close` must follow, and gives the connection back."""

    def __init__(self, answer: HTTPResponse, connection: _Timed, pools: Pools) -> None:
        self.status, self.headers = answer.status, answer.headers
        self._answer, self._connection, self._pools = answer, connection, pools

    def read(self, most: int) -> bytes:
        """Return what comes next of the content, at most so many bytes; none at its end."""
        piece: bytes = self._answer.read(most)
        return piece

    def close(self) -> None:
        """Let go of the connection; one whose answer was not read to its end is not used again."""
        kept = self._answer.closed and self._connection.whole and self._connection.sock is not None
        self._answer.close()
        self._pools.take_back(self._connection, kept)


class Pools:
    """Kept connections, which trust what the system trusts and the certificates in *ca_file* ("" for none).

    What is trusted is read when it is wanted; a file that is named is read at once, as it may be wrong. Safe to be used
    by several threads.
    """

    def __init__(self, ca_file: str) -> None:
        self._lock = threading.Lock()
        self._context = trust(ca_file) if ca_file else None
        self._idle: dict[Origin, deque[_Timed]] = {}
        self._closed = False

    def ask(
        self,
        origin: Origin,
        method: str,
        target: str,
        headers: Mapping[str, str],
        body: Callable[[], Iterable[bytes]] | None,
        guard: Guard,
        connect: float,
        *,
        repeatable: bool,
    ) -> Response:
        """Send a request over a connection to *origin*, which may take *connect* seconds to open; return the answer.

        A kept connection may die just when it is used again. That says nothing about the host, so a request that is
        *repeatable* is sent once more at once, over a new one. Raises what `loss` reads.
        """

        def over(connection: _Timed, seconds: float) -> Response:
            connection.guard, connection.timeout = guard, seconds
            try:
                return Response(connection.ask(method, target, headers, body() if body else None), connection, self)
            except BaseException:
                connection.close()
                raise

        if kept := self._kept(origin):
            try:
                return over(kept, guard.silence)
            except OSError as wrong:
                if guard.over or isinstance(wrong, TimeoutError):
                    raise
                self._drop(origin)  # they are as old: whoever tries again must not meet the next dead one
                if not repeatable:
                    raise
            guard.connected = False
        return over(self._new(origin), connect)

    def _new(self, origin: Origin) -> _Timed:
        host = origin.host if origin.host.isascii() else origin.host.encode("idna").decode("ascii")
        if origin.scheme == "https":
            made: _Timed = _TimedTls(host, origin.port, blocksize=PIECE, ssl_context=self._trusted())
        else:
            made = _Timed(host, origin.port, blocksize=PIECE)
        made.origin = origin
        return made

    def _kept(self, origin: Origin) -> _Timed | None:
        """Return a connection that the other side has not closed, and over which it says nothing unasked."""
        idle = self._idle.get(origin)
        while idle:
            try:
                connection = idle.pop()
            except IndexError:  # another thread was quicker
                return None
            if connection.is_connected:
                return connection
            connection.close()
        return None

    def _drop(self, origin: Origin) -> None:
        """Let go of all kept connections to *origin*."""
        idle = self._idle.get(origin)
        while idle:
            try:
                idle.pop().close()
            except IndexError:  # another thread was quicker
                return

    def take_back(self, connection: _Timed, kept: bool) -> None:
        """Keep *connection*, or close it."""
        idle = self._idle.setdefault(connection.origin, deque())
        if not kept or self._closed or len(idle) >= _KEPT:
            connection.close()
            return
        idle.append(connection)
        if self._closed:  # meanwhile
            self.clear()

    def _trusted(self) -> ssl.SSLContext:
        with self._lock:
            self._context = self._context or trust("")
            return self._context

    def clear(self) -> None:
        """Let go of all connections; none is kept from now on."""
        self._closed = True
        for origin in list(self._idle):
            self._drop(origin)


def trust(ca_file: str) -> ssl.SSLContext:
    """Return what is trusted: the system's certificates, and those in *ca_file* ("" for none)."""
    import ssl

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
    if _NUMBERS.fullmatch(host):
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (host, port))]
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
