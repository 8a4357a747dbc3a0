"""One version of a pack as its README says it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.artifacts.values_yaml import values_yaml
from generator.model.pack import Pack
from generator.model.selection import effective
from generator.model.versions import Version
from generator.values import ValuesText
from generator.view.cluster import limitations
from generator.view.parameters import ParameterView, parameter_grid, parameter_views
from generator.view.presets import PresetView, preset_views
from generator.view.reach import Reach, SectionView, boxes, notes, references, sections
from generator.view.readme import Words, as_passage, readme_pieces
from generator.view.said import Box, Grid, Said, Told, told


@dataclass(frozen=True)
class VersionView:
    """What is true of one version."""

    pack: Pack
    version: Version
    values: ValuesText

    @cached_property
    def identity(self) -> Mapping[str, object]:
        """The fields of pack.json after this version's overrides."""
        return effective(self.pack, self.version)

    @cached_property
    def shipped(self) -> ValuesText:
        """Its values.yaml: the values with a notice and the comments of its parameters, or as they are."""
        text = values_yaml(self.pack, self.version, self.values.text)
        return self.values if text == self.values.text else ValuesText(text)

    @cached_property
    def parameters(self) -> tuple[ParameterView, ...]:
        """Its parameters."""
        return parameter_views(self.pack, [self.version], {self.version.version: self.values})

    @cached_property
    def parameter_grid(self) -> Grid | None:
        """The table of its parameters, without those that a table of its README lists."""
        apart = tuple(p for p in self.parameters if p.table is None or not self.readme)
        return parameter_grid(apart) if apart else None

    @cached_property
    def readme(self) -> tuple[Words | Grid, ...]:
        """Its README where that keeps its own words; else it is compiled from the facts."""
        return readme_pieces(self.pack, self.version, self.parameters)

    @cached_property
    def content(self) -> Told | None:
        """The words of its README as a page shows them."""
        return as_passage(self.readme, self.pack.display_name)

    @cached_property
    def presets(self) -> tuple[PresetView, ...]:
        """Its presets."""
        return preset_views(self.pack, [self.version], {self.version.version: self.values})

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The warnings that apply to it, for its README."""
        return tuple(b for place in ("page", "version") for b in boxes(self.pack, place, self._reach))

    @cached_property
    def intro(self) -> tuple[SectionView, ...]:
        """The introduction that covers it."""
        return sections(self.pack, "intro", self._reach)

    @cached_property
    def notes(self) -> Told | None:
        """What to know of it."""
        at = self.pack.versions.index(self.version)
        return told(self.version.notes, "versions", at, "notes") if self.version.notes else None

    @cached_property
    def sections(self) -> tuple[SectionView, ...]:
        """The blocks of prose that cover it."""
        return sections(self.pack, "version", self._reach)

    @cached_property
    def prerequisites(self) -> tuple[Said, ...]:
        """What must be there first."""
        return notes(self.pack.prerequisites, "prerequisites", self._reach)

    @cached_property
    def upgrade(self) -> tuple[Said, ...]:
        """What to know when changing to it."""
        return notes(self.pack.upgrade, "upgrade", self._reach)

    @cached_property
    def references(self) -> tuple[Said, ...]:
        """Links for its reader."""
        return references(self.pack, self._reach)

    def limitations(self, as_of: datetime.date) -> tuple[Said, ...]:
        """Return the limitations that apply to it, with the states of the day *as_of*."""
        return limitations(self.pack, self._reach, as_of)

    @property
    def _reach(self) -> Reach:
        return Reach((self.version.version,))
