"""What a stepper draws: by hand for each operation, and held to the stepped values.

Long, because every operation is written out with its numbers.
"""

import numpy as np
import pytest

from cnnlab.core.layers import LayerError
from cnnlab.core.stepping.cell import StepError, step, weight_shapes
from cnnlab.core.stepping.scene import Scene, scene


def layer(kind, **config):
    return {"class_name": kind, "config": config}


def counted(*shape) -> np.ndarray:
    return np.arange(float(np.prod(shape))).reshape(shape)


def test_a_convolution():
    """7 x 6 cells, kernel 3, strides 2, `same`: one row of padding at each end, one column on the right only."""
    kernel = counted(3, 3, 2, 4)
    config = layer("Conv2D", filters=4, kernel_size=3, strides=2, padding="same", activation="relu")
    drawn = scene(config, counted(7, 6, 2), [kernel, counted(4)])
    assert drawn.operation == "convolution"
    assert drawn.inputs.tolist() == counted(7, 6, 2).tolist()
    assert (drawn.size, drawn.output_shape) == ((7, 6, 2), (4, 3, 4))
    assert (drawn.kernel_size, drawn.strides, drawn.dilation_rate) == ((3, 3), (2, 2), (1, 1))
    assert (drawn.padding, drawn.before) == (((1, 1), (0, 1)), (1, 0))
    assert drawn.unseen == ((), ())
    assert drawn.reads == ((0, 1),) * 4
    assert drawn.kernels.shape == (4, 2, 3, 3)
    assert drawn.kernels[3, 1, 0, 2] == kernel[0, 2, 1, 3]
    assert drawn.bias.tolist() == [0, 1, 2, 3]
    assert drawn.pointwise is None
    assert drawn.activation == "relu"


def test_a_dilated_convolution_without_bias():
    """Kernel 2 with gaps of 3 on 8 cells covers 4 cells; strides 1, so every cell is covered."""
    config = layer("Conv2D", filters=1, kernel_size=2, dilation_rate=3, use_bias=False)
    drawn = scene(config, counted(8, 8, 1), [np.ones((2, 2, 1, 1))])
    assert (drawn.output_shape, drawn.dilation_rate, drawn.before) == ((5, 5, 1), (3, 3), (0, 0))
    assert drawn.unseen == ((), ())
    assert drawn.bias is None
    assert drawn.activation == "linear"


def test_rows_and_columns_that_no_window_covers():
    """Kernel 2 with strides 3 on 6 rows skips rows 2 and 5; kernel 3 with strides 3 covers all 6 columns."""
    config = layer("Conv2D", filters=1, kernel_size=(2, 3), strides=(3, 3), use_bias=False)
    drawn = scene(config, counted(6, 6, 1), [np.ones((2, 3, 1, 1))])
    assert drawn.unseen == ((2, 5), ())


def test_a_grouped_convolution_reads_the_channels_of_its_group():
    """Four filters in two groups over four channels: two filters for each pair of channels."""
    config = layer("Conv2D", filters=4, kernel_size=1, groups=2, use_bias=False)
    drawn = scene(config, counted(1, 1, 4), [counted(1, 1, 2, 4)])
    assert drawn.reads == ((0, 1), (0, 1), (2, 3), (2, 3))
    assert drawn.kernels[:, :, 0, 0].tolist() == [[0, 4], [1, 5], [2, 6], [3, 7]]


def test_a_depthwise_convolution_has_its_multiplier_of_filters_for_each_channel():
    config = layer("DepthwiseConv2D", kernel_size=1, depth_multiplier=2, use_bias=False)
    drawn = scene(config, np.ones((1, 1, 2)), [np.array([[[[1.0, 10.0], [100.0, 1000.0]]]])])
    assert drawn.reads == ((0,), (0,), (1,), (1,))
    assert drawn.kernels.ravel().tolist() == [1, 10, 100, 1000]
    assert drawn.kernels.shape == (4, 1, 1, 1)
    assert drawn.output_shape == (1, 1, 4)


