"""What several versions share: sequences laid over each other, and sets of versions as ranges."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from generator.model.versioning import VersionRange, version_key

T = TypeVar("T", bound=Hashable)


def merged(sequences: Sequence[Sequence[T]]) -> list[tuple[T, frozenset[int]]]:
    """Return one sequence that holds each of *sequences* in its order; with each item the numbers of those it is in.

    The first sequence leads: what only the others have comes after what stands in its place there.
    """
    items: list[T] = []
    owners: list[set[int]] = []
    for number, sequence in enumerate(sequences):
        new_items: list[T] = []
        new_owners: list[set[int]] = []
        for kind, i1, i2, j1, j2 in SequenceMatcher(None, items, sequence, autojunk=False).get_opcodes():
            new_items += items[i1:i2]
            new_owners += [{*of, number} for of in owners[i1:i2]] if kind == "equal" else owners[i1:i2]
            if kind != "equal":
                new_items += sequence[j1:j2]
                new_owners += [{number} for _ in range(j1, j2)]
        items, owners = new_items, new_owners
    return [(item, frozenset(of)) for item, of in zip(items, owners, strict=True)]


def range_of(chosen: Iterable[str], versions: Sequence[str]) -> str:
    """Return the range that holds *chosen* and no other of *versions*; what holds for the newest, holds from there on.

    Raises `ValueError` where no range can tell them apart: two versions that semantic versioning holds to be equal.
    """
    wanted = set(chosen)
    ordered = sorted(versions, key=version_key)
    runs: list[list[int]] = []
    for number, version in enumerate(ordered):
        if version in wanted:
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
    text = " || ".join(_run(ordered, run[0], run[-1]) for run in runs)
    if {version for version in versions if version in VersionRange(text)} != wanted:
        raise ValueError(f"no range tells {', '.join(sorted(wanted))} from the other versions")
    return text


def _run(ordered: Sequence[str], first: int, last: int) -> str:
    if first == 0 and last == len(ordered) - 1:
        return "*"
    if last == len(ordered) - 1:
        return f">={ordered[first]}"
    if first == last:
        return ordered[first]
    return f"<={ordered[last]}" if first == 0 else f">={ordered[first]} <={ordered[last]}"
