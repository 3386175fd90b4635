"""First-layer kernels as colours, and the initial ones against those that the training ended with."""

import numpy as np
import pytest

from cnnlab.core.filters.kernels import as_colours, first_kernels, initial_kernels


def test_the_first_layer_is_the_one_that_takes_three_colours():
    kernels = np.ones((3, 3, 3, 8))
    weights = {"scaling": [np.zeros(1)], "base": [kernels, np.zeros(8), np.ones((3, 3, 8, 3))]}
    assert first_kernels(weights) is kernels
    assert first_kernels({"dense": [np.ones((4, 3))]}) is None


def test_each_kernel_has_its_own_scale_and_an_empty_one_is_grey():
    kernels = np.zeros((1, 1, 3, 3))
    kernels[0, 0, :, 0], kernels[0, 0, :, 1] = (2, -2, 1), (0.1, 0, -0.05)
    assert as_colours(kernels).tolist() == [[[[255, 0, 191]]], [[[255, 128, 64]]], [[[128, 128, 128]]]]


@pytest.mark.parametrize("model", ["cats_dogs_scratch", "cats_dogs_augmented", "cats_dogs_mini_xception"])
def test_initial_kernels_are_random_and_kept_for_networks_of_this_project(model):
    found = initial_kernels(model)
    assert found.shape[2:] == (3, 32)
    assert abs(found.mean()) < 0.01
    assert initial_kernels("efficientnet_lite0") is None