def test_a_separable_convolution_has_two_stages():
    """Two channels with a multiplier of 2 make four intermediate channels, which three filters weight."""
    pointwise = counted(1, 1, 4, 3)
    config = layer("SeparableConv2D", filters=3, kernel_size=(1, 2), depth_multiplier=2)
    drawn = scene(config, counted(4, 4, 2), [counted(1, 2, 2, 2), pointwise, np.zeros(3)])
    assert drawn.operation == "convolution"
    assert drawn.reads == ((0,), (0,), (1,), (1,))
    assert drawn.kernels[:, 0].tolist() == [[[0, 4]], [[1, 5]], [[2, 6]], [[3, 7]]]
    assert drawn.pointwise.tolist() == [[0, 3, 6, 9], [1, 4, 7, 10], [2, 5, 8, 11]]
    assert drawn.output_shape == (4, 3, 3)
    assert drawn.bias.tolist() == [0, 0, 0]


def test_a_transposed_convolution_cuts_where_a_convolution_pads():
    """4 cells, kernel 4, strides 2, `same`: 8 cells, one cut off at each end; nothing is drawn around the input."""
    kernel = counted(4, 4, 2, 3)
    config = layer("Conv2DTranspose", filters=2, kernel_size=4, strides=2, padding="same")
    drawn = scene(config, counted(4, 4, 3), [kernel, counted(2)])
    assert drawn.operation == "transposed"
    assert (drawn.output_shape, drawn.before) == ((8, 8, 2), (1, 1))
    assert drawn.padding == ((0, 0), (0, 0))
    assert drawn.unseen == ((), ())
    assert drawn.reads == ((0, 1, 2), (0, 1, 2))
    assert drawn.kernels[1, 2, 3, 0] == kernel[3, 0, 1, 2]


def test_a_pooling():
    """5 x 4 cells, windows of 2, `same`: one row of padding after the last."""
    drawn = scene(layer("AveragePooling2D", pool_size=2, padding="same"), counted(5, 4, 2), [])
    assert drawn.operation == "average"
    assert (drawn.output_shape, drawn.strides, drawn.padding) == ((3, 2, 2), (2, 2), ((0, 1), (0, 0)))
    assert drawn.reads == ((0,), (1,))
    assert (drawn.kernels, drawn.pointwise, drawn.bias) == (None, None, None)
    assert scene(layer("MaxPooling2D", pool_size=2), counted(5, 4, 2), []).unseen == ((4,), ())


@pytest.mark.parametrize("keepdims", [False, True])
def test_a_global_pooling_is_one_window_over_everything(keepdims):
    drawn = scene(layer("GlobalMaxPooling2D", keepdims=keepdims), counted(3, 4, 2), [])
    assert drawn.operation == "max"
    assert (drawn.kernel_size, drawn.strides, drawn.dilation_rate) == ((3, 4), (1, 1), (1, 1))
    assert (drawn.output_shape, drawn.before, drawn.unseen) == ((1, 1, 2), (0, 0), ((), ()))
    assert drawn.reads == ((0,), (1,))


def value_in(drawn: Scene, row: int, column: int, number: int) -> float:
    """An output value computed from a scene alone."""
    if drawn.kernels is None:
        (channel,) = drawn.reads[number]
        counted = [value for _, _, value in covered(drawn, row, column, channel) if value is not None]
        return max(counted) if drawn.operation == "max" else sum(counted) / len(counted)
    if drawn.pointwise is None:
        total = stage(drawn, row, column, number)
    else:
        total = sum(w * stage(drawn, row, column, channel) for channel, w in enumerate(drawn.pointwise[number]))
    total += 0 if drawn.bias is None else drawn.bias[number]
    return max(total, 0) if drawn.activation == "relu" else total


def stage(drawn: Scene, row: int, column: int, number: int) -> float:
    return sum(
        kernel[i, j] * (value or 0)
        for channel, kernel in zip(drawn.reads[number], drawn.kernels[number], strict=True)
        for i, j, value in covered(drawn, row, column, channel)
    )


