"""The states of a ticket: only the first end counts."""

import time
from itertools import count

import pytest

from cnnlab.core.requests import Request
from cnnlab.engine import errors
from cnnlab.engine.ticket import ENDED, RUNNING, STARTING, WAITING, Result, Ticket


@pytest.fixture
def ticket() -> Ticket:
    return Ticket(1, Request(), 1.0, lambda ticket: None, lambda ticket: 0)


def test_end_returns_the_previous_state(ticket):
    assert ticket.state == WAITING
    assert ticket.enter(STARTING)
    assert ticket.enter(RUNNING)
    assert ticket.end(Result(1, {})) == RUNNING
    assert ticket.end(error=errors.cancelled()) == ENDED
    assert ticket.result().value == 1


def test_an_ended_ticket_cannot_enter_another_state(ticket):
    ticket.end(error=errors.cancelled())
    assert not ticket.enter(RUNNING)
    assert ticket.state == ENDED


def test_seconds_count_from_the_start_of_the_state(ticket, monkeypatch):
    clock = count()
    monkeypatch.setattr(time, "perf_counter", lambda: float(next(clock)))
    ticket.enter(STARTING)
    assert [ticket.seconds, ticket.seconds] == [1.0, 2.0]
    ticket.enter(RUNNING)
    assert ticket.seconds == 1.0
