"""Several threads at work on independent things, which an interrupt never has to wait for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

PATIENCE = 3.0
"""Seconds that an interrupt leaves to what is being done: a request that was sent is then answered, mostly."""


def each(things: Sequence[T], work: Callable[[T], Iterable[R]], stop: Event, count: int) -> Iterator[R]:
    """Yield what *work* yields for *things*, as it comes, from at most *count* threads.

    Nothing new is begun once *stop* is set. An exception of *work* is raised here. The threads do not keep the
    process alive: a registry that never answers must not either.
    """
    waiting: SimpleQueue[T] = SimpleQueue()
    results: SimpleQueue[tuple[R] | BaseException | None] = SimpleQueue()  # None: a thread has ended
    for thing in things:
        waiting.put(thing)

    def run() -> None:
        try:
            while not stop.is_set():
                for result in work(waiting.get_nowait()):
                    results.put((result,))
        except Empty:
            pass
        except BaseException as error:
            results.put(error)
        finally:
            results.put(None)

    threads = [Thread(target=run, daemon=True) for _ in range(min(count, len(things)))]
    for thread in threads:
        thread.start()
    try:
        yield from _collected(results, len(threads))
    except BaseException:
        stop.set()
        raise
    finally:
        stop_by = monotonic() + PATIENCE
        for thread in threads:
            thread.join(max(0.0, stop_by - monotonic()))


def _collected(results: SimpleQueue[tuple[R] | BaseException | None], threads: int) -> Iterator[R]:
    while threads:
        result = results.get()
        if result is None:
            threads -= 1
        elif isinstance(result, tuple):
            yield result[0]
        else:
            raise result
