"""Image in the README with another tag

The README names an image of the pack with a tag that neither `pack.content.images` lists nor the values use. Who
mirrors images by the README mirrors the wrong ones.

    quay.io/example/monitoring:v1.3.0        the pack has v1.4.0

Correct the tag. What is said about upgrades is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit import images, readme_facts
from generator.audit.folder import PackFolder
from generator.audit.wording import listing, short
from generator.diagnostics import Diagnostic

CODE = "PS270"
MOST = 100  # of one README; after so many, the rest says nothing new

_REFERENCE = re.compile(r"(?<![\w.\-/:@])([a-z0-9][\w.\-]*+(?:/[\w.\-]++)++):(v?\d[\w.\-]{0,127})", re.IGNORECASE)
_ELSEWHERE = re.compile(r"upgrad|change|release|migrat|what'?s new|history|breaking", re.IGNORECASE)


def audit(folder: PackFolder) -> Iterator[Diagnostic]:
    """Yield a warning for each image of the pack that the README names with a tag of its own."""
    if folder.readme is None or "/" not in folder.readme.text or not images.entries(folder):
        return
    tags: dict[str, set[str]] = {}
    for image in (*folder.once(images.listed), *folder.once(images.used)):
        tags.setdefault(images.short_name(image.name), set()).add(image.tag)
    described = {row.line for table in folder.once(readme_facts.tables) for row in table.rows}
    found = ((line, ref) for line, ref in _references(folder) if line not in described)
    for (line, ref), _number in zip(found, range(MOST), strict=False):
        own = tags.get(images.short_name(ref[1]), set())
        tag = ref[2].rstrip(".-")
        if own and "" not in own and tag.removeprefix("v") not in {one.removeprefix("v") for one in own}:
            right = listing(sorted(own), 3)
            message = f"the README names `{short(ref[1])}` with the tag `{short(tag)}`, and the pack has {right}"
            yield folder.problem(CODE, message, folder.readme.spot(line, ref.start(2) + 1), f"write {right}")


def _references(folder: PackFolder) -> Iterator[tuple[int, re.Match[str]]]:
    readme = folder.once(readme_facts.text)
    for number, line in enumerate(readme.lines, 1):
        if ":" in line and "/" in line:
            for found in _REFERENCE.finditer(line):
                if not any(_ELSEWHERE.search(heading.title[:300]) for heading in readme.above(number)):
                    yield number, found
