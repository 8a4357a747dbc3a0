"""The site that MkDocs serves, in a process of its own: building it never holds up the compiler, nor the reverse."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from generator.diagnostics import Diagnostic, Location, Problems, Severity

_CHILD = Path(__file__).with_name("mkdocs_process.py")
_PATIENCE = 10.0  # seconds for MkDocs to end; it may be in the middle of a build


@dataclass(frozen=True, slots=True)
class Address:
    """Where the site is served; port 0 is any that is free."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def configuration(root: Path) -> Path | None:
    """Return the configuration of MkDocs in *root*, if there is one."""
    return next((path for name in ("mkdocs.yml", "mkdocs.yaml") if (path := root / name).is_file()), None)


def no_site(root: Path) -> Diagnostic | None:
    """Return why no site can be served from *root*, if so; the files are compiled nonetheless."""
    if configuration(root) is None:
        reason, way_out = "there is no mkdocs.yml here", "write one, and the site is served, too"
    elif find_spec("mkdocs") is None:
        reason, way_out = "MkDocs is not installed", "run `pip install 'packscribe[docs]'`"
    else:
        return None
    return Diagnostic("PS191", f"no site is served: {reason}", Location("mkdocs.yml"), way_out, Severity.WARNING)


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
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(_CHILD), "serve", "--config-file", str(configuration(root)), *options],
            stdin=subprocess.PIPE,  # its end tells the child that nobody is left to serve for
            stdout=sys.stderr,
            env={"NO_MKDOCS_2_WARNING": "1", **os.environ},
            start_new_session=True,  # Ctrl-C is for us; we tell the child
        )

    @property
    def ended(self) -> Diagnostic | None:
        """What to say if MkDocs has ended by itself."""
        code = self._process.poll()
        if code is None:
            return None
        way_out = "its own words stand above; mend that, then start again"
        return Diagnostic("PS192", f"MkDocs ended with exit code {code}", Location("mkdocs.yml"), way_out)

    @property
    def answers(self) -> bool:
        """Whether the site can be reached yet."""
        with contextlib.suppress(OSError), socket.create_connection((self.address.host, self.address.port), 0.5):
            return True
        return False

    def close(self) -> None:
        """End MkDocs, and wait until it is gone."""
        assert self._process.stdin
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextlib.contextmanager
def served(root: Path, address: Address, *, in_browser: bool) -> Iterator[Site]:
    """Serve the site of *root* at *address* as long as the context lasts."""
    site = Site(root, address, in_browser=in_browser)
    try:
        yield site
    finally:
        site.close()
