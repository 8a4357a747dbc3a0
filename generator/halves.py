"""Work on many independent things in two processes at once. Only the standard library."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

ENOUGH = 12
"""From how many things on a second process pays: forking and sending the results back takes some 10 ms."""
_MOST_TOKENS = 4096
_TOKEN = 4
"""Bytes of a token. All of them fit into a pipe (POSIX promises less, but Linux and macOS have 64 KiB)."""


def in_two(
    work: Callable[[Sequence[T]], list[R]],
    things: Sequence[T],
    weight: Callable[[T], int] | None = None,
    *,
    enough: int = ENOUGH,
) -> list[R]:
    """Return what *work* returns for *things*, a result for each; a child process takes its share of them.

    Below *enough* things there is no child. Both take the next thing when they are done with one, the heaviest first,
    as far as *weight* tells, so that they end together. Results must be picklable. Where there can be no child, or it
    fails, everything is done here: whatever goes wrong there goes wrong here, and is told as always.
    """
    if len(things) < enough or not hasattr(os, "fork") or (os.cpu_count() or 1) < 2:
        return work(things)
    order = _order(things, weight)
    tokens = _tokens(min(len(order), _MOST_TOKENS))
    reading, writing = os.pipe()
    try:
        child = os.fork()
    except OSError:
        for end in (tokens, reading, writing):
            os.close(end)
        return work(things)
    if child == 0:
        _send(lambda: _share(work, things, order, tokens), writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:  # closed whatever happens, or the child would wait for a reader
            done = _share(work, things, order, tokens)
            data = pipe.read()
    finally:
        os.close(tokens)
        os.waitpid(child, 0)
    try:
        done |= pickle.loads(data)
    except (EOFError, pickle.UnpicklingError):
        left = [number for number in range(len(things)) if number not in done]
        done |= zip(left, work([things[number] for number in left]), strict=True)
    return [done[number] for number in range(len(things))]


def _order(things: Sequence[T], weight: Callable[[T], int] | None) -> list[int]:
    """Return the numbers of *things*, those of the heaviest first."""
    weights = [weight(thing) for thing in things] if weight else [0] * len(things)
    return sorted(range(len(things)), key=weights.__getitem__, reverse=True)


def _tokens(count: int) -> int:
    """Return the end of a pipe from which two processes can read the numbers below *count*, each number once."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(b"".join(number.to_bytes(_TOKEN, "big") for number in range(count)))
    return reading


def _taken(tokens: int, order: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of *order* that fall to this process."""
    count = min(len(order), _MOST_TOKENS)
    while token := os.read(tokens, _TOKEN):  # reads of a pipe do not mix
        yield from order[int.from_bytes(token, "big") :: count]


def _share(
    work: Callable[[Sequence[T]], list[R]], things: Sequence[T], order: Sequence[int], tokens: int
) -> dict[int, R]:
    """Work on what falls to this process; return the results by the numbers of their things."""
    return {number: work([things[number]])[0] for number in _taken(tokens, order)}


def _send(share: Callable[[], object], writing: int) -> None:
    """Work in the child process, send the results, and end it without flushing what is the parent's."""
    try:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(pickle.dumps(share(), pickle.HIGHEST_PROTOCOL))
    finally:
        os._exit(0)
