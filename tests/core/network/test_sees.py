"""What one unit sees, against the extent of the input's gradient, with Keras as the oracle."""

import json

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, ops

from cnnlab.core.network import NetworkError, read
from tests.core.network.traced_networks import MOVED, NETWORKS, conv, nested_twice, up


def extent(model, unit):
    """(first, end) of the input cells whose gradient is not zero, (0, 0) where all are."""
    picture = tf.Variable(tf.ones((1, *model.input_shape[1:])))
    with tf.GradientTape() as tape:
        output = model(picture, training=False)
        value = tf.reduce_sum(output[(0, *unit)])
    gradient = tape.gradient(value, picture)
    seen = np.zeros(model.input_shape[1:]) if gradient is None else np.abs(gradient.numpy()[0])
    cells = np.nonzero(seen.sum(axis=-1) > 0)
    return tuple((int(axis.min()), int(axis.max()) + 1) if axis.size else (0, 0) for axis in cells)


def units(shape):
    """The corners, the middle and a few others."""
    spatial = shape if len(shape) == 1 else shape[:-1]
    corners = np.array(np.meshgrid(*[(0, size - 1) for size in spatial])).reshape(len(spatial), -1).T
    random = np.random.default_rng(0).integers(0, spatial, (6, len(spatial)))
    return [tuple(int(at) for at in unit) for unit in (*corners, [size // 2 for size in spatial], *random)]


def as_network(model):
    return read(json.loads(model.to_json()))


@pytest.mark.parametrize("build", NETWORKS)
def test_a_unit_sees_the_cells_that_its_gradient_reaches(build):
    model = build()
    network = as_network(model)
    last = network.outputs[0].layer
    for unit in units(model.output_shape[1:]):
        assert network.sees(last, unit) == extent(model, unit), unit


def test_a_layer_in_a_nested_network_has_a_path_and_a_unique_name():
    network = as_network(nested_twice())
    assert network.sees("outer/c", (0, 0)) == network.sees("c", (0, 0)) == ((0, 5), (0, 5))
    assert network.sees("inner", (7, 7)) == ((5, 10), (5, 10)), "of both calls"


def test_a_gate_is_left_out_and_its_own_layers_see_the_whole_picture():
    inputs = keras.Input((16, 16, 4))
    x = conv(4, 3, padding="same", name="before")(inputs)
    squeezed = layers.Reshape((1, 1, 4))(layers.GlobalAveragePooling2D()(x))
    gate = conv(4, 1, activation="sigmoid", name="gate")(conv(2, 1)(squeezed))
    x = conv(4, 3, padding="same", name="after")(layers.Multiply()([x, gate]))
    network = as_network(keras.Model(inputs, x))
    assert network.sees("after", (8, 8)) == ((6, 11), (6, 11))
    assert network.sees("gate", (0, 0)) == ((0, 16), (0, 16))


def test_a_branch_made_of_global_pooling_that_is_added_counts():
    inputs = keras.Input((8, 8, 2))
    pooled = layers.GlobalAveragePooling2D(keepdims=True)(inputs)
    network = as_network(keras.Model(inputs, layers.Add(name="sum")([conv(2, 3, padding="same")(inputs), pooled])))
    assert network.sees("sum", (0, 0)) == ((0, 8), (0, 8))


def test_channels_first():
    keras_format = {"data_format": "channels_first"}
    inputs = keras.Input((2, 12, 14))
    x = layers.Concatenate(axis=1)([conv(1, 3, padding="same", **keras_format)(inputs), inputs])
    network = as_network(keras.Model(inputs, conv(1, 3, strides=2, name="last", **keras_format)(x)))
    assert network.sees("last", (0, 5)) == ((0, 4), (9, 14))


def test_another_input_size():
    inputs = keras.Input((8, 8, 1))
    network = as_network(keras.Model(inputs, conv(1, 5, strides=2, name="last")(inputs)))
    assert network.sees("last", (9, 0), (24, 8, 1)) == ((18, 23), (0, 5))


def test_a_transposed_convolution_with_gaps_has_units_that_see_nothing():
    inputs = keras.Input((4, 4, 1))
    network = as_network(keras.Model(inputs, up(1, 1, strides=2, name="spread")(inputs)))
    assert network.sees("spread", (2, 2)) == ((1, 2), (1, 2))
    assert network.sees("spread", (3, 2)) == ((0, 0), (0, 0))


@pytest.mark.parametrize(
    ("layer", "unit", "reason"),
    [
        ("nothing", (0, 0), "has no layer 'nothing'"),
        ("last", (0,), r"has no unit \(0,\): its sizes are 10 × 10"),
        ("last", (10, 0), r"has no unit \(10, 0\): its sizes are 10 × 10"),
        ("last", (0, -1), "has no unit"),
        ("behind", (0, 0), r"What the layer get_item\w* \(GetItem\) reads is not known"),
    ],
)
def test_what_cannot_be_traced_is_refused(layer, unit, reason):
    inputs = keras.Input((12, 12, 1))
    x = conv(1, 3, name="last")(inputs)
    cut = layers.Identity(name="behind")(x[:, 1:])
    network = as_network(keras.Model(inputs, cut))
    with pytest.raises(NetworkError, match=reason):
        network.sees(layer, unit)


@pytest.mark.parametrize("build", MOVED)
def test_positions_that_are_channels_for_a_while(build):
    model = build()
    network = as_network(model)
    for unit in units(model.output_shape[1:]):
        assert network.sees(network.outputs[0].layer, unit) == extent(model, unit), unit


def test_a_factor_for_each_row_is_no_gate():
    inputs = keras.Input((4, 5, 2))
    network = as_network(keras.Model(inputs, inputs * ops.mean(inputs, axis=(2, 3), keepdims=True)))
    assert network.sees(network.outputs[0].layer, (1, 2)) == ((1, 2), (0, 5))


def test_flatten_in_a_network_with_channels_first_has_a_format_of_its_own():
    inputs = keras.Input((2, 4, 5))
    x = layers.AveragePooling2D(1, data_format="channels_first")(inputs)
    network = as_network(keras.Model(inputs, layers.Flatten(name="flat")(x)))
    assert network.sees("flat", (7,)) == ((1, 2), (2, 3))
