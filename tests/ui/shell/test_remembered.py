"""What is remembered stays within its budget, and what several visitors ask at once is asked once."""

import threading

import numpy as np
import pytest

from cnnlab.engine import errors
from cnnlab.engine.ticket import Answer, Ticket
from cnnlab.ui.shell.remembered import Remembered, Running, size_of

NOTHING = Remembered(budget=0)


class Tickets:
    """Tickets that end when the test says so; which were cancelled."""

    def __init__(self):
        self.made, self.cancelled = [], []

    def submit(self) -> Ticket:
        ticket = Ticket(len(self.made), "task", {}, 0, 1.0, self.cancelled.append, lambda ticket: 0)
        self.made.append(ticket)
        return ticket


@pytest.fixture
def tickets():
    return Tickets()


def test_the_least_recently_used_goes_first():
    held = Remembered(budget=3000)
    for name in "abc":
        held.put(name, bytes(900))
    held.get("a")
    held.put("d", bytes(900))
    assert held.keys() == ["c", "a", "d"]
    held.put("large", bytes(5000))  # no room for it is made: all the others would go, and it too
    assert held.keys() == ["c", "a", "d"]


def test_a_value_put_again_counts_once():
    held = Remembered(budget=10_000)
    for size in (4000, 6000, 2000):
        held.put("a", bytes(size))
        assert held.size == size_of(bytes(size))
    held.clear()
    assert (held.get("a"), held.size) == (None, 0)


def test_sizes_are_those_of_what_is_inside():
    picture = np.zeros((320, 320, 3), np.uint8)
    answer = Answer({"images": picture, "file": bytes(5000), "draws": [{"degrees": 1.0}]}, {"running": 0.1})
    assert 0 < size_of(answer) - picture.nbytes - 5000 < 3000


def test_who_asks_the_same_waits_for_the_same_ticket(tickets):
    running, made = Running(), []
    first, second = (running.join("key", NOTHING, tickets.submit) for _ in range(2))
    other = running.join("another", NOTHING, tickets.submit)
    assert first is second
    assert other is not first
    assert len(tickets.made) == 2
    tickets.made[0].end(answer=Answer({"value": 3}, {}))
    answers = []
    waiting = [
        threading.Thread(
            target=lambda: answers.append(first.answer(lambda value: made.append(value) or {"doubled": 6}))
        )
        for _ in range(4)
    ]
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join()
    assert [answer.value for answer in answers] == [{"doubled": 6}] * 4
    assert made == [{"value": 3}]  # made once, whoever came first


def test_the_last_to_leave_cancels(tickets):
    running = Running()
    first, second = (running.join("key", NOTHING, tickets.submit) for _ in range(2))
    running.leave("key", first)
    assert tickets.cancelled == []
    running.leave("key", second)
    assert tickets.cancelled == tickets.made
    running.join("key", NOTHING, tickets.submit)
    assert len(tickets.made) == 2


def test_an_answer_that_is_being_encoded_is_still_joined_and_afterwards_remembered(tickets):
    """Between the end of a task and its answer's being remembered, nobody asks for it once more."""
    running, remembered = Running(), Remembered(budget=1000)
    first = running.join("key", remembered, tickets.submit)
    tickets.made[0].end(answer=Answer({"value": 3}, {}))
    assert running.join("key", remembered, tickets.submit) is first
    answer = first.answer(None)
    remembered.put("key", answer)
    running.leave("key", first)
    running.leave("key", first)
    assert running.join("key", remembered, tickets.submit) is answer
    assert len(tickets.made) == 1


def test_a_task_that_has_failed_is_not_joined(tickets):
    """Its error is that of those who waited for it: who comes later asks anew."""
    running = Running()
    failed = running.join("key", NOTHING, tickets.submit)
    tickets.made[0].end(error=errors.busy(40))
    with pytest.raises(errors.EngineBusy):
        failed.answer(None)
    again = running.join("key", NOTHING, tickets.submit)
    assert again is not failed
    running.leave("key", failed)
    assert running.join("key", NOTHING, tickets.submit) is again
