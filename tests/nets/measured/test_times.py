"""Layers are timed one after another, each until its output is there."""

import time

import numpy as np
import pytest

from cnnlab.core.layers import describe
from cnnlab.core.layers.timed import MAPS, timed_layers
from cnnlab.nets.measured import times
from cnnlab.nets.measured.times import BATCH, ROUNDS, measure_times


def test_every_layer_is_timed_in_every_round(monkeypatch):
    monkeypatch.setattr(times, "ROUNDS", 3)
    reported = []
    found = measure_times(14, 256, lambda done, total: reported.append((done, total)))
    assert found.layers == tuple(timed_layers(256))
    assert found.seconds.shape == (len(found.layers), 3)
    assert (found.seconds > 0).all()
    assert (found.batch, reported) == (BATCH, [(0, 3), (1, 3), (2, 3)])


def test_the_clock_runs_until_the_layer_is_done(monkeypatch):
    """The first layer is slow by a known time, the others by none; the round before the clock is not counted."""
    calls = []

    def slow(maps):
        calls.append(maps.shape)
        time.sleep(0.05)

    monkeypatch.setattr(times, "_layers", lambda side, channels: {"slow": slow, "fast": lambda maps: None})
    found = measure_times(4, 2)
    assert found.layers == ("slow", "fast")
    assert len(calls) == ROUNDS + 1
    assert calls[0] == (BATCH, 4, 4, 2)
    assert found.seconds[0].min() >= 0.05
    assert np.median(found.seconds[1]) < 0.05


@pytest.mark.parametrize("name", timed_layers(64))
def test_the_layers_do_what_the_table_says(name):
    """Multiply-adds by hand for a map of 56 x 56 x 64."""
    by_hand = {
        "Conv2D 3 × 3": 9 * 64 * 64,
        "Conv2D 3 × 3, groups=8": 9 * 64 * 64 // 8,
        "SeparableConv2D 3 × 3": 9 * 64 + 64 * 64,
        "DepthwiseConv2D 3 × 3": 9 * 64,
        "Conv2D 1 × 1": 64 * 64,
        "MaxPooling2D 3 × 3": 0,
    }
    facts = describe(timed_layers(64)[name], (56, 56, 64))
    assert facts.multiply_adds == 56 * 56 * by_hand[name]
    assert facts.parameters == by_hand[name]  # no bias


def test_the_maps_have_the_same_work_for_an_ordinary_convolution():
    work = {describe(timed_layers(c)["Conv2D 3 × 3"], (side, side, c)).multiply_adds for side, c in MAPS}
    assert work == {9 * 112 * 112 * 32 * 32}
