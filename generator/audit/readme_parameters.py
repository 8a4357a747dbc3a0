"""Documented parameter that does not exist

A parameter table of the README names a path at which nothing stands: not in values.yaml, live or commented out, not
in a preset, and not among the chart's own defaults. It was misspelt, or the README is of another version.

    | Parameter                 | Default |
    | ------------------------- | ------- |
    | `charts.monitoring.replica` | `2`   |      the key is replicaCount

Correct the path or take the row out. The part `charts.<chart>.` may be left out, as most READMEs do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit import readme_facts
from generator.audit.folder import PackFolder
from generator.audit.wording import closest, listing, short
from generator.diagnostics import Diagnostic
from generator.readme.kinds import Kind, Resolution
from generator.readme.rows import ResolvedRow
from generator.values import format_path

CODE = "PS260"

_PARAMETERS = re.compile(r"param|config|values|setting|option", re.IGNORECASE)
_OTHER_THINGS = re.compile(
    r"storage ?class|\bsecrets?\b|annotation|environment|\benv\b|\bcrds?\b|custom resource|\blabels?\b|metric"
    r"|\bflags?\b|command|endpoint|terraform|prerequisite|\bapi\b|preset|profile variable|macro|output", re.IGNORECASE
)  # fmt: skip


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each documented path that leads nowhere."""
    if not readme_facts.charts_known(folder):
        return  # what is missing here may be a default of a chart that cannot be read
    for rows in folder.once(readme_facts.rows):
        if _is_about_values(rows):
            for row in rows:
                yield from (_problem(folder, row, one) for one in row.resolutions if _is_missing(folder, row, one))


def _is_about_values(rows: tuple[ResolvedRow, ...]) -> bool:
    """Tell whether a table is about this pack's values, and not about a StorageClass or the environment."""
    found = [one.kind not in (Kind.MISSING, Kind.NO_PATH) for row in rows for one in row.resolutions]
    if not any(found):
        table = rows[0].table if rows else None
        title = table.headings[-1].title if table and table.headings else ""
        about = f"{title} {table.lead if table else ''}"
        return bool(_PARAMETERS.search(title)) and not _OTHER_THINGS.search(about) and bool(table and table.named)
    return rows[0].table.named or 2 * sum(found) >= len(found)


def _is_missing(folder: PackFolder, row: ResolvedRow, found: Resolution) -> bool:
    if found.kind is not Kind.MISSING:
        return False
    known = folder.once(readme_facts.resolver)
    if len(found.parent) > 2 and known.is_open(found.parent):
        return False  # below an empty value anything may be set: that is what the row explains
    return not readme_facts.chart_reads(folder, found.written.words)


def _problem(folder: PackFolder, row: ResolvedRow, found: Resolution) -> Diagnostic:
    assert folder.readme is not None
    message = (
        f"nothing stands at `{short(found.written.text, 100)}`: not in values.yaml, a preset or a chart's defaults"
    )
    place = folder.readme.spot(row.parameter.line, row.parameter.name.column)
    return folder.problem(CODE, message, place, _way_out(folder, found))


def _way_out(folder: PackFolder, found: Resolution) -> str:
    known, words, parent = folder.once(readme_facts.resolver), found.written.words, found.parent
    meant = [path for path in known.keys.ending(words[-1:]) if parent and path[: len(parent)] == parent]
    if parent and not meant:
        steps = [str(step) for step in parent]
        close = closest(next((word for word in words if word not in steps), words[-1]), known.children(parent))
        meant = [(*parent, close)] if close else []
    if len(meant) == 1:
        return f"did you mean `{short(format_path(meant[0]), 120)}`?"
    beside = known.children(parent) if len(parent) > 2 else ()
    there = f" (`{short(format_path(parent), 80)}` has {listing(beside, 4)})" if beside else ""
    return f"correct the path{there}, or take the row out"
