"""Several threads at work on independent things, which an interrupt never has to wait for."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from queue import SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

PATIENCE = 3.0
"""Seconds that an interrupt leaves to what is being done: a request that was sent is then answered, mostly."""


def each(things: Iterable[T], work: Callable[[T], Iterable[R]], stop: Event, count: int) -> Iterator[R]:
    """Yield what *work* yields for *things*, as it comes, from at most *count* threads.

    *things* are taken here, in the thread of whoever asks, and worked on while more of them come. Nothing new is begun
    once *stop* is set. An exception of *work* is raised here. The threads do not keep the process alive: a registry
    that never answers must not either.
    """
    waiting: SimpleQueue[tuple[T] | None] = SimpleQueue()  # None: nothing more comes
    results: SimpleQueue[tuple[R] | BaseException | None] = SimpleQueue()  # None: a thread has ended

    threads: list[Thread] = []
    ended = 0
    try:
        for thing in things:
            if stop.is_set():
                break
            waiting.put((thing,))
            if len(threads) < count:
                threads.append(Thread(target=_work, args=(waiting, results, work, stop), daemon=True))
                threads[-1].start()
            while not results.empty():
                ended += yield from _told(results)
        for _ in threads:
            waiting.put(None)
        while ended < len(threads):
            ended += yield from _told(results)
    except BaseException:
        stop.set()
        raise
    finally:
        for _ in threads:
            waiting.put(None)
        stop_by = monotonic() + PATIENCE
        for thread in threads:
            thread.join(max(0.0, stop_by - monotonic()))


def _work(
    waiting: SimpleQueue[tuple[T] | None],
    results: SimpleQueue[tuple[R] | BaseException | None],
    work: Callable[[T], Iterable[R]],
    stop: Event,
) -> None:
    """Work on what is *waiting*, in a thread, until nothing more comes."""
    try:
        while (thing := waiting.get()) is not None and not stop.is_set():
            for result in work(thing[0]):
                results.put((result,))
    except BaseException as error:
        results.put(error)
    finally:
        results.put(None)


def _told(results: SimpleQueue[tuple[R] | BaseException | None]) -> Generator[R, None, int]:
    """Yield the next of *results*, if it is one, and return how many threads have ended by it."""
    result = results.get()
    if result is None:
        return 1
    if isinstance(result, BaseException):
        raise result
    yield result[0]
    return 0
