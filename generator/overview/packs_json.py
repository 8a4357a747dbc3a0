"""packs.json, whose schema is `generator.model.listing`, and packs_information.json as Palette's docs site reads it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from generator.model.listing import SCHEMA_VERSION, Listings, PackListing
from generator.settings import Settings


def packs_json(packs: Sequence[PackListing], settings: Settings) -> str:
    """Return packs.json."""
    listings = Listings.model_construct(
        schema_version=SCHEMA_VERSION, as_of=settings.as_of, site=settings.site_folder or None, packs=tuple(packs)
    )
    return _text(listings.model_dump(mode="json", by_alias=True, exclude_none=True))


def packs_information(packs: Sequence[PackListing]) -> str:
    """Return packs_information.json: `static/packs-data/packs_information.json` of spectrocloud/librarium."""
    return _text([{"name": pack.name, "description": pack.description} for pack in packs])


def _text(data: object) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
