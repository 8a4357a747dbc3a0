"""A pack as its pages say it: every sentence, table and state that follows from the facts, computed once.

Templates place these words, claims check that they arrived; neither computes anything. Each carries the route
into pack.yaml of the fact that rules it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from generator.model.pack import Pack
from generator.model.selection import parameters_of
from generator.model.versioning import version_key
from generator.prose import Code, Link, Text, phrase
from generator.settings import Settings
from generator.values import ValuesText
from generator.view import cluster, evidence, guides, lifecycle, matrix
from generator.view.files import pack_files, picture
from generator.view.presets import is_configurable
from generator.view.reach import Reach, SectionView, boxes, notes, references, sections
from generator.view.said import Box, Grid, Said, Told, day, plain, said, told
from generator.view.series import SeriesView
from generator.view.shown import LONGEST, MOST, ROWS, fits, lines_of, within
from generator.view.version import VersionView

__all__ = ["PackView", "SeriesView", "VersionView"]


@dataclass(frozen=True)
class PackView:
    """A pack as of the pinned day, in words. *values* maps each version to its values text."""

    pack: Pack
    settings: Settings
    values: dict[str, ValuesText]

    def version(self, name: str) -> VersionView:
        """Return what is true of the version *name*."""
        return self._versions[name]

    @cached_property
    def _versions(self) -> dict[str, VersionView]:
        """Each version in words: its tab and its own files ask for the same."""
        named = {v.version: v for v in reversed(self.pack.versions)}  # of a version listed twice, the first
        return {n: VersionView(self.pack, v, self.values[n]) for n, v in named.items() if n in self.values}

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
    def came(self) -> dict[str, str]:
        """The version that brought each parameter, of those that the first version did not have."""
        ordered = sorted(self.pack.versions, key=lambda v: version_key(v.version))
        found: dict[str, str] = {}
        for version in ordered:
            for parameter in parameters_of(self.pack, version):
                found.setdefault(parameter.path, version.version)
        return {path: version for path, version in found.items() if version != ordered[0].version}

    @cached_property
    def inlined(self) -> dict[str, bool]:
        """Whether the page shows values.yaml in each tab; the newest come first, as long as it stays light."""
        texts = [s.newest.values.text for s in self.series]
        sizes = [lines_of(t) if fits(t, LONGEST) else LONGEST + 1 for t in texts]
        return dict(zip((s.label for s in self.series), within(sizes, LONGEST, MOST), strict=True))

    @cached_property
    def tabled(self) -> dict[str, bool]:
        """Whether the page lists the parameters in each tab; the newest always does."""
        sizes = [len(s.parameters) + len(s.described.rows if s.described else ()) for s in self.series]
        shown = within([0, *sizes[1:]], ROWS, max(0, ROWS - sizes[0]))
        return dict(zip((s.label for s in self.series), shown, strict=True))

    @cached_property
    def facts(self) -> Grid:
        """What a reader looks for first, in one row."""
        pack, newest = self.pack, self.newest.version
        at = ("versions", pack.versions.index(newest))
        facts = {
            "Latest version": Said(phrase(Code(newest.version)), (*at, "version")),
            "State": plain(lifecycle.version_state(newest, self.settings.as_of), *at, "lifecycle"),
            "Layer": plain(pack.layer.value, "layer"),
            "Clouds": plain(", ".join(pack.cloud_types or ()) or "not stated", "cloudTypes"),
            "Architectures": plain(", ".join(pack.architectures) or "not stated", "architectures"),
            "FIPS": plain("yes" if pack.fips else "not stated", "fips"),
            "As of": self.as_of,
        }
        return Grid(tuple(map(phrase, facts)), (tuple(facts.values()),))

    @cached_property
    def logo(self) -> Said | None:
        """The picture of the pack."""
        return picture(self.pack)

    @cached_property
    def files(self) -> tuple[Said, ...]:
        """The source of the page, and its forms for other sites."""
        return pack_files(self.pack)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """What front matter calls the category: category, architectures and FIPS."""
        first = (self.pack.category,) if self.pack.category else ()
        return (*first, *self.pack.architectures, *(("fips",) if self.pack.fips else ()))

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """Notices of what has ended or ends soon, and warnings for the whole page."""
        return self.notices + boxes(self.pack, "page", Reach(self.names))

    @cached_property
    def notices(self) -> tuple[Box, ...]:
        """Notices of what has ended or ends soon."""
        return tuple(r.notice for r in self.retirements if r.state != "announced")

    @cached_property
    def banners(self) -> tuple[Box, ...]:
        """The boxes of the page, with how far away the ends are."""
        return tuple(r.banner for r in self.retirements if r.state != "announced") + boxes(
            self.pack, "page", Reach(self.names)
        )

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
        return sections(self.pack, "intro", Reach(self.names))

    @cached_property
    def end(self) -> tuple[SectionView, ...]:
        """Prose after the tabs."""
        return sections(self.pack, "end", Reach(self.names))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every version."""
        return tuple(v.version for v in self.pack.versions)

    @cached_property
    def _for_all(self) -> Reach:
        """What is told once, beside the tabs; where there is one tab only, that tells everything."""
        return Reach(self.names if len(self.series) > 1 else (), all=True)

    @cached_property
    def prerequisites(self) -> tuple[Said, ...]:
        """What must be there before any version."""
        return notes(self.pack.prerequisites, "prerequisites", self._for_all)

    @cached_property
    def upgrade(self) -> tuple[Said, ...]:
        """What to know when changing to any version."""
        return notes(self.pack.upgrade, "upgrade", self._for_all)

    @cached_property
    def limitations(self) -> tuple[Said, ...]:
        """The limitations of every version."""
        return cluster.limitations(self.pack, self._for_all, self.settings.as_of)

    @cached_property
    def matrix(self) -> Grid | None:
        """The capability matrix, where no tab tells it."""
        return self.whole_matrix if len(self.series) > 1 else None

    @cached_property
    def whole_matrix(self) -> Grid | None:
        """The capability matrix."""
        return matrix.matrix_grid(self.pack, self.settings.as_of)

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
        return references(self.pack, Reach(self.names))

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
    def is_configurable(self) -> bool:
        """Whether the pack has a configurator."""
        return is_configurable(self.pack)

    @cached_property
    def configure_link(self) -> Said | None:
        """The link to the configurator, as the pack's page on the site has it."""
        link = Link((Text(f"Configure {self.pack.display_name}"),), f"../configure/{self.pack.name}.md")
        words = phrase(link, ": choose options, and see the values and what applies to exactly this choice.")
        return Said(words, ("displayName",)) if self.is_configurable else None

    @cached_property
    def about_configuring(self) -> Said:
        """What the page of the configurator is for."""
        page = Link((Text(f"page of {self.pack.display_name}"),), f"../packs/{self.pack.name}.md")
        words = (
            "Choose how you use the pack. You get the values.yaml to paste into Palette, and what applies to exactly "
        )
        return Said(phrase(words, "this choice. All that is known stands on the ", page, "."), ("displayName",))

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
