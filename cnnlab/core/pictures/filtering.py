"""One kernel over a whole photograph, and the greys in which its map is shown.

NumPy, for Pillow's ImageFilter.Kernel takes 3x3 and 5x5 only, computes in whole numbers and cuts at 0 and 255.
"""

import numpy as np

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.core.layers import describe

STRIP = 48_000  # output cells in one strip: it and its sums stay in the processor's cache, whatever the picture's size
CUT_OFF = 0.01  # of the cells of a signed map
LEAST_BRIGHTNESS = 0.1  # the sum of weights against that of their sizes


class FilterError(CnnLabError):
    """The picture or the kernel cannot be filtered."""


def filtered(picture: np.ndarray, kernel: np.ndarray, padding: str = "same", strides: int = 1) -> np.ndarray:
    """The feature map of one filter that has the same kernel for every channel; float32 (height', width').

    `picture` is uint8 (height, width, channels), divided by 255 first, or float (height, width), taken as it is;
    `kernel` (kernel height, kernel width). The channels are summed and nothing is divided, so the values are those of
    Keras's Conv2D(1, kernel_size, strides, padding, use_bias=False) with the kernel repeated over the channels:
    y[r, c] = sum over i, j of kernel[i, j] * sum over channels of x[r S + i - top, c S + j - left], zeros outside.
    The channels are summed first, once, for the kernel is the same for all (linearity); weights of 0 cost nothing.
    Raises FilterError for a picture or kernel of another kind, LayerError for what Conv2D refuses.

    >>> filtered(np.array([[1.0, 2.0, 4.0]]), np.array([[-1.0, 1.0]]), "valid").tolist()
    [[1.0, 2.0]]
    """
    _check(picture, kernel)
    config = {"filters": 1, "kernel_size": kernel.shape, "strides": strides, "padding": padding, "use_bias": False}
    facts = describe({"class_name": "Conv2D", "config": config}, (*picture.shape[:2], 1))
    out = np.empty(facts.output_shape[:2], np.float32)
    (top, _), sides = facts.padding or ()
    rows = max(1, STRIP // out.shape[1])
    for first in range(0, len(out), rows):
        strip = out[first : first + rows]
        plane = _plane(picture, first * strides - top, (len(strip) - 1) * strides + len(kernel), sides)
        _correlate(plane, kernel, strides, strip)
    return out


def scale(values: np.ndarray, kernel: np.ndarray, channels: int = 3) -> tuple[float, float]:
    """Which value of a map is shown black and which white.

    A kernel that keeps the picture's brightness is shown in it: 0 is black, and channels * sum of the weights, what a
    white area gives, is white. Any other is signed: 0 is middle grey, black and white are minus and plus the distance
    from 0 that one cell in a hundred exceeds; those at a padded border do, and would leave all else grey. A kernel
    keeps brightness when its sum is more than a tenth of what it would be with all weights taken as positive: that of
    sharpen and emboss is 1/9, that of Sobel and Laplacian 0.

    >>> scale(np.array([[0.0, 3.0]]), np.ones((1, 7)))
    (0.0, 21.0)
    >>> scale(np.array([[-2.0, 2.0]]), np.array([[-1.0, 1.0]]))
    (-2.0, 2.0)
    """
    if kernel.sum() > LEAST_BRIGHTNESS * np.abs(kernel).sum():
        return 0.0, channels * float(kernel.sum())
    sizes = np.abs(values)
    reach = float(np.quantile(sizes, 1 - CUT_OFF) or sizes.max() or 1)
    return -reach, reach


def shown(values: np.ndarray, black: float, white: float) -> np.ndarray:
    """A map as greys, in even steps from `black` to `white` and cut off beyond; uint8, the same shape.

    >>> shown(np.array([-2.0, 0.0, 1.0, 9.0]), -2.0, 2.0).tolist()
    [0, 128, 192, 255]
    """
    # The middle is 127.5; a quarter more keeps both it and a picture's whole greys away from where rounding turns over
    greys = (values - (black + white) / 2) * (255 / (white - black)) + 127.75
    return np.rint(np.clip(greys, 0, 255)).astype(np.uint8)


def _check(picture: np.ndarray, kernel: np.ndarray) -> None:
    photograph = picture.ndim == 3 and picture.dtype == np.uint8
    if not (photograph or (picture.ndim == 2 and picture.dtype.kind == "f")) or 0 in picture.shape:
        raise FilterError(
            N_("A picture, uint8 (height, width, channels) or float (height, width), was expected; {came} came."),
            came=f"{picture.dtype} {picture.shape}",
        )
    if kernel.ndim != 2 or not np.isfinite(kernel).all():
        raise FilterError(
            N_("A kernel of finite numbers (height, width) was expected; {came} came."), came=f"shape {kernel.shape}"
        )


def _plane(picture: np.ndarray, first: int, rows: int, sides: tuple[int, int]) -> np.ndarray:
    """`rows` rows of the picture from row `first`, channels summed, zeros outside; float32 (rows, padded width)."""
    height, width = picture.shape[:2]
    start, stop = max(first, 0), min(first + rows, height)
    plane = np.zeros((rows, sides[0] + width + sides[1]), np.float32)
    inner = plane[start - first : stop - first, sides[0] : sides[0] + width]
    if picture.ndim == 2:
        inner[:] = picture[start:stop]
        return plane
    for channel in range(picture.shape[2]):  # three times as fast as sum(axis=2), whose inner loop has three steps
        inner += picture[start:stop, :, channel]
    plane /= 255
    return plane


def _correlate(plane: np.ndarray, kernel: np.ndarray, strides: int, out: np.ndarray) -> None:
    """Into `out`: for each weight that is not 0, the plane moved to where the weight looks, times the weight, added."""
    out[:] = 0
    product = np.empty_like(out)
    down, across = ((size - 1) * strides + 1 for size in out.shape)
    for row, column in np.argwhere(kernel):
        seen = plane[row : row + down : strides, column : column + across : strides]
        out += np.multiply(seen, np.float32(kernel[row, column]), out=product)
