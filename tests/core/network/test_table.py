"""How a config is read: chains, graphs, nested and shared layers."""

import keras
import pytest
from keras import layers

from cnnlab.core.layers.receptive_field import ReceptiveField
from cnnlab.core.network import NetworkError, read


def base():
    inputs = keras.Input((8, 8, 3), name="small")
    x = layers.Conv2D(4, 3, name="conv")(inputs)
    return keras.Model(inputs, layers.BatchNormalization(name="norm")(x), name="base")


def twins():
    """One base on two pictures; the outputs are one of its results, the sum of both, and a chain after the other."""
    shared, tail = base(), keras.Sequential([layers.Conv2D(2, 1, name="one")], name="tail")
    shared(keras.Input((8, 8, 3)))  # a call outside the network shifts Keras's own count of calls
    left, right = keras.Input((8, 8, 3), name="left"), keras.Input((8, 8, 3), name="right")
    a, b = shared(left), shared(right)
    return keras.Model({"left": left, "right": right}, {"a": a, "rest": [tail(b), layers.Add(name="sum")([a, b])]})


def test_a_shared_network_counts_its_parameters_once_and_its_multiply_adds_twice():
    model = twins()
    rows = {row.name: row for row in read(model.get_config()).table()}
    assert list(rows) == [layer.name for layer in model.layers]
    assert sum(row.parameters for row in rows.values()) == model.count_params() == 112 + 16 + 10
    assert rows["base"].multiply_adds == 2 * 6 * 6 * 4 * 27
    assert rows["base"].output_shape == (6, 6, 4)
    assert rows["base"].receptive_field == ReceptiveField((3, 3), (1, 1), (0, 0))
    assert rows["tail"].output_shape == (6, 6, 2)


def test_a_nested_network_is_one_row_or_is_expanded():
    network = read(twins().get_config())
    folded, expanded = network.table(), network.table(expand_nested=True)
    assert [row.name for row in next(row for row in folded if row.name == "base").rows] == ["small", "conv", "norm"]
    assert {"base/small", "base/conv", "base/norm", "tail/one"} <= {row.name for row in expanded}
    for count in ("parameters", "trainable_parameters", "multiply_adds"):
        assert sum(getattr(row, count) for row in folded) == sum(getattr(row, count) for row in expanded)


def test_a_network_that_ends_in_a_nested_network_returns_its_outputs():
    """Keras counts the calls of a nested network from 1 among outputs, and from 0 among inputs."""
    inputs, inner = keras.Input((8, 8, 3)), base()
    middle = keras.Model(inputs, [inner(inputs), inner(layers.ReLU()(inputs))], name="middle")
    outer_inputs = keras.Input((8, 8, 3))
    first, second = middle(outer_inputs)
    model = keras.Model(outer_inputs, [layers.Conv2D(1, 3, name="last")(second), layers.Flatten(name="flat")(first)])
    rows = {row.name: row for row in read(model.get_config()).table()}
    assert rows["last"].output_shape == (4, 4, 1)
    assert rows["last"].receptive_field == ReceptiveField((5, 5), (1, 1), (0, 0))
    assert rows["flat"].output_shape == (144,)
    assert rows["last"].parameters + rows["middle"].parameters == model.count_params()


def test_a_layer_that_is_called_on_two_sizes_has_two_shapes():
    inputs, shared = keras.Input((9, 9, 2)), layers.Conv2D(2, 3, name="shared")
    model = keras.Model(inputs, shared(shared(inputs)))
    row = read(model.get_config()).table()[-1]
    assert row.output_shape == ((7, 7, 2), (5, 5, 2))
    assert (row.parameters, row.multiply_adds) == (38, (49 + 25) * 36)
    assert row.receptive_field is None


def test_a_frozen_network_freezes_its_layers():
    inner = base()
    inner.trainable = False
    model = keras.Sequential([keras.Input((8, 8, 3)), inner, layers.Conv2D(1, 1)])
    rows = read(model.get_config()).table()
    assert [(row.parameters, row.trainable_parameters) for row in rows] == [(128, 0), (5, 5)]
    config = twins().get_config() | {"trainable": False}
    assert sum(row.trainable_parameters for row in read(config).table()) == 0


def test_a_chain_without_an_input_shape_takes_it_from_the_argument():
    network = read(keras.Sequential([layers.Conv2D(4, 3), layers.GlobalAveragePooling2D()]).get_config())
    assert [row.output_shape for row in network.table((9, 8, 3))] == [(7, 6, 4), (4,)]
    with pytest.raises(NetworkError, match=r"Call table\(input_shape\) with whole numbers"):
        network.table()


def test_arithmetic_between_tensors_is_a_row():
    inputs = keras.Input((6, 6, 2))
    x = layers.Conv2D(2, 3, padding="same", name="conv")(inputs)
    rows = read(keras.Model(inputs, keras.ops.relu(x + 3.0) * inputs).get_config()).table()
    assert [row.class_name for row in rows] == ["InputLayer", "Conv2D", "Add", "Relu", "Multiply"]
    assert rows[-1].output_shape == (6, 6, 2)
    assert rows[-1].receptive_field == ReceptiveField((3, 3), (1, 1), (-1, -1))
    mean = read(keras.Model(inputs, keras.ops.mean(x, axis=(1, 2))).get_config()).table()[-1]
    assert (mean.output_shape, mean.receptive_field) == ((2,), None)


@pytest.mark.parametrize("operation", [lambda x: keras.ops.mean(x, axis=0), lambda x: keras.ops.max(x)])
def test_what_removes_the_axis_of_the_batch_has_no_shape_of_one_picture(operation):
    """Its first axis is not the batch's, so a shape without it would be wrong."""
    inputs = keras.Input((28, 28, 3))
    row = read(keras.Model(inputs, operation(inputs)).get_config()).table()[-1]
    assert row.output_shapes == (None,)
