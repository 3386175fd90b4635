"""The pause of Python's search for garbage: of several threads, nested, after an error, and where it was off before."""

import gc
from threading import Event, Thread

import pytest

from cnnlab.core.network.pausing import without_collecting

SECONDS = 10


@pytest.fixture(autouse=True)
def _collecting():
    """Later tests collect garbage, whatever happens here."""
    yield
    gc.enable()


def test_the_search_is_on_again_when_the_pauses_of_two_threads_overlap():
    """The second begins while the first is in its pause, and ends after it."""
    begun, ended = Event(), Event()

    def second():
        with without_collecting():
            begun.set()
            ended.wait(SECONDS)

    thread = Thread(target=second)
    with without_collecting():
        thread.start()
        assert begun.wait(SECONDS)
    during = gc.isenabled()
    ended.set()
    thread.join(SECONDS)
    assert (during, gc.isenabled()) == (False, True)


def test_a_pause_in_a_pause():
    with without_collecting():
        with without_collecting():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


@without_collecting()
def failing():
    raise ValueError("inside")


def test_an_error_ends_a_pause():
    with pytest.raises(ValueError, match="inside"):
        failing()
    assert gc.isenabled()


def test_a_search_that_was_off_stays_off():
    gc.disable()
    with without_collecting():
        assert not gc.isenabled()
    assert not gc.isenabled()
