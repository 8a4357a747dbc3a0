"""Anchors of version tabs on the site."""

from __future__ import annotations

import re


def tab_slug(text: str, separator: str) -> str:
    """Return the anchor of the tab *text*. Dots count, so that `1.4.x` (1-4-x) and `14.x` (14-x) stay apart."""
    return re.sub(r"[^\w]+", separator, text.strip().lower()).strip(separator)
