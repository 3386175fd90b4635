"""The committed table is what the command measures, here for one photograph and one method."""

from dataclasses import replace

import pytest

from cnnlab.core.heat_map_scores.over_photographs import BLOB, MEASURES, RANDOM, RANDOM_PIXELS, measured
from cnnlab.core.pictures import sample, square
from cnnlab.nets import catalog
from cnnlab.nets.faithfulness.over_photographs import MODEL, maps_of, measure, outdated


def test_the_table_has_the_methods_that_the_command_measures():
    assert not outdated()


def test_a_table_of_a_photograph_that_has_gone_is_outdated(monkeypatch):
    stated = replace(measured(), photographs=("gone",))
    monkeypatch.setattr("cnnlab.nets.faithfulness.over_photographs.measured", lambda: stated)
    assert outdated()


@pytest.mark.sweep
@pytest.mark.parametrize("method", ["grad-cam", "layercam"])
def test_the_table_is_measured_again(method):
    stated = measured()
    at = stated.photographs.index("two_dogs")
    found = measure(["two_dogs"], [method])["values"]
    assert set(found) == {method, RANDOM, RANDOM_PIXELS, BLOB}
    for name, by_measure in found.items():
        assert list(by_measure) == list(MEASURES)
        for each, numbers in by_measure.items():
            assert numbers == pytest.approx([stated.values[name][each][at]], abs=5e-3)


def test_there_is_a_random_map_as_coarse_as_each_kind_of_map():
    """A random map of 7 x 7 cells says little about one of pixels: noise of pixels takes the answer away sooner."""
    picture = square(sample("two_dogs"), "crop", 224).pixels
    found = maps_of(catalog.load(MODEL), picture, ["grad-cam", "guided-backprop"])
    shapes = {name: heat.shape for name, heat, _class_index in found}
    assert shapes[RANDOM] == shapes["grad-cam"] == (7, 7)
    assert shapes[RANDOM_PIXELS] == shapes["guided-backprop"] == (224, 224)
