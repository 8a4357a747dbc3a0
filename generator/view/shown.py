"""How much of values.yaml a page of the site shows: what stays readable and light. The rest is linked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.prose import Link, Strong, phrase
from generator.values import Path, Unmergeable, ValuesText, merge
from generator.view.files import file_link
from generator.view.presets import PresetView
from generator.view.said import Coded, Route, Said, strong
from generator.view.version import VersionView

LONGEST = 400  # lines of one file
MOST = 600  # lines of all files of a page
SHORT = 120  # lines of a file that is shown again with each preset
ROWS = 1_500  # rows of all tables of parameters of a page
_MARKED = 12  # lines that can be marked before marks say nothing
_UNCLEAN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class ValuesView:
    """Words on a values.yaml, and its text where it is shown."""

    lead: Said
    title: str
    code: Coded | None


def lines_of(text: str) -> int:
    """Return how many lines *text* has."""
    return text.count("\n") + (not text.endswith("\n"))


def fits(text: str, most: int) -> bool:
    """Tell whether *text* has at most *most* lines, all of characters that a page shows as they are."""
    return lines_of(text) <= most and not _UNCLEAN.search(text)


def values_view(one: VersionView, paths: Iterable[Path], *, shown: bool) -> ValuesView:
    """Say where values.yaml of *one* version is, and with *shown* what is in it; the lines of *paths* are marked."""
    pack, version = one.pack, one.version
    at: Route = ("versions", pack.versions.index(version), "version")
    lines = lines_of(one.shipped.text)
    lead: list[Link | Strong | str] = [
        file_link(pack, version, "values.yaml"),
        " of ",
        strong(version.version),
        f" has {lines:,} {'line' if lines == 1 else 'lines'}",
    ]
    code = _marked(one.shipped, paths, at) if shown else None
    marks = code is not None and "hl_lines" in code.language
    hidden = f"; {'it is' if lines == 1 else 'they are'} not shown here."
    lead.append("; those of its parameters are marked." if marks and lines > 1 else "." if shown else hidden)
    return ValuesView(Said(phrase(*lead), at), f"values.yaml of {version.version}", code)


@dataclass(frozen=True, slots=True)
class PresetTab:
    """A preset under its *label*, with the values it results in where those are short."""

    label: str
    view: PresetView
    lead: Said
    result: Coded | None


def preset_tabs(found: Sequence[PresetView], version: Callable[[str], VersionView]) -> tuple[PresetTab, ...]:
    """Return a tab for each of the presets *found*; *version* returns what is true of one."""
    times = Counter(view.preset.display_name for view in found)
    return tuple(
        _preset_tab(view, version(view.version.version), ambiguous=times[view.preset.display_name] > 1)
        for view in found
    )


def _preset_tab(view: PresetView, one: VersionView, *, ambiguous: bool) -> PresetTab:
    preset, at = view.preset, view.lead.route
    label = f"{preset.group}: {preset.display_name}" if ambiguous else preset.display_name
    result = _with_preset(view, one, at)
    marks = ", what it changes marked:" if result and "hl_lines" in result.language else ":"
    lead = phrase("The values of ", strong(one.version.version), f" with this preset{marks}")
    return PresetTab(label, view, Said(lead, at), result)


def _with_preset(view: PresetView, one: VersionView, at: Route) -> Coded | None:
    """Return the values with the preset merged in, where that is short."""
    if not fits(one.values.text, SHORT):
        return None
    text = one.shipped.text.replace("\r\n", "\n")
    try:
        done = merge(text, view.preset.add, view.preset.remove)
    except Unmergeable:
        return None
    return _marked(ValuesText(done.text), done.touched, at) if fits(done.text, LONGEST) else None


def _marked(values: ValuesText, paths: Iterable[Path], at: Route) -> Coded:
    text = values.text.removeprefix("\ufeff").replace("\r\n", "\n")
    values = values if text == values.text else ValuesText(text)
    lines = sorted({line for path in paths if (line := values.line(path))})
    marks = f' hl_lines="{" ".join(map(str, lines))}"' if 0 < len(lines) <= _MARKED else ""
    return Coded(f"yaml{marks}", text.rstrip("\n") + "\n", at)


def within(sizes: Sequence[int], each: int, most: int) -> tuple[bool, ...]:
    """Tell for each of *sizes*, in order, whether it is shown: not larger than *each*, and *most* all together."""
    shown, used = [], 0
    for size in sizes:
        shown.append(size <= each and used + size <= most)
        used += size if shown[-1] else 0
    return tuple(shown)
