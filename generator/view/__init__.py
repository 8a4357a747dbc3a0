"""A pack as its pages say it: every sentence, table and state that follows from the facts, computed once.

Templates place these words, claims check that they arrived; neither computes anything. Each carries the route
into pack.yaml of the fact that rules it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.model.pack import Pack
from generator.model.procedures import Section
from generator.model.selection import effective
from generator.model.versioning import VersionRange, version_key
from generator.model.versions import Version
from generator.prose import Link, Paragraph, Passage, Text, phrase
from generator.settings import Settings
from generator.values import ValuesText
from generator.view import cluster, evidence, guides, lifecycle, matrix
from generator.view.parameters import ParameterView, PresetView, parameter_grid, parameter_views, preset_views
from generator.view.said import Box, Grid, Said, Told, day, plain, said, strong, told

__all__ = ["PackView", "SeriesView", "VersionView"]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A block of prose under its heading."""

    title: Said | None
    applies: Said | None
    text: Told


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
    def parameters(self) -> tuple[ParameterView, ...]:
        """Its parameters."""
        return parameter_views(self.pack, self.version, self.values)

    @cached_property
    def parameter_grid(self) -> Grid | None:
        """The table of its parameters."""
        return parameter_grid(self.parameters) if self.parameters else None

    @cached_property
    def presets(self) -> tuple[PresetView, ...]:
        """Its presets."""
        return preset_views(self.pack, self.version)

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The warnings that apply to it, for its README."""
        return tuple(b for place in ("page", "version") for b in _boxes(self.pack, place, [self.version.version]))

    @cached_property
    def intro(self) -> tuple[Told, ...]:
        """The introduction that covers it."""
        sections = self.pack.sections.items()
        chosen = [(k, s) for k, s in sections if s.place == "intro" and self.version.version in s.versions]
        return tuple(told(s.text, "sections", k, "text") for k, s in chosen)

    @cached_property
    def prerequisites(self) -> tuple[Said, ...]:
        """What must be there first."""
        notes = enumerate(self.pack.prerequisites)
        return tuple(said(n.text, "prerequisites", i, "text") for i, n in notes if self.version.version in n.versions)

    @cached_property
    def upgrade(self) -> tuple[Said, ...]:
        """What to know when changing to it."""
        notes = enumerate(self.pack.upgrade)
        return tuple(said(n.text, "upgrade", i, "text") for i, n in notes if self.version.version in n.versions)

    @cached_property
    def references(self) -> tuple[Said, ...]:
        """Links for its reader."""
        return _references(self.pack, [self.version.version])


@dataclass(frozen=True)
class SeriesView:
    """A tab: the versions of one series, told by the newest of them."""

    view: PackView
    label: str
    versions: tuple[Version, ...]

    @cached_property
    def newest(self) -> VersionView:
        """The version that the tab describes."""
        return self.view.version(self.versions[0].version)

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
        return tuple(told(v.notes, "versions", at(v), "notes") for v in self.versions if v.notes)

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The warnings that apply to any of its versions."""
        return _boxes(self.view.pack, "version", self._names)

    @cached_property
    def sections(self) -> tuple[SectionView, ...]:
        """The blocks of prose that cover any of its versions."""
        return tuple(
            _section(key, s, _partly(s.versions, self._names))
            for key, s in self.view.pack.sections.items()
            if s.place == "version" and any(v in s.versions for v in self._names)
        )

    @cached_property
    def matrix(self) -> Grid | None:
        """The capability matrix."""
        return matrix.matrix_grid(self.view.pack, self.view.settings.as_of)

    @cached_property
    def limitations(self) -> tuple[Said, ...]:
        """The limitations that apply to any of its versions."""
        return cluster.limitations(self.view.pack, self._names, self.view.settings.as_of)

    @property
    def _names(self) -> list[str]:
        return [v.version for v in self.versions]


