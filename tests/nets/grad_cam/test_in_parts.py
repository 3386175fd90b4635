"""A map that is asked for in parts: cancelled, it goes on where it was; an error or the fallback to the CPU ends it."""

import numpy as np
import pytest

from cnnlab.core.requests import ExplainInParts, Explanation, Unfinished
from cnnlab.engine import tasks
from cnnlab.engine.context import Cancelled, Context
from cnnlab.engine.tasks import grad_cam
from cnnlab.nets import catalog
from cnnlab.nets.grad_cam import explainer
from cnnlab.nets.measured import times
from tests.nets import networks

PICTURE = np.random.default_rng(0).uniform(0, 255, (12, 12, 3)).astype("float32")
REQUEST = ExplainInParts("small", PICTURE, None, 1, "rise", 0)


class Stopped(Context):
    """Is cancelled at a number of masks."""

    def __init__(self, at: int):
        super().__init__()
        self.at, self.told = at, []

    def progress(self, done: int, total: int) -> None:
        self.told.append(done)
        if done == self.at:
            raise Cancelled


@pytest.fixture
def model(monkeypatch):
    network = networks.functional()
    monkeypatch.setattr(catalog, "load", lambda card_id: network)
    monkeypatch.setattr(grad_cam, "PART_SECONDS", 1e9)
    grad_cam.forget_begun()
    yield network
    grad_cam.forget_begun()


def test_a_cancelled_map_goes_on_where_it_was(model):
    with pytest.raises(Cancelled):
        grad_cam.explain_in_parts(Stopped(400), REQUEST)
    with pytest.raises(Cancelled):  # before the first step
        grad_cam.explain_in_parts(Context(7, cancelled={7}), REQUEST)
    rest = Stopped(0)
    found = grad_cam.explain_in_parts(rest, REQUEST)
    assert isinstance(found, Explanation)
    assert rest.told == list(range(408, 801, 8))
    assert found.signed == pytest.approx(explainer(model, "rise").explain(PICTURE[None], 1).signed[0], abs=1e-6)
    assert not grad_cam._begun


def test_a_part_ends_after_its_time_and_the_next_goes_on(model, monkeypatch):
    monkeypatch.setattr(grad_cam, "PART_SECONDS", 0)
    for part in (1, 2, 3):
        found = grad_cam.explain_in_parts(Context(), REQUEST)
        assert isinstance(found, Unfinished)
        assert (found.done, found.total) == (8 * part, 800)


def test_a_map_that_fails_is_not_kept(model):
    model.set_weights([value * np.nan for value in model.get_weights()])
    for _turn in range(2):
        with pytest.raises(ValueError, match="infinite or undefined"):
            grad_cam.explain_in_parts(Context(), REQUEST)
        assert not grad_cam._begun


def test_the_fallback_to_the_cpu_drops_what_is_begun_and_timed(model):
    with pytest.raises(Cancelled):
        grad_cam.explain_in_parts(Stopped(8), REQUEST)
    times._layers(8, 8)
    assert grad_cam._begun
    assert times._layers.cache_info().currsize
    tasks._forget()
    assert not grad_cam._begun
    assert times._layers.cache_info().currsize == 0
