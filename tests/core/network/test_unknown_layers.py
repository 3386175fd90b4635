"""A layer that is not known costs its row, not the table: what is known of the others is Keras's own answer."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from cnnlab.core import network
from tests.core.network.custom_layers import Impostor, Mixing, conv, impostor, picture
from tests.core.network.keras_rows import known_rows_agree


def test_an_unknown_layer_has_the_shape_that_the_file_gives():
    inputs = picture()
    x = Mixing(5, name="custom")(conv(inputs))
    x = Impostor(name="impostor")(layers.ReLU(name="relu")(x))
    rows = known_rows_agree(keras.Model(inputs, conv(x, "after", 2)))
    for name, shape in (("custom", (6, 6, 5)), ("impostor", (6, 6, 10))):
        row = rows[name]
        assert (row.output_shape, row.saved) == (shape, True)
        assert row.parameters is row.trainable_parameters is row.multiply_adds is row.receptive_field is None
    assert (rows["relu"].output_shape, rows["relu"].saved, rows["relu"].parameters) == ((6, 6, 5), False, 0)
    assert (rows["after"].parameters, rows["after"].receptive_field) == (10 * 9 * 2 + 2, None)
    assert network.total(rows.values()) == (112 + 182, ("custom", "impostor"))
    assert network.total(rows.values(), "multiply_adds") == (36 * 108 + 16 * 180, ("custom", "impostor"))


def test_a_custom_layer_with_the_name_of_one_without_weights():
    inputs = picture()
    rows = known_rows_agree(keras.Model(inputs, conv(impostor("ReLU")(name="custom")(inputs))))
    row = rows["custom"]
    assert (row.class_name, row.output_shape, row.parameters) == ("ReLU", (8, 8, 6), None)


def test_an_empty_tensor_is_no_reason_to_refuse_the_table():
    inputs = picture()
    rows = known_rows_agree(keras.Model(inputs, [layers.Flatten(name="none")(inputs[:, 8:]), conv(inputs)]))
    assert (rows["none"].output_shape, rows["conv"].parameters) == (None, 112)


def test_the_output_of_an_unknown_last_layer_is_nowhere_in_the_file():
    inputs = picture()
    rows = known_rows_agree(keras.Model(inputs, Mixing(5, name="custom")(conv(inputs))))
    row = rows["custom"]
    assert (row.output_shape, row.output_shapes, row.parameters, row.saved) == (None, (None,), None, False)


def test_a_frozen_unknown_layer_trains_nothing():
    inputs = picture()
    layer = Mixing(5, name="custom")
    layer.trainable = False
    rows = known_rows_agree(keras.Model(inputs, conv(layer(inputs))))
    assert (rows["custom"].parameters, rows["custom"].trainable_parameters) == (None, 0)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # of keras.Variable in the arguments
def test_lambda_layers_have_weights_only_if_they_are_given_some():
    inputs = keras.Input((8,))
    x = layers.Lambda(lambda x: 2 * x, name="plain")(inputs)
    x = layers.Lambda(ops.relu, name="function")(x)
    x = layers.Lambda(lambda x, by: by * x, arguments={"by": keras.Variable(np.ones(8))}, name="variable")(x)
    x = layers.Lambda(layers.Dense(3), name="layer")(x)
    rows = known_rows_agree(keras.Model(inputs, layers.ReLU()(x)))
    assert [row.parameters for row in rows.values()] == [0, 0, 0, None, None, 0]
    assert rows["layer"].output_shape == (3,)


def test_several_outputs_masks_and_states():
    inputs = keras.Input((7,), dtype="int32")
    x = layers.Embedding(20, 6, mask_zero=True)(inputs)
    sequence, hidden, cell = layers.LSTM(5, return_sequences=True, return_state=True, name="lstm")(x)
    x = layers.MultiHeadAttention(2, 3, name="attention")(sequence, value=sequence)
    x = layers.Bidirectional(layers.GRU(4), name="both")(x)
    x = layers.Dense(3, name="dense")(layers.Concatenate(name="joined")([x, cell]))
    rows = known_rows_agree(keras.Model(inputs, [x, hidden]))
    assert rows["lstm"].output_shapes == ((7, 5), None, (5,))  # the second is an output of the network only
    assert [rows[name].output_shape for name in ("attention", "both", "joined")] == [(7, 5), (8,), (13,)]
    assert rows["dense"].parameters == 13 * 3 + 3


def test_masks_are_not_inputs():
    inputs = picture()
    mask = ops.greater(inputs, 0)
    x = layers.Softmax(name="softmax")(inputs, mask)
    rows = known_rows_agree(keras.Model(inputs, layers.Softmax(axis=[1, 2])(x, mask=mask)))
    assert rows["softmax"].receptive_field.size == (1, 1)


def test_an_operation_with_several_outputs():
    inputs = picture(4)
    left, right = ops.split(conv(inputs), 2, axis=-1)
    x = layers.Concatenate(name="joined")([right, left, ops.moments(left, axes=[1, 2], keepdims=True)[0] + right])
    rows = known_rows_agree(keras.Model(inputs, conv(x, "after")))
    assert (rows["joined"].output_shape, rows["after"].parameters) == ((6, 6, 6), 6 * 36 + 4)
    split = next(row for row in rows.values() if row.class_name == "Split")
    assert (split.output_shape, split.parameters, split.multiply_adds) == ((6, 6, 2), 0, None)


def test_an_unknown_layer_that_is_called_on_two_sizes():
    inputs, shared = picture(), Mixing(4, name="shared")
    small = shared(layers.MaxPooling2D()(inputs))
    rows = known_rows_agree(keras.Model(inputs, [conv(shared(inputs)), conv(small, "after")]))
    assert set(rows["shared"].output_shapes) == {(8, 8, 4), (4, 4, 4)}


def test_a_layer_on_labels_as_well_as_pictures():
    inputs, labels = picture(), keras.Input((4,), name="labels")
    made = layers.RandomFlip(name="flip")({"images": inputs, "labels": labels})
    rows = known_rows_agree(keras.Model([inputs, labels], [conv(made["images"]), layers.Dense(2)(made["labels"])]))
    assert (rows["flip"].output_shapes, rows["flip"].parameters, rows["flip"].saved) == (((8, 8, 3), (4,)), 0, True)
