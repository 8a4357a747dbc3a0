"""How long one operation may take, and how often it may be tried again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from generator.registry import Options
from generator.registry.wire.failures import Trouble

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 10.0
"""Seconds: the limit of the first pause before another try, and what the doubling limits end at."""

SLOWEST = 256 * 1024
"""Bytes a second: a blob has so much more time as it would take at this rate, or large ones could never be sent."""


def _chance() -> float:
    import random

    return random.random()


class Clock(NamedTuple):
    """Time, and chance, as a client sees them: tests bring their own."""

    sleep: Callable[[float], object] = time.sleep
    now: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    chance: Callable[[], float] = _chance


class Budget:
    """What one operation has left. Not for several threads."""

    def __init__(self, clock: Clock, options: Options, size: int = 0) -> None:
        self._clock, self._options = clock, options
        self.until = clock.now() + options.deadline + size / SLOWEST
        self.tries = 0
        self._unreachable_since: float | None = None
        self._began = clock.now()

    def left(self) -> float:
        """Return the seconds until the deadline; less than 0 when it is over."""
        return self.until - self._clock.now()

    def begin(self) -> float:
        """Begin a try, and return the seconds that it may take to connect."""
        self._began = self._clock.now()
        left = min(self.left(), self._options.connect_timeout)
        if self._unreachable_since is not None:
            left = min(left, self._unreachable_since + self._options.unreachable_deadline - self._began)
        return left

    @property
    def patience(self) -> float:
        """The seconds that a host may take for its very first answer: a longer deadline gives it more."""
        return min(max(self._options.unreachable_deadline, self._options.deadline / 8), self._options.deadline)

    def left_to_meet(self) -> float:
        """Return the seconds that are left of them."""
        now = self._clock.now()
        since = now if self._unreachable_since is None else self._unreachable_since
        return min(self.left(), since + self.patience - now)

    def unmet(self) -> None:
        """Note that the host took a connection, and did not answer in the try that was begun."""
        if self._unreachable_since is None:
            self._unreachable_since = self._began

    def reached(self) -> None:
        """Note that the host answers."""
        self._unreachable_since = None

    def again(self, trouble: Trouble) -> bool:
        """Wait before another try, and tell whether there is one.

        Full jitter: any time up to a limit that doubles, so that clients that failed together come back one by one.
        What a host asked for by `Retry-After` is waited for at its gate instead.
        """
        if trouble.given_up:  # within this very operation, where the last try was counted
            return False
        self.tries += 1
        end = self.until
        if trouble.unreachable:
            self._unreachable_since = self._began if self._unreachable_since is None else self._unreachable_since
            end = min(end, self._unreachable_since + self._options.unreachable_deadline)
        limit = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self.tries - 1, 16))
        pause = 0.0 if trouble.after is not None else limit * self._clock.chance()
        if self.tries > self._options.retries or self._clock.now() + pause >= end:
            trouble.say_tries(self.tries)
            trouble.given_up = True
            return False
        self._clock.sleep(pause)
        return True
