"""What all units of a feature map see, against `Network.sees` for every one of them."""

from itertools import product

import keras
import pytest
from keras import layers

from cnnlab.core.cards import cards
from cnnlab.core.network import read_keras_file, seen
from tests.core.network import traced_networks as nets
from tests.core.network.test_sees import as_network
from tests.core.network.traced_networks import conv, up

SEPARATE = (nets.plain, nets.inception, nets.unequal_strides, nets.unet, nets.bilinear, nets.resized)
SEPARATE += (nets.residual, nets.nested_twice, nets.pooled_along_an_axis, nets.adaptive)
TOGETHER = (
    nets.rearranged,
    nets.flattened,
    nets.dense,
    nets.beside_each_other,
    nets.padded_and_cropped,
    *nets.MOVED[:-1],
)


def with_gaps():
    inputs = keras.Input((6, 6, 1))
    return keras.Model(inputs, layers.Add()([up(1, 1, strides=2)(inputs), up(1, 2, strides=2)(inputs)]))


@pytest.mark.parametrize("build", SEPARATE)
def test_every_unit_sees_what_it_sees_alone(build):
    network = as_network(build())
    last = network.outputs[0].layer
    trace = network.trace()
    rows, columns = seen(network, last)
    for row, column in product(range(len(rows)), range(len(columns))):
        assert (tuple(rows[row]), tuple(columns[column])) == trace.sees(last, (row, column)), (row, column)


def test_maps_before_a_flatten_are_known_and_the_vector_behind_it_is_not():
    inputs = keras.Input((9, 7, 1))
    maps = layers.MaxPooling2D(2, name="maps")(layers.Conv2D(2, 3)(inputs))
    network = as_network(keras.Model(inputs, layers.Flatten(name="vector")(maps)))
    rows, columns = seen(network, "maps")
    for row, column in product(range(len(rows)), range(len(columns))):
        assert (tuple(rows[row]), tuple(columns[column])) == network.sees("maps", (row, column))
    assert rows.tolist() == [[0, 4], [2, 6], [4, 8]]
    assert seen(network, "vector") is None


@pytest.mark.parametrize("card", [card for card in cards() if card.task == "segmentation"], ids=lambda card: card.id)
def test_the_bundled_networks_row_by_row(card):
    network = read_keras_file(card.model_file)
    last = network.outputs[0].layer
    trace = network.trace()
    rows, columns = seen(network, last)
    for at in range(0, len(rows), 3):
        other = (7 * at + 5) % len(columns)
        assert (tuple(rows[at]), tuple(columns[other])) == trace.sees(last, (at, other))


@pytest.mark.parametrize("build", [*TOGETHER, with_gaps])
def test_where_axes_are_mixed_nothing_is_said(build):
    network = as_network(build())
    assert seen(network, network.outputs[0].layer) is None


def test_another_input_size():
    inputs = keras.Input((None, None, 1))
    network = as_network(keras.Model(inputs, conv(1, 3, strides=2, name="last")(inputs)))
    rows, columns = seen(network, "last", (9, 7, 1))
    assert rows.tolist() == [[0, 3], [2, 5], [4, 7], [6, 9]]
    assert columns.tolist() == [[0, 3], [2, 5], [4, 7]]


def test_maps_with_the_channels_first_that_are_joined_along_the_width_are_not_taken_for_channels():
    given = keras.Input((2, 4, 4))
    halves = [layers.MaxPooling2D(1, data_format="channels_first")(given) for _ in range(2)]
    joined = layers.Concatenate(axis=-1, name="joined")(halves)
    network = as_network(keras.Model(given, joined))
    assert network.sees("joined", (0, 5)) == ((0, 1), (1, 2))
    assert seen(network, "joined") is None
