"""One gate for all workers of a host: what `Retry-After` asks one of them, all of them do."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import UTC

from generator.registry.wire.budget import Budget, Clock
from generator.registry.wire.failures import TOO_MANY, Place, Trouble

REMEMBERED = 30.0
"""Seconds for which a host that was given up is not tried again by others: each pack would wait its time out anew."""

_SPREAD = 0.1
"""The share of the wait that workers are spread over when the gate opens."""

_LONGEST = 10**9


class Gate:
    """The gate of one host. Safe to be used by several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._opens = 0.0
        self._gone: tuple[float, Trouble, Place] | None = None

    def hold(self, seconds: float) -> None:
        """Let nobody pass for *seconds*."""
        with self._lock:
            self._opens = max(self._opens, self._clock.now() + seconds)

    def give_up(self, trouble: Trouble, place: Place) -> None:
        """Note that the host was not reached in all the time that the operation at *place* had for it."""
        with self._lock:
            self._gone = (self._clock.now() + REMEMBERED, trouble, place)

    def reached(self) -> None:
        """Note that the host answers."""
        if self._gone is not None:
            with self._lock:
                self._gone = None

    def pass_through(self, budget: Budget, place: Place) -> None:
        """Wait until the gate is open. Raise where that is later than *budget* allows, or the host was given up."""
        with self._lock:
            gone, wait = self._gone, self._opens - self._clock.now()
        if gone is not None and self._clock.now() < gone[0]:
            raise gone[1].said_at(place, gone[2])
        if wait <= 0:
            return
        if wait >= budget.left():
            left = max(budget.left(), 0)
            asked = f"the registry asks to wait {wait:,.0f} s, longer than the {left:,.0f} s that are left"
            raise Trouble(TOO_MANY, f"{place}: {asked}", "run the same command again then, or set a longer deadline")
        spread = min(wait * _SPREAD, 1.0, budget.left() - wait)
        self._clock.sleep(wait + spread * self._clock.chance())


def retry_after(headers: Mapping[str, str], wall: float) -> float | None:
    """Return the seconds that an answer asks to wait, or none (RFC 9110, section 10.2.3).

    A date is held against the `Date` of the answer, so that clocks which differ do no harm, else against *wall*.
    """
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(min(int(text[:12]), _LONGEST))
    then = _seconds(text)
    if then is None:
        return None
    now = _seconds(headers.get("Date", ""))
    return min(max(then - (wall if now is None else now), 0.0), float(_LONGEST))


def _seconds(date: str) -> float | None:
    from email.utils import parsedate_to_datetime

    try:
        when = parsedate_to_datetime(date[:60])
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
