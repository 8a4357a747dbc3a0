"""The README of a pack as the checks of it need it: text, tables, rows, each read once. This module is no check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.audit.chart_names import reach
from generator.audit.charts import Chart, base_name
from generator.audit.folder import PackFolder
from generator.audit.template_reads import mentions
from generator.readme import tables as readme_tables
from generator.readme.kinds import OF_PALETTE, Resolution
from generator.readme.parameters import parameter_tables
from generator.readme.resolve import Resolver
from generator.readme.rows import ResolvedRow, resolve_table
from generator.readme.text import ReadmeText
from generator.source import parse_values
from generator.values import Path, ValuesText
from generator.values.paths import value_at

MOST_PRESETS = 500


def text(folder: PackFolder) -> ReadmeText:
    """Return the README of *folder*, an empty one where there is none."""
    return ReadmeText(folder.readme.text if folder.readme else "")


def tables(folder: PackFolder) -> tuple[readme_tables.Table, ...]:
    """Return the tables of the README."""
    return readme_tables.tables(folder.once(text))


def rows(folder: PackFolder) -> tuple[tuple[ResolvedRow, ...], ...]:
    """Return the rows of each parameter table, resolved; none where values.yaml cannot be read."""
    described = parameter_tables(folder.once(text), folder.once(tables)) if folder.readme else ()
    if not described or not folder.values_text:
        return ()
    found = (resolve_table(table, folder.once(resolver)) for table in described)
    return tuple(several for several in found if several)


def resolved(folder: PackFolder) -> Iterator[tuple[ResolvedRow, Resolution]]:
    """Yield every path of every parameter table with its row."""
    yield from ((row, one) for several in folder.once(rows) for row in several for one in row.resolutions)


def resolver(folder: PackFolder) -> Resolver:
    """Return what looks the paths of the README up in *folder*."""
    assert folder.values_text is not None
    manifests = [base_name(path).rpartition(".")[0] for path in folder.manifests]
    names = [str(folder.facts.get("name", "")), *manifests]
    charts = _Defaults(folder.charts)
    return Resolver(folder.values_text, charts, _Added(folder), names=names, may_know=charts.may_know)


def charts_known(folder: PackFolder) -> bool:
    """Tell whether every chart of the pack can be read, and so its defaults."""
    return folder.once(reach).complete


def chart_reads(folder: PackFolder, words: Sequence[str]) -> bool:
    """Tell whether Palette or a chart knows a value that nothing sets: a template reads it, or a comment shows it."""
    if words[0] == "pack" and len(words) > 1 and words[1] in OF_PALETTE:
        return True
    for chart in folder.charts:
        own = tuple(words[2:] if words[0] == "charts" else words[1:] if words[0] == chart.name else words)
        if any(words[-1] in template and own in set(mentions(template)) for template in chart.templates.values()):
            return True
        if own and f"{own[-1]}:" in chart.values_text and ValuesText(chart.values_text).state(own) != "missing":
            return True
    return False


def value_of(folder: PackFolder, path: Path) -> object:
    """Return the live value at *path*, None where there is none."""
    try:
        return value_at(folder.values.data if folder.values else None, path)
    except KeyError:
        return None


def chart_default(folder: PackFolder, path: Path) -> object:
    """Return what a chart itself has for the value at *path*, None where that cannot be said."""
    chart = folder.once(reach).charts.get(str(path[1])) if len(path) > 2 and path[0] == "charts" else None
    try:
        return value_at(_with_children(chart), path[2:]) if chart else None
    except KeyError:
        return None


class _Defaults(Mapping[str, Mapping[str, object]]):
    """The defaults of charts by their names, those of the charts below them included, read when asked for."""

    def __init__(self, charts: tuple[Chart, ...]) -> None:
        self._charts = {chart.name: chart for chart in charts if chart.name}

    def __getitem__(self, name: str) -> Mapping[str, object]:
        return _with_children(self._charts[name])

    def may_know(self, name: str, word: str) -> bool:
        """Tell whether *word* occurs in the defaults of a chart at all: reading them as YAML costs a hundred times."""
        return _mentions(self._charts[name], word)

    def __iter__(self) -> Iterator[str]:
        return iter(self._charts)

    def __len__(self) -> int:
        return len(self._charts)


def _with_children(chart: Chart) -> Mapping[str, object]:
    aliases = {dependency.name: dependency.alias for dependency in chart.dependencies if dependency.alias}
    below = {aliases.get(child.name, child.name): _with_children(child) for child in chart.charts if child.name}
    own = chart.values
    merged = {name: {**values, **_mapping(own.get(name))} for name, values in below.items()}
    return {**own, **merged} if merged else own


def _mentions(chart: Chart, word: str) -> bool:
    return word in chart.values_text or any(_mentions(child, word) for child in chart.charts)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


class _Added(Mapping[str, object]):
    """What the presets of a pack add, by their names, read when asked for."""

    def __init__(self, folder: PackFolder) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> object:
        document, _problems = parse_values("presets.yaml", self._texts()[name])
        return document.data if document else None

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts())

    def __len__(self) -> int:
        return len(self._texts())

    def _texts(self) -> dict[str, str]:
        data = self._folder.presets.data if self._folder.presets else None
        listed = data.get("presets") if isinstance(data, dict) else None
        found: dict[str, str] = {}
        for preset in listed[:MOST_PRESETS] if isinstance(listed, list) else ():
            if isinstance(preset, dict) and isinstance(preset.get("add"), str):
                found.setdefault(f"{preset.get('group') or ''}:{preset.get('name') or ''}", preset["add"])
        return found
