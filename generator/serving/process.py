"""MkDocs in a process of its own, which ends with ours."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from generator.diagnostics import Diagnostic, Location, Severity

_CHILD = Path(__file__).with_name("mkdocs_process.py")
_PATIENCE = 10.0  # seconds for MkDocs to end; it may be in the middle of a build


def configuration(root: Path) -> Path | None:
    """Return the configuration of MkDocs in *root*, if there is one."""
    return next((path for name in ("mkdocs.yml", "mkdocs.yaml") if (path := root / name).is_file()), None)


def no_site(root: Path) -> Diagnostic | None:
    """Return why *root* has no site, if so, as a warning: its files can be compiled nonetheless."""
    if configuration(root) is None:
        reason, way_out = "there is no mkdocs.yml here", "write one; `packscribe new` does, for a new repository"
    elif find_spec("mkdocs") is None:
        reason, way_out = "MkDocs is not installed", "run `pip install 'packscribe[docs]'`"
    else:
        return None
    return Diagnostic("PS191", f"there is no site: {reason}", Location("mkdocs.yml"), way_out, Severity.WARNING)


class MkDocs:
    """The *command* `serve` or `build` of MkDocs for the site of *root*, which has one."""

    def __init__(self, root: Path, command: str, *options: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(_CHILD), command, "--config-file", str(configuration(root)), *options],
            stdin=subprocess.PIPE,  # its end tells the child that nobody is left to work for
            stdout=sys.stderr,
            env={"NO_MKDOCS_2_WARNING": "1", **os.environ},
            start_new_session=True,  # Ctrl-C is for us; we tell the child
        )

    def wait(self) -> int:
        """Return the exit code, when it has ended by itself."""
        return self._process.wait()

    @property
    def ended(self) -> int | None:
        """The exit code, if it has ended by itself."""
        return self._process.poll()

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


def failed(code: int, *, again: str) -> Diagnostic:
    """Return what to say where MkDocs ended with *code*; *again* is what to do once that is mended."""
    way_out = f"its own words stand above; mend that, then {again}"
    return Diagnostic("PS192", f"MkDocs ended with exit code {code}", Location("mkdocs.yml"), way_out)
