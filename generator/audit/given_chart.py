"""A packed chart that somebody names on the command line: read as an audit reads it, and fit to be taken over."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from generator.audit.charts import LARGEST_ARCHIVE, Chart, from_bytes
from generator.diagnostics import Diagnostic, Location, Severity

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]{0,99}")


def read_given(path: Path, unusable: str) -> tuple[tuple[Chart, bytes] | None, list[Diagnostic]]:
    """Read the archive at *path*: the chart and the bytes, or none and why not. Nothing is unpacked to the disk.

    *unusable* is the code for a Chart.yaml whose name or version no file and no tag can have.
    """
    shown = path.as_posix()
    try:
        if not path.is_file():
            return None, [Diagnostic("PS002", "is no regular file", Location(shown), "name a .tgz archive")]
        if path.stat().st_size > LARGEST_ARCHIVE:
            message = f"the archive has more than {LARGEST_ARCHIVE:,} bytes"
            return None, [Diagnostic("PS004", message, Location(shown), "pack only the chart, with `helm package`")]
        data = path.read_bytes()
    except OSError as error:
        message = f"cannot be read: {(error.strerror or 'unreadable').lower()}"
        return None, [Diagnostic("PS003", message, Location(shown), "check its permissions")]
    chart = from_bytes(data, shown, shown, 0)
    if chart.problems:
        return None, [replace(problem, severity=Severity.ERROR) for problem in chart.problems]
    for what, text, rule in (("name", chart.name, _NAME), ("version", chart.version, _VERSION)):
        if not rule.fullmatch(text):
            message = f"`{what}: {text[:60]!r}` in Chart.yaml cannot be used" if text else f"Chart.yaml has no {what}"
            way_out = "correct Chart.yaml, then pack the chart anew with `helm package`"
            return None, [Diagnostic(unusable, message, Location(shown), way_out)]
    return (chart, data), []
