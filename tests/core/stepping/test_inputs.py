"""The small inputs and kernels: the right shape, something to see in each, the same on every call."""

import keras
import numpy as np
import pytest

from cnnlab.core.stepping.cell import run, weight_shapes
from cnnlab.core.stepping.inputs import INPUTS, NUMBERS, kernels_for, small_input, small_kernel, small_weights
from cnnlab.core.stepping.kernels import KERNELS


@pytest.mark.parametrize("shape", [(16, 16, 4), (5, 9, 3), (7, 5, 1)])
@pytest.mark.parametrize("name", INPUTS)
def test_an_input_has_its_shape_and_something_in_every_channel(name, shape):
    made = small_input(name, shape)
    assert made.shape == shape
    assert all(np.ptp(made[..., channel]) > 0 for channel in range(shape[2]))
    np.testing.assert_array_equal(made, small_input(name, shape))


@pytest.mark.parametrize("name", INPUTS)
def test_the_numbers_are_short_enough_to_read(name):
    assert all(len(f"{value:g}") <= 3 for value in small_input(name, (16, 16, 4)).ravel())


@pytest.mark.parametrize("name", INPUTS)
def test_an_input_can_be_a_single_cell(name):
    assert np.isfinite(small_input(name, (1, 1, 2))).all()


def test_the_first_filter_has_the_requested_kernel_and_the_others_have_the_next_ones():
    made = small_kernel("sobel_x", (3, 3), 2, 3)
    np.testing.assert_array_equal(made[..., 1, 0], KERNELS["sobel_x"].values())
    np.testing.assert_array_equal(made[..., 0, 1], KERNELS["sobel_y"].values())
    assert len({made[..., 0, filter_].tobytes() for filter_ in range(3)}) == 3


@pytest.mark.parametrize(("size", "some"), [((3, 3), "emboss"), ((5, 5), "gaussian"), ((7, 7), "vertical_line")])
def test_named_kernels_exist_in_their_sizes(size, some):
    assert some in kernels_for(size)
    assert kernels_for(size)[-1] == NUMBERS


@pytest.mark.parametrize("size", [(2, 2), (1, 7), (6, 6)])
def test_other_sizes_have_only_whole_numbers(size):
    assert kernels_for(size) == [NUMBERS]
    made = small_kernel(NUMBERS, size, 2, 2)
    assert set(np.unique(made)) <= {-2, -1, 0, 1, 2}
    assert not np.array_equal(made[..., 0, 0], made[..., 1, 1])


@pytest.mark.parametrize(
    "layer",
    [
        {"class_name": "Conv2D", "config": {"filters": 4, "kernel_size": 3, "groups": 2}},
        {"class_name": "DepthwiseConv2D", "config": {"kernel_size": 3, "depth_multiplier": 2}},
        {"class_name": "SeparableConv2D", "config": {"filters": 3, "kernel_size": 5, "depth_multiplier": 2}},
        {"class_name": "Conv2DTranspose", "config": {"filters": 3, "kernel_size": 3, "strides": 2}},
    ],
    ids=lambda layer: layer["class_name"],
)
def test_keras_accepts_the_weights(layer):
    inputs = small_input("numbers", (8, 8, 4))
    weights = small_weights(layer, weight_shapes(layer, inputs.shape), "sobel_x")
    built = getattr(keras.layers, layer["class_name"])(**layer["config"])
    built.build((None, *inputs.shape))
    built.set_weights(weights)
    np.testing.assert_allclose(np.asarray(built(inputs[None]))[0], run(layer, inputs, weights), rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize("channels", [1, 2, 4])
def test_the_first_channel_reaches_every_output_of_a_separable_convolution(channels):
    layer = {"class_name": "SeparableConv2D", "config": {"filters": 3, "kernel_size": 3}}
    _depthwise, pointwise, _bias = small_weights(layer, weight_shapes(layer, (7, 7, channels)), "sobel_x")
    assert pointwise.shape == (1, 1, channels, 3)
    assert np.all(pointwise[:, :, 0] != 0)


@pytest.mark.parametrize("shape", [(6, 6), (7, 9), (8, 8), (9, 9)])
@pytest.mark.parametrize("channels", [1, 2])
def test_the_random_numbers_are_those_of_numpy(shape, channels):
    """The first ones are written down, so that nothing has to be imported for them."""
    drawn = [np.random.default_rng(channel).integers(0, 10, shape) for channel in range(channels)]
    assert small_input("numbers", (*shape, channels)).tolist() == np.stack(drawn, axis=-1).tolist()
