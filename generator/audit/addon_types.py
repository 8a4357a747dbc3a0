"""Add-on type missing or spelt its own way

Palette groups add-ons by `addonType`, a free text, so `app-services` and `app services` become two groups. A pack of
the layer `addon` without one is in none.

    "addonType": "app-services"

Write it as the other packs do. Types that no other pack has are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.folder import PackFolder
from generator.audit.wording import closest, short
from generator.diagnostics import Diagnostic

CODE = "PS242"

KNOWN = (
    *("ai", "app services", "authentication", "ingress", "load balancer", "logging", "monitoring", "registry"),
    *("security", "service mesh", "storage", "system app"),
)
"""The spellings in use, of each the commonest (220 community packs; Palette's documentation)."""


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for an add-on without a type, or with an unusual spelling of a known one."""
    file, kind = folder.pack_json, folder.facts.get("addonType", "")
    if not file or not isinstance(kind, str):
        return
    if not kind.strip():
        if folder.facts.get("layer") == "addon":
            help = "write one such as `monitoring`, `logging` or `system app`"
            yield folder.problem(CODE, "an add-on without `addonType`", file.where_key(("addonType",)), help)
    elif kind not in KNOWN and (close := closest(kind, KNOWN, 0.9)):
        message = f"the add-on type `{short(kind)}` is written `{close}` by most packs"
        yield folder.problem(CODE, message, file.where(("addonType",)), f"write `{close}`")
