"""A tab of a page: the versions of one series."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.model.versions import Version
from generator.prose import phrase
from generator.values import parse_path
from generator.view import cluster, lifecycle
from generator.view.changed import ChangedView, changed
from generator.view.described import described_grid
from generator.view.files import file_link, version_files
from generator.view.parameters import ParameterView, parameter_grid, parameter_views, record_grid
from generator.view.presets import PresetView, preset_views
from generator.view.reach import Reach, SectionView, boxes, labelled, notes, sections
from generator.view.said import Box, Grid, Route, Said, Told, told
from generator.view.shown import PresetTab, ValuesView, preset_tabs, values_view
from generator.view.version import VersionView

if TYPE_CHECKING:
    from generator.view import PackView


@dataclass(frozen=True)
class SeriesView:
    """A tab: the versions of one series. What not all of them have says so."""

    view: PackView
    label: str
    versions: tuple[Version, ...]

    @cached_property
    def newest(self) -> VersionView:
        """The newest of them, whose README stands for those of the others."""
        return self.view.version(self.versions[0].version)

    @cached_property
    def parameters(self) -> tuple[ParameterView, ...]:
        """The parameters of its versions."""
        if len(self.versions) == 1:
            return self.newest.parameters
        return parameter_views(self.view.pack, self.versions, self.view.values)

    @cached_property
    def parameter_grid(self) -> Grid | None:
        """The table of the parameters, without those that a table of its README lists."""
        apart = tuple(p for p in self.parameters if p.table is None or not self.newest.readme)
        return parameter_grid(apart) if apart else None

    @cached_property
    def record_grid(self) -> Grid | None:
        """What `parameter_grid` lists, with all that is known of each, where the page is not too long for it."""
        apart = tuple(p for p in self.parameters if p.table is None or not self.newest.readme)
        return record_grid(apart, self.view.came) if apart and self.view.tabled[self.label] else None

    @cached_property
    def elsewhere(self) -> Said | None:
        """Where to find the parameters, where the page would be too long with them."""
        if self.view.tabled[self.label] or not (self.parameter_grid or self.described):
            return None
        link = file_link(self.view.pack, self.newest.version, "values.yaml")
        lead = "This page would be too long with the parameters of this version. They stand in "
        return Said(phrase(lead, link, "."), self._at)

    @cached_property
    def described(self) -> Grid | None:
        """The keys that only the comments of values.yaml describe, where those are its own."""
        newest = self.newest
        return described_grid(self.view.pack, newest.version, newest.values, [p.path for p in self.parameters])

    @cached_property
    def presets(self) -> tuple[PresetView, ...]:
        """The presets of its versions."""
        return preset_views(self.view.pack, self.versions, self.view.values)

    @cached_property
    def preset_tabs(self) -> tuple[PresetTab, ...]:
        """Its presets, each with the values it results in."""
        return preset_tabs(self.presets, self.view.version)

    @cached_property
    def shown(self) -> ValuesView:
        """The values.yaml of its newest version."""
        paths = [parse_path(p.path) for p in self.parameters]
        return values_view(self.newest, paths, shown=self.view.inlined[self.label])

    @cached_property
    def files(self) -> tuple[Said, ...]:
        """The files of its versions."""
        return tuple(version_files(self.view.pack, v) for v in self.versions)

    @cached_property
    def banner(self) -> Box | None:
        """A warning where its newest version is no longer supported."""
        return lifecycle.version_banner(
            self.newest.version, self.view.newest.version, self.view.settings.as_of, self._at
        )

    @cached_property
    def lines(self) -> tuple[Said, ...]:
        """Each version with its state."""
        at = self.view.pack.versions.index
        return tuple(
            lifecycle.version_line(v, self.view.settings.as_of, ("versions", at(v), "version")) for v in self.versions
        )

    @cached_property
    def notes(self) -> tuple[Told, ...]:
        """What to know of single versions."""
        at = self.view.pack.versions.index
        noted = [(v, ("versions", at(v), "notes")) for v in self.versions if v.notes]
        alone = len(self.versions) == 1
        return tuple(
            told(v.notes or "", *route) if alone else labelled(v.notes or "", v.version, route) for v, route in noted
        )

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The warnings that apply to any of its versions."""
        return boxes(self.view.pack, "version", Reach(self._names))

    @cached_property
    def sections(self) -> tuple[SectionView, ...]:
        """The blocks of prose that cover any of its versions."""
        return sections(self.view.pack, "version", Reach(self._names))

    @cached_property
    def prerequisites(self) -> tuple[Said, ...]:
        """What must be there first, and not for every version of the pack."""
        return notes(self.view.pack.prerequisites, "prerequisites", self._apart)

    @cached_property
    def upgrade(self) -> tuple[Said, ...]:
        """What to know when changing to one of its versions, and not to every version of the pack."""
        return notes(self.view.pack.upgrade, "upgrade", self._apart)

    @cached_property
    def changed(self) -> ChangedView | None:
        """What its newest version changes, compared with the one before it."""
        return changed(self.view, self.versions[0].version)

    @cached_property
    def matrix(self) -> Grid | None:
        """The capability matrix, which holds for every version: in a tab only where that is alone."""
        return None if self._apart.apart else self.view.whole_matrix

    @cached_property
    def limitations(self) -> tuple[Said, ...]:
        """The limitations that apply to any of its versions, and not to every version of the pack."""
        return cluster.limitations(self.view.pack, self._apart, self.view.settings.as_of)

    @property
    def _at(self) -> Route:
        return ("versions", self.view.pack.versions.index(self.newest.version), "version")

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(v.version for v in self.versions)

    @cached_property
    def _apart(self) -> Reach:
        """What this tab tells where there are others: not what holds for them all."""
        return Reach(self._names, apart=self.view.names if len(self.view.series) > 1 else ())
