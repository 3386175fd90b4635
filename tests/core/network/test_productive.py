"""Sizes that suit a network: published ones, and small networks by hand."""

import keras
import pytest
from keras import layers

from cnnlab.core.network.famous import famous
from cnnlab.core.network.productive import productive
from tests.core.network.test_sees import as_network


def found(network, shape=None):
    return productive(network, network.signals(shape))


def states(network, shape):
    return {at.layer: state for (_, at), state in found(network, shape).states.items()}


@pytest.mark.parametrize(
    ("name", "lower", "upper"),
    [
        ("resnet50_v1_5", 75, 427),  # the README of Richter's receptive field analysis toolbox
        ("se_resnet50", 75, 427),  # its gates see the whole picture and are left out
        ("ResNet50", 75, 483),  # 483: google-research/receptive_field; the shortest way has the same windows
        ("VGG16", 212, 212),  # 212: the same; there is one way
    ],
)
def test_published_ranges(name, lower, upper):
    sizes = found(famous(name))
    assert (sizes.lower, sizes.upper) == ((lower, lower), (upper, upper))


def chain(*units):
    x = given = keras.Input((None, None, 1))
    for number, unit in enumerate(units):
        unit.name = f"layer{number}"
        x = unit(x)
    return as_network(keras.Model(given, x))


def conv(size, **more):
    return layers.Conv2D(1, size, padding="same", **more)


def test_a_layer_adds_nothing_if_its_input_already_sees_the_picture():
    """Fields 3, 5, 9 along both axes; the third layer gets 5 of 5, or 5 of 8 and sees 9 of 8, or 9 of 9."""
    network = chain(conv(3), conv(3, strides=2), conv(3), layers.ReLU(), conv(1))
    assert states(network, (5, 5, 1)) == {"layer0": "productive", "layer1": "productive", "layer2": "unproductive"}
    assert states(network, (8, 8, 1))["layer2"] == "critical"
    assert states(network, (9, 9, 1))["layer2"] == "productive"
    assert "layer4" not in states(network, (9, 9, 1))  # its window is one cell


def test_along_one_axis_alone_a_layer_is_critical_not_unproductive():
    network = chain(conv(3), conv(3))
    assert states(network, (3, 100, 1)) == {"layer0": "productive", "layer1": "critical"}


def test_the_shortest_way_counts_from_below_and_the_longest_from_above():
    """Beside three layers of 3 x 3 goes one of 1 x 1: the last layer sees 3, or 9."""
    given = keras.Input((6, 6, 1))
    long = conv(3)(conv(3)(conv(3)(given)))
    x = layers.Add()([long, conv(1)(given)])
    sizes = found(as_network(keras.Model(given, conv(3, name="last")(x))))
    assert (sizes.lower, sizes.upper) == ((7, 7), (9, 9))  # 7: the third of the long way
    state = {at.layer: state for (_, at), state in sizes.states.items()}
    assert state["last"] == "productive"


def test_a_network_without_windows_has_no_sizes():
    given = keras.Input((8, 8, 1))
    assert found(as_network(keras.Model(given, layers.Dense(2)(layers.Flatten()(given))))) is None
    assert found(as_network(keras.Sequential([keras.Input((4,)), layers.Dense(2)]))) is None
