"""Reads YAML that may come from anybody: a document or findings come out, never an exception."""

from __future__ import annotations

import errno
import re
import stat
from pathlib import Path

import yaml

from generator.diagnostics import Diagnostic, Location
from generator.source.characters import clean, decode, report_conflicts, too_large
from generator.source.composing import composed
from generator.source.document import Document
from generator.source.findings import Findings
from generator.source.foreign import hide
from generator.source.limits import PACK, VALUES, Limits, too_deep, within
from generator.source.nodes import Builder, Refused
from generator.source.places import Origin, Places
from generator.source.syntax import report_error

Loaded = tuple[Document | None, list[Diagnostic]]
"""What was read (None if nothing could be), and all problems. With errors, a document is incomplete."""


def load_file(root: Path, relative: str, *, limits: Limits = PACK, strict: bool = True) -> Loaded:
    """Read the file *relative* below *root*, as `load`; it is called *relative* in every location.

    Whether *relative* may lead out of *root* is for the caller to decide.
    """
    try:
        info = (root / relative).stat()
        if not stat.S_ISREG(info.st_mode):
            what = "a directory" if stat.S_ISDIR(info.st_mode) else "no regular file"
            return _failed("PS002", relative, f"{what} stands where a file is expected", "put a YAML file there")
        if info.st_size > limits.max_bytes:
            return _failed("PS004", relative, *too_large(info.st_size, limits))
        with (root / relative).open("rb") as file:
            data = file.read(limits.max_bytes + 1)  # it may have grown since
    except (FileNotFoundError, NotADirectoryError):
        return _failed("PS001", relative, "there is no such file", "create it, or correct its name where it is used")
    except (OSError, ValueError) as error:
        return _failed(
            "PS003", relative, f"the file cannot be read: {_reason(error)}", "check its name and permissions"
        )
    return load(relative, data, limits=limits, strict=strict)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        if error.errno == errno.ELOOP:
            return "its symbolic links lead round in a circle"
        return (error.strerror or type(error).__name__).lower()
    return str(error)


def _failed(code: str, path: str, message: str, way_out: str) -> Loaded:
    return None, [Diagnostic(code, message, Location(path), way_out)]


def load(path: str, data: bytes, *, limits: Limits = PACK, strict: bool = True) -> Loaded:
    """Take the bytes of the YAML file *path*; return its document and all that is wrong with it.

    *strict* is for pack.yaml: it refuses what two YAML readers could understand differently. Without it the
    file is values text, as in `parse_values`.
    """
    text, problems = decode(path, data, limits)
    if text is None:
        return None, problems
    return _read(Places(path, text.removeprefix("\ufeff")), limits, strict, bom=text.startswith("\ufeff"))


def parse_values(path: str, text: str, *, limits: Limits = VALUES, origin: Origin | None = None) -> Loaded:
    """Take the *text* of a values.yaml; return its document and all that is wrong with it.

    *origin* tells where lines and columns of the text stand when it is part of a larger file (see
    `Document.origin`). Ambiguous scalars are warnings; `{{ … }}` is text; a text without data has data None.
    """
    if len(text) > limits.max_bytes:
        return _failed("PS004", path, *too_large(len(text), limits))
    return _read(Places(path, text.removeprefix("\ufeff"), origin), limits, False, bom=False)


def _read(places: Places, limits: Limits, strict: bool, *, bom: bool) -> Loaded:
    findings = Findings(places, strict=strict)
    if bom and strict:
        findings.add("PS006", 0, "byte order mark", "save the file as UTF-8 without a byte order mark (BOM)")
    text = clean(places.text, findings)
    shown = text if strict else hide(text)
    if report_conflicts(text, findings) or not within(shown, limits, findings):
        return None, findings.diagnostics()
    root = _compose(shown, limits, findings)
    if isinstance(root, Refused):
        return None, findings.diagnostics()
    try:
        data = Builder(findings, limits, foreign=shown is not text).build(root) if root else None
    except Refused:
        return None, findings.diagnostics()
    if strict and data is None:
        findings.add(
            "PS015",
            0,
            "the file is empty",
            "begin with `name:`, `displayName:`, `layer:`, `description:` and `versions:`",
        )
        return None, findings.diagnostics()
    return Document(places.path, places.text, data, root, places), findings.diagnostics()


def _document_start(text: str, offset: int) -> int:
    """Return where the document that is met at *offset* starts: the C parser has passed the `---` line by then."""
    lines = [found.start() for found in re.finditer(r"^---", text[: offset + 3], re.MULTILINE)]
    return lines[-1] if lines else offset


def _compose(text: str, limits: Limits, findings: Findings) -> yaml.Node | Refused | None:
    """Return the root node of *text*, None for an empty text, Refused where there is a syntax error."""
    try:
        root, further = composed(text)
        if further is not None:
            way_out = "keep one document in a file: remove the `---` line, or split the file"
            findings.add("PS014", _document_start(text, further), "a second YAML document starts here", way_out)
        return root
    except yaml.YAMLError as error:
        report_error(error, findings)
    except RecursionError:
        too_deep(limits, 0, findings)
    return Refused()
