"""Work on many independent things in two processes at once. Only the standard library."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

ENOUGH = 12
"""From how many things on a second process pays: forking and sending the results back takes some 10 ms."""


def in_two(
    work: Callable[[Sequence[T]], list[R]],
    things: Sequence[T],
    weight: Callable[[T], int] | None = None,
    *,
    enough: int = ENOUGH,
) -> list[R]:
    """Return what *work* returns for *things*, a result for each; a child process works on half of them.

    Below *enough* things there is no child. The halves are of equal *weight*, as far as that is known. Results must be
    picklable. Where there can be no child, or it fails, everything is done here: whatever goes wrong there goes wrong
    here, and is told as always.
    """
    if len(things) < enough or not hasattr(os, "fork") or (os.cpu_count() or 1) < 2:
        return work(things)
    halves = _halves([weight(thing) if weight else 1 for thing in things])
    mine, others = ([things[number] for number in half] for half in halves)
    reading, writing = os.pipe()
    try:
        child = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return work(things)
    if child == 0:
        _send(work, others, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:  # closed whatever happens, or the child would wait for a reader
            results = work(mine)
            data = pipe.read()
    finally:
        os.waitpid(child, 0)
    try:
        theirs: list[R] = pickle.loads(data)
    except (EOFError, pickle.UnpicklingError):
        theirs = work(others)
    merged = dict(zip((*halves[0], *halves[1]), (*results, *theirs), strict=True))
    return [merged[number] for number in range(len(things))]


def _halves(weights: Sequence[int]) -> tuple[list[int], list[int]]:
    """Deal the numbers of things to two hands, the heaviest first, each to the hand that holds less."""
    hands: tuple[list[int], list[int]] = ([], [])
    held = [0, 0]
    for number in sorted(range(len(weights)), key=lambda number: weights[number], reverse=True):
        hand = held.index(min(held))
        hands[hand].append(number)
        held[hand] += weights[number]
    return hands


def _send(work: Callable[[Sequence[T]], list[R]], things: Sequence[T], writing: int) -> None:
    """Work in the child process, send the results, and end it without flushing what is the parent's."""
    try:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(pickle.dumps(work(things), pickle.HIGHEST_PROTOCOL))
    finally:
        os._exit(0)
