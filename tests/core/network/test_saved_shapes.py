"""The shapes in a file: for which input they hold, what they leave open, and what contradicts them."""

import json

import keras
import pytest
from keras import layers

from cnnlab.core import network
from cnnlab.core.network import NetworkError, read
from tests.core.network.custom_layers import Mixing, conv, picture


def test_unknown_sizes_are_unknown_until_a_layer_removes_them():
    """The file gives the channels behind the layer, but not the size for an input that it leaves open."""
    inputs = keras.Input((None, None, 3))
    x = layers.Lambda(lambda x: x, name="lambda")(inputs)
    x = layers.BatchNormalization(name="norm")(conv(x))
    x = layers.Add(name="sum")([x, 2 * x])
    x = layers.Dense(2, name="dense")(layers.GlobalAveragePooling2D(name="pool")(x))
    rows = {row.name: row for row in read(keras.Model(inputs, x).get_config()).table((20, 21, 3))}
    shapes = [rows[name].output_shape for name in ("lambda", "conv", "norm", "sum", "pool", "dense")]
    assert shapes == [(None, None, 3), (None, None, 4), (None, None, 4), (None, None, 4), (4,), (2,)]
    assert [rows[name].parameters for name in ("conv", "norm", "dense")] == [112, 16, 10]
    assert (rows["conv"].multiply_adds, rows["dense"].multiply_adds) == (None, 8)


def test_the_shapes_in_the_file_hold_for_its_own_input_only():
    inputs = picture()
    network_read = read(keras.Model(inputs, conv(Mixing(3, name="custom")(conv(inputs)), "after")).get_config())
    assert [row.output_shape for row in network_read.table((8, 8, 3))][2:] == [(6, 6, 3), (4, 4, 4)]
    rows = network_read.table((10, 10, 3))
    assert [row.output_shape for row in rows] == [(10, 10, 3), (8, 8, 4), None, None]
    assert [row.parameters for row in rows] == [0, 112, None, None]


def test_a_computed_shape_that_contradicts_the_file_is_an_error():
    inputs = picture()
    config = json.loads(keras.Model(inputs, layers.Flatten()(conv(inputs))).to_json())
    config["config"]["layers"][1]["config"]["strides"] = [2, 2]
    text = r"output of the layer conv has the shape \(3, 3, 4\) by its settings, but \(6, 6, 4\) by the file\. .* Build"
    with pytest.raises(NetworkError, match=text):
        read(config).table()
    assert read(config).table((9, 9, 3))[-1].output_shape == (64,)
    config["config"]["layers"][0]["config"]["batch_shape"] = [None, 8, 8, 1]
    with pytest.raises(NetworkError, match=r"the layer picture has the shape \(8, 8, 1\) .* \(8, 8, 3\) by the file"):
        read(config).table()


def test_two_shapes_of_one_tensor_are_an_error():
    inputs = picture()
    config = json.loads(
        keras.Model(inputs, layers.Add()([inputs, conv(layers.ZeroPadding2D()(inputs), filters=3)])).to_json()
    )
    tensor = config["config"]["layers"][1]["inbound_nodes"][0]["args"][0]["config"]
    assert tensor["keras_history"][0] == "picture"
    tensor["shape"] = [None, 9, 9, 3]
    with pytest.raises(NetworkError, match=r"gives the output of the layer picture two shapes, \(None, 9, 9, 3\) and"):
        read(config)


def test_a_custom_layer_in_a_file(tmp_path):
    inputs = picture()
    model = keras.Model(inputs, conv(Mixing(5, name="custom")(inputs)))
    model.save(tmp_path / "model.keras")
    assert network.read_keras_file(tmp_path / "model.keras").table() == read(model.get_config()).table()
