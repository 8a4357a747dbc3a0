"""A pack as packs.json lists it: small and picklable, the one record from which everything of all packs is made."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from generator.model.listing import GuideListing, PackListing, RetirementListing, VersionListing
from generator.model.pack import Pack
from generator.model.versions import Version
from generator.prose import parse_phrase
from generator.view import PackView
from generator.view.lifecycle import milestones, retirement_state, version_state


def pack_listing(view: PackView) -> PackListing:
    """Return what packs.json says of the pack of *view*."""
    pack, newest = view.pack, view.newest.version
    return PackListing.model_construct(
        name=pack.name,
        display_name=pack.display_name,
        description=pack.description,
        layer=pack.layer.value,
        addon_type=pack.addon_type,
        addon_sub_type=pack.addon_sub_type,
        category=pack.category,
        cloud_types=None if pack.cloud_types is None else tuple(c.value for c in pack.cloud_types),
        architectures=pack.architectures,
        fips=pack.fips,
        tags=pack.tags,
        latest_version=newest.version,
        state=version_state(newest, view.settings.as_of),
        page=f"packs/{pack.name}/",
        markdown=f"packs/{pack.name}.md",
        source=f"packs/{pack.name}/pack.yaml",
        redirects=pack.page.redirects,
        guides=tuple(_guide(pack, name) for name in pack.guides),
        versions=tuple(_version(pack, v, view.settings.as_of) for v in pack.versions),
        retirements=tuple(_retirement(pack, r.id, view.settings.as_of) for r in view.retirements),
    )


def _guide(pack: Pack, name: str) -> GuideListing:
    guide, at = pack.guides[name], f"guides/{pack.name}/{name}"
    return GuideListing.model_construct(
        title=parse_phrase(guide.title).plain,
        description=parse_phrase(guide.description).plain,
        page=f"{at}/",
        markdown=f"{at}.md",
    )


def _version(pack: Pack, version: Version, as_of: datetime.date) -> VersionListing:
    days = milestones(version.lifecycle)
    return VersionListing.model_construct(
        version=version.version,
        series=version.series,
        state=version_state(version, as_of),
        supported=days.get("supported"),
        deprecated=days.get("deprecated"),
        disabled=days.get("disabled"),
        deleted=days.get("deleted"),
        eol=version.eol,
        retrieved=_retrieved(pack, version.lifecycle.cite) if days else None,
    )


def _retirement(pack: Pack, key: str, as_of: datetime.date) -> RetirementListing:
    fact = pack.retirements[key]
    named = list(dict.fromkeys(c.partition("#")[0] for c in fact.cite))
    return RetirementListing.model_construct(
        id=key,
        subject=fact.subject,
        date=fact.date,
        state=retirement_state(fact.date, as_of),
        engine=fact.engine,
        systems=fact.os,
        choice=dict(fact.choice),
        consequence=fact.consequence.strip(),
        replacement=fact.replacement.strip(),
        announcement=fact.url,
        sources=tuple(pack.sources[s].title for s in named if s in pack.sources),
        retrieved=_retrieved(pack, fact.cite),
    )


def _retrieved(pack: Pack, cite: Iterable[str]) -> datetime.date | None:
    """Return the newest day on which a source of *cite* was read."""
    named = {c.partition("#")[0] for c in cite}
    return max((s.retrieved for key, s in pack.sources.items() if key in named and s.retrieved), default=None)
