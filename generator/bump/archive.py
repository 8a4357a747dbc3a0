"""The chart that a bump brings, and the chart of the pack whose place it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.audit.charts import (
    LARGEST_ARCHIVE,
    SUFFIXES,
    Chart,
    base_name,
    chart_folders,
    find_chart,
    unversioned,
)
from generator.audit.disk import Memory
from generator.audit.given_chart import read_given
from generator.catalog import LoadedPack
from generator.compiled_audit import further_files
from generator.diagnostics import Diagnostic, Location
from generator.model.versions import Version
from generator.source import parse_values

UNFIT = "PS172"


@dataclass(frozen=True, eq=False)
class Swap:
    """One chart in the place of another: *old* at *declared*, number *index* of `charts`, *new* at *path*.

    *known* tells whether the defaults of the old one could be read.
    """

    old: Chart
    new: Chart
    declared: str
    index: int
    data: bytes

    @property
    def known(self) -> bool:
        """Whether the old chart could be read."""
        return bool(self.old.name) and not self.old.problems

    @property
    def path(self) -> str:
        """Where the new archive stands in the pack: as the old one, with the new version in its name."""
        folder, _, file = self.declared.rpartition("/")
        base = base_name(file)
        suffix = next((suffix for suffix in SUFFIXES if file.endswith(suffix)), ".tgz")
        if self.old.version and base.endswith(f"-{self.old.version}"):
            base = f"{base.removesuffix(self.old.version)}{self.new.version}"
        elif unversioned(base) != base:
            base = f"{unversioned(base)}-{self.new.version}"
        return f"{folder}/{base}{suffix}" if folder else base + suffix

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys under `charts:` that values of the chart may stand under, the likeliest first."""
        base = base_name(self.declared)
        return tuple(dict.fromkeys(key for key in (self.new.name, base, unversioned(base)) if key))


def read_new(path: Path) -> tuple[tuple[Chart, bytes] | None, list[Diagnostic]]:
    """Read the archive at *path*: the chart and the bytes, or none and why not. Nothing is unpacked to the disk."""
    given, found = read_given(path, UNFIT)
    found = found or list(_unusable(given[0], path.as_posix()) if given else ())
    return (None, found) if found else (given, [])


def _unusable(chart: Chart, shown: str) -> Iterator[Diagnostic]:
    way_out = "correct the chart, then pack it anew with `helm package`"
    document, found = parse_values(f"{shown}: values.yaml", chart.values_text.removeprefix("\ufeff"))
    if document is None:
        why = f"line {found[0].location.line}: {found[0].message}" if found else "no YAML"
        yield Diagnostic(UNFIT, f"its values.yaml cannot be read, {why}", Location(shown), way_out)


def swaps(
    loaded: LoadedPack, version: Version, brought: Sequence[tuple[Chart, bytes]]
) -> tuple[list[Swap], list[Diagnostic]]:
    """Find the chart of *version* that each of the *brought* ones takes the place of; say which have none."""
    number = loaded.pack.versions.index(version)
    standing = dict(enumerate(_charts(loaded, version)))
    made: list[Swap] = []
    found: list[Diagnostic] = []
    for new, data in brought:
        index = _index_of(new, standing)
        if index is None:
            found.append(_other_name(loaded, number, new, [*standing.values()]))
            continue
        declared, old = standing.pop(index)
        if old.version and _bare(old.version) == _bare(new.version):
            message = f"the chart `{new.name}` {new.version} is the one that version {version.version} has"
            way_out = f"name the archive of a newer {new.name}, or leave `--chart` out to keep the chart"
            found.append(loaded.problem(UNFIT, message, ("versions", number, "charts", index), way_out))
        made.append(Swap(old, new, declared, index, data))
    return made, found


def files_of(loaded: LoadedPack, version: Version) -> Memory:
    """Return what stands under `charts/` in *version*, and its declared charts, as far as it can be read."""
    read: dict[str, bytes] = {}
    for path, source in further_files(loaded, version).items():
        if path.startswith("charts/") or path in version.charts:
            data = loaded.sources.get(source)
            data = _beside(loaded, source) if data is None else data
            if data is not None:
                read[path] = data
    return Memory(read)


def _charts(loaded: LoadedPack, version: Version) -> Iterator[tuple[str, Chart]]:
    files = files_of(loaded, version)
    folders = tuple(chart_folders(files))
    for declared in version.charts:
        found = find_chart(files, declared, f"packs/{loaded.name}/", folders)
        yield declared, found or Chart(declared, declared, None, {})


def _index_of(new: Chart, standing: dict[int, tuple[str, Chart]]) -> int | None:
    for index, (_declared, old) in standing.items():
        if old.name == new.name:
            return index
    unread = [index for index, (_declared, old) in standing.items() if not old.name]
    named = [index for index in unread if unversioned(base_name(standing[index][0])) == new.name]
    return next(iter(named), unread[0] if len(unread) == len(standing) == 1 else None)


def _other_name(loaded: LoadedPack, number: int, new: Chart, left: Sequence[tuple[str, Chart]]) -> Diagnostic:
    names = ", ".join(f"`{old.name or declared}`" for declared, old in left)
    message = f"version {loaded.pack.versions[number].version} has no chart `{new.name}`"
    way_out = f"it has {names}: name an archive of it" if names else "leave `--chart` out: there is no chart to replace"
    route = ("versions", number, "charts") if loaded.pack.versions[number].charts else ("versions", number)
    return loaded.problem(UNFIT, message, route, way_out)


def _beside(loaded: LoadedPack, path: str) -> bytes | None:
    file = loaded.root / path
    try:
        inside = file.resolve().is_relative_to(loaded.folder.resolve())
        return file.read_bytes() if inside and file.is_file() and file.stat().st_size <= LARGEST_ARCHIVE else None
    except (OSError, RuntimeError, ValueError):
        return None


def _bare(version: str) -> str:
    return version.removeprefix("v")
