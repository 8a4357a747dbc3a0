"""The process that MkDocs runs in. It ends with the one that started it, however that one ended.

Run as a file of its own, with the arguments of MkDocs: nothing of packscribe is imported, and no folder of the user's
gets in the way of a module.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import time


def _end_with_parent() -> None:
    """Wait until the other end of standard input is closed, then interrupt MkDocs, so that it clears up."""
    while os.read(0, 4096):  # a buffer would be locked when Python ends, which it takes amiss
        pass
    sys.stderr = sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - nobody wants to read `Aborted!`
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(8)
    os._exit(1)


if __name__ == "__main__":
    if sys.argv[1] == "serve" and hasattr(os, "nice"):
        os.nice(10)  # the compiler goes first: the site is built from what it writes
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what is in the background deaf to it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from mkdocs.__main__ import cli

    with tempfile.TemporaryDirectory(prefix="packscribe-site-") as home:
        tempfile.tempdir = home  # MkDocs leaves a folder behind where its configuration is wrong
        cli(sys.argv[1:])
