"""What keeps an ascent from drawing noise: a blur, and the gradient of the total variation."""

from typing import Any

from keras import ops

REACH = 3  # pixels of the blur at each side; its standard deviation is at most 2
FLAT = 1e-6  # added under the root, so that a picture without edges has a gradient too


def blurred(pictures: Any, sigma: Any) -> Any:
    """Pictures (batch, height, width, channels) under a Gaussian of `sigma` pixels; their edges are mirrored."""
    at = ops.cast(ops.arange(-REACH, REACH + 1), "float32")
    taps = ops.exp(-ops.square(at) / (2 * ops.square(ops.maximum(sigma, 1e-3))))
    taps = taps / ops.sum(taps)
    kernel = ops.tile(taps[:, None, None, None], (1, 1, pictures.shape[-1], 1))
    around = ops.pad(pictures, ((0, 0), (REACH, REACH), (REACH, REACH), (0, 0)), mode="reflect")
    down = ops.depthwise_conv(around, kernel, data_format="channels_last")
    return ops.depthwise_conv(down, ops.transpose(kernel, (1, 0, 2, 3)), data_format="channels_last")


def variation_gradient(pictures: Any) -> Any:
    """The gradient of the total variation, the sum over all values of sqrt(dx^2 + dy^2 + FLAT).

    dx and dy are the differences to the next value to the right and below, 0 at the last column and row (Rudin, Osher
    and Fatemi 1992). Each value is in three terms: its own, that of its left neighbour and that of its upper one.
    """
    right = ops.pad(pictures[:, :, 1:] - pictures[:, :, :-1], ((0, 0), (0, 0), (0, 1), (0, 0)))
    below = ops.pad(pictures[:, 1:] - pictures[:, :-1], ((0, 0), (0, 1), (0, 0), (0, 0)))
    length = ops.sqrt(ops.square(right) + ops.square(below) + FLAT)
    right, below = right / length, below / length
    from_left = ops.pad(right[:, :, :-1], ((0, 0), (0, 0), (1, 0), (0, 0)))
    from_above = ops.pad(below[:, :-1], ((0, 0), (1, 0), (0, 0), (0, 0)))
    return from_left - right + from_above - below
