"""What a page shows while a task waits and runs."""

import time
from types import SimpleNamespace

import pytest
import streamlit as st

from cnnlab.core.requests import Request
from cnnlab.engine.ticket import RUNNING, STARTING, WAITING, Ticket
from cnnlab.ui.shell import progress


class Racing(Ticket):
    """A ticket whose progress the engine clears right after the page has read it; it ends after three updates."""

    updates = 0

    @property
    def progress(self):
        value, self._progress = self._progress, None
        return value

    @progress.setter
    def progress(self, value):
        self._progress = value

    def wait(self, seconds=None):
        self.updates += 1
        return self.updates > 3


def ticket_of(kind=Ticket) -> Ticket:
    return kind(1, Request(), 1.0, lambda ticket: None, lambda ticket: 2)


@pytest.fixture
def engine(monkeypatch):
    """An engine that took 4 s to start and whose last task of this type took 2 s and 3 s in its stages."""
    status = SimpleNamespace(start_seconds=4.0)
    engine = SimpleNamespace(status=lambda: status, last_seconds={Request: {"loading": 2.0, "running": 3.0}})
    monkeypatch.setattr(progress, "engine", lambda: engine)
    return engine


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test sets: clock.now = 3.0."""
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(time, "perf_counter", lambda: clock.now)
    return clock


def test_progress_that_is_cleared_while_it_is_shown(engine):
    ticket = ticket_of(Racing)
    ticket.enter(RUNNING)
    ticket.progress = (1, 4)
    progress.show_progress(ticket, st.empty(), "key", None, on_cancel=lambda: None)
    assert ticket.updates == 4


def test_the_elapsed_time_is_shown_beside_that_of_the_last_task(engine, clock):
    ticket = ticket_of()
    ticket.enter(WAITING)
    clock.now = 10.0
    assert progress._words(ticket) == "Waiting: position 2 in the queue · 10 s"
    ticket.enter(STARTING)
    clock.now = 13.0
    assert progress._words(ticket) == "Starting the engine · 3 s · about 4.0 s last time"
    ticket.enter(RUNNING)
    ticket.stage = "loading"
    clock.now = 14.0
    assert progress._words(ticket) == "Loading the model · 1 s · about 5.0 s last time"
    ticket.stage = "running"
    clock.now = 17.0
    assert progress._words(ticket) == "Computing · 4 s · about 5.0 s last time"


def test_a_first_task_shows_only_its_own_time(engine, clock):
    engine.last_seconds[Request] = {}
    ticket = ticket_of()
    ticket.enter(RUNNING)
    assert progress._words(ticket) == "Computing · 0 s"  # a task without stages
