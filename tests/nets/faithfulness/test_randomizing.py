"""Weights randomized from the top down: the order, on a copy, from the trained ones each time."""

from types import SimpleNamespace

import keras
import numpy as np
import pytest
from keras import layers

from cnnlab.core.requests import RandomizeWeights
from cnnlab.core.requests.trust import joined
from cnnlab.engine.context import Context
from cnnlab.engine.tasks.trust import randomize
from cnnlab.nets import catalog
from cnnlab.nets.faithfulness.randomizing import RandomizedCopy, RandomizedExplainer, groups, names_of, shuffled
from cnnlab.nets.grad_cam import GradCAM, explainer
from cnnlab.nets.grad_cam.kept import kept
from cnnlab.nets.graph import Graph

CARD = "cats_dogs_scratch"
PICTURE = np.random.default_rng(0).uniform(0, 255, (16, 16, 3)).astype(np.float32)


@pytest.fixture(scope="module")
def model() -> keras.Model:
    keras.utils.set_random_seed(3)
    inner_inputs = keras.Input((16, 16, 4))
    x = layers.Conv2D(6, 3, activation="relu", name="inner1")(inner_inputs)
    inner = keras.Model(inner_inputs, layers.BatchNormalization(name="norm")(x), name="inner")
    inputs = keras.Input((16, 16, 3))
    x = layers.Rescaling(1 / 255)(inputs)
    x = layers.Conv2D(4, 3, padding="same", activation="relu", name="first")(x)
    x = layers.Conv2D(8, 3, activation="relu", name="last")(inner(x))
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(3, activation="softmax", name="scores")(x))


def test_the_order_is_from_the_top_down_through_nested_models(model):
    graph = Graph(model)
    assert names_of(groups(graph, 9)) == [["scores"], ["last"], ["norm"], ["inner1"], ["first"]]


def test_the_last_layer_comes_alone_and_others_in_groups(model):
    assert names_of(groups(Graph(model), 3)) == [["scores"], ["last", "norm"], ["inner1", "first"]]


def test_a_network_of_one_layer():
    inputs = keras.Input((4, 4, 3))
    x = layers.GlobalAveragePooling2D()(layers.Conv2D(2, 1, name="only")(inputs))
    assert names_of(groups(Graph(keras.Model(inputs, x)), 12)) == [["only"]]


def test_shuffled_values_are_the_same_values():
    values = np.arange(24.0).reshape(2, 3, 4)
    found = shuffled(values, np.random.default_rng(0))
    assert found.shape == values.shape
    assert (np.sort(found.ravel()) == values.ravel()).all()
    assert not (found == values).all()


def test_the_first_map_is_that_of_the_trained_network(model):
    explain = RandomizedExplainer(RandomizedCopy(model), layer="last")
    expected = GradCAM(model, "last")(PICTURE[None], 1)[0]
    for _turn in range(2):  # the second time the copy's weights have been shuffled
        found = explain(PICTURE, 1, seed=0)
        assert found.heats[0] == pytest.approx(expected, abs=1e-5)
        assert found.heats.shape == (6, 12, 12)
    assert found.down_to == ("scores", "last", "norm", "inner1", "first")
    assert found.layers == (1, 2, 3, 4, 5)
    assert not np.allclose(found.heats[0], found.heats[-1], atol=0.05)


def test_parts_are_the_whole_whatever_others_ask_for_in_between(model):
    copy = RandomizedCopy(model)
    explain, other = RandomizedExplainer(copy, layer="last"), RandomizedExplainer(copy, "layercam", "first")
    whole, other_whole = explain(PICTURE, 1, seed=3), other(PICTURE, 2, seed=7)
    parts, other_parts = [], []
    for first in (0, 2, 4, 6):
        parts.append(explain(PICTURE, 1, seed=3, steps=(first, first + 2)))
        other_parts.append(other(PICTURE, 2, seed=7, steps=(first, first + 2)))
    assert [len(part.heats) for part in parts] == [2, 2, 2, 0]  # five groups, and the trained network
    for found, expected in ((joined(parts), whole), (joined(other_parts), other_whole)):
        assert (found.heats == expected.heats).all()
        assert (found.down_to, found.layers) == (expected.down_to, expected.layers)


