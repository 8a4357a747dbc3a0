"""Diagnostics of many pack folders for people: by folder, the worst first, and a table of all codes at the end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.diagnostics import Diagnostic, Severity
from generator.diagnostics.fingerprint import folder_of
from generator.diagnostics.report import COLOURS, painted, printable, summary, told

WIDEST = 100
_CODE, _COUNT = 5, 8  # `PS236`, `findings`
_TITLE = WIDEST - _CODE - 2 * _COUNT - 6


def grouped(
    diagnostics: Sequence[Diagnostic], homes: Mapping[str, str], title: Callable[[str], str], *, colour: bool = False
) -> str:
    """Take *diagnostics* in order; return the report, ended by a line end.

    *homes* gives each pack folder, by its path, the name it is shown under; *title* says what a code means.
    """
    lines: list[str] = []
    for name, found in _ranked(diagnostics, homes):
        lines += [painted(f"{printable(name)}: {summary(found)}", "1;4" if colour else "")]
        lines += [line for diagnostic in found for line in told(diagnostic, colour=colour, width=WIDEST)]
        lines += [""]
    return "\n".join([*lines, *_table(diagnostics, homes, title, colour=colour), "", summary(diagnostics)]) + "\n"


def _ranked(diagnostics: Sequence[Diagnostic], homes: Mapping[str, str]) -> list[tuple[str, list[Diagnostic]]]:
    """Return what was found in each folder, by its name: most errors first, then warnings, then notes."""
    groups: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        groups[_place(diagnostic, homes)].append(diagnostic)
    names = Counter(homes[path] for path in groups if path in homes)

    def shown(path: str) -> str:
        return homes[path] if path in homes and names[homes[path]] == 1 else path

    def rank(group: tuple[str, list[Diagnostic]]) -> tuple[list[int], str]:
        return [-sum(d.severity is severity for d in group[1]) for severity in Severity], group[0]

    return sorted(((shown(path), found) for path, found in groups.items()), key=rank)


def _place(diagnostic: Diagnostic, homes: Mapping[str, str]) -> str:
    folder = folder_of(diagnostic.location.path, homes)
    return diagnostic.location.path if folder is None else folder


def _table(
    diagnostics: Sequence[Diagnostic], homes: Mapping[str, str], title: Callable[[str], str], *, colour: bool
) -> Iterator[str]:
    """Yield the lines of the table: each code, what it means, how often and in how many packs it was found."""
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        found[diagnostic.code].append(diagnostic)
    worst = {code: min(list(Severity).index(d.severity) for d in same) for code, same in found.items()}
    titles = {code: _cut(title(code)) for code in found}
    width = max(map(len, titles.values()), default=0)
    yield f"{'code':{_CODE}}  {'title':{width}}  {'findings':>{_COUNT}}  {'packs':>{_COUNT}}"
    for code in sorted(found, key=lambda code: (worst[code], -len(found[code]), code)):
        shown = painted(f"{code:{_CODE}}", COLOURS[list(Severity)[worst[code]]] if colour else "")
        packs = len({_place(diagnostic, homes) for diagnostic in found[code]})
        yield f"{shown}  {titles[code]:{width}}  {len(found[code]):>{_COUNT},}  {packs:>{_COUNT},}"


def _cut(text: str) -> str:
    return text if len(text) <= _TITLE else text[: _TITLE - 1] + "…"
