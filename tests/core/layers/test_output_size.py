"""Steps, leftover cells and the ends of transposed convolutions: by hand, by their laws, and against Keras."""

from itertools import product

import numpy as np
import pytest
from keras import layers

from cnnlab.core.layers import LayerError, Window, describe
from cnnlab.core.layers.output_size import TransposedEnds, WindowSteps, transposed_ends, window_steps


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (Window(7, 3), WindowSteps(4, 0)),  # [012] 3 4 5 6, one by one to the edge
        (Window(6, 3, strides=2), WindowSteps(1, 1)),  # [012] 3 4 5, [234]: 5 is left over
        (Window(8, 2, strides=3), WindowSteps(2, 0)),
        (Window(8, 3, strides=2, after=1), WindowSteps(3, 0)),  # `same`
        (Window(9, 3, strides=4, dilation_rate=2), WindowSteps(1, 0)),  # [0.2.4], [4.6.8]
        (Window(10, 3, strides=4, dilation_rate=2), WindowSteps(1, 1)),
        (Window(3, 3), WindowSteps(0, 0)),
    ],
)
def test_steps_by_hand(window, expected):
    assert window_steps(window) == expected


def test_the_steps_and_what_is_left_over_add_up_to_the_padded_axis():
    for size, kernel_size, strides, dilation_rate, padding in product(
        range(5, 12), (1, 2, 3), (1, 2, 3), (1, 2), (0, 1)
    ):
        window = Window(size, kernel_size, strides, dilation_rate, padding, padding)
        steps, left_over = window_steps(window)
        assert window.effective_size + steps * strides + left_over == size + 2 * padding
        assert steps + 1 == window.output_size
        assert 0 <= left_over < strides
        assert window.cells(steps)[-1] + left_over == size + padding - 1  # the last cell that the last position reads


def scatter(size, **config):
    (window,) = describe({"class_name": "Conv1DTranspose", "config": {"filters": 1} | config}, (size, 1)).scatters
    return window


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"kernel_size": 3, "strides": 2}, TransposedEnds(0, 0, 0)),  # 4 kernels, 2 apart: 9 cells, all kept
        ({"kernel_size": 3, "strides": 2, "padding": "same"}, TransposedEnds(0, 1, 0)),  # 9 cut to 8
        ({"kernel_size": 3, "padding": "same"}, TransposedEnds(1, 1, 0)),  # 6 cut to 4
        ({"kernel_size": 4, "strides": 2, "padding": "same"}, TransposedEnds(1, 1, 0)),  # 10 cut to 8
        ({"kernel_size": 1, "strides": 3}, TransposedEnds(0, 0, 2)),  # kernels at 0, 3, 6, 9 of 12
        ({"kernel_size": 1, "strides": 3, "padding": "same"}, TransposedEnds(0, 0, 2)),
        ({"kernel_size": 3, "strides": 3, "output_padding": 1}, TransposedEnds(0, 0, 1)),  # 12 and one more
    ],
)
def test_the_ends_of_a_transposed_convolution_by_hand(config, expected):
    assert transposed_ends(scatter(4, **config)) == expected


def test_same_is_valid_without_the_cells_that_are_cut_off():
    """Kernels of ones on an input of ones, in Keras: cut cells are gone, added cells are 0."""
    compared = 0
    for size, kernel_size, strides in product((1, 4, 5), (1, 2, 3, 4, 5), (1, 2, 3)):
        config = {"kernel_size": kernel_size, "strides": strides}
        ends = transposed_ends(scatter(size, padding="same", **config))
        valid, same = (_ones(size, padding=padding, **config) for padding in ("valid", "same"))
        covered = valid[: (size - 1) * strides + kernel_size]
        kept = covered[ends.cut_before : len(covered) - ends.cut_after]
        assert np.array_equal(same, np.append(kept, np.zeros(ends.added_after)))
        compared += 1
    assert compared == 45


def test_covered_cells_less_the_cut_ones_plus_the_added_ones_are_the_output():
    options = product(range(1, 7), (1, 2, 3, 4), (1, 2, 3), (1, 2), ("valid", "same"), (None, 0, 1, 2))
    compared = 0
    for size, kernel_size, strides, dilation_rate, padding, output_padding in options:
        config = {"kernel_size": kernel_size, "strides": strides, "dilation_rate": dilation_rate, "padding": padding}
        try:
            window = scatter(size, output_padding=output_padding, **config)
        except LayerError:
            continue
        ends = transposed_ends(window)
        covered = (size - 1) * strides + window.effective_size
        assert covered - ends.cut_before - ends.cut_after + ends.added_after == window.size
        assert min(ends) >= 0
        assert 0 in (ends.cut_after, ends.added_after)
        compared += 1
    assert compared > 450


def _ones(size, **config):
    layer = layers.Conv1DTranspose(1, use_bias=False, kernel_initializer="ones", **config)
    return np.array(layer(np.ones((1, size, 1), "float32")))[0, :, 0]


def test_the_receptive_field_of_one_layer():
    """K_eff for a window; for a transposed convolution, how many input cells at most add to one output cell."""

    def size_of(class_name, **config):
        return describe({"class_name": class_name, "config": config}, (8, 8, 1)).receptive_field_size

    assert size_of("Conv2D", filters=1, kernel_size=(3, 1)) == (3, 1)
    assert size_of("Conv2D", filters=1, kernel_size=3, dilation_rate=2) == (5, 5)
    assert size_of("MaxPooling2D") == (2, 2)
    assert size_of("Conv2DTranspose", filters=1, kernel_size=3) == (3, 3)
    assert size_of("Conv2DTranspose", filters=1, kernel_size=3, strides=2) == (2, 2)
    assert size_of("Conv2DTranspose", filters=1, kernel_size=2, strides=2) == (1, 1)
    assert size_of("ReLU") == size_of("Flatten") == size_of("GlobalAveragePooling2D") == ()
