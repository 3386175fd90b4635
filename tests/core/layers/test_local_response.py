"""Local response normalization: TensorFlow's own operation and the project's AlexNet give the same."""

import numpy as np
import pytest
import tensorflow as tf

from cnnlab.core.layers.local_response import local_response_normalization
from cnnlab.nets.zoo.alexnet import local_response_normalization as as_layers

MAPS = np.random.default_rng(0).normal(0, 30, (2, 3, 4, 7)).astype("float32")


@pytest.mark.parametrize(("n", "k", "alpha", "beta"), [(5, 2.0, 1e-4, 0.75), (3, 1.0, 0.01, 0.5), (1, 1.0, 1.0, 1.0)])
def test_it_equals_tensorflows_operation(n, k, alpha, beta):
    expected = tf.nn.local_response_normalization(MAPS, depth_radius=n // 2, bias=k, alpha=alpha, beta=beta)
    np.testing.assert_allclose(local_response_normalization(MAPS, n, k, alpha, beta), expected, rtol=1e-5)


def test_it_equals_the_layers_of_alexnet():
    np.testing.assert_allclose(local_response_normalization(MAPS), as_layers(MAPS.shape[1:], "norm")(MAPS), rtol=1e-5)
