"""A kernel that a visitor has typed, from a browser and from a link."""

import numpy as np
import pytest

from cnnlab.core.stepping.typed_kernel import checked_kernel, read_kernel, write_kernel


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (1, 7), (7, 2)], ids=str)
def test_what_is_written_is_read_again(shape):
    kernel = np.random.default_rng(0).normal(size=shape).round(6)
    assert np.array_equal(read_kernel(write_kernel(kernel)), kernel)


@pytest.mark.parametrize(
    "text", ["", "x", "1_2~3", "1__2", "nan", "inf", "1e9", "~".join(["1"] * 8), "_".join(["1"] * 8)]
)
def test_what_is_no_kernel_is_left_out(text):
    assert read_kernel(text) is None


@pytest.mark.parametrize("sent", [None, 3, [1, 2], [[1], [2, 3]], [["a"]], [[None]], [[]], [[[1]]], {"a": 1}])
def test_what_a_browser_should_not_send_is_left_out(sent):
    assert checked_kernel(sent) is None