@dataclass(frozen=True)
class PackView:
    """A pack as of the pinned day, in words. *values* maps each version to its values text."""

    pack: Pack
    settings: Settings
    values: dict[str, ValuesText]

    def version(self, name: str) -> VersionView:
        """Return what is true of the version *name*."""
        found = next(v for v in self.pack.versions if v.version == name)
        return VersionView(self.pack, found, self.values[name])

    @cached_property
    def newest(self) -> VersionView:
        """The newest version, which snippets name."""
        return self.version(max(self.pack.versions, key=lambda v: version_key(v.version)).version)

    @cached_property
    def series(self) -> tuple[SeriesView, ...]:
        """The tabs, newest series first."""
        ordered = sorted(self.pack.versions, key=lambda v: version_key(v.version), reverse=True)
        labels = list(dict.fromkeys(v.series for v in ordered))
        return tuple(SeriesView(self, s, tuple(v for v in ordered if v.series == s)) for s in labels)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """What front matter calls the category: category, architectures and FIPS."""
        first = (self.pack.category,) if self.pack.category else ()
        return (*first, *self.pack.architectures, *(("fips",) if self.pack.fips else ()))

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """Notices of what has ended or ends soon, and warnings for the whole page."""
        return self.notices + _boxes(self.pack, "page", [v.version for v in self.pack.versions])

    @cached_property
    def notices(self) -> tuple[Box, ...]:
        """Notices of what has ended or ends soon."""
        return tuple(r.notice for r in self.retirements if r.state != "announced")

    @cached_property
    def retirements(self) -> tuple[lifecycle.RetirementView, ...]:
        """What ends, the earliest first."""
        return lifecycle.retirements(self.pack, self.settings.as_of)

    @cached_property
    def retirement_grid(self) -> Grid | None:
        """The table of what ends."""
        return lifecycle.retirement_grid(self.retirements) if self.retirements else None

    @cached_property
    def intro(self) -> tuple[SectionView, ...]:
        """Prose before the tabs."""
        return self._sections("intro")

    @cached_property
    def end(self) -> tuple[SectionView, ...]:
        """Prose after the tabs."""
        return self._sections("end")

    def _sections(self, place: str) -> tuple[SectionView, ...]:
        names = [v.version for v in self.pack.versions]
        chosen = [(k, s) for k, s in self.pack.sections.items() if s.place == place]
        return tuple(_section(k, s, _partly(s.versions, names)) for k, s in chosen)

    @cached_property
    def engines(self) -> tuple[Said, ...]:
        """The engines."""
        return cluster.engines(self.pack)

    @cached_property
    def choices(self) -> Grid | None:
        """What clusters can choose."""
        return cluster.choices_grid(self.pack)

    @cached_property
    def rules(self) -> Grid | None:
        """What combinations of choices mean."""
        return cluster.rules_grid(self.pack)

    @cached_property
    def references(self) -> tuple[Said, ...]:
        """Links for the reader."""
        return _references(self.pack, [v.version for v in self.pack.versions])

    @cached_property
    def conflicts(self) -> tuple[evidence.ConflictView, ...]:
        """Where sources disagree."""
        return evidence.conflicts(self.pack, self.values)

    @cached_property
    def sources(self) -> Grid | None:
        """The documents that facts come from."""
        return evidence.source_grid(self.pack)

    @cached_property
    def evidence(self) -> Grid | None:
        """Which fact rests on which source."""
        return evidence.evidence_grid(self.pack)

    @cached_property
    def guides(self) -> tuple[guides.GuideView, ...]:
        """The pages of procedures."""
        return guides.guides(self.pack, self.retirements)

    @cached_property
    def guide_links(self) -> tuple[Said, ...]:
        """Links to the guides, as the pack's page on the site has them."""
        return tuple(
            Said(
                phrase(Link(g.title.what.inlines, f"../guides/{self.pack.name}/{g.name}.md"), ": ", g.description.what),
                g.title.route,
            )
            for g in self.guides
        )

    @cached_property
    def matrix_title(self) -> Said | None:
        """Heading of the capability matrix."""
        return said(self.pack.matrix.title, "matrix", "title") if self.pack.matrix else None

    @cached_property
    def matrix_text(self) -> Told | None:
        """Words before the capability matrix."""
        return told(self.pack.matrix.text, "matrix", "text") if self.pack.matrix and self.pack.matrix.text else None

    @cached_property
    def as_of(self) -> Said:
        """The pinned day, which states are computed for."""
        return plain(day(self.settings.as_of))


def _boxes(pack: Pack, place: str, versions: list[str]) -> tuple[Box, ...]:
    found = []
    for key, w in pack.warnings.items():
        if w.place == place and any(v in w.versions for v in versions):
            body, partly = told(w.text, "warnings", key, "text"), _partly(w.versions, versions)
            blocks = (Paragraph(partly.what), *body.what.blocks) if partly else body.what.blocks
            found.append(Box(w.kind.value, w.title or "", Told(Passage(blocks), body.route)))
    return tuple(found)


def _section(key: str, fact: Section, applies: Said | None) -> SectionView:
    at = ("sections", key)
    return SectionView(said(fact.title, *at, "title") if fact.title else None, applies, told(fact.text, *at, "text"))


def _partly(covered: VersionRange, versions: list[str]) -> Said | None:
    inside = [v for v in versions if v in covered]
    if len(inside) == len(versions):
        return None
    return Said(phrase(strong("Applies to"), f": {', '.join(inside)}."), ())


def _references(pack: Pack, versions: list[str]) -> tuple[Said, ...]:
    return tuple(
        Said(phrase(Link((Text(r.title),), r.url)), ("references", i))
        for i, r in enumerate(pack.references)
        if any(v in r.versions for v in versions)
    )
