"""The rows under a window, found in Keras with one row of ones at a time; no other option is correct."""

from math import prod

import numpy as np
import pytest

from cnnlab.core.layers import LayerError, Window, describe
from cnnlab.core.questions.window import window_question
from tests.core.questions.every_layer import built, every_layer

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
    keras_layer.set_weights([np.ones(weight.shape) for weight in keras_layer.weights])
    pictures = np.eye(rows, dtype="float32")[:, :, None, None].repeat(8, axis=2)  # one picture for each row
    return (np.asarray(keras_layer(pictures)).sum(axis=(2, 3)) != 0).T


@pytest.mark.sweep
@pytest.mark.parametrize("layer", LAYERS, ids=str)
@pytest.mark.parametrize("rows", [11, 4])
def test_the_rows_are_those_that_the_output_depends_on_in_keras(layer, rows):
    try:
        choice = window_question(layer, (rows, 8, 1))
    except LayerError:
        assert rows == 4  # the window of 5 rows does not fit
        return
    answer = [index for index in choice.answer if index is not None]
    row = choice.values["row"] - 1
    found = depends(layer, rows)
    assert answer == list(np.flatnonzero(found[:, row] if choice.reversed else found[row]))


def test_options_differ_and_name_no_row_that_does_not_exist():
    count = 0
    for layer in LAYERS:
        for rows in range(1, 12):
            try:
                facts = describe(layer, (rows, 8, 1))
            except LayerError:
                continue
            choice = window_question(layer, (rows, 8, 1))
            window = (facts.scatters or facts.windows)[0]
            inside = [frozenset(option) - {None} for option in choice.options]
            assert len(set(inside)) == len(inside)
            assert all(max(option, default=-1) < window.size and option for option in inside)
            if not window.before and not window.after:
                assert not any(None in option for option in choice.options)
            assert [slip for slip in choice.options.values() if slip is None] == [None]
            assert all("{" not in str(slip) for slip in choice.options.values())
            assert len(choice.options) > 2 or rows < 6
            count += 1
    assert count > prod((len(LAYERS), 8))


def question(padding="valid", rows=7, kind="Conv2D", **config):
    return window_question(
        {"class_name": kind, "config": {"filters": 1, "kernel_size": 3, "padding": padding, **config}}, (rows, 7, 1)
    )


@pytest.mark.parametrize(
    ("choice", "rows", "hint"),
    [
        (question(strides=2), (1, 2, 3), "starts 2 rows after the one before"),
        (question(strides=2), (1,), "covers 3 rows"),
        (question("same"), (1, 2, 3), "starts in the padding, 1 above row 1"),
        (question("same", kernel_size=5), (1, 2, 3, 4, 5), "in the padding, 2 above row 1"),
        (question(), (2, 3, 4), "the window for row 3"),
        (question("same", dilation_rate=2), (0, 1, 2), "rows of a window are 2 apart"),
        (question(kind="Conv2DTranspose", strides=2), (1, 2, 3), "input rows are 2 rows apart"),
        (question("same", kind="Conv2DTranspose"), (1, 2, 3), "cut off at the top: 1"),
        (question(kind="Conv2DTranspose"), (1,), "as many output rows as the kernel has rows: 3"),
    ],
)
def test_the_slip_behind_a_wrong_choice(choice, rows, hint):
    assert hint in str(choice.options[rows])


def test_padding_is_in_its_own_position():
    assert question("same", kernel_size=5).answer == (None, 0, 1, 2, 3)
    assert question("same", rows=2, kernel_size=5, strides=2).answer == (None, 0, 1, None, None)
    assert window_question({"class_name": "MaxPooling2D", "config": {"padding": "same"}}, (3, 3, 1)).answer == (2, None)


@pytest.mark.parametrize("strides", [1, 2, 3, 4])
@pytest.mark.parametrize("dilation_rate", [1, 2, 3])
@pytest.mark.parametrize("kernel_size", [1, 2, 3, 5, 7])
def test_the_number_of_cells_that_a_transposed_convolution_gathers(kernel_size, dilation_rate, strides):
    """Counted for every cell of a long axis."""
    window = Window(400, kernel_size, strides, dilation_rate)
    readers = [[i for i in range(window.output_size) if cell in window.cells(i)] for cell in range(100, 200)]
    assert window.gathered_size == max(cells[-1] - cells[0] + 1 for cells in readers if cells)