def test_a_copy_that_was_left_halfway_begins_again(model, monkeypatch):
    copy = RandomizedCopy(model)
    expected = RandomizedExplainer(copy, layer="last")(PICTURE, 1, seed=3).heats
    with monkeypatch.context() as patch:
        patch.setattr("cnnlab.nets.faithfulness.randomizing.shuffled", lambda values, random: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            copy.set(4, 2)
    assert (RandomizedExplainer(copy, layer="last")(PICTURE, 1, seed=3).heats == expected).all()


def test_a_copy_that_was_reset_halfway_begins_again(model, monkeypatch):
    copy = RandomizedCopy(model)
    copy.set(3, 2)
    expected = copy.model.get_weights()
    broken = SimpleNamespace(weights=[*model.weights[:-1], np.zeros(99)])  # no weight has this shape
    with monkeypatch.context() as patch:
        patch.setattr(copy, "trained", broken)
        with pytest.raises(ValueError, match="shape"):
            copy.set(4, 1)
    copy.set(3, 2)
    assert all((one == other).all() for one, other in zip(expected, copy.model.get_weights(), strict=True))


def test_the_shared_model_keeps_its_weights(model):
    before = [weight.copy() for weight in model.get_weights()]
    RandomizedExplainer(RandomizedCopy(model), layer="last")(PICTURE, 0, seed=1)
    assert all((one == other).all() for one, other in zip(before, model.get_weights(), strict=True))


def test_layers_above_the_randomized_ones_do_not_matter_to_those_below(model):
    """The first step leaves all feature maps as they were: its map is another sum of the same maps."""
    explain = RandomizedExplainer(RandomizedCopy(model), layer="last")
    found = explain(PICTURE, 2, seed=4)
    kernel = np.random.default_rng(4).permutation(model.get_layer("scores").kernel.numpy().ravel()).reshape(8, 3)
    features = keras.Model(model.inputs[0], model.get_layer("last").output)(PICTURE[None]).numpy()[0]
    expected = np.maximum(features @ kernel[:, 2], 0)
    assert found.heats[1] == pytest.approx(expected / max(expected.max(), 1e-9), abs=1e-4)


def test_a_seed_makes_the_same_maps_again(model):
    explain = RandomizedExplainer(RandomizedCopy(model), layer="last")
    one, again, other = (explain(PICTURE, 1, seed=seed).heats for seed in (5, 5, 6))
    assert (one == again).all()
    assert not np.allclose(one[1:], other[1:])


def test_another_method_is_randomized_in_the_same_way(model):
    found = RandomizedExplainer(RandomizedCopy(model), "guided-backprop")(PICTURE, 1, seed=0)
    assert found.heats[0] == pytest.approx(explainer(model, "guided-backprop")(PICTURE[None], 1)[0], abs=1e-5)


def test_one_copy_serves_all_methods_and_layers(model):
    """Where they take turns, each begins with the trained weights, and what is compiled is kept with the copy."""
    copy = RandomizedCopy(model)
    for method, layer in [("grad-cam", "last"), ("layercam", "first"), ("guided-backprop", None), ("grad-cam", "last")]:
        found = RandomizedExplainer(copy, method, layer)(PICTURE, 1, seed=0)
        assert found.heats[0] == pytest.approx(explainer(model, method, layer)(PICTURE[None], 1)[0], abs=1e-5)
    assert kept(copy.model, "guided-backprop") is kept(copy.model, "guided-backprop")


def test_the_task_keeps_one_copy_of_a_model():
    for method, layer in [("grad-cam", "conv2"), ("grad-cam", "conv3"), ("guided-backprop", None)]:
        found = randomize(Context(), RandomizeWeights(CARD, np.zeros((180, 180, 3), np.uint8), 1, method, layer, 0))
        assert len(found.heats) == 1 + len(found.layers)
    copies = [key for key in vars(catalog.load(CARD))["_cnnlab_cached"] if "randomized" in str(key)]
    assert copies == ["randomized"]
