"""What it means that no whole answer came: nobody there, no trust, a connection cut, time over."""

from __future__ import annotations

import http.client
import socket
import ssl

from urllib3 import exceptions as urllib3

from generator.registry.wire.failures import LED_ASTRAY, LOST, NO_HOST, NO_TRUST, TOO_SLOW, UNREACHABLE, Place, Trouble
from generator.registry.wire.watch import Guard

RAISED = (urllib3.HTTPError, OSError, http.client.HTTPException, ValueError)
"""What urllib3, and the standard library below it, raise when an exchange fails."""

_AGAIN = "nothing was half-published: run the same command again, it does only what is missing"
_FOR_GOOD = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def loss(error: Exception, place: Place, guard: Guard) -> Trouble:
    """Return what *error* means, which ended an exchange with the host of *place*."""
    if guard.over:
        return _lost(TOO_SLOW, place, "no whole answer within the time there is for it", guard)
    for kind, meaning in (
        (urllib3.NameResolutionError, _no_host),
        (urllib3.ConnectTimeoutError, _nobody),
        (urllib3.NewConnectionError, _nobody),
        (urllib3.SSLError, _tls),
        (ssl.SSLError, _tls),
        ((urllib3.ReadTimeoutError, TimeoutError), _silence),
        ((urllib3.LocationParseError, UnicodeError), _no_url),
    ):
        if isinstance(error, kind):
            return meaning(error, place, guard)
    return _cut(error, place, guard)


def _no_host(error: Exception, place: Place, guard: Guard) -> Trouble:
    cause = _cause(error, socket.gaierror)
    again = not (isinstance(cause, socket.gaierror) and cause.errno in _FOR_GOOD)
    trouble = Trouble(
        NO_HOST,
        f"{place}: no host of that name is known",
        "check the address for a slip of the pen, and the name server of this machine",
        again=again,
        unsent=True,
    )
    trouble.unreachable = True
    return trouble


def _nobody(error: Exception, place: Place, guard: Guard) -> Trouble:
    inner = _cause(error, OSError)
    refused = isinstance(inner, ConnectionRefusedError)
    timed_out = inner is None or isinstance(inner, TimeoutError)
    words = "no answer" if timed_out else ((isinstance(inner, OSError) and inner.strerror) or "no way there").lower()
    help = "check host and port, whether the registry runs, and the firewall between"
    cause = "the connection is refused: nothing listens there" if refused else f"it cannot be reached: {words}"
    trouble = Trouble(UNREACHABLE, f"{place}: {cause}", help, again=True, unsent=True)
    trouble.unreachable = True
    return trouble


def _tls(error: Exception, place: Place, guard: Guard) -> Trouble:
    inner = _cause(error, ssl.SSLError)
    if guard.connected:
        return _lost(LOST, place, "the connection was cut", guard)
    if isinstance(inner, ssl.SSLCertVerificationError):
        cause = f"its certificate is not trusted: {inner.verify_message or 'it is for another host'}"
        trouble = Trouble(NO_TRUST, f"{place}: {cause}", "name the certificate of its authority with `--ca-file`")
        trouble.untrusted = True
        return trouble
    if isinstance(inner, ssl.SSLError) and inner.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL"):
        help = "use the port of TLS, or say `--plain-http` where everyone on the way may read and change what is sent"
        return Trouble(NO_TRUST, f"{place}: it does not speak TLS", help)
    reason = (isinstance(inner, ssl.SSLError) and inner.reason) or "cut"
    cause = f"TLS cannot be agreed on ({reason.lower().replace('_', ' ')})"
    help = "check that the registry speaks TLS 1.2 or newer on this port, and asks for no client certificate"
    return Trouble(NO_TRUST, f"{place}: {cause}", help, again=True, unsent=True)


def _silence(error: Exception, place: Place, guard: Guard) -> Trouble:
    if not guard.connected:
        return _nobody(error, place, guard)
    trouble = _lost(TOO_SLOW, place, f"no answer for {guard.silence:g} s", guard)
    trouble.silent = True
    return trouble


def _no_url(error: Exception, place: Place, guard: Guard) -> Trouble:
    return Trouble(LED_ASTRAY, f"{place}: that is no address", "tell those who run the registry")


def _cut(error: Exception, place: Place, guard: Guard) -> Trouble:
    inner = _cause(error, OSError)
    garbled = False
    if isinstance(inner, ConnectionResetError | BrokenPipeError):
        words = "the connection was cut"
    elif _cause(error, http.client.RemoteDisconnected) is not None:
        words = "the connection was closed without an answer"
    elif _cause(error, http.client.IncompleteRead) is not None:
        words = "the connection was cut in the middle of the answer"
    elif _cause(error, http.client.HTTPException) is not None:
        words, garbled = "what answers does not speak HTTP", True
    else:
        words = "the connection was cut"
    trouble = _lost(LOST, place, words, guard)
    trouble.garbled = garbled
    return trouble


def _lost(code: str, place: Place, words: str, guard: Guard) -> Trouble:
    return Trouble(code, f"{place}: {words}", _AGAIN, again=True, unsent=not guard.connected)


def _cause(error: BaseException, kind: type[BaseException]) -> BaseException | None:
    """Return the first of what led to *error* that is of *kind*: urllib3 wraps it several times."""
    left: list[object] = [error]
    for _ in range(12):
        if not left:
            break
        one = left.pop(0)
        if isinstance(one, kind):
            return one
        if isinstance(one, BaseException):
            left += [one.__cause__, *one.args, getattr(one, "reason", None), one.__context__]
    return None
