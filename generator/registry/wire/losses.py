"""What it means that no whole answer came: nobody there, no trust, a connection cut, time over."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from generator.registry.wire.answers import Broken
from generator.registry.wire.connection import Unreached
from generator.registry.wire.failures import LED_ASTRAY, LOST, NO_HOST, NO_TRUST, TOO_SLOW, UNREACHABLE, Place, Trouble
from generator.registry.wire.watch import Guard

if TYPE_CHECKING:  # TLS is imported where it is spoken
    import ssl

RAISED = (Broken, Unreached, OSError, ValueError)
"""What is raised where an exchange fails."""

_AGAIN = "nothing was half-published: run the same command again, it does only what is missing"
_FOR_GOOD = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def loss(error: Exception, place: Place, guard: Guard) -> Trouble:
    """Return what *error* means, which ended an exchange with the host of *place*."""
    if guard.over:
        return _lost(TOO_SLOW, place, "no whole answer within the time there is for it", guard)
    if isinstance(error, socket.gaierror):
        return _no_host(error, place)
    if isinstance(error, Unreached):
        return _nobody(error.__cause__, place)
    if isinstance(error, TimeoutError):
        return _silence(error, place, guard)
    if isinstance(error, UnicodeError):
        return Trouble(LED_ASTRAY, f"{place}: it leads to an address that is none", "tell those who run the registry")
    import ssl  # which is loaded for TLS only

    return _tls(error, place, guard) if isinstance(error, ssl.SSLError) else _cut(error, place, guard)


def _no_host(error: socket.gaierror, place: Place) -> Trouble:
    trouble = Trouble(
        NO_HOST,
        f"{place}: no host of that name is known",
        "check the address for a slip of the pen, and the name server of this machine",
        again=error.errno not in _FOR_GOOD,
        unsent=True,
    )
    trouble.unreachable = True
    return trouble


def _nobody(error: BaseException | None, place: Place) -> Trouble:
    refused = isinstance(error, ConnectionRefusedError)
    timed_out = error is None or isinstance(error, TimeoutError)
    words = "no answer" if timed_out else ((isinstance(error, OSError) and error.strerror) or "no way there").lower()
    help = "check host and port, whether the registry runs, and the firewall between"
    cause = "the connection is refused: nothing listens there" if refused else f"it cannot be reached: {words}"
    trouble = Trouble(UNREACHABLE, f"{place}: {cause}", help, again=True, unsent=True)
    trouble.unreachable = True
    return trouble


def _tls(error: ssl.SSLError, place: Place, guard: Guard) -> Trouble:
    import ssl

    if guard.connected:
        return _lost(LOST, place, "the connection was cut", guard)
    if isinstance(error, ssl.SSLCertVerificationError):
        cause = f"its certificate is not trusted: {error.verify_message or 'it is for another host'}"
        trouble = Trouble(NO_TRUST, f"{place}: {cause}", "name the certificate of its authority with `--ca-file`")
        trouble.untrusted = True
        return trouble
    if error.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL"):
        help = "use the port of TLS, or say `--plain-http` where everyone on the way may read and change what is sent"
        return Trouble(NO_TRUST, f"{place}: it does not speak TLS", help)
    reason = error.reason or "cut"
    cause = f"TLS cannot be agreed on ({reason.lower().replace('_', ' ')})"
    help = "check that the registry speaks TLS 1.2 or newer on this port, and asks for no client certificate"
    return Trouble(NO_TRUST, f"{place}: {cause}", help, again=True, unsent=True)


def _silence(error: Exception, place: Place, guard: Guard) -> Trouble:
    if not guard.connected:
        return _nobody(error, place)
    trouble = _lost(TOO_SLOW, place, f"no answer for {guard.silence:g} s", guard)
    trouble.silent = True
    return trouble


def _cut(error: Exception, place: Place, guard: Guard) -> Trouble:
    words = error.words if isinstance(error, Broken) else "the connection was cut"
    return _lost(LOST, place, words, guard)


def _lost(code: str, place: Place, words: str, guard: Guard) -> Trouble:
    return Trouble(code, f"{place}: {words}", _AGAIN, again=True, unsent=not guard.connected)
