"""README of another version

The README states a version that is neither the pack's nor that of a chart, an application or an image in it. It was
probably copied from the folder of the version before.

    # Monitoring
    **Version:** 1.3.0            the pack is 1.4.0

Correct it, or leave it out. What is said about upgrades and requirements names other versions by right, and is not
looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit import images, readme_facts
from generator.audit.charts import Chart
from generator.audit.folder import PackFolder
from generator.audit.wording import short
from generator.diagnostics import Diagnostic
from generator.readme.versions import mentions

CODE = "PS265"


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each version that the README states, and that nothing in the pack has."""
    version = folder.facts.get("version")
    if folder.readme is None or not isinstance(version, str) or not version.strip():
        return
    known: list[tuple[str, ...]] = []
    for mention in mentions(folder.once(readme_facts.text), [*_names(folder)]):
        known = known or [_steps(own) for own in _versions(folder) if own]
        said = _steps(mention.version)
        if not any(said[: len(own)] == own[: len(said)] for own in known):
            message = f"the README states the version `{short(mention.version)}`, and the pack is `{short(version)}`"
            place = folder.readme.spot(mention.line, mention.column)
            yield folder.problem(CODE, message, place, f"write `{short(version)}`, or leave the version out")


def _names(folder: PackFolder) -> Iterator[str]:
    yield from (str(folder.facts.get(key) or "") for key in ("name", "displayName"))
    yield from (chart.name for chart in folder.charts)


def _versions(folder: PackFolder) -> Iterator[str]:
    yield str(folder.facts.get("version") or "")
    for chart in folder.charts:
        yield from _of(chart)
    yield from (image.tag for image in (*folder.once(images.listed), *folder.once(images.used)))


def _of(chart: Chart) -> Iterator[str]:
    yield from (chart.version, chart.app_version)
    yield from (dependency.version for dependency in chart.dependencies)
    for child in chart.charts:
        yield from _of(child)


def _steps(version: str) -> tuple[str, ...]:
    """Return a version as its numbers; what is behind a `-` or `+` is left out."""
    bare = version.strip().removeprefix("v").partition("+")[0].partition("-")[0]
    return tuple(bare.split("."))
