"""The process that MkDocs runs in. It ends with the one that started it, however that one ended.

Run as a file of its own, with the arguments of MkDocs, so that no folder of the user's gets in the way of a module. To
serve, it starts at once. To build, it loads what any site needs, and waits for a byte of standard input.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
import threading
import time
from importlib import import_module


def _end_with_parent() -> None:
    """Wait until the other end of standard input is closed, then interrupt MkDocs, so that it clears up."""
    while os.read(0, 4096):  # a buffer would be locked when Python ends, which it takes amiss
        pass
    sys.stderr = sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - nobody wants to read `Aborted!`
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(8)
    os._exit(1)


def _wait() -> None:
    """Load what takes MkDocs a third of a second, nothing of the user's among it, and wait for the word to go on."""
    with contextlib.suppress(ImportError):  # what is missing, MkDocs tells where it is asked for
        import mkdocs.commands.build  # noqa: F401

        from generator.site.plugin import EXTENSIONS

        for name in EXTENSIONS:
            import_module(name if "." in name else f"markdown.extensions.{name}")
    if not os.read(0, 1):
        os._exit(0)  # the packs did not compile


if __name__ == "__main__":
    if sys.argv[1] == "build":
        _wait()
    elif hasattr(os, "nice"):
        os.nice(10)  # the compiler goes first: the site is built from what it writes
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what is in the background deaf to it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from mkdocs.__main__ import cli

    with tempfile.TemporaryDirectory(prefix="packscribe-site-") as home:
        tempfile.tempdir = home  # MkDocs leaves a folder behind where its configuration is wrong
        cli(sys.argv[1:])
