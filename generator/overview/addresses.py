"""Addresses within the site, from `site_url` of packscribe.toml."""

from __future__ import annotations

from generator.settings import Settings


def folder_of(settings: Settings) -> str:
    """Return the address of the site with a `/` at its end, or "" where packscribe.toml states none."""
    return f"{settings.site_url.rstrip('/')}/" if settings.site_url else ""
