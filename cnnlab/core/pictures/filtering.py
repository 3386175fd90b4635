"""One kernel over a whole photograph, and the grey levels in which its map is shown.

Written in NumPy, because Pillow's ImageFilter.Kernel supports only 3x3 and 5x5, integer arithmetic and 0 to 255.
"""

import numpy as np

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.core.layers import describe

STRIP = 48_000  # output cells in one strip: it and its sums fit in the processor's cache for any size of picture
CLIPPED = 0.01  # the fraction of a signed map's cells beyond black and white
MIN_BRIGHTNESS = 0.1  # the sum of the weights relative to the sum of their absolute values


class FilterError(CnnLabError):
    """The picture or the kernel cannot be filtered."""


def filtered(picture: np.ndarray, kernel: np.ndarray, padding: str = "same", strides: int = 1) -> np.ndarray:
    """Return the feature map of one filter with the same kernel for every channel; float32 (height', width').

    `picture` is uint8 (height, width, channels), which is divided by 255, or float (height, width), which is not;
    `kernel` is (kernel height, kernel width). The values are those of Keras's Conv2D(1, kernel_size, strides, padding,
    use_bias=False) with the kernel repeated over the channels, so channels are summed, not averaged:
    y[r, c] = sum over i, j of kernel[i, j] * sum over channels of x[r S + i - top, c S + j - left], zeros outside.
    The channels are summed first, once, which is the same because the kernel is (linearity); weights of 0 are skipped.
    Raises FilterError for any other picture or kernel, LayerError if Conv2D refuses the settings.

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
    """Return the values of a map to show as black and as white.

    The map of a kernel that preserves brightness is shown as a picture: 0 is black, and channels * sum of the weights,
    the value of a white area, is white. Any other map is signed: 0 is middle grey, and black and white are minus and
    plus the absolute value that one cell in a hundred exceeds. These are often cells at a padded border, which would
    otherwise make everything else grey. A kernel preserves brightness if its sum is more than a tenth of the sum of its
    absolute weights: that ratio is 1/9 for sharpen and emboss, 0 for Sobel and Laplacian.

    >>> scale(np.array([[0.0, 3.0]]), np.ones((1, 7)))
    (0.0, 21.0)
    >>> scale(np.array([[-2.0, 2.0]]), np.array([[-1.0, 1.0]]))
    (-2.0, 2.0)
    """
    if kernel.sum() > MIN_BRIGHTNESS * np.abs(kernel).sum():
        return 0.0, channels * float(kernel.sum())
    sizes = np.abs(values)
    reach = float(np.quantile(sizes, 1 - CLIPPED) or sizes.max() or 1)
    return -reach, reach


def as_greys(values: np.ndarray, black: float, white: float) -> np.ndarray:
    """Map values linearly to grey levels from `black` to `white`, clipped beyond them; uint8, the same shape.

    >>> as_greys(np.array([-2.0, 0.0, 1.0, 9.0]), -2.0, 2.0).tolist()
    [0, 128, 192, 255]
    """
    # Middle grey is 127.5; adding a quarter keeps it, and a picture's own grey levels, away from the rounding boundary
    greys = (values - (black + white) / 2) * (255 / (white - black)) + 127.75
    return np.rint(np.clip(greys, 0, 255)).astype(np.uint8)


def _check(picture: np.ndarray, kernel: np.ndarray) -> None:
    photograph = picture.ndim == 3 and picture.dtype == np.uint8
    if not (photograph or (picture.ndim == 2 and picture.dtype.kind == "f")) or 0 in picture.shape:
        raise FilterError(
            N_("A picture has to be uint8 (height, width, channels) or float (height, width); this one is {found}."),
            found=f"{picture.dtype} {picture.shape}",
        )
    if kernel.ndim != 2 or not np.isfinite(kernel).all():
        raise FilterError(
            N_("A kernel has to be a grid (height, width) of finite numbers; this one has the shape {shape}."),
            shape=kernel.shape,
        )


def _plane(picture: np.ndarray, first: int, rows: int, sides: tuple[int, int]) -> np.ndarray:
    """`rows` rows of the picture from row `first` on, channels summed, zeros outside; float32 (rows, padded width)."""
    height, width = picture.shape[:2]
    start, stop = max(first, 0), min(first + rows, height)
    plane = np.zeros((rows, sides[0] + width + sides[1]), np.float32)
    inner = plane[start - first : stop - first, sides[0] : sides[0] + width]
    if picture.ndim == 2:
        inner[:] = picture[start:stop]
        return plane
    for channel in range(
        picture.shape[2]
    ):  # three times as fast as sum(axis=2), whose inner loop is over the three channels
        inner += picture[start:stop, :, channel]
    plane /= 255
    return plane


def _correlate(plane: np.ndarray, kernel: np.ndarray, strides: int, out: np.ndarray) -> None:
    """Add to `out`, for each weight that is not 0, the cells that it reads times the weight."""
    out[:] = 0
    product = np.empty_like(out)
    down, across = ((size - 1) * strides + 1 for size in out.shape)
    for row, column in np.argwhere(kernel):
        cells = plane[row : row + down : strides, column : column + across : strides]
        out += np.multiply(cells, np.float32(kernel[row, column]), out=product)
