"""Nested networks: how they are called, and unknown layers inside them."""

import keras
import pytest
from keras import layers, ops

from cnnlab.core import network
from cnnlab.core.network import read
from tests.core.network.custom_layers import Mixing, conv, picture
from tests.core.network.keras_rows import known_rows_agree


def test_an_unknown_layer_in_a_nested_network():
    """Its last layer's output is known from the network around it."""
    small = keras.Input((8, 8, 3))
    inner = keras.Model(small, Mixing(5, name="custom")(conv(small)), name="inner")
    inputs = picture()
    model = keras.Model(inputs, conv(inner(inputs), "after"))
    rows = known_rows_agree(model)
    assert (rows["inner"].output_shape, rows["inner"].parameters, rows["inner"].saved) == ((6, 6, 5), None, True)
    assert [row.parameters for row in rows["inner"].rows] == [0, 112, None]
    assert network.total(rows.values()) == (112 + 184, ("inner/custom",))
    assert read(model.get_config()).table(expand_nested=True)[3].output_shape == (6, 6, 5)


def test_inputs_and_outputs_of_a_nested_network_go_by_their_keys():
    """Keras orders a dict by its keys, whatever the order in which it was written."""
    b, a = keras.Input((5,), name="b"), keras.Input((4,), name="a")
    dense = {size: layers.Dense(size, name=f"dense{size}") for size in (2, 3)}
    inner = keras.Model({"b": b, "a": a}, {"z": dense[2](b), "y": dense[3](a)}, name="inner")
    first, second = keras.Input((4,)), keras.Input((5,))
    made = inner({"a": first, "b": second})
    rows = known_rows_agree(keras.Model([first, second], [layers.Dense(7, name="last")(made["z"]), made["y"]]))
    assert (rows["inner"].parameters, rows["last"].parameters) == (5 * 2 + 2 + 4 * 3 + 3, 2 * 7 + 7)


def test_the_inputs_of_a_nested_network_in_a_dict_inside_a_dict():
    z, y = keras.Input((5,), name="z"), keras.Input((4,), name="y")
    inner = keras.Model({"pair": {"z": z, "y": y}}, [layers.Dense(2)(z), layers.Dense(3)(y)], name="inner")
    four, five = keras.Input((4,)), keras.Input((5,))
    rows = known_rows_agree(keras.Model([four, five], inner({"pair": {"z": five, "y": four}})))
    assert (rows["inner"].output_shape, rows["inner"].parameters) == (((2,), (3,)), 12 + 15)


@pytest.mark.filterwarnings("ignore:Layer 'inner' .* was passed an input with a mask")
def test_a_mask_beside_the_input_of_a_nested_network():
    inputs = keras.Input((7,), dtype="int32")
    small = keras.Input((7, 6))
    inner = keras.Model(small, layers.Dense(3)(small), name="inner")
    x = inner(layers.Embedding(20, 6)(inputs), mask=ops.not_equal(inputs, 0))
    rows = known_rows_agree(keras.Model(inputs, x))
    assert (rows["inner"].output_shape, rows["inner"].parameters) == ((7, 3), 21)
