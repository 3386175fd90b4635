"""Which rows lie under a window: asked of Keras, by one row of ones after another; and no slip is right."""

import numpy as np
import pytest

from cnnlab.core.layers import Window
from cnnlab.core.window_question import window_question
from tests.core.test_exercises import built, every_layer

POOLING = [
    {"class_name": kind, "config": {"pool_size": size, "strides": strides, "padding": padding}}
    for kind in ("MaxPooling2D", "AveragePooling2D")
    for size in (2, 3)
    for strides in (1, 2)
    for padding in ("valid", "same")
]
DILATED = [
    {"class_name": "Conv2D", "config": {"filters": 1, "kernel_size": 3, "dilation_rate": 2, "padding": padding}}
    for padding in ("valid", "same")
]
ROWS = 11


def depends(layer: dict) -> np.ndarray:
    """Whether an output row depends on an input row, (output rows, input rows): all weights are one."""
    keras_layer = built(layer, {} if "pool_size" in layer["config"] else {"use_bias": False})
    keras_layer.build((None, ROWS, 8, 1))
    keras_layer.set_weights([np.ones(each.shape) for each in keras_layer.weights])
    lit = np.eye(ROWS, dtype="float32")[:, :, None, None].repeat(8, axis=2)  # one picture for each row
    return (np.asarray(keras_layer(lit)).sum(axis=(2, 3)) != 0).T


@pytest.mark.parametrize("layer", [*every_layer(), *POOLING, *DILATED], ids=str)
def test_the_rows_are_those_on_which_keras_depends(layer):
    choice = window_question(layer, (ROWS, 8, 1))
    told = [each for each in choice.answer if each is not None]
    row = choice.values["row"] - 1
    found = depends(layer)
    assert told == list(np.flatnonzero(found[:, row] if choice.reversed else found[row]))
    assert [slip for slip in choice.options.values() if slip is None] == [None]
    assert len(choice.options) > 1
    assert all("{" not in str(slip) for slip in choice.options.values())


def test_padding_stands_where_it_lies():
    same = {"class_name": "Conv2D", "config": {"filters": 1, "kernel_size": 5, "padding": "same"}}
    assert window_question(same, (7, 7, 1)).answer == (None, 0, 1, 2, 3)
    assert window_question(same | {"config": same["config"] | {"strides": 2}}, (2, 2, 1)).answer == (
        None,
        0,
        1,
        None,
        None,
    )


@pytest.mark.parametrize("strides", [1, 2, 3, 4])
@pytest.mark.parametrize("dilation_rate", [1, 2, 3])
@pytest.mark.parametrize("kernel_size", [1, 2, 3, 5, 7])
def test_what_a_transposed_convolution_gathers_is_counted(kernel_size, dilation_rate, strides):
    """By looking at every cell of a long axis."""
    window = Window(400, kernel_size, strides, dilation_rate)
    lookers = [[i for i in range(window.output_size) if cell in window.cells(i)] for cell in range(100, 200)]
    assert window.gathered_size == max(each[-1] - each[0] + 1 for each in lookers if each)
