"""Time limits that hold whatever the other side does.

The timeout of a socket begins anew with each byte, so a host that sends one byte a minute would never run into it. A
thread of its own cuts connections whose time is over instead.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time

_LOOKS_EVERY = 0.1


class Guard:
    """The time that one exchange has: until *until* by the monotonic clock, *silence* seconds between two bytes."""

    def __init__(self, until: float, silence: float) -> None:
        self.deadline = self.until = until
        self.silence = silence
        self.connected = False  # from then on bytes may have left
        self.over = False
        self._sock: socket.socket | None = None

    def hold(self, sock: socket.socket) -> None:
        """Note which connection is to be cut."""
        self._sock = sock

    def cut(self) -> None:
        """Cut the connection: whoever waits for it goes on at once, with an error."""
        self.over = True
        if self._sock is not None:
            with contextlib.suppress(OSError):  # not the method of an SSLSocket, which another thread may be reading
                socket.socket.shutdown(self._sock, socket.SHUT_RDWR)

    def left(self) -> float:
        """Return the seconds that are left, at least a moment: a socket takes no timeout of 0."""
        return max(self.deadline - time.monotonic(), 0.01)


class Watch:
    """Watches over guards, in a thread that begins with the first one. Safe to be used by several threads."""

    def __init__(self) -> None:
        self._guards: set[Guard] = set()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, guard: Guard) -> None:
        """Watch over *guard*."""
        with self._lock:
            self._guards.add(guard)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="deadlines", daemon=True)
                self._thread.start()

    def end(self, guard: Guard) -> None:
        """Watch over *guard* no longer."""
        with self._lock:
            self._guards.discard(guard)

    def close(self) -> None:
        """Cut what is under way, and end the thread."""
        self._ended.set()
        with self._lock:
            under_way = list(self._guards)
        for guard in under_way:
            guard.cut()

    def _look(self) -> None:
        while not self._ended.wait(_LOOKS_EVERY):
            now = time.monotonic()
            with self._lock:
                late = [guard for guard in self._guards if now > guard.until and not guard.over]
            for guard in late:
                guard.cut()
