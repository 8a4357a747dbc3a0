"""Controls that change the same lines, and what each combination of their states does: for a page that only splices.

Controls whose changes lie apart are independent, so a page may splice them in any combination. Those that meet form a
cluster, of which every combination is worked out here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from generator.configure.controls import MOST, Known
from generator.configure.naming import value_of
from generator.configure.texts import Picked, Shipped, changes
from generator.model.form import Change, Cluster
from generator.model.form import Edit as FormEdit
from generator.source.outline import Path
from generator.values import Unmergeable, format_path
from generator.values.laid import data_of
from generator.values.splice import Edit

MOST_CHANGES, FEWEST_CHANGES = 256, 12
MOST_READ = 600_000
"""Characters of values that the combinations of a cluster may have to read: of long values there are fewer."""
MOST_CHARACTERS = 300_000


@dataclass(frozen=True)
class Split:
    """The *controls* a page can have, their *clusters*, and the parameters *left_out* of it."""

    controls: tuple[Known, ...]
    clusters: tuple[Cluster, ...]
    left_out: tuple[str, ...]


def clusters(base: Shipped, controls: Sequence[Known], asked: Collection[str]) -> Split:
    """Return how the *controls* of *base* work together; *asked* are the parameters whose values records ask for."""
    kept, out = list(controls[:MOST]), [known.control.id for known in controls[MOST:]]
    reaches = {known.control.id: _Reach(base, known) for known in kept}
    while True:
        groups = _groups([reaches[known.control.id] for known in kept])
        found = [_cluster(base, group, asked) for group in groups]
        wide = next((group for group, made in zip(groups, found, strict=True) if made is None), None)
        if wide is None:
            return Split(tuple(kept), tuple(made for made in found if made), tuple(out))
        kept.remove(wide[-1])
        out.append(wide[-1].control.id)


@dataclass(frozen=True)
class _Reach:
    """What of a text a control may change."""

    base: Shipped
    known: Known

    @cached_property
    def states(self) -> tuple[list[Edit], frozenset[Path], frozenset[Path]]:
        """The edits of all its states, the paths they touch, and those that they take out."""
        edits: list[Edit] = []
        touched: frozenset[Path] = frozenset()
        gone: frozenset[Path] = frozenset()
        for picked in self.known.picks:
            try:
                changed = changes(self.base.text, picked)
            except Unmergeable:
                continue
            edits += changed.edits
            touched |= changed.touched
            gone |= {path for path in changed.touched if value_of(changed.data, format_path(path)) == ()}
        return edits, touched, gone

    def meets(self, other: _Reach) -> bool:
        """Tell whether the changes of one may depend on those of the other."""
        if any(a.start <= b.end and b.start <= a.end for a in self.states[0] for b in other.states[0]):
            return True
        gone = self.states[2] | other.states[2]
        return any(_related(a, b, gone) for a in self.states[1] for b in other.states[1])


def _related(one: Path, other: Path, gone: frozenset[Path]) -> bool:
    """Tell whether one path lies in the other, or is its neighbour where either goes and their parent may be empty."""
    length = min(len(one), len(other))
    return one[:length] == other[:length] or (one[:-1] == other[:-1] and (one in gone or other in gone))


def _groups(reaches: Sequence[_Reach]) -> list[list[Known]]:
    groups: list[list[_Reach]] = []
    for reach in reaches:
        touching = [group for group in groups if any(reach.meets(other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([*(other for group in touching for other in group), reach])
    order = [reach.known.control.id for reach in reaches]
    sorted_groups = [sorted((r.known for r in group), key=lambda k: order.index(k.control.id)) for group in groups]
    return sorted(sorted_groups, key=lambda group: order.index(group[0].control.id))


def _cluster(base: Shipped, group: Sequence[Known], asked: Collection[str]) -> Cluster | None:
    """Return the cluster of *group* with all its combinations; None where there are too many."""
    counts = [range(len(known.picks) + 1) for known in group]
    total = 1
    for count in counts:
        total *= len(count)
    if total > max(FEWEST_CHANGES, min(MOST_CHANGES, MOST_READ // max(1, len(base.text)))) and len(group) > 1:
        return None
    found: dict[str, Change] = {}
    size = 0
    for states in product(*counts):
        if any(states):
            change = _change(base, picked_of(group, states), asked)
            size += sum(len(edit.text) for edit in change.edits)
            found[",".join(map(str, states))] = change
        if size > MOST_CHARACTERS and len(group) > 1:
            return None
    return Cluster(controls=tuple(known.control.id for known in group), changes=found)


def picked_of(group: Sequence[Known], states: Sequence[int]) -> Picked:
    """Return what the *states* (from 1; 0 is none) of the controls of *group* pick together."""
    picks = [known.picks[state - 1] for known, state in zip(group, states, strict=True) if state]
    return Picked(
        tuple(preset for pick in picks for preset in pick.presets),
        tuple(one for pick in picks for one in pick.set),
        tuple(path for pick in picks for path in pick.left_out),
    )


def _change(base: Shipped, picked: Picked, asked: Collection[str]) -> Change:
    try:
        edits, _touched, after = changes(base.text, picked)
    except Unmergeable as why:
        return Change(refused=str(why))
    before = data_of(base.text)
    values = {path: (value_of(before, path), value_of(after, path)) for path in asked}
    return Change(
        edits=tuple(_in_utf16(base.text, edits)),
        values={path: now for path, (was, now) in values.items() if now != was},
    )


def _in_utf16(text: str, edits: Sequence[Edit]) -> Iterator[FormEdit]:
    """Yield *edits* with offsets as JavaScript counts them."""
    for edit in edits:
        yield FormEdit(start=units(text[: edit.start]), end=units(text[: edit.end]), text=edit.text)


def units(text: str) -> int:
    """Return how long *text* is for JavaScript."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
