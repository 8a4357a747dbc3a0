"""The charts of a pack: packed, unpacked beside the archive, or as `charts/<archive name>/<chart>/`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from generator.audit.disk import Files, Refused
from generator.diagnostics import Diagnostic, Location, Severity
from generator.source import VALUES, load

DANGEROUS_ARCHIVE, BROKEN_CHART = "PS240", "PS241"
DEEPEST_CHART = 4
MOST_CHARTS = 200
LARGEST_ARCHIVE = 64 * 2**20
SUFFIXES = (".tgz", ".tar.gz")

_VERSION = re.compile(r"-v?\d+(?:\.\d+)+.*\Z")
_FIRST_KEY = re.compile(r"^([^\s#:\-{}\[\]][^:\n#]{0,200}?)[ \t]{0,20}:(?=\s|$)", re.MULTILINE)
_HELP = {
    DANGEROUS_ARCHIVE: "pack the chart anew with `helm package`; do not unpack this one",
    BROKEN_CHART: "pack the chart anew with `helm package`",
}


class Dependency(NamedTuple):
    """A chart that another depends on; *alias* is the name its values stand under ("" for its own name)."""

    name: str
    alias: str
    version: str
    condition: str = ""


@dataclass(frozen=True, eq=False)
class Chart:
    """A Helm chart. What costs (values, templates, charts below it) is read when asked for.

    *archive* is the path of its .tgz in the pack, *folder* that of its folder; one of them may be None.
    """

    path: str
    archive: str | None
    folder: str | None
    metadata: Mapping[str, object]
    problems: tuple[Diagnostic, ...] = ()
    _names: tuple[str, ...] = field(default=(), repr=False)
    _read: Callable[[str], bytes | None] = field(default=lambda name: None, repr=False)
    _depth: int = field(default=0, repr=False)

    @property
    def name(self) -> str:
        """The name in Chart.yaml; "" where it cannot be read."""
        return _word(self.metadata.get("name"))

    @property
    def version(self) -> str:
        """The version in Chart.yaml."""
        return _word(self.metadata.get("version"))

    @property
    def readable(self) -> bool:
        """Whether anything in it could be read."""
        return bool(self._names or self.metadata)

    @property
    def description(self) -> str:
        """The description in Chart.yaml."""
        return _word(self.metadata.get("description"))

    @property
    def app_version(self) -> str:
        """The appVersion in Chart.yaml."""
        return _word(self.metadata.get("appVersion"))

    @cached_property
    def dependencies(self) -> tuple[Dependency, ...]:
        """The charts that Chart.yaml (or requirements.yaml of old charts) names."""
        listed = self.metadata.get("dependencies")
        if not listed:
            old = _yaml(self.path, self._read("requirements.yaml"))
            listed = old.get("dependencies") if isinstance(old, dict) else None
        found = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
        keys = ("name", "alias", "version", "condition")
        return tuple(Dependency(*(_word(entry.get(key)) for key in keys)) for entry in found)

    @cached_property
    def values_text(self) -> str:
        """The text of its values.yaml, "" where it has none."""
        return (self._read("values.yaml") or b"").decode("utf-8", "replace")

    @cached_property
    def values(self) -> Mapping[str, object]:
        """Its default values, without those of the charts below it."""
        data = _yaml(self.path, self._read("values.yaml"))
        return data if isinstance(data, dict) else {}

    @cached_property
    def first_keys(self) -> frozenset[str]:
        """The keys on the first level of its values.yaml, found without parsing it: many checks need no more."""
        return frozenset(key.strip("\"'") for key in _FIRST_KEY.findall(self.values_text))

    @cached_property
    def schema(self) -> Mapping[str, object] | None:
        """Its values.schema.json, None where it has none that can be read."""
        try:
            data = json.loads(self._read("values.schema.json") or b"null")
        except (ValueError, RecursionError):
            return None
        return data if isinstance(data, dict) else None

    @cached_property
    def templates(self) -> Mapping[str, str]:
        """Its templates by path; none where only Chart.yaml and values were unpacked."""
        paths = [name for name in self._names if name.startswith("templates/")]
        return {path: (self._read(path) or b"").decode("utf-8", "replace") for path in paths}

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        """The charts in its `charts/` folder, unpacked or packed."""
        return tuple(islice(_below(self), MOST_CHARTS)) if self._depth < DEEPEST_CHART else ()


def find_chart(files: Files, declared: str, shown: str, folders: Sequence[str]) -> Chart | None:
    """Return the chart that pack.json names *declared*: the archive, or the likeliest of the unpacked *folders*.

    *shown* leads to the pack folder.
    """
    if files.has(declared) and f"{declared}/Chart.yaml" not in files.sizes:
        return packed(files, declared, shown)
    folder = next(_likely(folders, base_name(declared)), None)
    return unpacked(files, folder, shown, declared) if folder else None


def packed(files: Files, path: str, shown: str) -> Chart:
    """Read the archive at *path*."""
    try:
        return from_bytes(files.read(path, LARGEST_ARCHIVE), shown + path, path, 0)
    except Refused as why:
        problem = Diagnostic(why.code, why.message, Location(shown + path), why.help)
        return Chart(shown + path, path, None, {}, (problem,))


def from_bytes(data: bytes, shown: str, path: str, depth: int) -> Chart:
    """Take the bytes of an archive; return the chart in it."""
    from generator.audit.archive import read_archive  # tarfile and gzip cost as much as a few packs

    found = read_archive(data, nested=depth > 0)
    codes = {"dangerous": DANGEROUS_ARCHIVE, "broken": BROKEN_CHART}
    problems = [_problem(codes[fault.kind], fault.message, shown) for fault in found.faults]
    tops = [name for name in found.members if name.count("/") == 1 and name.endswith("/Chart.yaml")]
    if not tops and not problems:
        problems.append(_problem(BROKEN_CHART, "there is no chart in it: no `<name>/Chart.yaml`", shown))
    root = tops[0].removesuffix("Chart.yaml") if tops else ""
    members = {name.removeprefix(root): data for name, data in found.members.items() if name.startswith(root)}
    return _chart(tuple(members), members.get, shown, (path, None), problems, depth)


def unpacked(files: Files, folder: str, shown: str, archive: str | None = None) -> Chart:
    """Read the unpacked chart in *folder* of the pack; *archive* is what pack.json calls it."""
    root = folder + "/"
    names = tuple(path.removeprefix(root) for path in files.sizes if path.startswith(root))

    def read(name: str) -> bytes | None:
        try:
            return files.read(root + name) if root + name in files.sizes else None
        except Refused:
            return None

    return _chart(names, read, f"{shown}{root}Chart.yaml", (archive, folder), [], 0)


def chart_folders(files: Files) -> Iterator[str]:
    """Yield each folder that holds an unpacked chart, but not the charts below a chart."""
    every = {
        path.removesuffix("/Chart.yaml")
        for path in files.sizes
        if path.startswith("charts/") and path.endswith("/Chart.yaml")
    }
    for folder in sorted(every):
        steps = folder.split("/")
        if not any("/".join(steps[:length]) in every for length in range(2, len(steps))):
            yield folder


def _likely(folders: Sequence[str], base: str) -> Iterator[str]:
    """Yield the folders that can hold the chart of an archive called *base*, the likeliest first."""
    yield from (f for f in folders if f == f"charts/{base}" or f.startswith(f"charts/{base}/"))
    yield from (f for f in folders if f == f"charts/{unversioned(base)}")


def _below(chart: Chart) -> Iterator[Chart]:
    for name in chart._names:
        parts = name.split("/")
        if parts[0] != "charts" or len(parts) < 2:
            continue
        if len(parts) == 3 and parts[2] == "Chart.yaml":
            root = f"charts/{parts[1]}/"
            names = tuple(n.removeprefix(root) for n in chart._names if n.startswith(root))
            yield _chart(names, _under(chart._read, root), chart.path, (None, chart.folder), [], chart._depth + 1)
        elif len(parts) == 2 and name.endswith(SUFFIXES) and (data := chart._read(name)):
            yield from_bytes(data, chart.path, name, chart._depth + 1)


def _under(read: Callable[[str], bytes | None], root: str) -> Callable[[str], bytes | None]:
    return lambda name: read(root + name)


def _chart(
    names: tuple[str, ...],
    read: Callable[[str], bytes | None],
    path: str,
    origin: tuple[str | None, str | None],
    problems: list[Diagnostic],
    depth: int,
) -> Chart:
    metadata = _yaml(path, read("Chart.yaml"))
    if not isinstance(metadata, dict):
        if not problems:
            problems.append(_problem(BROKEN_CHART, "its Chart.yaml is no readable YAML", path))
        metadata = {}
    return Chart(path, *origin, metadata, tuple(problems), names, read, depth)


def _problem(code: str, message: str, shown: str) -> Diagnostic:
    severity = Severity.ERROR if code == DANGEROUS_ARCHIVE else Severity.WARNING
    return Diagnostic(code, message, Location(shown), _HELP[code], severity)


def _yaml(path: str, data: bytes | None) -> object:
    document = load(path, data, limits=VALUES, strict=False)[0] if data else None
    return document.data if document else None


def base_name(path: str) -> str:
    """Return the name of the archive at *path* without its suffix."""
    name = path.rpartition("/")[2]
    return next((name.removesuffix(suffix) for suffix in SUFFIXES if name.endswith(suffix)), name)


def unversioned(base: str) -> str:
    """Return the *base* name of an archive without the version at its end."""
    return _VERSION.sub("", base)


def _word(value: object) -> str:
    return "" if value is None else str(value)
