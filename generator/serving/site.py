"""The site that MkDocs serves, in a process of its own: building it never holds up the compiler, nor the reverse."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Diagnostic, Location, Problems
from generator.serving.process import MkDocs, failed


@dataclass(frozen=True, slots=True)
class Address:
    """Where the site is served; port 0 is any that is free."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def listening(address: Address) -> Address:
    """Return *address* with the port that will be listened on. Raises `Problems` where that is impossible."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((address.host, address.port))
            trial.listen()
            return Address(address.host, trial.getsockname()[1])
    except (OSError, UnicodeError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        way_out = f"end what listens there, or choose another place with `--address {address.host}:0`"
        raise Problems([Diagnostic("PS190", f"{address} is not to be had: {reason}", Location("."), way_out)]) from None


class Site:
    """MkDocs serving the site of *root* at *address*; it watches its own pages, and reloads them in the browser."""

    def __init__(self, root: Path, address: Address, *, in_browser: bool = False) -> None:
        self.address = address
        options = ["--quiet", "--no-strict", "--dev-addr", str(address), *(["--open"] if in_browser else [])]
        if (root / "templates").is_dir():
            options += ["--watch", str(root / "templates")]  # the theme's own changes may lie there
        self._process = MkDocs(root, "serve", *options)

    @property
    def ended(self) -> Diagnostic | None:
        """What to say if MkDocs has ended by itself."""
        code = self._process.ended
        return None if code is None else failed(code, again="start again")

    @property
    def answers(self) -> bool:
        """Whether the site can be reached yet."""
        with contextlib.suppress(OSError), socket.create_connection((self.address.host, self.address.port), 0.5):
            return True
        return False

    def close(self) -> None:
        """End MkDocs, and wait until it is gone."""
        self._process.close()


@contextlib.contextmanager
def served(root: Path, address: Address, *, in_browser: bool) -> Iterator[Site]:
    """Serve the site of *root* at *address* as long as the context lasts."""
    site = Site(root, address, in_browser=in_browser)
    try:
        yield site
    finally:
        site.close()
