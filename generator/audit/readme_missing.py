"""No README

Palette shows README.md of a pack beside its values, and the community repository asks for one. This pack has none, or
it is empty.

    monitoring-1.4.0/
      pack.json  values.yaml  logo.png  charts/

Write one: a title, and the sections Prerequisites, Parameters, Upgrade, Usage and References.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit import readme_facts
from generator.audit.folder import PackFolder
from generator.diagnostics import Diagnostic

CODE = "PS269"

_HELP = "write README.md: a title, and the sections Prerequisites, Parameters, Upgrade, Usage and References"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning where a pack has no README, at pack.json, or one in which nothing is said."""
    if folder.readme is None:
        there = "pack.json" if folder.pack_json else "values.yaml"
        if not any(path.lower() == "readme.md" for path in folder.store.refused):
            yield folder.problem(CODE, "the pack has no README.md", there, _HELP)
    elif not folder.readme.problems and not any(line.strip() for line in folder.once(readme_facts.text).lines):
        yield folder.problem(CODE, "README.md is empty", folder.readme.spot(1), _HELP)
