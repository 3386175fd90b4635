"""Remembered values stay within their budget, and simultaneous requests that are equal share one task."""

import threading

import numpy as np
import pytest

from cnnlab.core.requests import Request
from cnnlab.engine import errors
from cnnlab.engine.ticket import Result, Ticket
from cnnlab.ui.shell.remembered import Remembered, Running, size_of

EMPTY = Remembered(budget=0)


class Tickets:
    """Create tickets that the test ends, and record those that are cancelled."""

    def __init__(self):
        self.made, self.cancelled = [], []

    def submit(self) -> Ticket:
        ticket = Ticket(len(self.made), Request(), 1.0, self.cancelled.append, lambda ticket: 0)
        self.made.append(ticket)
        return ticket


@pytest.fixture
def tickets():
    return Tickets()


def test_the_least_recently_used_value_is_dropped_first():
    held = Remembered(budget=3000)
    for name in "abc":
        held.put(name, bytes(900))
    held.get("a")
    held.put("d", bytes(900))
    assert held.keys() == ["c", "a", "d"]
    held.put("large", bytes(5000))  # larger than the budget: nothing else is dropped for it
    assert held.keys() == ["c", "a", "d"]


def test_a_replaced_value_counts_once():
    held = Remembered(budget=10_000)
    for size in (4000, 6000, 2000):
        held.put("a", bytes(size))
        assert held.size == size_of(bytes(size))
    held.clear()
    assert (held.get("a"), held.size) == (None, 0)


def test_a_size_includes_the_content():
    picture = np.zeros((320, 320, 3), np.uint8)
    result = Result({"images": picture, "file": bytes(5000), "sampled": [{"degrees": 1.0}]}, {"running": 0.1})
    assert 0 < size_of(result) - picture.nbytes - 5000 < 3000


def test_requests_with_the_same_key_share_a_ticket(tickets):
    running, converted = Running(), []
    first, second = (running.join("key", EMPTY, tickets.submit) for _ in range(2))
    other = running.join("another", EMPTY, tickets.submit)
    assert first is second
    assert other is not first
    assert len(tickets.made) == 2
    tickets.made[0].end(Result({"value": 3}, {}))
    results = []

    def convert(value):
        converted.append(value)
        return {"doubled": 6}

    waiting = [threading.Thread(target=lambda: results.append(first.result(convert))) for _ in range(4)]
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join()
    assert [result.value for result in results] == [{"doubled": 6}] * 4
    assert converted == [{"value": 3}]  # once for all four


def test_the_task_is_cancelled_when_the_last_visitor_leaves(tickets):
    running = Running()
    first, second = (running.join("key", EMPTY, tickets.submit) for _ in range(2))
    running.leave("key", first)
    assert tickets.cancelled == []
    running.leave("key", second)
    assert tickets.cancelled == tickets.made
    running.join("key", EMPTY, tickets.submit)
    assert len(tickets.made) == 2


def test_a_result_that_is_being_converted_is_still_shared_and_then_remembered(tickets):
    """No second task starts between the end of a task and the moment when its result is remembered."""
    running, remembered = Running(), Remembered(budget=1000)
    first = running.join("key", remembered, tickets.submit)
    tickets.made[0].end(Result({"value": 3}, {}))
    assert running.join("key", remembered, tickets.submit) is first
    result = first.result(None)
    remembered.put("key", result)
    running.leave("key", first)
    running.leave("key", first)
    assert running.join("key", remembered, tickets.submit) is result
    assert len(tickets.made) == 1


def test_a_failed_task_is_not_shared(tickets):
    """Its error goes to those who waited for it; a later request is a new task."""
    running = Running()
    failed = running.join("key", EMPTY, tickets.submit)
    tickets.made[0].end(error=errors.busy(40))
    with pytest.raises(errors.EngineBusy):
        failed.result(None)
    again = running.join("key", EMPTY, tickets.submit)
    assert again is not failed
    running.leave("key", failed)
    assert running.join("key", EMPTY, tickets.submit) is again
