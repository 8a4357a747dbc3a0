"""Two sequences side by side: which of their elements correspond, in order (patience diff)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher

Pair = tuple[int, int]

_SMALL = 40_000  # elements times elements that difflib, which is quadratic, may look at


def aligned(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[Pair]:
    """Return the positions of equal elements, growing on both sides. Close to linear in time."""
    pairs: list[Pair] = []
    pending = [(0, len(left), 0, len(right))]
    while pending:
        a, a_end, b, b_end = pending.pop()
        while a < a_end and b < b_end and left[a] == right[b]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        while a < a_end and b < b_end and left[a_end - 1] == right[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            pairs.append((a_end, b_end))
        if a == a_end or b == b_end:
            continue
        anchors = _anchors(left, right, (a, a_end, b, b_end))
        if not anchors:
            pairs += _small(left, right, (a, a_end, b, b_end))
            continue
        for next_a, next_b in [*anchors, (a_end, b_end)]:
            pending.append((a, next_a, b, next_b))
            a, b = next_a, next_b
    return sorted(pairs)


def _anchors(left: Sequence[Hashable], right: Sequence[Hashable], span: tuple[int, int, int, int]) -> list[Pair]:
    """Return the longest rising run of elements that stand once on each side of *span*."""
    a, a_end, b, b_end = span
    here, there = Counter(left[a:a_end]), Counter(right[b:b_end])
    where = {right[n]: n for n in range(b, b_end)}
    common = [(n, where[left[n]]) for n in range(a, a_end) if here[left[n]] == 1 == there[left[n]]]
    return _rising(common)


def _rising(pairs: list[Pair]) -> list[Pair]:
    """Return the longest part of *pairs* in which the second number rises."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, value) in enumerate(pairs):
        place = bisect_left(tails, value)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [value]
        ends[place : place + 1] = [number]
    rising: list[Pair] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        rising.append(pairs[number])
        number = before[number]
    return rising[::-1]


def _small(left: Sequence[Hashable], right: Sequence[Hashable], span: tuple[int, int, int, int]) -> list[Pair]:
    a, a_end, b, b_end = span
    if (a_end - a) * (b_end - b) > _SMALL:
        return []
    matcher = SequenceMatcher(None, left[a:a_end], right[b:b_end], autojunk=False)
    return [(a + m.a + n, b + m.b + n) for m in matcher.get_matching_blocks() for n in range(m.size)]
