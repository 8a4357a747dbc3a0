"""The chart of a new pack: its archive, read as an audit reads it, with what pack.yaml says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from generator.audit.given_chart import read_given
from generator.diagnostics import Diagnostic

UNUSABLE = "PS142"
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
    given, found = read_given(path, UNUSABLE)
    if given is None:
        return None, found
    chart, data = given
    said = (_line(chart.metadata.get("description")), _values(chart.values_text), chart.values)
    return Packed(path.as_posix(), chart.name, chart.version, _line(chart.app_version), *said, data), []


def _line(value: object) -> str:
    """Return a text of Chart.yaml on one line, "" where it is none that can be shown."""
    text = " ".join(value.split()) if isinstance(value, str) and len(value) < 2000 else ""
    return text if text.isprintable() and len(text) <= 300 else ""


def _values(text: str) -> str:
    """Return the text of values.yaml as it can stand below a key: one document, plain line ends, none at the end."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _DOCUMENT.sub(r"\1", plain, count=1).rstrip()
