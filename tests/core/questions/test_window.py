"""Which rows lie under a window: asked of Keras, by one row of ones after another; and no other option is as right."""

from math import prod

import numpy as np
import pytest

from cnnlab.core.layers import LayerError, Window, describe
from cnnlab.core.questions.window import window_question
from tests.core.questions.test_exercises import built, every_layer

POOLING = [
    {"class_name": kind, "config": {"pool_size": size, "strides": strides, "padding": padding}}
    for kind in ("MaxPooling2D", "AveragePooling2D")
    for size in (2, 3)
    for strides in (1, 2, 3)
    for padding in ("valid", "same")
]
DILATED = [
    {
        "class_name": kind,
        "config": {"filters": 1, "kernel_size": 3, "dilation_rate": rate, "padding": padding},
    }
    for kind in ("Conv2D", "Conv2DTranspose")
    for rate in (2, 3)
    for padding in ("valid", "same")
]
LAYERS = [*every_layer(), *POOLING, *DILATED]


def depends(layer: dict, rows: int) -> np.ndarray:
    """Whether an output row depends on an input row, (output rows, input rows): all weights are one."""
    keras_layer = built(layer, {} if "pool_size" in layer["config"] else {"use_bias": False})
    keras_layer.build((None, rows, 8, 1))
    keras_layer.set_weights([np.ones(each.shape) for each in keras_layer.weights])
    lit = np.eye(rows, dtype="float32")[:, :, None, None].repeat(8, axis=2)  # one picture for each row
    return (np.asarray(keras_layer(lit)).sum(axis=(2, 3)) != 0).T


@pytest.mark.sweep
@pytest.mark.parametrize("layer", LAYERS, ids=str)
@pytest.mark.parametrize("rows", [11, 4])
def test_the_rows_are_those_on_which_keras_depends(layer, rows):
    try:
        choice = window_question(layer, (rows, 8, 1))
    except LayerError:
        assert rows == 4  # the window of 5 rows does not fit
        return
    told = [each for each in choice.answer if each is not None]
    row = choice.values["row"] - 1
    found = depends(layer, rows)
    assert told == list(np.flatnonzero(found[:, row] if choice.reversed else found[row]))


def test_no_other_option_is_as_right_and_none_names_a_row_that_is_not_there():
    asked = 0
    for layer in LAYERS:
        for rows in range(1, 12):
            try:
                facts = describe(layer, (rows, 8, 1))
            except LayerError:
                continue
            choice = window_question(layer, (rows, 8, 1))
            window = (facts.scatters or facts.windows)[0]
            real = [frozenset(each) - {None} for each in choice.options]
            assert len(set(real)) == len(real)
            assert all(max(each, default=-1) < window.size and each for each in real)
            if not window.before and not window.after:
                assert not any(None in each for each in choice.options)
            assert [slip for slip in choice.options.values() if slip is None] == [None]
            assert all("{" not in str(slip) for slip in choice.options.values())
            assert len(choice.options) > 2 or rows < 6
            asked += 1
    assert asked > prod((len(LAYERS), 8))


def of(padding="valid", rows=7, kind="Conv2D", **config):
    return window_question(
        {"class_name": kind, "config": {"filters": 1, "kernel_size": 3, "padding": padding, **config}}, (rows, 7, 1)
    )


@pytest.mark.parametrize(
    ("choice", "rows", "said"),
    [
        (of(strides=2), (1, 2, 3), "it is 2 rows, not one"),
        (of(strides=2), (1,), "takes in 3 rows"),
        (of("same"), (1, 2, 3), "starts in the padding, 1 above row 1"),
        (of("same", kernel_size=5), (1, 2, 3, 4, 5), "in the padding, 2 above row 1"),
        (of(), (2, 3, 4), "the window for row 3"),
        (of("same", dilation_rate=2), (0, 1, 2), "rows are 2 apart"),
        (of(kind="Conv2DTranspose", strides=2), (1, 2, 3), "it is 2 rows in the output"),
        (of("same", kind="Conv2DTranspose"), (1, 2, 3), "cut off at the top: 1"),
        (of(kind="Conv2DTranspose"), (1,), "as many rows as the kernel has: 3"),
    ],
)
def test_the_slip_behind_a_wrong_choice_is_told(choice, rows, said):
    assert said in str(choice.options[rows])


def test_padding_stands_where_it_lies():
    assert of("same", kernel_size=5).answer == (None, 0, 1, 2, 3)
    assert of("same", rows=2, kernel_size=5, strides=2).answer == (None, 0, 1, None, None)
    assert window_question({"class_name": "MaxPooling2D", "config": {"padding": "same"}}, (3, 3, 1)).answer == (2, None)


@pytest.mark.parametrize("strides", [1, 2, 3, 4])
@pytest.mark.parametrize("dilation_rate", [1, 2, 3])
@pytest.mark.parametrize("kernel_size", [1, 2, 3, 5, 7])
def test_what_a_transposed_convolution_gathers_is_counted(kernel_size, dilation_rate, strides):
    """By looking at every cell of a long axis."""
    window = Window(400, kernel_size, strides, dilation_rate)
    lookers = [[i for i in range(window.output_size) if cell in window.cells(i)] for cell in range(100, 200)]
    assert window.gathered_size == max(each[-1] - each[0] + 1 for each in lookers if each)
