"""Connections that keep to the time they have, and the pools of those that can be used again."""

from __future__ import annotations

import errno
import re
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.registry import RegistryError
from generator.registry.wire.address import Origin
from generator.registry.wire.answers import Reader, Response
from generator.registry.wire.failures import NO_CA
from generator.registry.wire.shown import clean
from generator.registry.wire.watch import Guard

if TYPE_CHECKING:  # TLS is imported where it is spoken
    import ssl

PIECE = 256 * 1024
"""Bytes that are read and sent at a time: few system calls, and little memory whatever a blob's size."""

_KEPT = 64  # connections of one host: more than there are workers, so none is thrown away
_OPTIONS = ((socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),)
_NUMBERS = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}", re.ASCII)
"""An address of IPv4, which no resolver need be asked for."""

_GONE = {errno.EPIPE, errno.ECONNRESET, errno.EPROTOTYPE}
"""Who takes no more of a request may have answered it all the same."""


class Unreached(Exception):
    """There is no connection: what was wrong is the cause."""


class Connection:
    """A connection to *origin*, which is opened with *context* for TLS, within *seconds*. Raises what `loss` reads."""

    def __init__(self, origin: Origin, context: ssl.SSLContext | None, seconds: float, guard: Guard) -> None:
        self.origin = origin
        host = origin.host if origin.host.isascii() else origin.host.encode("idna").decode("ascii")
        self._name = Origin(origin.scheme, host, origin.port).netloc
        try:
            self._sock = dial(host, origin.port, seconds, _OPTIONS)
        except socket.gaierror:
            raise
        except (OSError, UnicodeError) as wrong:
            raise Unreached from wrong
        guard.hold(self._sock)
        if context is not None:
            self._greet(context, host, seconds, guard)
        self._reader = Reader(self._sock)
        self._sent = False

    def _greet(self, context: ssl.SSLContext, host: str, seconds: float, guard: Guard) -> None:
        plain = self._sock
        try:
            plain.settimeout(seconds)
            self._sock = context.wrap_socket(plain, server_hostname=host.rstrip("."), do_handshake_on_connect=False)
            guard.hold(self._sock)
            self._sock.do_handshake()
        except TimeoutError as wrong:
            self.close()
            raise Unreached from wrong
        except BaseException:
            self.close()
            raise

    @property
    def dropped(self) -> bool:
        """Whether the other side has closed it, or says something that nobody asked for."""
        if hasattr(select, "poll"):  # which takes more files than the other one does
            look = select.poll()
            look.register(self._sock, select.POLLIN)
            return bool(look.poll(0))
        return bool(select.select([self._sock], [], [], 0)[0])

    def send(self, head: str, body: Iterable[bytes], guard: Guard) -> None:
        """Send a request: *head*, its first line and headers but for `Host`, and the pieces of its *body*."""
        self._sent = False
        first, rest = head.split("\r\n", 1)
        held = f"{first}\r\nHost: {self._name}\r\n{rest}\r\n".encode("latin-1")
        try:
            for piece in body:
                if len(held) + len(piece) > PIECE:
                    self._send(held, guard)
                    held = piece
                else:
                    held += piece  # a small request leaves at once
            self._send(held, guard)
            self._sent = True
        except OSError as wrong:
            if wrong.errno not in _GONE:
                raise

    def _send(self, data: bytes, guard: Guard) -> None:
        guard.hold(self._sock)
        guard.connected = True
        self._sock.settimeout(min(guard.silence, guard.left()))
        self._sock.sendall(data)

    def answer(self, method: str, guard: Guard, done: Callable[[bool], None]) -> Response:
        """Return the answer to a request of *method*; *done* is told whether the connection can be used again."""
        self._sock.settimeout(guard.silence)
        guard.until = min(guard.deadline, time.monotonic() + guard.silence)  # for all of the head, not for each byte
        try:
            return Response(self._reader, method, lambda kept: done(kept and self._sent))
        finally:
            guard.until = guard.deadline

    def close(self) -> None:
        """Close it."""
        self._sock.close()


class Pools:
    """Kept connections, which trust what the system trusts and the certificates in *ca_file* ("" for none).

    What is trusted is read when it is wanted; a file that is named is read at once, as it may be wrong. Safe to be used
    by several threads.
    """

    def __init__(self, ca_file: str) -> None:
        self._lock = threading.Lock()
        self._context = trust(ca_file) if ca_file else None
        self._idle: dict[Origin, deque[Connection]] = {}
        self._closed = False

    def ask(
        self, origin: Origin, method: str, head: str, body: Iterable[bytes], guard: Guard, connect: float
    ) -> Response:
        """Send a request over a connection to *origin*, which may take *connect* seconds to open; return the answer."""
        connection = self._kept(origin) or Connection(origin, self._trusted(origin), connect, guard)

        def done(kept: bool) -> None:
            self._take_back(connection, kept)

        try:
            connection.send(head, body, guard)
            return connection.answer(method, guard, done)
        except BaseException:
            connection.close()
            raise

    def _kept(self, origin: Origin) -> Connection | None:
        idle = self._idle.get(origin)
        while idle:
            try:
                connection = idle.pop()
            except IndexError:  # another thread was quicker
                return None
            if not connection.dropped:
                return connection
            connection.close()
        return None

    def _take_back(self, connection: Connection, kept: bool) -> None:
        idle = self._idle.setdefault(connection.origin, deque())
        if not kept or self._closed or len(idle) >= _KEPT:
            connection.close()
            return
        idle.append(connection)
        if self._closed:  # meanwhile
            self.clear()

    def _trusted(self, origin: Origin) -> ssl.SSLContext | None:
        if origin.scheme != "https":
            return None
        with self._lock:
            self._context = self._context or trust("")
            return self._context

    def clear(self) -> None:
        """Let go of all connections; none is kept from now on."""
        self._closed = True
        for idle in list(self._idle.values()):
            while idle:
                try:
                    idle.pop().close()
                except IndexError:
                    break


def trust(ca_file: str) -> ssl.SSLContext:
    """Return what is trusted: the system's certificates, and those in *ca_file* ("" for none)."""
    import ssl

    context = ssl.create_default_context()
    # Python 3.13 refuses own authorities whose certificates lack what RFC 5280 wants and nobody else misses; the same
    # registry must not be trusted by one Python and refused by the next.
    context.verify_flags &= ~getattr(ssl, "VERIFY_X509_STRICT", ssl.VerifyFlags(0))
    context.set_alpn_protocols(["http/1.1"])
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
