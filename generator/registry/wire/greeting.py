"""The first words with a registry: which scheme it speaks, and that it is one."""

from __future__ import annotations

from collections.abc import Callable

from generator.registry import Options
from generator.registry.wire.address import Address
from generator.registry.wire.failures import LOST, NO_REGISTRY, NO_TRUST, Place, Trouble
from generator.registry.wire.shown import spoken
from generator.registry.wire.transport import Answer, Request

_NONE = {301, 302, 303, 307, 308, 404, 405}  # a redirect that is still one after it was followed leads nowhere


Ask = Callable[[Request], Answer]


def greeted(address: Address, options: Options, place: Place, *, send: Ask, once: Ask) -> tuple[str, Answer]:
    """Ask for `/v2/`, which every registry answers, without a login; return the scheme and the answer.

    *send* tries again where that can help, *once* does not.

    On this machine plain HTTP is tried first, unless a certificate is named; any other host is asked by TLS only, or by
    plain HTTP where `plain_http` says so. Where that meets TLS, it is told, not mended: nobody asked for it.
    """
    at = f"://{address.endpoint}/v2/"
    scheme = "http" if options.plain_http else "https"
    tls = Request("GET", f"https{at}", place, login=False)
    if not options.plain_http and address.loopback and not options.ca_file:
        plain = Request("GET", f"http{at}", place, login=False)
        scheme = "https" if _hints_at_tls(once, plain) and _speaks_tls(once, tls) else "http"
    try:
        answer = send(Request("GET", f"{scheme}{at}", place, login=False))
    except Trouble as trouble:
        if options.plain_http and _hung_up(trouble) and _speaks_tls(once, tls):
            raise _wants_tls(place) from None
        if trouble.garbled:
            raise _no_registry(place, "it does not speak HTTP") from None
        raise
    if options.plain_http and answer.status == 400 and _speaks_tls(once, tls):
        raise _wants_tls(place)
    said = spoken(answer.data, answer.headers.get("Content-Type", ""))
    asks_for_login = answer.status in (401, 403)  # a proxy that does so has a page to show
    if (said.html and not asks_for_login) or answer.status in _NONE:
        told = f"{answer.status}{': ' if said.words else ''}{said.words}"
        raise _no_registry(place, told)
    return scheme, answer


def _speaks_tls(once: Ask, request: Request) -> bool:
    """Tell whether there is TLS, be its certificate trusted or not."""
    try:
        once(request)
    except Trouble as trouble:
        return trouble.untrusted
    return True


def _hints_at_tls(once: Ask, request: Request) -> bool:
    """Tell whether plain HTTP meets what may be a server that wants TLS: such a one answers 400, or hangs up."""
    try:
        answer = once(request)
    except Trouble as trouble:
        return _hung_up(trouble)
    return answer.status == 400


def _hung_up(trouble: Trouble) -> bool:
    return trouble.code == LOST and not trouble.unsent


def _wants_tls(place: Place) -> Trouble:
    return Trouble(NO_TRUST, f"{place}: this port speaks TLS, and no plain HTTP", "leave `--plain-http` out")


def _no_registry(place: Place, told: str) -> Trouble:
    help = "check host and port; a registry answers `/v2/` (OCI distribution specification)"
    return Trouble(NO_REGISTRY, f"{place}: what answers is no registry ({told})", help, world=False)
