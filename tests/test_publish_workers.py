"""Threads at work on things that come one after the other."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from threading import Event

import pytest

from generator.publishing.workers import each


def doubled(number: int) -> Iterator[int]:
    yield 2 * number


@pytest.mark.parametrize("count", [1, 3, 50])
@pytest.mark.parametrize("many", [0, 1, 20])
def test_everything_is_worked_on_once(many: int, count: int) -> None:
    before = threading.active_count()
    assert sorted(each(range(many), doubled, Event(), count)) == [2 * number for number in range(many)]
    assert threading.active_count() <= before


def test_the_first_is_worked_on_before_the_last_has_come() -> None:
    worked = Event()

    def slow() -> Iterator[int]:
        yield 1
        assert worked.wait(5)
        yield 2

    def work(number: int) -> list[int]:
        worked.set()
        return [number]

    assert sorted(each(slow(), work, Event(), 4)) == [1, 2]


def test_nothing_more_is_begun_or_taken_once_it_is_stopped() -> None:
    stop, taken, begun = Event(), list[int](), list[int]()

    def things() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number
            time.sleep(0.01)

    def work(number: int) -> list[int]:
        begun.append(number)
        stop.set()
        return [number]

    assert list(each(things(), work, stop, 1)) == [0] == begun
    assert len(taken) < 100


@pytest.mark.parametrize("where", ["work", "things"])
def test_an_exception_ends_all_threads_and_is_raised(where: str) -> None:
    before, stop = threading.active_count(), Event()

    def things() -> Iterator[int]:
        yield from range(8)
        if where == "things":
            raise KeyboardInterrupt

    def work(number: int) -> list[int]:
        if where == "work" and number == 5:
            raise KeyboardInterrupt
        return [number]

    with pytest.raises(KeyboardInterrupt):
        list(each(things(), work, stop, 3))
    assert stop.is_set() and threading.active_count() <= before
