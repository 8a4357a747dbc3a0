"""Where a README states the version of what it describes: badges, `Version:` lines, and names with a version.

A version in the course of a sentence says little (`since 1.2`, `from 1.2 to 1.3`), so only statements count, and none
below headings about upgrades, changes, releases or what is required.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.readme.text import ReadmeText

VERSION = r"v?\d{1,9}\.\d{1,9}(?:\.\d{1,9})?(?:[-+][0-9A-Za-z.]{1,60})?"


class Mention(NamedTuple):
    """A version that a README states, and its place."""

    version: str
    line: int
    column: int


_LINE = re.compile(
    r"[ \t>*_+-]{0,20}(?:(?:pack|chart|current|app(?:lication)?|release|latest)[ \t])?"
    r"version[*_`]{0,4}[ \t]?(?::|=|is\b)"
    rf"[*_` \t]{{0,9}}({VERSION})(?![\w+.-]?[\w+])[*_`.;, \t]{{0,9}}(?:\(|\Z)",
    re.IGNORECASE,
)
_BADGE = re.compile(
    r"/badge/(?:app|pack|chart|release)?(?:[-_ ]|%20)?version-"
    r"(v?\d[0-9A-Za-z.]{0,60}?(?:--[0-9A-Za-z.]{1,40})?)-[0-9A-Za-z]{1,20}(?=[?.)\s\"'&]|\Z)",
    re.IGNORECASE,
)
_OPTION = re.compile(rf"--version[ =][\"']?({VERSION})\b")
_YAML_VERSION = re.compile(rf"[ \t]*(?:-[ \t]+)?[\"']?version[\"']?[ \t]*[:=][ \t]*[\"']?({VERSION})[\"']?[ \t,]*\Z")
_ELSEWHERE = re.compile(
    r"upgrad|change ?log|changes|release|migrat|what'?s new|history|compat|breaking|prerequisite|requirement|deprecat",
    re.IGNORECASE,
)
_OWN_SECTION = re.compile(
    r"version|detail|about|overview|info|metadata|introduction|reference|usage|\bpack\b|summary|description|param",
    re.IGNORECASE,
)
_LONGEST = 2000


def mentions(readme: ReadmeText, names: Sequence[str]) -> Iterator[Mention]:
    """Yield the versions that *readme* states of itself or beside one of *names* (of the pack and its charts)."""
    named = _named(names)
    for number, line in enumerate(readme.lines, 1):
        low = line[:_LONGEST].lower()
        if "version" not in low and not low.startswith("# "):  # a badge has the word as well
            continue
        found = list(_in_line(readme, number, line[:_LONGEST], low, named))
        if found and not any(_ELSEWHERE.search(heading.title[:300]) for heading in readme.above(number)):
            yield from found


def _in_line(readme: ReadmeText, number: int, line: str, low: str, named: re.Pattern[str] | None) -> Iterator[Mention]:
    is_prose = bool(readme.prose[number - 1].strip())
    if "version" in low:
        if is_prose and (found := _LINE.match(line)) and _is_about_the_pack(readme, number, named):
            yield Mention(found[1], number, found.start(1) + 1)
        if named and ("helm" in low or low.startswith(" ")) and named.search(line):
            yield from (Mention(m[1], number, m.start(1) + 1) for m in _OPTION.finditer(line))
    if "/badge/" in low:
        for badge in _BADGE.finditer(line):
            yield Mention(badge[1].replace("--", "-"), number, badge.start(1) + 1)
    if named and is_prose and line.startswith("# "):
        yield from (Mention(m[2], number, m.start(2) + 1) for m in named.finditer(line) if m[2])
    if not is_prose and "version" in low and named and (found := _YAML_VERSION.match(line)):
        near = readme.lines[max(0, number - 4) : number + 3]
        if any(_names_it(other, named) for other in near):
            yield Mention(found[1], number, found.start(1) + 1)


def _is_about_the_pack(readme: ReadmeText, number: int, named: re.Pattern[str] | None) -> bool:
    """Tell whether the section of a line is about the pack, and not about something that it needs or brings."""
    above = [heading for heading in readme.above(number) if heading.level < 7]
    if len(above) < 2:
        return True
    title = above[-1].title[:300]
    return bool(_OWN_SECTION.search(title)) or (named is not None and named.search(title) is not None)


def _names_it(line: str, named: re.Pattern[str]) -> bool:
    key, separator, value = line[:300].partition(":" if ":" in line else "=")
    return (
        bool(separator)
        and key.strip(" \t-\"'") in ("name", "pack", "packName")
        and bool(named.fullmatch(value.strip(" \"',")))
    )


def _named(names: Sequence[str]) -> re.Pattern[str] | None:
    """Return what finds one of *names*, and a version directly behind it."""
    useful = sorted({name for name in names if 2 < len(name) < 100}, key=len, reverse=True)[:20]
    if not useful:
        return None
    either = "|".join(map(re.escape, useful))
    return re.compile(
        rf"(?<![\w-])({either})(?:[ \t(]{{1,3}}(?:pack |chart |version )?({VERSION})(?![\w.-]))?(?![\w])", re.IGNORECASE
    )
