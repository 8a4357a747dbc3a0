"""A pack folder that is to be taken over: all of its files, and why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.audit import broken_json, no_pack
from generator.audit.charts import BROKEN_CHART, DANGEROUS_ARCHIVE
from generator.audit.disk import Refused
from generator.audit.folder import PackFolder
from generator.audit.unreadable import unreadable
from generator.diagnostics import Diagnostic, Location, Severity
from generator.model.identity import Layer

NO_NAME, BAD_NAME = "PS160", "PS161"

LARGEST_FILE = 256 * 2**20
"""Bytes of the largest file that is taken over; the largest of 220 community packs has 2.5 MB."""

_NAME = re.compile(r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*")  # a repository of an OCI registry (distribution spec 1.1)
_VERSION = re.compile(r"(?=.*[0-9])[0-9A-Za-z][0-9A-Za-z._+-]*")
_NO_TEXT = {"PS002", "PS003", "PS004", "PS005", "PS105"}  # codes of a file that is no text at all
_FORMATS = ("presets.yaml", "schema.yaml")
_LINE_END = re.compile(r"\r\n|\r")


@dataclass(frozen=True, eq=False)
class Original:
    """A pack folder with a pack.json and a values.yaml that can be read."""

    folder: PackFolder

    @property
    def name(self) -> str:
        """Name of the pack, as pack.json has it."""
        return str(self.folder.facts["name"])

    @property
    def version(self) -> str:
        """The version, as pack.json has it."""
        return str(self.folder.facts["version"])

    @property
    def facts(self) -> Mapping[str, object]:
        """The fields of pack.json."""
        return self.folder.facts

    @cached_property
    def pack_json(self) -> str:
        """The text of pack.json."""
        return self.read("pack.json").decode("utf-8")

    @cached_property
    def values(self) -> str:
        """The text of values.yaml, with its line ends."""
        return self.read("values.yaml").decode("utf-8")

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts of presets.yaml and schema.yaml, as far as they are there."""
        return {name: self.read(name).decode("utf-8") for name in _FORMATS if name in self.folder.files}

    @cached_property
    def readme_name(self) -> str:
        """The name of the README, "" where there is none."""
        return next((name for name in self.folder.files if name.lower() == "readme.md"), "")

    @cached_property
    def readme(self) -> str | None:
        """The text of the README with plain line ends; none where there is no README."""
        if not self.readme_name:
            return None
        return _LINE_END.sub("\n", self.read(self.readme_name).decode("utf-8").removeprefix("\ufeff"))

    @cached_property
    def others(self) -> tuple[str, ...]:
        """The paths of all other files."""
        known = {"pack.json", "values.yaml", *_FORMATS, self.readme_name}
        return tuple(path for path in self.folder.files if path not in known)

    def read(self, path: str) -> bytes:
        """Return the bytes of the file at *path*. Raises `Refused` where it cannot be read."""
        return self.folder.store.read(path, LARGEST_FILE)


def problems(folder: PackFolder) -> list[Diagnostic]:
    """Return why *folder* cannot be taken over; errors stop it, warnings do not."""
    return [found.in_pack(folder.name) for found in _problems(folder)]


def _problems(folder: PackFolder) -> Iterator[Diagnostic]:
    for found in unreadable(folder):
        own = found.location.path in {folder.shown(name) for name in _FORMATS}
        yield _warning(found) if own and found.code not in _NO_TEXT else found
    for chart in folder.charts:
        broken = {DANGEROUS_ARCHIVE} if chart.readable else {DANGEROUS_ARCHIVE, BROKEN_CHART}
        yield from (_error(found) for found in chart.problems if found.code in broken)
    yield from (*no_pack.audit(folder), *broken_json.audit(folder))
    if folder.pack_json is not None and not folder.pack_json.problems:
        yield from _identity(folder)
    for path in folder.files:
        if not path.isprintable() or "\\" in path or ":" in path:
            help = "rename it: letters, digits, `.`, `_` and `-` do on every system"
            said = f"{path!r} is no name of a file in a pack"
            yield folder.problem(BAD_NAME, said, ".", help, severity=Severity.ERROR)


def _identity(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield why pack.json does not say which pack and version this is."""
    assert folder.pack_json is not None
    if not isinstance(folder.pack_json.data, dict):
        help = "write an object with `name`, `version`, `displayName` and `layer`"
        yield folder.problem(NO_NAME, "pack.json holds no object", "pack.json", help, severity=Severity.ERROR)
        return
    for key, pattern, example in (("name", _NAME, "cni-calico"), ("version", _VERSION, "1.4.0")):
        value = folder.facts.get(key)
        place = folder.pack_json.where((key,))
        if not isinstance(value, str) or not value:
            help = f'write `"{key}": "{example}"`, as text'
            yield folder.problem(NO_NAME, f"pack.json has no `{key}`", place, help, severity=Severity.ERROR)
        elif not pattern.fullmatch(value) or len(value) > 128:
            help = f"a registry takes names such as `{example}`; correct it in pack.json"
            yield folder.problem(BAD_NAME, f"{value!r} is no {key} of a pack", place, help, severity=Severity.ERROR)
    layer = folder.facts.get("layer")
    if layer not in {one.value for one in Layer}:
        said = f"{layer!r} is no layer" if isinstance(layer, str) else "pack.json has no `layer`"
        help = f"write one of {', '.join(one.value for one in Layer)}"
        yield folder.problem(NO_NAME, said, folder.pack_json.where(("layer",)), help, severity=Severity.ERROR)


def refused(folder: PackFolder, path: str, why: Refused) -> Diagnostic:
    """Return the diagnostic of a file that could not be read."""
    return Diagnostic(why.code, why.message, Location(folder.shown(path)), why.help, pack=folder.name)


def _error(found: Diagnostic) -> Diagnostic:
    return Diagnostic(found.code, found.message, found.location, found.help, Severity.ERROR, found.pack)


def _warning(found: Diagnostic) -> Diagnostic:
    return Diagnostic(found.code, found.message, found.location, found.help, Severity.WARNING, found.pack)