def covered(drawn: Scene, row: int, column: int, channel: int):
    """(kernel row, kernel column, input value) of a window; None for a value in the padding."""
    for i, j in np.ndindex(drawn.kernel_size):
        if drawn.operation == "transposed":
            y, down = divmod(row + drawn.before[0] - i * drawn.dilation_rate[0], drawn.strides[0])
            x, across = divmod(column + drawn.before[1] - j * drawn.dilation_rate[1], drawn.strides[1])
            if down or across:
                continue
        else:
            y = row * drawn.strides[0] - drawn.before[0] + i * drawn.dilation_rate[0]
            x = column * drawn.strides[1] - drawn.before[1] + j * drawn.dilation_rate[1]
        is_inside = 0 <= y < drawn.size[0] and 0 <= x < drawn.size[1]
        yield i, j, drawn.inputs[y, x, channel] if is_inside else None


@pytest.mark.parametrize(
    ("kind", "shape", "config"),
    [
        ("Conv2D", (5, 6, 2), {"filters": 3, "kernel_size": 3, "padding": "same", "strides": 2, "activation": "relu"}),
        ("Conv2D", (6, 7, 4), {"filters": 4, "kernel_size": (2, 3), "groups": 2, "use_bias": False}),
        ("Conv2D", (7, 7, 1), {"filters": 2, "kernel_size": 3, "dilation_rate": (2, 3), "padding": "same"}),
        ("DepthwiseConv2D", (5, 5, 2), {"kernel_size": 3, "depth_multiplier": 3, "strides": 2, "padding": "same"}),
        ("SeparableConv2D", (5, 4, 2), {"filters": 3, "kernel_size": 2, "depth_multiplier": 2, "activation": "relu"}),
        ("Conv2DTranspose", (3, 4, 2), {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"}),
        ("Conv2DTranspose", (3, 3, 1), {"filters": 2, "kernel_size": (2, 4), "strides": (3, 2), "use_bias": False}),
        ("Conv2DTranspose", (3, 3, 2), {"filters": 1, "kernel_size": 2, "dilation_rate": 2}),
        ("MaxPooling2D", (5, 6, 2), {"pool_size": 3, "strides": 2, "padding": "same"}),
        ("AveragePooling2D", (5, 6, 2), {"pool_size": (2, 3), "strides": 1, "padding": "same"}),
        ("GlobalMaxPooling2D", (3, 4, 2), {"keepdims": True}),
        ("GlobalAveragePooling2D", (3, 4, 2), {"keepdims": True}),
    ],
    ids=str,
)
def test_a_scene_holds_all_that_the_values_depend_on(kind, shape, config):
    """Random numbers: every output value, computed from the scene alone, is the stepped one."""
    random = np.random.default_rng(8)
    config, inputs = layer(kind, **config), random.normal(size=shape)
    weights = [random.normal(size=size) for size in weight_shapes(config, shape)]
    drawn = scene(config, inputs, weights)
    for at in np.ndindex(drawn.output_shape):
        assert value_in(drawn, *at) == pytest.approx(step(config, inputs, weights, at).value)


ONES = [np.ones((3, 3, 1, 1)), np.zeros(1)]


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (
            lambda: scene(layer("Dense", units=1), counted(4), []),
            StepError,
            "Dense cannot .* one of AveragePooling2D, ",
        ),
        (lambda: scene(layer("Conv1D", filters=1, kernel_size=3), counted(4, 1), []), StepError, "Conv1D cannot be"),
        (lambda: scene(layer("Conv2D", filters=1, kernel_size=3), counted(4, 4, 1), []), StepError, "needs weights"),
        (lambda: scene(layer("MaxPooling2D"), counted(4, 4, 1), ONES), StepError, "needs weights"),
        (lambda: scene(layer("MaxPooling2D"), counted(4, 4, 1) * np.nan, []), StepError, "input values: 16"),
        (
            lambda: scene(layer("MaxPooling2D", data_format="channels_first"), counted(4, 4, 4), []),
            StepError,
            "channels first",
        ),
        (
            lambda: scene(layer("Conv2D", filters=1, kernel_size=3, activation="gelu"), counted(4, 4, 1), ONES),
            StepError,
            "with the activation 'gelu'",
        ),
        (lambda: scene(layer("Conv2D", filters=1, kernel_size=5), counted(4, 4, 1), []), LayerError, "does not fit"),
    ],
)
def test_errors_say_what_is_wrong(call, kind, text):
    with pytest.raises(kind, match=text):
        call()
