"""Arrays, bare operations, quantization and LoRA inside a network: shapes and weights as in Keras."""

import keras
import numpy as np
import pytest
from keras import applications, layers, ops

from cnnlab.core import network
from cnnlab.core.layers.receptive_field import ReceptiveField
from cnnlab.core.network import read
from tests.core.network.custom_layers import conv, picture
from tests.core.network.keras_rows import known_rows_agree


@pytest.mark.parametrize(
    ("constant", "shape", "parameters"),
    [
        (np.ones((1, 1, 1, 3), "float32"), (8, 8, 3), 112),
        (np.ones(3, "float32"), (8, 8, 3), 112),
        (ops.ones((1, 1, 3)), (8, 8, 3), 112),
        (np.ones((1, 8, 1, 1), "float32"), (8, 8, 1), 40),
        (np.float32(2), (8, 8, 1), 40),
        (2.0, (8, 8, 1), 40),
    ],
)
@pytest.mark.parametrize("operation", [ops.multiply, ops.add, lambda x, y: ops.subtract(y, x), ops.maximum])
def test_a_constant_is_broadcast(operation, constant, shape, parameters):
    """x * np.ones((1, 1, 1, 3)) makes a grey picture three channels, and the next layer has three times the weights."""
    rows = known_rows_agree(keras.Model(inputs := picture(1), conv(operation(inputs, constant))))
    made, last = list(rows.values())[1:]
    assert (made.output_shape, made.receptive_field.size) == (shape, (1, 1))
    assert (last.parameters, last.receptive_field.size) == (parameters, (3, 3))


def test_a_constant_that_repeats_the_picture_leaves_no_field():
    inputs = keras.Input((8, 1, 2))
    rows = known_rows_agree(keras.Model(inputs, conv(inputs * np.ones((1, 1, 8, 1), "float32"))))
    assert [row.receptive_field for row in rows.values()][1:] == [None, None]


def test_constants_in_merging_layers():
    inputs = keras.Input((4,))
    x = layers.Concatenate()([layers.Add()([inputs, np.ones((1, 4))]), np.ones((1, 3))])
    rows = known_rows_agree(keras.Model(inputs, layers.Dense(2, name="dense")(x)))
    assert rows["dense"].parameters == 7 * 2 + 2


def test_softmax_over_several_axes():
    inputs = picture()
    rows = known_rows_agree(keras.Model(inputs, layers.Softmax(axis=[1, 2], name="softmax")(inputs)))
    assert (rows["softmax"].output_shape, rows["softmax"].receptive_field) == ((8, 8, 3), None)


@pytest.mark.parametrize("preprocess", [applications.vgg16, applications.resnet, applications.mobilenet])
@pytest.mark.parametrize("size", [8, None])
def test_preprocessing_inside_the_network(preprocess, size):
    """The operations are elementwise or on the channels alone, so the receptive field goes through them."""
    inputs = keras.Input((size, size, 3))
    model = keras.Model(inputs, conv(preprocess.preprocess_input(inputs)))
    row = read(model.get_config()).table((8, 8, 3))[-1]
    assert (row.output_shape, row.parameters) == ((6, 6, 4), model.count_params())
    assert row.receptive_field == ReceptiveField((3, 3), (1, 1), (0, 0))
    if size:
        assert not any(row.saved for row in known_rows_agree(model).values())


def test_operations_that_are_worked_out_at_the_end_too():
    inputs = picture()
    for operation, shape in {
        (lambda x: x[..., :2]): (6, 6, 2),
        (lambda x: -x): (6, 6, 4),
        (lambda x: x**2): (6, 6, 4),
        (lambda x: ops.mean(x, axis=(1, 2))): (4,),
        (lambda x: ops.pad(x, ((0, 0), (1, 2), (0, 0), (0, 0)))): (9, 6, 4),
        (lambda x: ops.clip(x, 0, 1)): (6, 6, 4),
        layers.UnitNormalization(): (6, 6, 4),
    }.items():
        rows = known_rows_agree(keras.Model(inputs, operation(conv(inputs))))
        last = list(rows.values())[-1]
        assert (last.output_shape, last.parameters, last.saved) == (shape, 0, False)


def test_a_tensor_without_a_batch_axis():
    inputs = picture()
    x = inputs - ops.mean(inputs, axis=0)
    x = x * ops.mean(x) + x[0]
    rows = known_rows_agree(keras.Model(inputs, conv(x)))
    assert rows["conv"].output_shape == (6, 6, 4)


@pytest.mark.parametrize("mode", ["int8", "int4", "float8"])
@pytest.mark.filterwarnings("ignore:Layer .* does not have a `quantize` method")
def test_a_quantized_model(mode):
    inputs = keras.Input((16, 16, 3))
    x = layers.Dense(8, name="features")(layers.Flatten()(inputs))
    model = keras.Model(inputs, layers.Dense(3, use_bias=False)(x))
    model.quantize(mode)
    rows = known_rows_agree(model)
    assert network.total(rows.values()) == (model.count_params(), ())
    if mode == "int8":
        assert rows["features"].parameters == 6_160


def test_a_model_with_lora():
    inputs = picture()
    model = keras.Model(inputs, layers.Dense(5, name="dense")(layers.Flatten()(conv(inputs))))
    model.get_layer("conv").enable_lora(2)
    model.get_layer("dense").enable_lora(4)
    rows = known_rows_agree(model)
    assert network.total(rows.values(), "parameters").known == model.count_params()
    assert rows["conv"].trainable_parameters == 4 + 2 * (27 + 4)
