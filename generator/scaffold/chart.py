"""The chart of a new pack: its archive, read as an audit reads it, with what pack.yaml says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from generator.audit.charts import LARGEST_ARCHIVE, from_bytes
from generator.diagnostics import Diagnostic, Location, Severity

UNUSABLE = "PS142"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]{0,99}")
_LEADING_V = re.compile(r"[vV](?=\d)")
_DOCUMENT = re.compile(r"\A((?:[ \t]*(?:#[^\n]*)?\n)*)---[ \t]*\n")


@dataclass(frozen=True)
class Packed:
    """A chart: what its Chart.yaml says, its values as text ("" for none), and the bytes of its archive.

    *shown* is the path as it was given.
    """

    shown: str
    name: str
    version: str
    app_version: str
    description: str
    values_text: str
    values: object
    data: bytes

    @property
    def file(self) -> str:
        """The name of the archive."""
        return f"{self.name}-{self.version}.tgz"

    @property
    def pack_version(self) -> str:
        """The version of the pack: the chart's, as a tag of a registry may be written."""
        return _LEADING_V.sub("", self.version).replace("+", "-")


def read_chart(path: Path) -> tuple[Packed | None, list[Diagnostic]]:
    """Read the archive at *path*: the chart, or none and why not."""
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
            message = f"`{what}: {text[:60]}` in Chart.yaml cannot be used" if text else f"Chart.yaml has no {what}"
            way_out = "correct Chart.yaml, then pack the chart anew with `helm package`"
            return None, [Diagnostic(UNUSABLE, message, Location(shown), way_out)]
    said = (_line(chart.metadata.get("description")), _values(chart.values_text), chart.values)
    return Packed(shown, chart.name, chart.version, _line(chart.app_version), *said, data), []


def _line(value: object) -> str:
    """Return a text of Chart.yaml on one line, "" where it is none that can be shown."""
    text = " ".join(value.split()) if isinstance(value, str) and len(value) < 2000 else ""
    return text if text.isprintable() and len(text) <= 300 else ""


def _values(text: str) -> str:
    """Return the text of values.yaml as it can stand below a key: one document, plain line ends, none at the end."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _DOCUMENT.sub(r"\1", plain, count=1).rstrip()
